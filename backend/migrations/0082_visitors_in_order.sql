-- Counting who did something walks through visitors in the order in which those who did it stand: twice to three times as fast.
CREATE INDEX visitors_in_order ON visitors (workspace_id, id) WHERE merged_into_id IS NULL;
