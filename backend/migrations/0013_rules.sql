-- Rules that tag and assign conversations (functions-inbox.md §7), and when they are weighed: at the visitor's first message.
CREATE TABLE auto_tag_rules (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    conditions JSONB NOT NULL,
    tag_id UUID NOT NULL REFERENCES tags (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX auto_tag_rules_by_age ON auto_tag_rules (workspace_id, created_at, id);
CREATE INDEX auto_tag_rules_by_tag ON auto_tag_rules (tag_id);

CREATE TABLE assignment_rules (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    priority BIGINT NOT NULL,
    enabled BOOLEAN NOT NULL,
    conditions JSONB NOT NULL,
    action JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX assignment_rules_by_priority ON assignment_rules (workspace_id, priority, created_at, id);

ALTER TABLE conversations ADD COLUMN first_inbound_seq BIGINT;
UPDATE conversations SET first_inbound_seq = (
    SELECT MIN(messages.seq) FROM messages
    WHERE messages.conversation_id = conversations.id AND messages.sender_kind = 'contact'
);
