-- Members are told by mail of what visitors write (functions-inbox.md §2 and §3, functions-identity.md §15).

-- What a member is told of next, or was told of last: one conversation or one ticket.
CREATE TABLE agent_notices (
    about_id UUID NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id),
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    -- Why; it says too whether this is about a conversation or a ticket.
    reason TEXT NOT NULL,
    -- The colleague who caused it.
    actor_id UUID REFERENCES users (id),
    -- Since when it waits, and the conversation's newest message then.
    since BIGINT NOT NULL,
    since_seq BIGINT NOT NULL,
    -- When it is looked at next; null when nothing waits.
    due_at BIGINT,
    told_at BIGINT,
    told_seq BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (about_id, user_id)
);
CREATE INDEX agent_notices_by_due ON agent_notices (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX agent_notices_by_user ON agent_notices (user_id, told_at);
CREATE INDEX agent_notices_by_age ON agent_notices (since) WHERE due_at IS NULL;

-- Up to which message it was looked at whom to tell. What was written before is old.
ALTER TABLE conversations ADD COLUMN noticed_seq BIGINT NOT NULL DEFAULT 0;
UPDATE conversations SET noticed_seq = last_seq;

-- A letter need not be a message of a conversation any more. SQLite takes no NOT NULL away, so the table is made anew.
CREATE TABLE letters_anew (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    -- What it is about.
    conversation_id UUID REFERENCES conversations (id),
    ticket_id UUID REFERENCES tickets (id),
    -- The message whose delivery this is; of several in one mail the newest. None of what the server tells members.
    chat_message_id UUID REFERENCES messages (id),
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
INSERT INTO letters_anew
    (id, workspace_id, conversation_id, chat_message_id, letter, status, attempts, due_at, lease, error, message_id, external_id,
     created_at)
SELECT id, workspace_id, conversation_id, chat_message_id, letter, status, attempts, due_at, lease, error, message_id, external_id,
     created_at
FROM letters;
DROP TABLE letters;
ALTER TABLE letters_anew RENAME TO letters;
CREATE INDEX letters_by_due ON letters (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX letters_by_external_id ON letters (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX letters_by_message_id ON letters (message_id);
CREATE INDEX letters_by_conversation ON letters (conversation_id);
CREATE INDEX letters_by_ticket ON letters (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX letters_by_message ON letters (chat_message_id);
CREATE INDEX letters_by_age ON letters (created_at) WHERE due_at IS NULL;
