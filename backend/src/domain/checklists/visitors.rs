//! What visitors do with checklists: see which are meant for them, and do tasks.

use super::{is_active, progress};
use crate::{
    core::{Limit, Mutation, Query, Reader, Result, Writer},
    domain::{
        owned,
        visitors::{self, Acting, Known},
    },
};
use shared::{
    Error,
    checklists::{
        Checklist, CompleteTask, Done, Eligible, GetAllProgress, GetEligible, GetProgress, Progress,
        UncompleteTask,
    },
    id::{ChecklistId, VisitorId, WorkspaceId},
    limits,
    permissions::Permission,
};
use std::collections::HashMap;

/// Checklists of a workspace that are active at once, the newest of them.
pub const MOST_ACTIVE: i64 = 500;
/// Of what one visitor has done.
const MOST_PROGRESS: i64 = 10_000;

fn acting<'a>(workspace: WorkspaceId, visitor: Option<VisitorId>, token: &'a Option<String>) -> Acting<'a> {
    Acting {
        workspace,
        visitor,
        token: token.as_deref(),
        permission: Permission::ChecklistsManage,
        unnamed: "visitorId is required for authenticated checklist access",
        missing: "Visitor not found in workspace",
    }
}

/// Errors: "Checklist does not belong to workspace".
fn in_workspace(row: Checklist, workspace: WorkspaceId) -> Result<Checklist> {
    if row.workspace_id != workspace {
        return Err(Error::not_authorized("Checklist does not belong to workspace").into());
    }
    Ok(row)
}

async fn found(cx: &mut Reader, id: ChecklistId, workspace: WorkspaceId) -> Result<Checklist> {
    in_workspace(owned::found(cx, id).await?, workspace)
}

impl Query for GetProgress {
    async fn run(self, cx: &mut Reader) -> Result<Option<Progress>> {
        let Some(row) = owned::by_id(cx, self.checklist_id).await? else { return Ok(None) };
        let row = in_workspace(row, self.workspace_id)?;
        let acting = acting(self.workspace_id, self.visitor_id, &self.session_token);
        let visitor = visitors::acting(cx, acting).await?;
        progress::of(cx, visitor.id, row.id).await
    }
}

impl Query for GetAllProgress {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Progress>> {
        let acting = acting(self.workspace_id, self.visitor_id, &self.session_token);
        let visitor = visitors::acting(cx, acting).await?;
        progress::all(cx, visitor.id, limits::rows(self.limit, 200, 1000)).await
    }
}

impl Query for GetEligible {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Eligible>> {
        let acting = acting(self.workspace_id, self.visitor_id, &self.session_token);
        let visitor = visitors::acting(cx, acting).await?;
        let is_member = cx.caller().user_id().is_some();
        let mut rows: Vec<Checklist> =
            owned::list(cx, self.workspace_id, None, MOST_ACTIVE, is_active).await?;
        let known = Known::of(cx, &visitor, rows.iter().filter_map(|row| row.targeting.as_ref())).await?;
        rows.retain(|row| known.is_meant(row.targeting.as_ref()));
        rows.truncate(limits::rows(self.limit, 100, MOST_ACTIVE) as usize);
        let done = progress::all(cx, visitor.id, MOST_PROGRESS).await?;
        let mut done: HashMap<ChecklistId, Progress> =
            done.into_iter().map(|one| (one.checklist_id, one)).collect();
        let eligible = |row: Checklist| Eligible {
            progress: done.remove(&row.id).map(|done| Done {
                completed_task_ids: done.completed_task_ids,
                started_at: done.started_at,
                completed_at: done.completed_at,
            }),
            checklist: Checklist { targeting: row.targeting.filter(|_| is_member), ..row },
        };
        Ok(rows.into_iter().map(eligible).collect())
    }
}

impl Mutation for CompleteTask {
    async fn run(self, cx: &mut Writer) -> Result<Progress> {
        let row = found(cx, self.checklist_id, self.workspace_id).await?;
        let acting = acting(self.workspace_id, self.visitor_id, &self.session_token);
        let visitor = visitors::acting(cx, acting).await?;
        cx.count(Limit::Event, visitor.id.0)?;
        if row.tasks.iter().all(|task| task.id != self.task_id) {
            return Err(Error::not_found("Task").into());
        }
        progress::complete(cx, visitor.id, &row, &[&self.task_id]).await
    }
}

impl Mutation for UncompleteTask {
    async fn run(self, cx: &mut Writer) -> Result<Option<Progress>> {
        let row = found(cx, self.checklist_id, self.workspace_id).await?;
        let acting = acting(self.workspace_id, self.visitor_id, &self.session_token);
        let visitor = visitors::acting(cx, acting).await?;
        cx.count(Limit::Event, visitor.id.0)?;
        if progress::of(cx, visitor.id, row.id).await?.is_none() {
            return Ok(None);
        }
        let mut after = progress::complete(cx, visitor.id, &row, &[]).await?;
        if after.completed_task_ids.contains(&self.task_id) {
            after.completed_task_ids.retain(|done| *done != self.task_id);
            after.completed_at = None;
            progress::save(cx, &after).await?;
        }
        Ok(Some(after))
    }
}
