-- Tickets, what is said about them, and the forms that ask for them (functions-inbox.md §3).
CREATE TABLE ticket_forms (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    description TEXT,
    fields JSONB NOT NULL,
    is_default BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX ticket_forms_by_age ON ticket_forms (workspace_id, created_at, id);
CREATE UNIQUE INDEX ticket_forms_by_default ON ticket_forms (workspace_id) WHERE is_default;

CREATE TABLE tickets (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    conversation_id UUID UNIQUE REFERENCES conversations (id),
    visitor_id UUID REFERENCES visitors (id),
    subject TEXT NOT NULL,
    description TEXT,
    status TEXT NOT NULL,
    priority TEXT NOT NULL,
    assignee_id UUID REFERENCES users (id),
    team_id TEXT,
    -- As it was sent; there need not be such a form.
    form_id UUID,
    form_data JSONB,
    resolution_summary TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    resolved_at BIGINT
);
CREATE INDEX tickets_by_age ON tickets (workspace_id, created_at, id);
CREATE INDEX tickets_by_status ON tickets (workspace_id, status, created_at, id);
CREATE INDEX tickets_by_assignee ON tickets (workspace_id, assignee_id, created_at, id);
CREATE INDEX tickets_by_visitor ON tickets (visitor_id, created_at, id);
CREATE INDEX tickets_by_form ON tickets (workspace_id, form_id);

CREATE TABLE ticket_comments (
    id UUID PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    -- Null is the system.
    author_id UUID REFERENCES identities (id),
    author_type TEXT NOT NULL,
    content TEXT NOT NULL,
    is_internal BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX ticket_comments_by_age ON ticket_comments (ticket_id, created_at, id);
