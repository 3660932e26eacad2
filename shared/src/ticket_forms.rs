//! Forms that ask a visitor what a ticket needs (functions-inbox.md §3).

use crate::{
    Millis, functions,
    id::{TicketFormId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "ticketForms" {
    Query    getDefaultForVisitor = GetDefaultForVisitor -> Option<TicketForm>;
    Query    list = List -> Vec<TicketForm>;
    Query    get = Get -> Option<TicketForm>;
    Query    getDefault = GetDefault -> Option<TicketForm>;
    Mutation create = Create -> TicketFormId;
    Mutation update = Update -> TicketFormId;
    Mutation remove = Remove -> TicketFormId;
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    Text,
    Textarea,
    Select,
    MultiSelect,
    Number,
    Date,
}

/// A question of a form.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// Under which a ticket's `formData` keeps the answer.
    pub id: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    pub label: String,
    pub placeholder: Option<String>,
    pub required: bool,
    /// What to choose from.
    pub options: Option<Vec<String>>,
}

/// One row of `ticket_forms`. At most one of a workspace is the default.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct TicketForm {
    #[serde(rename = "_id")]
    pub id: TicketFormId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub fields: Vec<Field>,
    pub is_default: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// For everybody: the default form, else the oldest.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetDefaultForVisitor {
    pub workspace_id: WorkspaceId,
}

/// Oldest first, at most 1000; `[]` without `settings.workspace`. `limit` (additive) keeps it smaller.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub limit: Option<i64>,
}

/// Null without `settings.workspace`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: TicketFormId,
}

/// As [`GetDefaultForVisitor`]; null without `settings.workspace`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetDefault {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.workspace`. A new default takes the place of the old one.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    pub fields: Vec<Field>,
    pub is_default: Option<bool>,
}

/// Needs `settings.workspace`; what is left out stays. Errors: "Ticket form not found" before everything else.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: TicketFormId,
    pub name: Option<String>,
    pub description: Option<String>,
    pub fields: Option<Vec<Field>>,
    pub is_default: Option<bool>,
}

/// Needs `settings.workspace`. Errors: "Ticket form not found" before everything else, "Cannot delete form that is in use by tickets".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: TicketFormId,
}
