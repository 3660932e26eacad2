//! Reports that were kept as they were.

use super::Granularity;
use crate::{
    Millis,
    id::{ReportSnapshotId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum ReportType {
    Conversations,
    Agents,
    Csat,
    AiAgent,
}

/// Of the metrics of a snapshot as JSON, in bytes: 64 KiB.
pub const LARGEST: usize = 64 * 1024;

/// Keeps what a report said of a time; what was kept of the same time before goes. Needs `conversations.reply`: who may only read writes
/// nothing. Errors also: INVALID_INPUT for an end before its start and over [`LARGEST`] metrics.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveReportSnapshot {
    pub workspace_id: WorkspaceId,
    pub report_type: ReportType,
    pub period_start: Millis,
    pub period_end: Millis,
    pub granularity: Granularity,
    pub metrics: Map<String, Value>,
}

/// The newest of exactly that time, in whatever periods unless `granularity` (additive) names them; null where none was kept.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetReportSnapshot {
    pub workspace_id: WorkspaceId,
    pub report_type: ReportType,
    pub period_start: Millis,
    pub period_end: Millis,
    pub granularity: Option<Granularity>,
}

/// One row of `report_snapshots`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct ReportSnapshot {
    #[serde(rename = "_id")]
    pub id: ReportSnapshotId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub report_type: ReportType,
    pub period_start: Millis,
    pub period_end: Millis,
    pub granularity: Granularity,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub metrics: Map<String, Value>,
    pub created_at: Millis,
}
