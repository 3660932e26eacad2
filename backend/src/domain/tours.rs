//! Product tours (functions-engagement.md §3). Writes `tours`.

mod authoring;
mod reading;

use crate::{
    core::{Functions, Reader, Result, Writer},
    domain::owned::{self, Order, Owned},
    store::Filter,
};
use shared::{
    Millis,
    id::{TourId, WorkspaceId},
    permissions::Permission,
    tours::{
        Activate, Create, Deactivate, Duplicate, Get, GetStats, List, ListAll, PreviewAudienceRules, Remove,
        Status, Tour, Update,
    },
};

/// The columns of a [`Tour`].
const COLUMNS: &str =
    "id, created_at AS creation_time, workspace_id, name, description, status, targeting_rules, audience_rules, display_mode,
         priority, button_color, sender_id, show_confetti, allow_snooze, allow_restart, created_at, updated_at";

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

impl Owned for Tour {
    type Id = TourId;
    const TABLE: &'static str = "tours";
    const COLUMNS: &'static str = COLUMNS;
    const NOUN: &'static str = "Tour";
    const PERMISSION: Permission = Permission::ToursManage;
    const ORDER: Order = Order::OldestFirst;

    fn id(&self) -> TourId {
        self.id
    }
    fn workspace(&self) -> WorkspaceId {
        self.workspace_id
    }
    fn at(&self) -> Millis {
        self.created_at
    }
}

/// The tour, for a member who may change it. Errors: those of a member, "Tour not found".
pub async fn for_agent(cx: &mut Reader, id: TourId) -> Result<Tour> {
    cx.user()?;
    owned::for_agent(cx, id).await
}

/// The tour, for a member who changes it or its steps; others that do so wait.
pub async fn held(cx: &mut Writer, id: TourId) -> Result<Tour> {
    cx.user()?;
    owned::held(cx, id).await
}

/// Makes other works that hold this tour wait until this one has committed.
pub async fn hold(cx: &mut Writer, id: TourId) -> Result<()> {
    if let Some(tour) = owned::by_id::<Tour>(cx, id).await? {
        owned::hold(cx, &tour).await?;
    }
    Ok(())
}

/// The active tours of a workspace, lowest priority number first, those of one number by age.
pub async fn active(cx: &mut Reader, workspace: WorkspaceId) -> Result<Vec<Tour>> {
    let filter = Filter::new("SELECT ")
        .push(COLUMNS)
        .push(" FROM tours WHERE workspace_id = ")
        .bind(workspace)
        .push(" AND status = ")
        .bind(Status::Active)
        .push(" ORDER BY priority, created_at, id LIMIT ")
        .bind(MOST_ACTIVE);
    Ok(cx.read(owned::topic::<Tour>(workspace)).filter(filter).fetch_all().await?)
}

/// Whether any tour of a workspace is active.
pub async fn is_any_active(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    owned::is_any::<Tour>(cx, workspace, |filter| filter.push(" AND status = ").bind(Status::Active)).await
}
