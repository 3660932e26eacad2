-- Conversations by e-mail (functions-identity.md §13).

CREATE TABLE email_configs (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL UNIQUE REFERENCES workspaces (id),
    -- The part of the forwarding address before the @; what is behind it the operator says.
    inbox TEXT NOT NULL UNIQUE,
    from_name TEXT,
    from_email TEXT,
    signature TEXT,
    enabled BOOLEAN NOT NULL,
    mails_chat_replies BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Each mail that came or went, once.
CREATE TABLE email_threads (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    conversation_id UUID NOT NULL REFERENCES conversations (id),
    chat_message_id UUID NOT NULL REFERENCES messages (id),
    -- As in the Message-ID header.
    message_id TEXT NOT NULL,
    in_reply_to TEXT,
    message_references JSONB,
    subject TEXT NOT NULL,
    normalized_subject TEXT NOT NULL,
    sender_email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (workspace_id, message_id)
);
CREATE INDEX email_threads_by_conversation ON email_threads (conversation_id, created_at, id);
CREATE INDEX email_threads_by_message ON email_threads (chat_message_id);
CREATE INDEX email_threads_by_subject ON email_threads (workspace_id, sender_email, normalized_subject, created_at);

-- Mail that waits to be sent, and for a while what became of it.
CREATE TABLE letters (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    conversation_id UUID NOT NULL REFERENCES conversations (id),
    -- The message whose delivery this is; of several in one mail the newest.
    chat_message_id UUID NOT NULL REFERENCES messages (id),
    -- Emptied once it is sent.
    letter JSONB,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    -- When it is tried next; null when it is not any more.
    due_at BIGINT,
    -- Of whoever sends it now.
    lease UUID,
    error TEXT,
    message_id TEXT NOT NULL,
    -- What the mail provider calls it.
    external_id TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX letters_by_due ON letters (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX letters_by_external_id ON letters (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX letters_by_message_id ON letters (message_id);
CREATE INDEX letters_by_conversation ON letters (conversation_id);
CREATE INDEX letters_by_message ON letters (chat_message_id);
CREATE INDEX letters_by_age ON letters (created_at) WHERE due_at IS NULL;

ALTER TABLE messages ADD COLUMN delivery_status TEXT;

-- Of an address that only mail tells of there is one visitor.
CREATE UNIQUE INDEX visitors_of_mail ON visitors (workspace_id, email) WHERE session_id IS NULL AND merged_into_id IS NULL;
