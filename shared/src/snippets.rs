//! Snippets: texts that agents use again and again (functions-inbox.md §6). Every function needs `snippets.manage`, those that read
//! as well. Errors: "Not authenticated", "Snippet not found", "Not a member of this workspace", "Permission denied: snippets.manage".

use crate::{
    Millis,
    function::nullable,
    functions,
    id::{SnippetId, UserId, WorkspaceId},
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "snippets" {
    Query    list = List -> Vec<Snippet>;
    Query    get = Get -> Snippet;
    Query    search = Search -> Vec<Snippet>;
    Query    getByShortcut = GetByShortcut -> Option<Snippet>;
    Mutation create = Create -> SnippetId;
    Mutation update = Update -> SnippetId, nullable &["shortcut"];
    Mutation remove = Remove -> Success;
} }

/// One row of `snippets`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Snippet {
    #[serde(rename = "_id")]
    pub id: SnippetId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub content: String,
    pub shortcut: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// By name, whatever its case. `limit` (additive) is 1 to 10,000, which it is without; `after` (additive) goes on after that snippet.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub limit: Option<i64>,
    pub after: Option<SnippetId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: SnippetId,
}

/// The 20 oldest whose name, shortcut or content contains the text, whatever its case; the empty text is in all.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Search {
    pub workspace_id: WorkspaceId,
    pub query: String,
}

/// The snippet with exactly this shortcut.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetByShortcut {
    pub workspace_id: WorkspaceId,
    pub shortcut: String,
}

/// `createdBy` is the caller, if given. Errors also: "Cannot create snippet on behalf of another user", "Shortcut already exists".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub content: String,
    pub shortcut: Option<String>,
    pub created_by: Option<UserId>,
}

/// What is left out stays. A `shortcut` of null (additive) is taken away. Errors also: "Shortcut already exists".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: SnippetId,
    pub name: Option<String>,
    pub content: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub shortcut: Option<Option<String>>,
    /// Of old clients; there are no folders.
    pub folder_id: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: SnippetId,
}
