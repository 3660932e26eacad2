-- What a visitor is found by as it is written, in small letters, for a search by a part of it: a row of a hundred bytes instead of the
-- visitor's own. Rows without it are given it when the server has started.

ALTER TABLE visitor_words ADD COLUMN workspace_id UUID REFERENCES workspaces (id);
ALTER TABLE visitor_words ADD COLUMN found_by TEXT;
UPDATE visitor_words
SET workspace_id = (SELECT workspace_id FROM visitors WHERE visitors.id = visitor_words.visitor_id);
CREATE INDEX visitor_words_by_workspace ON visitor_words (workspace_id);
