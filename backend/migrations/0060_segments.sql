-- Audiences with a name (functions-engagement.md §2).
CREATE TABLE segments (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    description TEXT,
    audience_rules JSONB NOT NULL,
    created_by UUID REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX segments_by_age ON segments (workspace_id, created_at, id);

-- All visitors of a workspace in the order in which they lie on the disk, for counting an audience.
CREATE INDEX visitors_by_workspace ON visitors (workspace_id) WHERE merged_into_id IS NULL;

-- How many visitors did something how often is counted in here, visitor by visitor.
DROP INDEX events_by_workspace;
CREATE INDEX events_by_workspace ON events (workspace_id, name, visitor_id, created_at);
