-- Keys that programs call with (surfaces.md "chats"). Of a key only its hash is kept.
CREATE TABLE api_keys (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    -- SHA-256 of the whole key.
    token_hash BYTEA NOT NULL UNIQUE,
    -- A JSON list of names.
    scopes JSONB NOT NULL,
    -- For whom it acts.
    created_by UUID NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX api_keys_by_age ON api_keys (workspace_id, created_at, id);
