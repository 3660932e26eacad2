//! Checklists (functions-engagement.md §8). Writes `checklists` and, in its part, `checklist_progress`.

mod automatic;
mod counting;
mod erasing;
mod progress;
mod visitors;

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Writer},
    domain::{
        owned::{self, Order, Owned, topics},
        segments,
    },
    store::Filter,
};
use shared::{
    Millis,
    audience::Audience,
    checklists::{
        Checklist, CompleteTask, Create, Get, GetAllProgress, GetEligible, GetProgress, GetStats, List,
        Remove, Status, UncompleteTask, Update, check,
    },
    id::{ChecklistId, WorkspaceId},
    limits,
    permissions::Permission,
};
use sqlx::types::Json;

pub use automatic::{described, happened};
pub use erasing::{erase, progress_of, reassign};

/// The columns of a [`Checklist`].
const COLUMNS: &str = "id, created_at AS creation_time, workspace_id, name, description, tasks, targeting, status, created_at, updated_at";

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
        .mutation::<UncompleteTask>()
        .query::<GetStats>();
}

impl Owned for Checklist {
    type Id = ChecklistId;
    const TABLE: &'static str = "checklists";
    const COLUMNS: &'static str = COLUMNS;
    const NOUN: &'static str = "Checklist";
    const PERMISSION: Permission = Permission::ChecklistsManage;
    const ORDER: Order = Order::NewestFirst;

    fn id(&self) -> ChecklistId {
        self.id
    }
    fn workspace(&self) -> WorkspaceId {
        self.workspace_id
    }
    fn at(&self) -> Millis {
        self.created_at
    }
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Checklist>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::ChecklistsManage).await?.is_none() {
            return Ok(Vec::new());
        }
        let most = limits::rows(self.limit, 100, 500);
        owned::list(cx, self.workspace_id, self.after, most, |rows| rows.and(" AND status = ", self.status))
            .await
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Checklist>> {
        owned::if_allowed(cx, self.id).await
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
        cx.write(topics::<Checklist>(self.workspace_id, id))
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
        let row: Checklist = owned::held(cx, self.id).await?;
        let status = self.status.unwrap_or(row.status);
        if status == Status::Active && row.status != status {
            owned::has_room(cx, &row, status, visitors::MOST_ACTIVE).await?;
        }
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
        cx.write(topics::<Checklist>(row.workspace_id, row.id))
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
            .bind(status)
            .bind(now)
            .execute()
            .await?;
        Ok(row.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let row: Checklist = owned::held(cx, self.id).await?;
        erasing::remove_of(cx, row.id).await?;
        owned::remove(cx, &row).await
    }
}

/// Whether any checklist of a workspace is active.
pub async fn is_any_active(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    owned::is_any::<Checklist>(cx, workspace, is_active).await
}

fn is_active(rows: Filter) -> Filter {
    rows.push(" AND status = ").bind(Status::Active)
}
