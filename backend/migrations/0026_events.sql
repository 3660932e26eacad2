-- What visitors did on the site (functions-identity.md §14).
CREATE TABLE events (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    visitor_id UUID NOT NULL REFERENCES visitors (id),
    name TEXT COLLATE "C" NOT NULL,
    event_type TEXT NOT NULL,
    properties JSONB,
    url TEXT,
    session_id TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX events_by_age ON events (visitor_id, created_at, id);
-- How often a visitor did it is counted in here.
CREATE INDEX events_by_name ON events (visitor_id, name, created_at);
CREATE INDEX events_by_workspace ON events (workspace_id, name);
CREATE INDEX events_by_expiry ON events (workspace_id, created_at) WHERE event_type <> 'manual';
