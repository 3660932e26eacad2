-- Files: first a ticket to upload one, then its bytes beside the database, then the thing that it goes with (functions-inbox.md §10).
CREATE TABLE media (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    status TEXT NOT NULL,
    -- Null once the person was erased.
    uploaded_by_id UUID REFERENCES identities (id),
    uploaded_by_type TEXT NOT NULL,
    -- SHA-256 of what the upload's address proves itself with.
    ticket BYTEA,
    file_name TEXT,
    mime_type TEXT,
    -- Bytes.
    size BIGINT,
    -- What the bytes are, whatever the name says.
    content_type TEXT,
    message_id UUID REFERENCES messages (id),
    ticket_id UUID REFERENCES tickets (id),
    ticket_comment_id UUID REFERENCES ticket_comments (id),
    created_at BIGINT NOT NULL,
    attached_at BIGINT,
    -- What is not attached by then goes, bytes first.
    expires_at BIGINT
);
CREATE UNIQUE INDEX media_by_ticket ON media (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX media_by_expiry ON media (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX media_by_uploader ON media (uploaded_by_id);
CREATE INDEX media_by_message ON media (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX media_by_parent_ticket ON media (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX media_by_comment ON media (ticket_comment_id) WHERE ticket_comment_id IS NOT NULL;

ALTER TABLE messages ADD COLUMN attachment_ids JSONB;
ALTER TABLE tickets ADD COLUMN attachment_ids JSONB;
ALTER TABLE ticket_comments ADD COLUMN attachment_ids JSONB;
