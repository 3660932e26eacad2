-- What the messenger shows when it is opened (functions-identity.md §15 "Home").
CREATE TABLE messenger_homes (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL UNIQUE REFERENCES workspaces (id),
    config JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
