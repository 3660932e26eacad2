-- A workspace's visitors lie together, in the order of their ids: an audience is counted without passing over those of others, and what
-- visitors did stands in the same order (events_by_workspace), so that looking for it goes forward, too.
CREATE TABLE visitors_together (
    id BLOB NOT NULL UNIQUE REFERENCES identities (id),
    workspace_id BLOB NOT NULL REFERENCES workspaces (id),
    client_id BLOB REFERENCES clients (id),
    session_id TEXT,
    readable_id TEXT NOT NULL,
    external_user_id TEXT,
    email TEXT,
    name TEXT,
    phone TEXT,
    avatar_url TEXT,
    locale TEXT,
    timezone TEXT,
    location TEXT,
    device TEXT,
    referrer TEXT,
    current_url TEXT,
    custom_attributes TEXT,
    identity_verified BOOLEAN NOT NULL DEFAULT FALSE,
    identity_verified_at BIGINT,
    blocked BOOLEAN NOT NULL DEFAULT FALSE,
    archived_at BIGINT,
    merged_into_id BLOB REFERENCES visitors (id),
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) WITHOUT ROWID;
INSERT INTO visitors_together
SELECT id, workspace_id, client_id, session_id, readable_id, external_user_id, email, name, phone, avatar_url, locale, timezone, location,
    device, referrer, current_url, custom_attributes, identity_verified, identity_verified_at, blocked, archived_at, merged_into_id,
    first_seen_at, last_seen_at, created_at
FROM visitors ORDER BY workspace_id, id;
DROP TABLE visitors;
ALTER TABLE visitors_together RENAME TO visitors;

CREATE INDEX visitors_by_session ON visitors (session_id, created_at);
CREATE INDEX visitors_by_email ON visitors (workspace_id, email, created_at);
CREATE INDEX visitors_by_external_id ON visitors (workspace_id, external_user_id, created_at);
CREATE INDEX visitors_by_age ON visitors (workspace_id, created_at);
CREATE UNIQUE INDEX visitors_by_device ON visitors (workspace_id, session_id)
WHERE merged_into_id IS NULL AND identity_verified_at IS NULL;
CREATE UNIQUE INDEX visitors_by_proven_id ON visitors (workspace_id, external_user_id)
WHERE merged_into_id IS NULL AND identity_verified_at IS NOT NULL;
CREATE UNIQUE INDEX visitors_of_mail ON visitors (workspace_id, email) WHERE session_id IS NULL AND merged_into_id IS NULL;
-- Also how many there are is counted in here. Whether one was merged is a column: what only a condition of an index says is looked up in
-- such a table, row by row. It is the last one, or SQLite would take workspace and it for a better choice than other indexes.
CREATE INDEX visitors_by_sight ON visitors (workspace_id, last_seen_at, id, merged_into_id);
