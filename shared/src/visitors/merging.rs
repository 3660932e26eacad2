//! Visitors that turned out to be one person.

use super::directory::DirectoryStatus;
use crate::{
    Millis,
    id::{AuditLogId, VisitorId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// The merges of a visitor, into it and of it, the newest first, as the audit log still has them. `limit` is 1 to 100, 20 unless given.
/// Needs `users.read`; never throws.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetMergeHistory {
    pub workspace_id: WorkspaceId,
    pub visitor_id: VisitorId,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergeHistory {
    pub status: DirectoryStatus,
    pub entries: Vec<Merge>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Merge {
    pub audit_log_id: AuditLogId,
    pub source_visitor_id: VisitorId,
    pub source_visitor_readable_id: Option<String>,
    pub target_visitor_id: VisitorId,
    pub target_visitor_readable_id: Option<String>,
    pub workspace_id: WorkspaceId,
    pub merged_at: Millis,
    /// `identity_verified`: the site has proven who it is (ours; the peer's `email_match` believes an address).
    pub reason: String,
    pub reassigned_conversations: i64,
    /// None: whoever holds a session of the source has not proven to be the target.
    pub reassigned_sessions: i64,
    /// None: there are no push tokens.
    pub migrated_push_tokens: i64,
    pub reassigned_events: i64,
}
