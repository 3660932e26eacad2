//! Tags, and which conversations have them (functions-inbox.md §7).

use crate::{
    Millis, functions,
    id::{ConversationId, ConversationTagId, TagId, UserId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "tags" {
    Query    list = List -> Vec<Tag>;
    Query    get = Get -> Option<Tag>;
    Mutation create = Create -> TagId;
    Mutation update = Update -> TagId;
    Mutation remove = Remove -> ();
    Mutation addToConversation = AddToConversation -> ConversationTagId;
    Mutation removeFromConversation = RemoveFromConversation -> ();
    Query    getConversationTags = GetConversationTags -> Vec<Applied>;
} }

/// One row of `tags`. A workspace has a name once, to the letter.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Tag {
    #[serde(rename = "_id")]
    pub id: TagId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    /// As it was given; show it only where it is a colour.
    pub color: Option<String>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// Whether a person or a rule tagged the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum AppliedBy {
    Manual,
    Auto,
}

/// A tag that a conversation has.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Applied {
    #[serde(flatten)]
    #[cfg_attr(feature = "server", sqlx(flatten))]
    pub tag: Tag,
    pub applied_by: AppliedBy,
    /// Who it was, if it was a person.
    pub applied_by_user_id: Option<UserId>,
    pub applied_at: Millis,
}

/// Oldest first, at most 10,000; `[]` without `conversations.read`. `limit` (additive) keeps it smaller.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub limit: Option<i64>,
}

/// Null without `conversations.read`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: TagId,
}

/// Needs `checklists.manage`. Errors also: `Tag "<name>" already exists`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub color: Option<String>,
}

/// Needs `checklists.manage`. Errors: "Tag not found" before everything else, and those of [`Create`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: TagId,
    pub name: Option<String>,
    pub color: Option<String>,
}

/// Needs `checklists.manage`. Takes the tag from all conversations, and the rules away that give it. Errors: "Tag not found" before
/// everything else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: TagId,
}

/// Needs `conversations.assign`. A conversation that has the tag keeps it as it is. Errors, in this order: "Conversation not found",
/// "Tag not found", "Tag and conversation belong to different workspaces", those of the caller, "Cannot apply tag on behalf of another user".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddToConversation {
    pub conversation_id: ConversationId,
    pub tag_id: TagId,
    pub applied_by: Option<AppliedBy>,
    pub applied_by_user_id: Option<UserId>,
}

/// Needs `conversations.assign`; no error where there is no such tag on it. Errors: as [`AddToConversation`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveFromConversation {
    pub conversation_id: ConversationId,
    pub tag_id: TagId,
}

/// In the order in which they were given; `[]` without `conversations.read`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetConversationTags {
    pub conversation_id: ConversationId,
}
