-- What a team says unasked, and who was shown it (functions-engagement.md §7).
CREATE TABLE outbound_messages (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    content JSONB NOT NULL,
    targeting JSONB,
    triggers JSONB,
    frequency TEXT,
    scheduling JSONB,
    status TEXT NOT NULL,
    priority DOUBLE PRECISION,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX outbound_messages_by_age ON outbound_messages (workspace_id, created_at, id);
CREATE INDEX outbound_messages_by_status ON outbound_messages (workspace_id, status, created_at, id);

CREATE TABLE outbound_message_impressions (
    id UUID PRIMARY KEY,
    message_id UUID NOT NULL REFERENCES outbound_messages (id),
    visitor_id UUID NOT NULL REFERENCES visitors (id),
    session_id TEXT,
    action TEXT NOT NULL,
    button_index BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX outbound_message_impressions_by_visitor ON outbound_message_impressions
    (visitor_id, action, message_id, session_id);
CREATE INDEX outbound_message_impressions_by_message ON outbound_message_impressions (message_id, action);

-- The conversations that chats became, one for each visitor.
CREATE TABLE outbound_conversations (
    message_id UUID NOT NULL REFERENCES outbound_messages (id),
    visitor_id UUID NOT NULL REFERENCES visitors (id),
    conversation_id UUID NOT NULL REFERENCES conversations (id),
    PRIMARY KEY (message_id, visitor_id)
);
CREATE INDEX outbound_conversations_by_visitor ON outbound_conversations (visitor_id);
CREATE INDEX outbound_conversations_by_conversation ON outbound_conversations (conversation_id);
