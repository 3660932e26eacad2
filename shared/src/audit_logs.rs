//! Who did what to a workspace's people, settings and data, from where (functions-identity.md §10).

use crate::{
    Millis, functions,
    id::{AuditLogId, AuditLogSettingsId, UserId, WorkspaceId},
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

functions! { "auditLogs" {
    Query    list = List -> Vec<AuditLog>;
    Query    getActions = GetActions -> Vec<String>;
    Query    getSettings = GetSettings -> Option<Settings>;
    Mutation updateSettings = UpdateSettings -> Success;
    Query    getAccess = GetAccess -> Access;
    Query    exportLogs = ExportLogs -> Export;
    Mutation logExport = LogExport -> Success;
} }

/// For how many days logs are kept unless a workspace chooses another of [`RETENTIONS`].
pub const RETENTION: i64 = 90;
pub const RETENTIONS: [i64; 3] = [30, 90, 365];
/// Rows of one answer of [`List`], at most.
pub const MOST_LISTED: i64 = 1000;
/// Rows of one answer of [`ExportLogs`], at most.
pub const MOST_EXPORTED: i64 = 10_000;

/// Who acted: somebody signed in, the server itself, or a caller without a login (a visitor).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum ActorType {
    User,
    System,
    Api,
}

impl ActorType {
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::System => "system",
            Self::Api => "api",
        }
    }
}

/// One row of `audit_logs`, and who the actor is now.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct AuditLog {
    #[serde(rename = "_id")]
    pub id: AuditLogId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub actor_id: Option<UserId>,
    pub actor_type: ActorType,
    /// `noun.verb`, as `user.role.changed`.
    pub action: String,
    pub resource_type: String,
    pub resource_id: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub metadata: Option<Map<String, Value>>,
    /// The client's address, behind trusted proxies the forwarded one.
    pub ip_address: Option<String>,
    /// What the client calls itself: proves nothing.
    pub user_agent: Option<String>,
    pub timestamp: Millis,
    #[serialize_always]
    #[cfg_attr(feature = "server", sqlx(skip))]
    pub actor_name: Option<String>,
    #[serialize_always]
    #[cfg_attr(feature = "server", sqlx(skip))]
    pub actor_email: Option<String>,
}

/// Needs `audit.read`; `[]` without login. Newest first. Both times are inclusive. `limit` is 1 to 1000, 100 unless given; `cursor`
/// (additive) the id of the last row of the page before: one that is no longer kept has nothing after it.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub action: Option<String>,
    pub actor_id: Option<UserId>,
    pub resource_type: Option<String>,
    pub resource_id: Option<String>,
    pub start_time: Option<Millis>,
    pub end_time: Option<Millis>,
    pub limit: Option<i64>,
    pub cursor: Option<AuditLogId>,
}

/// Needs `audit.read`; `[]` without login. Every action that a row has, sorted.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetActions {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.security`; null without login.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetSettings {
    pub workspace_id: WorkspaceId,
}

/// Without id, and with zeros as times, while a workspace has chosen nothing.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Settings {
    #[serde(rename = "_id")]
    pub id: Option<AuditLogSettingsId>,
    #[serde(rename = "_creationTime")]
    pub creation_time: Option<Millis>,
    pub workspace_id: WorkspaceId,
    pub retention_days: i64,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// Needs `settings.security`. Errors: "Unauthorized" without login, "Retention days must be 30, 90, or 365".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateSettings {
    pub workspace_id: WorkspaceId,
    pub retention_days: i64,
}

/// What the caller may do with a workspace's logs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAccess {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessStatus {
    Unauthenticated,
    Ok,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Access {
    pub status: AccessStatus,
    pub can_read: bool,
    pub can_export: bool,
    pub can_manage_security: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Json,
    Csv,
}

/// Needs `data.export`. Oldest first; without times the 30 days that end at `endTime`, or now. Errors: "Unauthorized" without login.
/// A reading cannot write, so that a client logs its export by [`LogExport`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportLogs {
    pub workspace_id: WorkspaceId,
    pub action: Option<String>,
    pub actor_id: Option<UserId>,
    pub resource_type: Option<String>,
    pub resource_id: Option<String>,
    pub start_time: Option<Millis>,
    pub end_time: Option<Millis>,
    pub format: Option<Format>,
    /// As in [`List`] (additive).
    pub cursor: Option<AuditLogId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    pub format: Format,
    pub data: ExportData,
    pub count: i64,
    /// Where the next 10,000 begin; null at the end (additive).
    pub next_cursor: Option<AuditLogId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ExportData {
    /// A header, and a line a row in which every cell is in quotes and none is a formula.
    Csv(String),
    Json(Vec<ExportRow>),
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportRow {
    /// ISO 8601, in UTC, with milliseconds.
    pub timestamp: String,
    pub action: String,
    pub actor_type: ActorType,
    pub actor_id: Option<UserId>,
    #[serialize_always]
    pub actor_name: Option<String>,
    #[serialize_always]
    pub actor_email: Option<String>,
    pub resource_type: String,
    pub resource_id: Option<String>,
    pub metadata: Option<Map<String, Value>>,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
}

/// Logs `data.exported`, for what a client has exported. Needs `data.export`. `exportType` is the row's resource type, at most 255
/// bytes. Errors: "Unauthorized" without login.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogExport {
    pub workspace_id: WorkspaceId,
    pub export_type: String,
    pub record_count: i64,
}
