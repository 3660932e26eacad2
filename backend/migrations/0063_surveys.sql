-- Questions to visitors, what they answered, and who was asked (functions-engagement.md §6).
CREATE TABLE surveys (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    description TEXT,
    format TEXT NOT NULL,
    status TEXT NOT NULL,
    questions JSONB NOT NULL,
    intro_step JSONB,
    thank_you_step JSONB,
    show_progress_bar BOOLEAN NOT NULL,
    show_dismiss_button BOOLEAN NOT NULL,
    audience_rules JSONB,
    triggers JSONB,
    frequency TEXT NOT NULL,
    scheduling JSONB,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX surveys_by_age ON surveys (workspace_id, created_at, id);
CREATE INDEX surveys_by_status ON surveys (workspace_id, status, created_at, id);

CREATE TABLE survey_responses (
    id UUID PRIMARY KEY,
    survey_id UUID NOT NULL REFERENCES surveys (id),
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    visitor_id UUID REFERENCES visitors (id),
    user_id UUID REFERENCES users (id),
    session_id TEXT,
    answers JSONB NOT NULL,
    status TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    completed_at BIGINT
);
CREATE INDEX survey_responses_by_age ON survey_responses (survey_id, started_at, id);
CREATE INDEX survey_responses_by_status ON survey_responses (survey_id, status, started_at, id);
CREATE INDEX survey_responses_by_visitor ON survey_responses (visitor_id, survey_id, status);

CREATE TABLE survey_impressions (
    id UUID PRIMARY KEY,
    survey_id UUID NOT NULL REFERENCES surveys (id),
    visitor_id UUID NOT NULL REFERENCES visitors (id),
    session_id TEXT,
    action TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX survey_impressions_by_visitor ON survey_impressions (visitor_id, action, survey_id);
CREATE INDEX survey_impressions_by_survey ON survey_impressions (survey_id, action);
