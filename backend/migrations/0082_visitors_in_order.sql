-- Counting who did something walks through visitors in the order in which those who did it stand: twice to three times as fast.
DROP INDEX visitors_by_workspace;
CREATE INDEX visitors_by_workspace ON visitors (workspace_id, id) WHERE merged_into_id IS NULL;
