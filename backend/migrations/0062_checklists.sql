-- Tasks for visitors, and what each has done (functions-engagement.md §8).
CREATE TABLE checklists (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    description TEXT,
    tasks JSONB NOT NULL,
    targeting JSONB,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX checklists_by_age ON checklists (workspace_id, created_at, id);
CREATE INDEX checklists_by_status ON checklists (workspace_id, status, created_at, id);

CREATE TABLE checklist_progress (
    id UUID PRIMARY KEY,
    visitor_id UUID NOT NULL REFERENCES visitors (id),
    checklist_id UUID NOT NULL REFERENCES checklists (id),
    completed_task_ids JSONB NOT NULL,
    started_at BIGINT NOT NULL,
    completed_at BIGINT,
    UNIQUE (visitor_id, checklist_id)
);
CREATE INDEX checklist_progress_by_age ON checklist_progress (visitor_id, started_at, id);
CREATE INDEX checklist_progress_by_checklist ON checklist_progress (checklist_id);
