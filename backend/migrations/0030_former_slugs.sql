-- Addresses that a published article has had, so that links to them still lead to it.

CREATE TABLE article_slugs (
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    slug TEXT NOT NULL,
    article_id UUID NOT NULL REFERENCES articles (id),
    PRIMARY KEY (workspace_id, slug)
);
CREATE INDEX article_slugs_by_article ON article_slugs (article_id);
