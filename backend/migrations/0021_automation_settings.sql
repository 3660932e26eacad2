-- What the widget does by itself (functions-identity.md §11).
CREATE TABLE automation_settings (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL UNIQUE REFERENCES workspaces (id),
    suggest_articles_enabled BOOLEAN NOT NULL,
    show_reply_time_enabled BOOLEAN NOT NULL,
    collect_email_enabled BOOLEAN NOT NULL,
    ask_for_rating_enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
