-- What reports are computed from (functions-inbox.md §8).

-- Everything that a report reads of a conversation, in the order in which lists by age go too.
DROP INDEX conversations_by_age;
CREATE INDEX conversations_by_age ON conversations
    (workspace_id, created_at, id, status, channel, assignee_id, first_response_at, resolved_at)
WHERE kind = 'support' AND removed_at IS NULL;
CREATE INDEX conversations_by_open_work ON conversations (workspace_id, assignee_id)
WHERE status = 'open' AND kind = 'support' AND removed_at IS NULL;

CREATE TABLE csat_responses (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    conversation_id UUID NOT NULL UNIQUE REFERENCES conversations (id),
    visitor_id UUID REFERENCES visitors (id),
    -- Whose conversation it was when it was rated.
    agent_id UUID REFERENCES users (id),
    rating DOUBLE PRECISION NOT NULL,
    feedback TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX csat_responses_by_age ON csat_responses (workspace_id, created_at, rating);

-- What the AI agent answered (functions-inbox.md §9).
CREATE TABLE ai_responses (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    conversation_id UUID NOT NULL REFERENCES conversations (id),
    message_id UUID,
    query TEXT NOT NULL,
    response TEXT NOT NULL,
    generated_candidate_response TEXT,
    generated_candidate_sources JSONB,
    generated_candidate_confidence DOUBLE PRECISION,
    sources JSONB NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    feedback TEXT,
    handed_off BOOLEAN NOT NULL,
    handoff_reason TEXT,
    generation_time_ms BIGINT NOT NULL,
    tokens_used BIGINT,
    model TEXT NOT NULL,
    provider TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX ai_responses_by_age ON ai_responses
    (workspace_id, created_at, handed_off, feedback, confidence, generation_time_ms, tokens_used);
CREATE INDEX ai_responses_by_conversation ON ai_responses (conversation_id, created_at);
