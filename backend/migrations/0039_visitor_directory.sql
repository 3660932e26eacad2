-- A workspace's visitors by when they were last seen, for the directory.

CREATE INDEX visitors_by_sight ON visitors (workspace_id, last_seen_at, id) WHERE merged_into_id IS NULL;
