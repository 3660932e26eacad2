-- How far a workspace is with its first installation, and how people come to it (functions-identity.md §4).
ALTER TABLE workspaces ADD COLUMN onboarding JSONB;
ALTER TABLE workspaces ADD COLUMN signup JSONB;
