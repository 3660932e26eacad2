-- What works that race must not make twice; the second one is run again and finds the first one's row.

-- A device has one visitor that was never verified.
CREATE UNIQUE INDEX visitors_by_device ON visitors (workspace_id, session_id)
WHERE merged_into_id IS NULL AND identity_verified_at IS NULL;

-- A proven external id is one visitor's.
CREATE UNIQUE INDEX visitors_by_proven_id ON visitors (workspace_id, external_user_id)
WHERE merged_into_id IS NULL AND identity_verified_at IS NOT NULL;
