//! Product tours (functions-engagement.md §3). Writes `tours`.

mod authoring;
mod reading;

use crate::{
    core::{Functions, Reader, Result, Topic, Writer},
    store::Filter,
};
use shared::{
    Error,
    id::{TourId, WorkspaceId},
    permissions::Permission,
    tours::{
        Activate, Create, Deactivate, Duplicate, Get, GetStats, List, ListAll, PreviewAudienceRules, Remove,
        Status, Tour, Update,
    },
};

/// The columns of a [`Tour`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, description, status, targeting_rules, audience_rules, display_mode,
         priority, button_color, sender_id, show_confetti, allow_snooze, allow_restart, created_at, updated_at"
    };
}
use columns;

/// The most tours that a list answers.
const MOST: i64 = 10_000;
/// Tours of a workspace that are active at once, the first of them.
const MOST_ACTIVE: i64 = 500;

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .mutation::<Activate>()
        .mutation::<Deactivate>()
        .mutation::<Duplicate>()
        .query::<ListAll>()
        .query::<PreviewAudienceRules>()
        .query::<GetStats>();
}

/// All tours of a workspace.
fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("tours", workspace.0)
}

fn topics(workspace: WorkspaceId, id: TourId) -> [Topic; 2] {
    [topic(workspace), Topic::new("tours", id.0)]
}

pub async fn by_id(cx: &mut Reader, id: TourId) -> Result<Option<Tour>> {
    let row =
        cx.read(Topic::new("tours", id.0)).query(concat!("SELECT ", columns!(), " FROM tours WHERE id = $1"));
    Ok(row.bind(id).fetch_optional().await?)
}

/// The tour, for a member who may change it. Errors: those of a member, "Tour not found".
pub async fn for_agent(cx: &mut Reader, id: TourId) -> Result<Tour> {
    cx.user()?;
    let row = by_id(cx, id).await?.ok_or_else(|| Error::not_found("Tour"))?;
    cx.agent(row.workspace_id, Permission::ToursManage).await?;
    Ok(row)
}

/// Makes other works that hold this tour wait until this one has committed.
pub async fn hold(cx: &mut Writer, id: TourId) -> Result<()> {
    cx.write_unnoticed("tours")
        .query("UPDATE tours SET status = status WHERE id = $1")
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// The active tours of a workspace, lowest priority number first, those of one number by age.
pub async fn active(cx: &mut Reader, workspace: WorkspaceId) -> Result<Vec<Tour>> {
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM tours WHERE workspace_id = "))
        .bind(workspace)
        .push(" AND status = ")
        .bind(Status::Active)
        .push(" ORDER BY priority, created_at, id LIMIT ")
        .bind(MOST_ACTIVE);
    Ok(cx.read(topic(workspace)).filter(filter).fetch_all().await?)
}

/// Whether any tour of a workspace is active.
pub async fn is_any_active(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    let found: Option<(TourId,)> = cx
        .read(topic(workspace))
        .query("SELECT id FROM tours WHERE workspace_id = $1 AND status = $2 LIMIT 1")
        .bind(workspace)
        .bind(Status::Active)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}
