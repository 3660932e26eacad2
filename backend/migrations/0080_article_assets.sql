-- Pictures of articles (functions-inbox.md §4), each called as its file is, and which articles refer to them.
ALTER TABLE media ADD COLUMN width BIGINT;
ALTER TABLE media ADD COLUMN height BIGINT;
CREATE TABLE article_assets (
    id UUID PRIMARY KEY REFERENCES media (id),
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    -- For which it was uploaded; null once that is gone.
    article_id UUID REFERENCES articles (id),
    created_by UUID NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX article_assets_by_age ON article_assets (workspace_id, created_at, id);
CREATE INDEX article_assets_by_article ON article_assets (article_id) WHERE article_id IS NOT NULL;
CREATE TABLE article_asset_uses (
    article_id UUID NOT NULL REFERENCES articles (id),
    asset_id UUID NOT NULL REFERENCES article_assets (id),
    PRIMARY KEY (article_id, asset_id)
);
CREATE INDEX article_asset_uses_by_asset ON article_asset_uses (asset_id);
