-- Which notifications agents want (functions-identity.md §15). Null is what the workspace says.
CREATE TABLE notification_preferences (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    user_id UUID NOT NULL REFERENCES users (id),
    muted BOOLEAN NOT NULL,
    new_visitor_message_email BOOLEAN,
    new_visitor_message_push BOOLEAN,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (workspace_id, user_id)
);

CREATE TABLE workspace_notification_defaults (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL UNIQUE REFERENCES workspaces (id),
    new_visitor_message_email BOOLEAN NOT NULL,
    new_visitor_message_push BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
