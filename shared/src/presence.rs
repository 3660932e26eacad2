//! Which agents are here and what they look at (functions-inbox.md §11). Memory only: never a row.

use crate::{
    Millis, functions,
    id::{ConversationId, UserId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "presence" {
    Mutation set = Set -> ();
    Query    list = List -> Vec<Present>;
    Query    forVisitor = ForVisitor -> Availability;
} }

/// How long one `presence:set` lasts, in milliseconds.
pub const LASTS: Millis = 60_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Online,
    Away,
    Busy,
    Offline,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Set {
    pub workspace_id: WorkspaceId,
    pub status: Status,
    pub viewing_conversation_id: Option<ConversationId>,
    /// Which of the agent's tabs or devices says it, at most 64 bytes; each is heard for itself, and what they say is shown as
    /// one (ours).
    pub tab: Option<String>,
}

/// For members; `[]` for everybody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Present {
    pub user_id: UserId,
    pub name: String,
    pub status: Status,
    pub last_seen_at: Millis,
    pub viewing_conversation_id: Option<ConversationId>,
}

/// For a visitor of the workspace.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ForVisitor {
    pub workspace_id: WorkspaceId,
    pub session_token: String,
}

/// Up to three names of agents that are online.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Availability {
    pub anyone_online: bool,
    pub names: Vec<String>,
}
