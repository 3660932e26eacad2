//! The functions of tickets.

use super::{AuthorType, FormData, Priority, Status};
use crate::{
    function::nullable,
    id::{AttachmentId, ConversationId, TicketFormId, TicketId, UserId, VisitorId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// For both sides; agents need `conversations.reply` and name any visitor or none, visitors are who their token says.
/// Errors: "Visitor not found in workspace", "Not authorized to access this ticket" for another visitor's id.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub subject: String,
    pub description: Option<String>,
    pub attachment_ids: Option<Vec<AttachmentId>>,
    /// `normal` without.
    pub priority: Option<Priority>,
    pub form_id: Option<TicketFormId>,
    pub form_data: Option<FormData>,
}

/// Needs `conversations.read`. Newest first; `priority` is additive, `limit` (additive) is 1 to 1000, which it is without, and `cursor`
/// (additive) the id of the ticket after which to go on.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub status: Option<Status>,
    pub assignee_id: Option<UserId>,
    pub priority: Option<Priority>,
    pub limit: Option<i64>,
    pub cursor: Option<TicketId>,
}

/// For agents with `conversations.read` and the owning visitor; null only where there is no ticket. Errors: "Not authorized to access
/// this ticket".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Get {
    pub id: TicketId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// Needs `conversations.reply`; what is left out stays. The assignee must be a member ("Agent not found"); null (additive) takes it away.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: TicketId,
    pub status: Option<Status>,
    pub priority: Option<Priority>,
    #[serde(default, deserialize_with = "nullable")]
    pub assignee_id: Option<Option<UserId>>,
    pub team_id: Option<String>,
}

/// For both sides; agents need `conversations.reply`. The author is the caller, whatever the arguments say, and a visitor's comment is
/// never internal. Errors: "Ticket not found" before everything else, "Not authorized to comment on this ticket".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddComment {
    pub ticket_id: TicketId,
    pub visitor_id: Option<VisitorId>,
    pub content: String,
    pub attachment_ids: Option<Vec<AttachmentId>>,
    pub is_internal: Option<bool>,
    /// Ignored.
    pub author_id: Option<String>,
    /// Ignored.
    pub author_type: Option<AuthorType>,
    pub session_token: Option<String>,
}

/// A visitor's tickets, newest first, at most 1000; an agent with `conversations.read` names the visitor. `limit` (additive) keeps it
/// smaller. Errors: "Visitor not found in workspace".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListByVisitor {
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub workspace_id: WorkspaceId,
    pub limit: Option<i64>,
}

/// Oldest first; internal ones only if an agent asks for them. Errors: "Ticket not found" before everything else, those of [`Get`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetComments {
    pub ticket_id: TicketId,
    pub include_internal: Option<bool>,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// As [`List`], and never refused.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListForAdminView {
    pub workspace_id: WorkspaceId,
    pub status: Option<Status>,
    pub assignee_id: Option<UserId>,
    pub priority: Option<Priority>,
    pub limit: Option<i64>,
    pub cursor: Option<TicketId>,
}

/// As [`Get`] for agents, and never refused.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetForAdminView {
    pub id: TicketId,
}

/// Needs `conversations.reply`. The subject is the conversation's, if none is given. Errors: "Conversation not found", "A ticket already
/// exists for this conversation".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConvertFromConversation {
    pub conversation_id: ConversationId,
    pub subject: Option<String>,
    pub priority: Option<Priority>,
}

/// Needs `conversations.reply`. A summary is kept and said as a comment of the system; without one an old one goes.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resolve {
    pub id: TicketId,
    pub resolution_summary: Option<String>,
}
