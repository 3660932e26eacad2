//! All visitors of a workspace, for its team.

use super::Visitor;
use crate::{
    Millis,
    conversations::{Channel, Status},
    id::{ConversationId, TicketId, VisitorId, WorkspaceId},
    tickets,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Newest first, 100 unless `limit` (1 to 1000) says otherwise. Needs `users.read`, else `[]`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub limit: Option<i64>,
}

/// Those whose name, address or ids hold all words of the query, the last seen first, before those with exactly this address. 20 unless
/// `limit` (1 to 50) says otherwise; `[]` for fewer than two letters. Needs `users.read`, else `[]`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Search {
    pub workspace_id: WorkspaceId,
    pub query: String,
    pub limit: Option<i64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    #[default]
    All,
    Online,
    Offline,
}

/// Every visitor, the last seen first. `search` is a part of a readable id, name, address or external id, whatever its case, or a whole
/// id. `limit` is 1 to 50, 20 unless given. `cursor` (additive) is `nextCursor` of the page before: it is as fast on the last page as on
/// the first, and a visitor that comes meanwhile shows nobody twice. Read live, a page is up to half a minute old. Needs `users.read`;
/// never throws.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListDirectory {
    pub workspace_id: WorkspaceId,
    pub search: Option<String>,
    pub presence: Option<Presence>,
    pub limit: Option<i64>,
    pub offset: Option<i64>,
    pub cursor: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectoryStatus {
    Ok,
    Unauthenticated,
    Forbidden,
    NotFound,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Directory {
    pub status: DirectoryStatus,
    pub visitors: Vec<DirectoryEntry>,
    /// Of all pages; a search counts to 10,000.
    pub total_count: i64,
    pub has_more: bool,
    pub next_offset: Option<i64>,
    /// Where the next page begins (additive).
    pub next_cursor: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryEntry {
    #[serde(flatten)]
    pub visitor: Visitor,
    pub is_online: bool,
    pub last_active_at: Millis,
}

/// A visitor with its ten newest conversations and tickets, for whom may read those. Needs `users.read`; never throws.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetDirectoryDetail {
    pub workspace_id: WorkspaceId,
    pub visitor_id: VisitorId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryDetail {
    pub status: DirectoryStatus,
    pub visitor: Option<Visitor>,
    pub linked_conversations: Vec<LinkedConversation>,
    pub linked_tickets: Vec<LinkedTicket>,
    pub resource_access: ResourceAccess,
}

/// Whether the caller may read them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceAccess {
    pub conversations: bool,
    pub tickets: bool,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkedConversation {
    #[serde(rename = "_id")]
    pub id: ConversationId,
    pub status: Status,
    pub channel: Channel,
    pub subject: Option<String>,
    pub updated_at: Millis,
    pub last_message_at: Option<Millis>,
    /// The text of the newest message that is not a note.
    pub last_message_preview: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkedTicket {
    #[serde(rename = "_id")]
    pub id: TicketId,
    pub subject: String,
    pub status: tickets::Status,
    pub priority: tickets::Priority,
    pub updated_at: Millis,
}
