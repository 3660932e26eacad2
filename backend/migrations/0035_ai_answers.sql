-- The AI agent answers (functions-inbox.md §9): what it may cost, what it has to answer, what it was found helpful by.

ALTER TABLE ai_agent_settings ADD COLUMN daily_answers BIGINT NOT NULL DEFAULT 500;
ALTER TABLE ai_agent_settings ADD COLUMN daily_tokens BIGINT NOT NULL DEFAULT 2000000;
ALTER TABLE ai_agent_settings ADD COLUMN conversation_answers BIGINT NOT NULL DEFAULT 20;

-- The message that was answered.
ALTER TABLE ai_responses ADD COLUMN answers_seq BIGINT;

-- Conversations that wait for an answer. Whoever holds the lease answers; one that is not given back is over at its time.
CREATE TABLE ai_turns (
    conversation_id UUID PRIMARY KEY REFERENCES conversations (id),
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    -- Of the newest message to be answered.
    seq BIGINT NOT NULL,
    lease UUID,
    leased_until BIGINT,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX ai_turns_by_age ON ai_turns (created_at, conversation_id);

-- What was asked today; a row starts over with its day.
CREATE TABLE ai_usage (
    workspace_id UUID PRIMARY KEY REFERENCES workspaces (id),
    day BIGINT NOT NULL,
    answers BIGINT NOT NULL,
    tokens BIGINT NOT NULL
);
