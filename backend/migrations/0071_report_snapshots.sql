-- Reports that were kept as they were (functions-inbox.md §8).
CREATE TABLE report_snapshots (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    report_type TEXT NOT NULL,
    period_start BIGINT NOT NULL,
    period_end BIGINT NOT NULL,
    granularity TEXT NOT NULL,
    metrics JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (workspace_id, report_type, period_start, period_end, granularity)
);
