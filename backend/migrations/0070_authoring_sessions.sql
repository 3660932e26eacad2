-- Members who point at elements on their own sites (functions-engagement.md §5.2 and §12). What a session is for may be gone before it ends.
CREATE TABLE authoring_sessions (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    user_id UUID NOT NULL REFERENCES users (id),
    tour_id UUID NOT NULL,
    step_id UUID,
    target_url TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX authoring_sessions_by_end ON authoring_sessions (expires_at);

CREATE TABLE tooltip_authoring_sessions (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    user_id UUID NOT NULL REFERENCES users (id),
    tooltip_id UUID,
    status TEXT NOT NULL,
    selected_selector TEXT,
    selected_selector_quality JSONB,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX tooltip_authoring_sessions_by_end ON tooltip_authoring_sessions (expires_at);
