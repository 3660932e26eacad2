//! Segments (functions-engagement.md §2). Writes `segments`. Other rooms ask for the rules behind a reference by [`rules`].

mod usage;

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Writer},
    domain::{
        owned::{self, Order, Owned, topic, topics},
        visitors,
    },
    store::Filter,
};
use serde_json::Value;
use shared::{
    Error, Millis,
    audience::{Audience, Rule},
    id::{SegmentId, WorkspaceId},
    limits,
    permissions::Permission,
    segments::{Create, Get, GetUsage, List, Preview, Previewed, Remove, Segment, Update},
    widget_sessions::Success,
};
use sqlx::types::Json;
use std::collections::{BTreeSet, HashMap};

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .query::<Preview>()
        .query::<GetUsage>();
}

impl Owned for Segment {
    type Id = SegmentId;
    const TABLE: &'static str = "segments";
    const COLUMNS: &'static str = "id, created_at AS creation_time, workspace_id, name, description, audience_rules, created_by, created_at, updated_at";
    const NOUN: &'static str = "Segment";
    const PERMISSION: Permission = Permission::SettingsWorkspace;
    const ORDER: Order = Order::NewestFirst;

    fn id(&self) -> SegmentId {
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
    async fn run(self, cx: &mut Reader) -> Result<Vec<Segment>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await?.is_none() {
            return Ok(Vec::new());
        }
        owned::list(cx, self.workspace_id, self.after, limits::rows(self.limit, 100, 500), |rows| rows).await
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Segment>> {
        owned::if_allowed(cx, self.id).await
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<SegmentId> {
        let agent = cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        if self.created_by.is_some_and(|user| user != agent.user) {
            return Err(Error::not_authorized("Cannot create segment on behalf of another user").into());
        }
        check(&self.name, self.description.as_deref())?;
        let (id, now) = (SegmentId(cx.new_id()?), cx.now());
        cx.write(topics::<Segment>(self.workspace_id, id))
            .query(
                "INSERT INTO segments
                     (id, workspace_id, name, description, audience_rules, created_by, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
            )
            .bind(id)
            .bind(self.workspace_id)
            .bind(self.name)
            .bind(self.description)
            .bind(Json(self.audience_rules))
            .bind(self.created_by)
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<SegmentId> {
        let row = held(cx, self.id).await?;
        let name = self.name.unwrap_or(row.name);
        let description = self.description.or(row.description);
        check(&name, description.as_deref())?;
        let rules = match self.audience_rules {
            Some(rule) => serde_json::to_value(rule)?,
            None => row.audience_rules,
        };
        let now = cx.now();
        cx.write(topics::<Segment>(row.workspace_id, self.id))
            .query(
                "UPDATE segments SET name = $2, description = $3, audience_rules = $4, updated_at = $5 WHERE id = $1",
            )
            .bind(self.id)
            .bind(name)
            .bind(description)
            .bind(Json(rules))
            .bind(now)
            .execute()
            .await?;
        Ok(self.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let row = held(cx, self.id).await?;
        owned::remove(cx, &row).await?;
        Ok(Success::YES)
    }
}

impl Query for Preview {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Previewed> {
        match cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await? {
            Some(_) => {
                Ok(Previewed::Reach(visitors::reach(cx, self.workspace_id, &self.audience_rules).await?))
            }
            None => Ok(Previewed::Nothing(0)),
        }
    }
}

/// The segment, for a member who changes it; others that do so wait.
async fn held(cx: &mut Writer, id: SegmentId) -> Result<Segment> {
    cx.user()?;
    owned::held(cx, id).await
}

/// The rules of a workspace's segments, of those that are there and can be read.
pub async fn rules(
    cx: &mut Reader,
    workspace: WorkspaceId,
    ids: impl Iterator<Item = SegmentId>,
) -> Result<HashMap<SegmentId, Rule>> {
    let ids: BTreeSet<SegmentId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let filter = Filter::new("SELECT id, audience_rules FROM segments WHERE workspace_id = ")
        .bind(workspace)
        .push(" AND ")
        .any_of("id", ids);
    let rows: Vec<(SegmentId, Json<Value>)> =
        cx.read(topic::<Segment>(workspace)).filter(filter).fetch_all().await?;
    Ok(rows.into_iter().filter_map(|(id, rules)| Some((id, Rule::parse(&rules).ok()?))).collect())
}

/// The rules of one segment of a workspace.
pub async fn rule(cx: &mut Reader, workspace: WorkspaceId, id: SegmentId) -> Result<Option<Rule>> {
    Ok(rules(cx, workspace, [id].into_iter()).await?.remove(&id))
}

/// Refuses an audience that refers to no segment of the workspace. Errors: "Segment not found".
pub async fn check_audience(
    cx: &mut Reader,
    workspace: WorkspaceId,
    audience: Option<&Audience>,
) -> Result<()> {
    let Some(id) = audience.and_then(Audience::segment) else { return Ok(()) };
    let row = owned::by_id::<Segment>(cx, id).await?.filter(|row| row.workspace_id == workspace);
    row.map(drop).ok_or_else(|| Error::not_found("Segment").into())
}

fn check(name: &str, description: Option<&str>) -> Result<(), Error> {
    limits::title("The name", name)?;
    description.map_or(Ok(()), |text| limits::content("The description", text))
}
