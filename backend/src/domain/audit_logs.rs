//! The audit log (functions-identity.md §10): other rooms write it by [`note`], in the transaction of the act itself, so that neither
//! is there without the other. Writes `audit_logs` and `audit_log_settings`.

mod export;
mod forget;
mod reading;
mod settings;

use crate::core::{Error, Functions, Mutation, Reader, Result, Topic, Who, Writer};
use serde_json::{Map, Value, json};
use shared::{
    Code, Error as Refusal,
    audit_logs::{
        ActorType, ExportLogs, GetAccess, GetActions, GetSettings, List, LogExport, UpdateSettings,
    },
    id::{AuditLogId, UserId, WorkspaceId},
    limits,
    permissions::Permission,
    widget_sessions::Success,
};
use sqlx::types::Json;

pub use forget::{Forget, Overdue, erase};

/// Of an act's details as JSON, in bytes. Larger ones are left out.
const LARGEST: usize = 16 * 1024;

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<GetActions>()
        .query::<GetSettings>()
        .mutation::<UpdateSettings>()
        .query::<GetAccess>()
        .query::<ExportLogs>()
        .mutation::<LogExport>();
}

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("audit_logs", workspace.0)
}

/// What happened to what.
pub struct Act {
    action: &'static str,
    resource: String,
    id: Option<String>,
    details: Value,
    by: Option<UserId>,
}

impl Act {
    /// `action` as `noun.verb`; `resource` is the kind of row that it was done to.
    pub fn new(action: &'static str, resource: impl Into<String>) -> Self {
        Self { action, resource: resource.into(), id: None, details: Value::Null, by: None }
    }

    /// A setting of the workspace that is now another: `workspace.settings.changed`, or `workspace.security.changed`.
    pub fn changed(action: &'static str, setting: &str, old: Value, new: Value) -> Self {
        let details = json!({"setting": setting, "oldValue": old, "newValue": new});
        Self::new(action, "workspace").with(details)
    }

    /// The row that it was done to.
    pub fn to(self, id: impl ToString) -> Self {
        Self { id: Some(id.to_string()), ..self }
    }

    /// Details, an object. Nothing that is secret.
    pub fn with(self, details: Value) -> Self {
        Self { details, ..self }
    }

    /// Who did it, if that is not the caller: one who signs in was nobody before.
    pub fn by(self, user: UserId) -> Self {
        Self { by: Some(user), ..self }
    }
}

/// A setting that anybody sees or feels.
pub const SETTINGS: &str = "workspace.settings.changed";
/// A setting of who may do what.
pub const SECURITY: &str = "workspace.security.changed";

/// Writes an act into a workspace's log, by the caller and from its address.
pub async fn note(cx: &mut Writer, workspace: WorkspaceId, act: Act) -> Result<()> {
    let (id, now) = (AuditLogId(cx.new_id()?), cx.now());
    let caller = cx.caller();
    let (actor, kind) = match (act.by, caller.who) {
        (Some(user), _) | (None, Who::User { user, .. }) => (Some(user), ActorType::User),
        (None, Who::Key { user, .. }) => (Some(user), ActorType::Api),
        (None, Who::Nobody) => (None, ActorType::Api),
        (None, Who::System) => (None, ActorType::System),
    };
    let ip = caller.ip.map(|ip| ip.to_canonical().to_string());
    let user_agent = caller.user_agent.as_deref().map(str::to_owned);
    cx.write(topic(workspace))
        .query(
            "INSERT INTO audit_logs
                 (id, workspace_id, actor_id, actor_type, action, resource_type, resource_id, metadata, ip_address,
                  user_agent, happened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(id)
        .bind(workspace)
        .bind(actor)
        .bind(kind)
        .bind(act.action)
        .bind(act.resource)
        .bind(act.id)
        .bind(kept(act.details).map(Json))
        .bind(ip)
        .bind(user_agent)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

/// Details that are not too large to keep with each act.
fn kept(details: Value) -> Option<Map<String, Value>> {
    let Value::Object(mut fields) = details else { return None };
    let size = |value: &Value| value.to_string().len();
    if fields.values().map(size).sum::<usize>() > LARGEST {
        for value in fields.values_mut().filter(|value| size(value) > LARGEST / 8) {
            *value = json!({"leftOutBytes": size(value)});
        }
    }
    Some(fields)
}

impl Mutation for LogExport {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        permitted(cx, self.workspace_id, Permission::DataExport).await?;
        limits::token("Export type", &self.export_type)?;
        if self.export_type.trim().is_empty() || self.record_count < 0 {
            return Err(Refusal::invalid("Say what was exported, and how many records").into());
        }
        let act = Act::new("data.exported", self.export_type).with(json!({"recordCount": self.record_count}));
        note(cx, self.workspace_id, act).await?;
        Ok(Success::YES)
    }
}

/// The caller holds the permission. Errors: "Unauthorized" without login, and those of [`Reader::agent`].
async fn permitted(cx: &mut Reader, workspace: WorkspaceId, permission: Permission) -> Result<()> {
    if cx.caller().user_id().is_none() {
        return Err(Error::from(Refusal::new(Code::NotAuthenticated, "Unauthorized")));
    }
    cx.agent(workspace, permission).await.map(|_| ())
}
