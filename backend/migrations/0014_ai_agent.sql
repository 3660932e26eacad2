-- How an AI agent would answer for the team (functions-inbox.md §9).
CREATE TABLE ai_agent_settings (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL UNIQUE REFERENCES workspaces (id),
    enabled BOOLEAN NOT NULL,
    knowledge_sources JSONB NOT NULL,
    confidence_threshold DOUBLE PRECISION NOT NULL,
    personality TEXT,
    handoff_message TEXT NOT NULL,
    working_hours JSONB,
    model TEXT NOT NULL,
    suggestions_enabled BOOLEAN NOT NULL,
    embedding_model TEXT NOT NULL,
    last_config_error JSONB,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
