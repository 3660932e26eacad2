//! Tickets: what a visitor asked for and how far it is (functions-inbox.md §3). Functions for both sides take whoever is signed in for
//! an agent, and else the session token; "Session token required" is what nobody in particular is told.

mod arguments;

pub use arguments::*;

use crate::{
    Millis,
    conversations::Conversation,
    functions,
    id::{
        AttachmentId, ConversationId, IdentityId, TicketCommentId, TicketFormId, TicketId, UserId, VisitorId,
        WorkspaceId,
    },
    messages::Attachment,
    visitors::Visitor,
};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use serde_with::skip_serializing_none;
use std::collections::BTreeMap;

functions! { "tickets" {
    Mutation create = Create -> TicketId, free &["formData"];
    Query    list = List -> Vec<Listed>;
    Query    get = Get -> Option<Detailed>;
    Mutation update = Update -> TicketId, nullable &["assigneeId"];
    Mutation addComment = AddComment -> TicketCommentId;
    Query    listByVisitor = ListByVisitor -> Vec<OfVisitor>;
    Query    getComments = GetComments -> Vec<ListedComment>;
    Query    listForAdminView = ListForAdminView -> AdminList;
    Query    getForAdminView = GetForAdminView -> AdminTicket;
    Mutation convertFromConversation = ConvertFromConversation -> TicketId;
    Mutation resolve = Resolve -> TicketId;
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Status {
    Submitted,
    InProgress,
    WaitingOnCustomer,
    Resolved,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Priority {
    Low,
    Normal,
    High,
    Urgent,
}

/// An answer in a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FormValue {
    Text(String),
    Number(Number),
    Flag(bool),
    Chosen(Vec<String>),
}

/// The answers of a form by their fields' ids; null for one that was left empty.
pub type FormData = BTreeMap<String, Option<FormValue>>;

/// One row of `tickets`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Ticket {
    #[serde(rename = "_id")]
    pub id: TicketId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    /// The conversation that it was made of.
    pub conversation_id: Option<ConversationId>,
    pub visitor_id: Option<VisitorId>,
    pub subject: String,
    pub description: Option<String>,
    pub status: Status,
    pub priority: Priority,
    pub assignee_id: Option<UserId>,
    pub team_id: Option<String>,
    pub form_id: Option<TicketFormId>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub form_data: Option<FormData>,
    /// The files that came with it.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub attachment_ids: Option<Vec<AttachmentId>>,
    pub resolution_summary: Option<String>,
    pub created_at: Millis,
    pub updated_at: Millis,
    /// When it was last resolved, also while it is open again.
    pub resolved_at: Option<Millis>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum AuthorType {
    Agent,
    Visitor,
    System,
}

/// One row of `ticket_comments`. An internal one never leaves the team.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Comment {
    #[serde(rename = "_id")]
    pub id: TicketCommentId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub ticket_id: TicketId,
    /// None when the system wrote it; on the wire that is the text `system`.
    #[serialize_always]
    #[serde(with = "crate::messages::sender_id")]
    pub author_id: Option<IdentityId>,
    pub author_type: AuthorType,
    pub content: String,
    pub is_internal: bool,
    /// The files that go with it.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub attachment_ids: Option<Vec<AttachmentId>>,
    pub created_at: Millis,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListedComment {
    #[serde(flatten)]
    pub comment: Comment,
    pub attachments: Vec<Attachment>,
}

/// Who a ticket is given to; its e-mail is for the team only.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Assignee {
    #[serde(rename = "_id")]
    pub id: UserId,
    pub name: Option<String>,
    pub email: Option<String>,
    pub avatar_url: Option<String>,
}

/// A ticket in the team's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub attachments: Vec<Attachment>,
    pub visitor: Option<Visitor>,
    pub assignee: Option<Assignee>,
}

/// A ticket in its visitor's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfVisitor {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub attachments: Vec<Attachment>,
}

/// A ticket with all that belongs to it, as far as its reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Detailed {
    #[serde(flatten)]
    pub listed: Listed,
    pub conversation: Option<Conversation>,
    /// Oldest first.
    pub comments: Vec<ListedComment>,
}

/// What became of a question that is never refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Ok,
    NotFound,
    Unauthenticated,
    Forbidden,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdminList {
    pub status: Verdict,
    pub tickets: Vec<Listed>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdminTicket {
    pub status: Verdict,
    pub ticket: Option<Detailed>,
}
