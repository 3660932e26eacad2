-- Product tours, their steps, and how far visitors are (functions-engagement.md §3 to §5).
CREATE TABLE tours (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    description TEXT,
    status TEXT NOT NULL,
    targeting_rules JSONB,
    audience_rules JSONB,
    display_mode TEXT NOT NULL,
    priority DOUBLE PRECISION NOT NULL,
    button_color TEXT,
    sender_id UUID REFERENCES users (id),
    show_confetti BOOLEAN NOT NULL,
    allow_snooze BOOLEAN NOT NULL,
    allow_restart BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX tours_by_age ON tours (workspace_id, created_at, id);
CREATE INDEX tours_by_status ON tours (workspace_id, status, priority, created_at, id);

CREATE TABLE tour_steps (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    tour_id UUID NOT NULL REFERENCES tours (id),
    kind TEXT NOT NULL,
    place BIGINT NOT NULL,
    title TEXT,
    content TEXT NOT NULL,
    element_selector TEXT,
    placement TEXT NOT NULL,
    size TEXT NOT NULL,
    advance_on TEXT NOT NULL,
    route_path TEXT,
    selector_quality JSONB,
    custom_button_text TEXT,
    media_url TEXT,
    media_type TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX tour_steps_by_place ON tour_steps (tour_id, place, id);

CREATE TABLE tour_progress (
    id UUID PRIMARY KEY,
    visitor_id UUID NOT NULL REFERENCES visitors (id),
    tour_id UUID NOT NULL REFERENCES tours (id),
    current_step BIGINT NOT NULL,
    checkpoint_step BIGINT,
    checkpoint_route TEXT,
    checkpoint_selector TEXT,
    last_seen_url TEXT,
    status TEXT NOT NULL,
    last_blocked_reason TEXT,
    last_blocked_mode TEXT,
    last_blocked_at BIGINT,
    completed_at BIGINT,
    snoozed_until BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (visitor_id, tour_id)
);
CREATE INDEX tour_progress_by_tour ON tour_progress (tour_id);

CREATE TABLE tour_progress_diagnostics (
    id UUID PRIMARY KEY,
    progress_id UUID NOT NULL REFERENCES tour_progress (id),
    tour_id UUID NOT NULL REFERENCES tours (id),
    visitor_id UUID NOT NULL REFERENCES visitors (id),
    step_order BIGINT NOT NULL,
    reason TEXT NOT NULL,
    mode TEXT NOT NULL,
    selector TEXT,
    current_url TEXT,
    metadata JSONB,
    created_at BIGINT NOT NULL
);
CREATE INDEX tour_progress_diagnostics_by_age ON tour_progress_diagnostics (progress_id, created_at, id);
CREATE INDEX tour_progress_diagnostics_by_visitor ON tour_progress_diagnostics (visitor_id);
CREATE INDEX tour_progress_diagnostics_by_tour ON tour_progress_diagnostics (tour_id);
