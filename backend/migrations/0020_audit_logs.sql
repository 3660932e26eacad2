-- Who did what to a workspace's people, settings and data (functions-identity.md §10). An actor may go, its rows stay.
CREATE TABLE audit_logs (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    actor_id UUID,
    actor_type TEXT NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id TEXT,
    metadata JSONB,
    ip_address TEXT,
    user_agent TEXT,
    happened_at BIGINT NOT NULL
);
CREATE INDEX audit_logs_by_age ON audit_logs (workspace_id, happened_at, id);
CREATE INDEX audit_logs_by_action ON audit_logs (workspace_id, action, happened_at, id);
CREATE INDEX audit_logs_by_actor ON audit_logs (workspace_id, actor_id, happened_at, id);
CREATE INDEX audit_logs_by_resource ON audit_logs (workspace_id, resource_id, happened_at, id);

CREATE TABLE audit_log_settings (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL UNIQUE REFERENCES workspaces (id),
    retention_days BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
