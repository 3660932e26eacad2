-- Tags, and which conversations have them (functions-inbox.md §7).
CREATE TABLE tags (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    color TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (workspace_id, name)
);
CREATE INDEX tags_by_age ON tags (workspace_id, created_at, id);

CREATE TABLE conversation_tags (
    id UUID PRIMARY KEY,
    conversation_id UUID NOT NULL REFERENCES conversations (id),
    tag_id UUID NOT NULL REFERENCES tags (id),
    applied_by TEXT NOT NULL,
    applied_by_user_id UUID REFERENCES users (id),
    created_at BIGINT NOT NULL,
    UNIQUE (conversation_id, tag_id)
);
CREATE INDEX conversation_tags_by_tag ON conversation_tags (tag_id);
