-- What agents did with what was suggested to them.

CREATE TABLE suggestion_feedback (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    user_id UUID NOT NULL REFERENCES users (id),
    conversation_id UUID NOT NULL REFERENCES conversations (id),
    content_type TEXT NOT NULL,
    content_id UUID NOT NULL,
    embedding_model TEXT,
    action TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX suggestion_feedback_by_age ON suggestion_feedback (workspace_id, created_at, action);
CREATE INDEX suggestion_feedback_by_conversation ON suggestion_feedback (conversation_id);
