-- The team's list of articles in its own order: SQLite sorted all of them for a page.
DROP INDEX articles_by_change;
CREATE INDEX articles_by_change ON articles (workspace_id, updated_at DESC, title, id);
