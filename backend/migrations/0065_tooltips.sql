-- Short texts beside elements of the page (functions-engagement.md §12).
CREATE TABLE tooltips (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    element_selector TEXT NOT NULL,
    selector_quality JSONB,
    content TEXT NOT NULL,
    trigger_type TEXT NOT NULL,
    audience_rules JSONB,
    triggers JSONB,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX tooltips_by_change ON tooltips (workspace_id, updated_at, id);
