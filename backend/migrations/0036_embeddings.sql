-- What articles and snippets mean, piece by piece, as vectors of length one (32-bit floats, little endian).

CREATE TABLE content_embeddings (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    content_type TEXT NOT NULL,
    content_id UUID NOT NULL,
    piece BIGINT NOT NULL,
    model TEXT NOT NULL,
    -- When the content was last changed, as far as these vectors know.
    version BIGINT NOT NULL,
    text_hash TEXT NOT NULL,
    vector BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (content_id, piece)
);
CREATE INDEX content_embeddings_by_workspace ON content_embeddings (workspace_id, id);
