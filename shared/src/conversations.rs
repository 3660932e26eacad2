//! Conversations between a visitor and a team (functions-inbox.md §1; fields of domain-model.md §3 "Conversation").

use crate::{
    Millis,
    excerpt::Piece,
    function::required,
    functions,
    id::{
        ClientId, ConversationId, CsatResponseId, IdentityId, MessageId, TagId, UserId, VisitorId,
        WorkspaceId,
    },
    messages::{Message, SenderType},
    visitors::Visitor,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "conversations" {
    Query    list = List -> Vec<Conversation>;
    Query    get = Get -> Option<Conversation>;
    Mutation create = Create -> ConversationId;
    Mutation createForVisitor = CreateForVisitor -> Conversation;
    Mutation getOrCreateForVisitor = GetOrCreateForVisitor -> Conversation;
    Mutation updateStatus = UpdateStatus -> ();
    Mutation assign = Assign -> (), nullable &["agentId"];
    Mutation markAsRead = MarkAsRead -> ();
    Query    listByVisitor = ListByVisitor -> Vec<WithLastMessage>;
    Query    getTotalUnreadForVisitor = GetTotalUnreadForVisitor -> i64;
    Query    listForInbox = ListForInbox -> InboxPage;
    Query    search = Search -> SearchPage;
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Status {
    Open,
    Closed,
    Snoozed,
}

/// `chat` unless the conversation came by e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Channel {
    Chat,
    Email,
}

/// Whether an AI agent has the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum AiState {
    None,
    AiHandled,
    Handoff,
}

/// One row of `conversations`. Unread counts are of the other side's messages after the read mark; sequence numbers start at 1.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Conversation {
    #[serde(rename = "_id")]
    pub id: ConversationId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub client_id: Option<ClientId>,
    /// The owner, when it is a visitor.
    pub visitor_id: Option<VisitorId>,
    /// The owner, when it is a user.
    pub user_id: Option<UserId>,
    pub assigned_agent_id: Option<UserId>,
    pub status: Status,
    pub snoozed_until: Option<Millis>,
    pub channel: Channel,
    pub subject: Option<String>,
    /// Sequence number of the newest message; 0 when there is none.
    pub last_seq: i64,
    /// Of the owning visitor's first message (ours).
    pub first_inbound_seq: Option<i64>,
    /// Grows with every change of the conversation.
    pub rev: i64,
    /// The team has read up to this message.
    pub team_read_seq: i64,
    /// The owner has read up to this message.
    pub owner_read_seq: i64,
    pub unread_by_agent: i64,
    pub unread_by_visitor: i64,
    pub last_message_at: Option<Millis>,
    pub first_response_at: Option<Millis>,
    pub resolved_at: Option<Millis>,
    pub ai_workflow_state: AiState,
    pub ai_handoff_reason: Option<String>,
    pub ai_last_confidence: Option<f64>,
    pub ai_last_response_at: Option<Millis>,
    /// When its visitor rated it.
    pub csat_completed_at: Option<Millis>,
    pub csat_response_id: Option<CsatResponseId>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// A conversation with its newest message that is not a note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WithLastMessage {
    #[serde(flatten)]
    pub conversation: Conversation,
    pub last_message: Option<Message>,
}

/// A row of the agents' inbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InboxRow {
    #[serde(flatten)]
    pub conversation: Conversation,
    pub visitor: Option<Visitor>,
    pub last_message: Option<Message>,
    pub ai_workflow: AiWorkflow,
    /// In the order in which they were given (additive).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<RowTag>,
}

