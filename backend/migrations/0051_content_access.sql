-- What each member of a team used last of what it knows (functions-inbox.md §9 "knowledge").

CREATE TABLE recent_content_access (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    user_id UUID NOT NULL REFERENCES users (id),
    content_type TEXT NOT NULL,
    content_id UUID NOT NULL,
    access_count BIGINT NOT NULL,
    accessed_at BIGINT NOT NULL,
    UNIQUE (workspace_id, user_id, content_type, content_id)
);
CREATE INDEX recent_content_access_by_time ON recent_content_access (workspace_id, user_id, accessed_at);
