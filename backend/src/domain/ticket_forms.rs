//! Forms for tickets (functions-inbox.md §3). Writes `ticket_forms`.

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::tickets,
};
use shared::{
    Error,
    id::{TicketFormId, WorkspaceId},
    limits,
    permissions::Permission,
    ticket_forms::{Create, Field, Get, GetDefault, GetDefaultForVisitor, List, Remove, TicketForm, Update},
};
use sqlx::types::Json;

/// The most forms that the list answers.
const MOST: i64 = 1000;

/// The columns of a [`TicketForm`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, description, fields, is_default, created_at, updated_at"
    };
}

pub fn register(functions: &mut Functions) {
    functions
        .query::<GetDefaultForVisitor>()
        .query::<List>()
        .query::<Get>()
        .query::<GetDefault>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>();
}

/// All forms of a workspace; they change seldom.
fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("ticket_forms", workspace.0)
}

/// Those that a change of this form concerns.
fn topics(row: &TicketForm) -> [Topic; 2] {
    [topic(row.workspace_id), Topic::new("ticket_forms", row.id.0)]
}

impl Query for GetDefaultForVisitor {
    async fn run(self, cx: &mut Reader) -> Result<Option<TicketForm>> {
        default(cx, self.workspace_id).await
    }
}

impl Query for GetDefault {
    async fn run(self, cx: &mut Reader) -> Result<Option<TicketForm>> {
        match cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await? {
            Some(_) => default(cx, self.workspace_id).await,
            None => Ok(None),
        }
    }
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<TicketForm>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await?.is_none() {
            return Ok(Vec::new());
        }
        Ok(cx
            .read(topic(self.workspace_id))
            .query(concat!(
                "SELECT ",
                columns!(),
                " FROM ticket_forms WHERE workspace_id = $1 ORDER BY created_at, id LIMIT $2"
            ))
            .bind(self.workspace_id)
            .bind(self.limit.unwrap_or(MOST).clamp(1, MOST))
            .fetch_all()
            .await?)
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<TicketForm>> {
        let Some(row) = by_id(cx, self.id).await? else { return Ok(None) };
        let agent = cx.agent_if_allowed(row.workspace_id, Permission::SettingsWorkspace).await?;
        Ok(agent.map(|_| row))
    }
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<TicketFormId> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::SettingsWorkspace).await?;
        check(&self.name, self.description.as_deref(), &self.fields)?;
        let (id, now, is_default) =
            (TicketFormId(cx.new_id()?), cx.now(), self.is_default.unwrap_or_default());
        if is_default {
            take_default_from_others(cx, workspace).await?;
        }
        cx.write([topic(workspace), Topic::new("ticket_forms", id.0)])
            .query(
                "INSERT INTO ticket_forms
                     (id, workspace_id, name, description, fields, is_default, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
            )
            .bind(id)
            .bind(workspace)
            .bind(self.name)
            .bind(self.description)
            .bind(Json(self.fields))
            .bind(is_default)
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<TicketFormId> {
        let row = for_manager(cx, self.id).await?;
        let name = self.name.unwrap_or_else(|| row.name.clone());
        let description = self.description.or_else(|| row.description.clone());
        let fields = self.fields.unwrap_or_else(|| row.fields.clone());
        check(&name, description.as_deref(), &fields)?;
        let (now, is_default) = (cx.now(), self.is_default.unwrap_or(row.is_default));
        if is_default && !row.is_default {
            take_default_from_others(cx, row.workspace_id).await?;
        }
        cx.write(topics(&row))
            .query(
                "UPDATE ticket_forms
                 SET name = $2, description = $3, fields = $4, is_default = $5, updated_at = $6
                 WHERE id = $1",
            )
            .bind(self.id)
            .bind(name)
            .bind(description)
            .bind(Json(fields))
            .bind(is_default)
            .bind(now)
            .execute()
            .await?;
        Ok(self.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<TicketFormId> {
        let row = for_manager(cx, self.id).await?;
        if tickets::is_form_in_use(cx, row.workspace_id, self.id).await? {
            return Err(Error::invalid("Cannot delete form that is in use by tickets").into());
        }
        cx.write(topics(&row))
            .query("DELETE FROM ticket_forms WHERE id = $1")
            .bind(self.id)
            .execute()
            .await?;
        Ok(self.id)
    }
}

async fn default(cx: &mut Reader, workspace: WorkspaceId) -> Result<Option<TicketForm>> {
    Ok(cx
        .read(topic(workspace))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM ticket_forms
             WHERE workspace_id = $1
             ORDER BY CASE WHEN is_default THEN 0 ELSE 1 END, created_at, id
             LIMIT 1"
        ))
        .bind(workspace)
        .fetch_optional()
        .await?)
}

/// Whether a workspace has a form.
pub async fn is_any(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    Ok(default(cx, workspace).await?.is_some())
}

async fn by_id(cx: &mut Reader, id: TicketFormId) -> Result<Option<TicketForm>> {
    Ok(cx
        .read(Topic::new("ticket_forms", id.0))
        .query(concat!("SELECT ", columns!(), " FROM ticket_forms WHERE id = $1"))
        .bind(id)
        .fetch_optional()
        .await?)
}

/// The form for a member who may change it. A missing one is said first (functions-inbox.md §3).
async fn for_manager(cx: &mut Reader, id: TicketFormId) -> Result<TicketForm> {
    let row = by_id(cx, id).await?.ok_or_else(|| Error::not_found("Ticket form"))?;
    cx.agent(row.workspace_id, Permission::SettingsWorkspace).await?;
    Ok(row)
}

/// Two new defaults at once meet the unique index, and the second sees the first one's.
async fn take_default_from_others(cx: &mut Writer, workspace: WorkspaceId) -> Result<()> {
    let now = cx.now();
    let changed: Vec<(TicketFormId,)> = cx
        .write(topic(workspace))
        .query(
            "UPDATE ticket_forms SET is_default = FALSE, updated_at = $2 WHERE workspace_id = $1 AND is_default
             RETURNING id",
        )
        .bind(workspace)
        .bind(now)
        .fetch_all()
        .await?;
    changed.iter().for_each(|(id,)| cx.touch(Topic::new("ticket_forms", id.0)));
    Ok(())
}

fn check(name: &str, description: Option<&str>, fields: &[Field]) -> Result<()> {
    limits::title("The name", name)?;
    limits::content("The description", description.unwrap_or_default())?;
    let length = serde_json::to_string(fields)?.len();
    Ok(limits::at_most("The list of fields", length, limits::CONTENT, "bytes")?)
}
