-- Texts that agents use again and again (functions-inbox.md §6).
CREATE TABLE snippets (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    shortcut TEXT,
    -- The name in small letters, which lists are sorted by; and all three texts, which are searched.
    sort_name TEXT COLLATE "C" NOT NULL,
    searched TEXT NOT NULL,
    created_by UUID REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX snippets_by_name ON snippets (workspace_id, sort_name, id);
CREATE INDEX snippets_by_age ON snippets (workspace_id, created_at, id);
CREATE UNIQUE INDEX snippets_by_shortcut ON snippets (workspace_id, shortcut) WHERE shortcut <> '';
-- The unique one is of no use where the shortcut is a parameter, which may be empty.
CREATE INDEX snippets_by_word ON snippets (workspace_id, shortcut, created_at, id);
