//! Checklists (functions-engagement.md §8). Writes `checklists` and, in its part, `checklist_progress`.

mod automatic;
mod erasing;
mod progress;
mod visitors;

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::segments,
    store::Filter,
};
use shared::{
    Error,
    audience::Audience,
    checklists::{
        Checklist, CompleteTask, Create, Get, GetAllProgress, GetEligible, GetProgress, List, Remove, Status,
        UncompleteTask, Update, check,
    },
    id::{ChecklistId, WorkspaceId},
    limits,
    permissions::Permission,
};
use sqlx::types::Json;

pub use automatic::{described, happened};
pub use erasing::{erase, progress_of, reassign};

/// The columns of a [`Checklist`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, description, tasks, targeting, status, created_at, updated_at"
    };
}
use columns;

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .query::<GetProgress>()
        .query::<GetAllProgress>()
        .query::<GetEligible>()
        .mutation::<CompleteTask>()
        .mutation::<UncompleteTask>();
}

/// All checklists of a workspace.
fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("checklists", workspace.0)
}

fn topics(workspace: WorkspaceId, id: ChecklistId) -> [Topic; 2] {
    [topic(workspace), Topic::new("checklists", id.0)]
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Checklist>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::ChecklistsManage).await?.is_none() {
            return Ok(Vec::new());
        }
        let after = match self.after {
            Some(id) => by_id(cx, id).await?.filter(|row| row.workspace_id == self.workspace_id),
            None => None,
        };
        newest(cx, self.workspace_id, self.status, after, limits::rows(self.limit, 100, 500)).await
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Checklist>> {
        let Some(row) = by_id(cx, self.id).await? else { return Ok(None) };
        Ok(cx.agent_if_allowed(row.workspace_id, Permission::ChecklistsManage).await?.map(|_| row))
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<ChecklistId> {
        cx.agent(self.workspace_id, Permission::ChecklistsManage).await?;
        limits::title("The name", &self.name)?;
        limits::content("The description", self.description.as_deref().unwrap_or_default())?;
        check(&self.tasks)?;
        segments::check_audience(cx, self.workspace_id, self.targeting.as_ref()).await?;
        let (id, now) = (ChecklistId(cx.new_id()?), cx.now());
        cx.write(topics(self.workspace_id, id))
            .query(
                "INSERT INTO checklists
                     (id, workspace_id, name, description, tasks, targeting, status, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
            )
            .bind(id)
            .bind(self.workspace_id)
            .bind(self.name)
            .bind(self.description)
            .bind(Json(self.tasks))
            .bind(self.targeting.map(Json))
            .bind(Status::Draft)
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<ChecklistId> {
        let row = for_agent(cx, self.id).await?;
        let name = self.name.unwrap_or(row.name);
        let description = self.description.or(row.description);
        limits::title("The name", &name)?;
        limits::content("The description", description.as_deref().unwrap_or_default())?;
        if let Some(tasks) = &self.tasks {
            check(tasks)?;
        }
        segments::check_audience(cx, row.workspace_id, self.targeting.as_ref()).await?;
        let targeting = self.targeting.as_ref().map(serde_json::to_value::<&Audience>).transpose()?;
        let now = cx.now();
        cx.write(topics(row.workspace_id, row.id))
            .query(
                "UPDATE checklists
                 SET name = $2, description = $3, tasks = $4, targeting = $5, status = $6, updated_at = $7
                 WHERE id = $1",
            )
            .bind(row.id)
            .bind(name)
            .bind(description)
            .bind(Json(self.tasks.unwrap_or(row.tasks)))
            .bind(targeting.or(row.targeting).map(Json))
            .bind(self.status.unwrap_or(row.status))
            .bind(now)
            .execute()
            .await?;
        Ok(row.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let row = for_agent(cx, self.id).await?;
        erasing::remove_of(cx, row.id).await?;
        cx.write(topics(row.workspace_id, row.id))
            .query("DELETE FROM checklists WHERE id = $1")
            .bind(row.id)
            .execute()
            .await?;
        Ok(())
    }
}

async fn by_id(cx: &mut Reader, id: ChecklistId) -> Result<Option<Checklist>> {
    let row = cx.read(Topic::new("checklists", id.0)).query(concat!(
        "SELECT ",
        columns!(),
        " FROM checklists WHERE id = $1"
    ));
    Ok(row.bind(id).fetch_optional().await?)
}

/// The checklist, for a member who may change it.
async fn for_agent(cx: &mut Reader, id: ChecklistId) -> Result<Checklist> {
    let row = by_id(cx, id).await?.ok_or_else(|| Error::not_found("Checklist"))?;
    cx.agent(row.workspace_id, Permission::ChecklistsManage).await?;
    Ok(row)
}

/// A workspace's checklists, newest first, after one of them.
async fn newest(
    cx: &mut Reader,
    workspace: WorkspaceId,
    status: Option<Status>,
    after: Option<Checklist>,
    most: i64,
) -> Result<Vec<Checklist>> {
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM checklists WHERE workspace_id = "))
        .bind(workspace)
        .and(" AND status = ", status)
        .and_then(|filter| match after {
            Some(row) => filter.push(" AND ").keyset("(created_at, id) <", (row.created_at, row.id)),
            None => filter,
        })
        .push(" ORDER BY created_at DESC, id DESC LIMIT ")
        .bind(most);
    Ok(cx.read(topic(workspace)).filter(filter).fetch_all().await?)
}

/// Whether any checklist of a workspace is active.
pub async fn is_any_active(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    let found: Option<(ChecklistId,)> = cx
        .read(topic(workspace))
        .query("SELECT id FROM checklists WHERE workspace_id = $1 AND status = $2 LIMIT 1")
        .bind(workspace)
        .bind(Status::Active)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}
