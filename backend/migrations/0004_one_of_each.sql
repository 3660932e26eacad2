-- What works that race must not make twice; the second one is run again and finds the first one's row.

-- A device has one visitor that was never verified.
CREATE UNIQUE INDEX visitors_by_device ON visitors (workspace_id, session_id)
WHERE merged_into_id IS NULL AND identity_verified_at IS NULL;

-- A proven external id is one visitor's.
CREATE UNIQUE INDEX visitors_by_proven_id ON visitors (workspace_id, external_user_id)
WHERE merged_into_id IS NULL AND identity_verified_at IS NOT NULL;

-- A workspace has one owner.
CREATE UNIQUE INDEX workspace_members_by_owner ON workspace_members (workspace_id) WHERE role = 'owner';

-- An invitation is proven by the token in its link, of which the SHA-256 is kept; one from before has none and lets nobody in.
ALTER TABLE invitations ADD COLUMN token_hash BYTEA;
ALTER TABLE invitations ADD COLUMN expires_at BIGINT;
UPDATE invitations SET status = 'declined' WHERE status = 'pending';
CREATE UNIQUE INDEX invitations_by_token ON invitations (token_hash);
CREATE UNIQUE INDEX invitations_by_pending ON invitations (workspace_id, email) WHERE status = 'pending';
