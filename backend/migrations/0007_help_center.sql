-- The help centre: articles in collections, and what readers say of them.

CREATE TABLE collections (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    icon TEXT,
    parent_id UUID REFERENCES collections (id),
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (workspace_id, slug)
);
CREATE INDEX collections_by_parent ON collections (parent_id);

CREATE TABLE articles (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    collection_id UUID REFERENCES collections (id),
    title TEXT NOT NULL COLLATE "C",
    slug TEXT NOT NULL,
    content TEXT NOT NULL,
    widget_large_screen BOOLEAN NOT NULL DEFAULT FALSE,
    visibility TEXT NOT NULL,
    status TEXT NOT NULL,
    position BIGINT NOT NULL,
    audience_rules JSONB,
    tag_names JSONB,
    author_id UUID REFERENCES users (id),
    legacy_folder_id TEXT,
    published_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (workspace_id, slug)
);
CREATE INDEX articles_by_change ON articles (workspace_id, updated_at, title, id);
CREATE INDEX articles_by_position ON articles (workspace_id, status, visibility, position, id);
CREATE INDEX articles_by_collection ON articles (collection_id, position);

CREATE TABLE article_feedback (
    id UUID PRIMARY KEY,
    article_id UUID NOT NULL REFERENCES articles (id),
    helpful BOOLEAN NOT NULL,
    visitor_id UUID REFERENCES visitors (id),
    created_at BIGINT NOT NULL,
    UNIQUE (article_id, visitor_id)
);
