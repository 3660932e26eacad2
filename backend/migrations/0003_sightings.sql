-- Sites whose pages loaded a workspace's widget, opened or not; the newest few of each workspace.
CREATE TABLE sightings (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    origin TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, origin)
);
