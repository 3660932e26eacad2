-- When the team is there, and how soon it answers (functions-identity.md §15).
CREATE TABLE office_hours (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL UNIQUE REFERENCES workspaces (id),
    timezone TEXT NOT NULL,
    schedule JSONB NOT NULL,
    offline_message TEXT,
    expected_reply_time_minutes BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
