-- Up to which message of a chat the visitor has been mailed what the team answered.
ALTER TABLE conversations ADD COLUMN mailed_seq BIGINT NOT NULL DEFAULT 0;