/// A tag of a conversation, as rows show it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowTag {
    #[serde(rename = "_id")]
    pub id: TagId,
    pub name: String,
    /// As it was given; show it only where it is a colour.
    pub color: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AiWorkflow {
    pub state: AiState,
    pub handoff_reason: Option<String>,
    pub confidence: Option<f64>,
    pub last_response_at: Option<Millis>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InboxPage {
    pub conversations: Vec<InboxRow>,
    /// Pass it as `cursor` for the next page; null at the end.
    pub next_cursor: Option<ConversationId>,
}

/// A conversation that was searched for.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    #[serde(flatten)]
    pub row: InboxRow,
    /// Its newest message with every word; none where the visitor alone was found by them.
    pub message: Option<FoundMessage>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundMessage {
    #[serde(rename = "_id")]
    pub id: MessageId,
    pub seq: i64,
    pub sender_type: SenderType,
    pub created_at: Millis,
    /// The words and what stands around them, in one line.
    pub excerpt: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchPage {
    pub conversations: Vec<Found>,
    /// Pass it as `cursor` for older ones; null at the end. A conversation may come again with an older message, and a page may be
    /// short while there is another one.
    pub next_cursor: Option<String>,
}

/// Whose conversations the inbox shows (additive).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignedTo {
    Me,
    Nobody,
}

/// Newest-created first. `limit` (additive) is 1 to 10,000, which it is without; `cursor` (additive) goes on after that conversation,
/// an unknown one starts over. `[]` for a caller without `conversations.read`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub status: Option<Status>,
    pub limit: Option<i64>,
    pub cursor: Option<ConversationId>,
}

/// For an agent with `conversations.read`, or the owning visitor with its session token; otherwise null.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Get {
    pub id: ConversationId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// Needs `conversations.reply`. The visitor or user must belong to the workspace.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub user_id: Option<UserId>,
}

/// Always a new conversation, with a greeting that does not count as unread.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateForVisitor {
    pub workspace_id: WorkspaceId,
    /// Ignored: the token says who it is.
    pub visitor_id: Option<VisitorId>,
    #[serde(deserialize_with = "required")]
    pub session_token: Option<String>,
}

/// The visitor's oldest open conversation, else as [`CreateForVisitor`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetOrCreateForVisitor {
    pub workspace_id: WorkspaceId,
    /// Ignored: the token says who it is.
    pub visitor_id: Option<VisitorId>,
    #[serde(deserialize_with = "required")]
    pub session_token: Option<String>,
}

/// Needs `conversations.close`. `snoozedUntil` (additive) goes with `snoozed` only; past it the conversation opens by itself.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateStatus {
    pub id: ConversationId,
    pub status: Status,
    pub snoozed_until: Option<Millis>,
}

/// Needs `conversations.assign`; the agent must be a member. `null` (additive) takes the assignment away.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assign {
    pub id: ConversationId,
    // Named, so that a forgotten key is an error and only an explicit null takes the assignment away.
    #[serde(deserialize_with = "Option::deserialize")]
    pub agent_id: Option<UserId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReaderType {
    Visitor,
    Agent,
}

/// Moves the read mark of the team or of the owning visitor to the newest message.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MarkAsRead {
    pub id: ConversationId,
    pub reader_type: ReaderType,
    /// Ignored: the token says who it is.
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// Latest activity first; `limit` (additive, at most 100) keeps it small. `[]` without token or workspace.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListByVisitor {
    /// Ignored: the token says who it is.
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub workspace_id: Option<WorkspaceId>,
    pub limit: Option<i64>,
}

/// The visitor's unread messages in all conversations; 0 without token or workspace.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetTotalUnreadForVisitor {
    /// Ignored: the token says who it is.
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub workspace_id: Option<WorkspaceId>,
}

/// Latest activity first, by keyset. `limit` 1 to 100, default 50; an unknown cursor starts over.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListForInbox {
    pub workspace_id: WorkspaceId,
    pub status: Option<Status>,
    pub ai_workflow_state: Option<AiState>,
    pub assigned_to: Option<AssignedTo>,
    pub limit: Option<i64>,
    pub cursor: Option<String>,
}

/// Conversations (additive) in which one message holds every word of the query, or whose visitor's name, address or id does; the
/// visitors' first, then the newest message first. Case and accents make no difference and the last word may be its beginning.
/// For an agent with `conversations.read`, else an empty page. `limit` 1 to 50, default 20. Errors: INVALID_INPUT for a query
/// over 200 characters, RATE_LIMITED.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Search {
    pub workspace_id: WorkspaceId,
    pub query: String,
    pub status: Option<Status>,
    pub limit: Option<i64>,
    pub cursor: Option<String>,
}

impl Conversation {
    /// The owner: the visitor, else the user.
    pub fn owner(&self) -> Option<IdentityId> {
        self.visitor_id.map(Into::into).or(self.user_id.map(Into::into))
    }
}
