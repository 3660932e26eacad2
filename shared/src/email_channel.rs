//! Conversations by e-mail (functions-identity.md §13). Mail to a workspace's address becomes messages, and what agents answer leaves as
//! mail.

use crate::{
    Millis, functions,
    id::{AttachmentId, ConversationId, EmailConfigId, EmailThreadId, MessageId, UserId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "emailChannel" {
    Query    getEmailConfig = GetEmailConfig -> Option<EmailConfig>;
    Query    getServerStatus = GetServerStatus -> Option<ServerStatus>;
    Mutation upsertEmailConfig = UpsertEmailConfig -> EmailConfigId;
    Query    listEmailThreads = ListEmailThreads -> Vec<EmailThread>;
    Mutation sendEmailReply = SendEmailReply -> Replied;
    Query    getEmailConfigByForwardingAddress = GetEmailConfigByForwardingAddress -> Option<EmailConfig>;
    Mutation processInboundEmail = ProcessInboundEmail -> Received;
    Mutation processForwardedEmail = ProcessForwardedEmail -> Received;
} }

/// The most addresses that one mail goes to.
pub const MOST_RECIPIENTS: usize = 20;
/// The longest signature, in characters.
pub const SIGNATURE: usize = 2000;

/// How a workspace does e-mail.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct EmailConfig {
    #[serde(rename = "_id")]
    pub id: EmailConfigId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    /// Mail that comes to it becomes conversations.
    pub forwarding_address: String,
    pub from_name: Option<String>,
    pub from_email: Option<String>,
    /// Whether this server may send as `fromEmail`; it sends as itself where it may not.
    pub from_email_verified: bool,
    pub signature: Option<String>,
    pub enabled: bool,
    /// Whether a visitor who is away gets replies of a chat by mail (additive).
    pub mails_chat_replies: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// What the server's operator has set up (additive).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerStatus {
    pub can_send: bool,
    pub can_receive: bool,
    /// The part behind `@` of forwarding addresses.
    pub domain: String,
    /// Whom mail comes from where a workspace names no sender, or none that the server may use.
    pub sender: Option<String>,
    /// Where the mail provider's webhook has to send what comes in.
    pub inbound_url: String,
    /// Where it has to send what became of mail that went out.
    pub events_url: String,
}

/// A mail of a conversation, in or out.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct EmailThread {
    #[serde(rename = "_id")]
    pub id: EmailThreadId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub conversation_id: ConversationId,
    /// As in its `Message-ID` header.
    pub message_id: String,
    pub in_reply_to: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub references: Option<Vec<String>>,
    pub subject: String,
    pub normalized_subject: String,
    pub sender_email: String,
    pub created_at: Millis,
}

/// What a mail says beside its text; kept with its message.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailMetadata {
    pub subject: String,
    pub from: String,
    pub to: Vec<String>,
    pub cc: Option<Vec<String>>,
    pub message_id: String,
    pub in_reply_to: Option<String>,
    pub references: Option<Vec<String>>,
    /// Those that came or went with it; of those that are not among the message's files only this is known.
    pub attachments: Option<Vec<EmailAttachment>>,
    /// Whether what it quotes is in `content` and not in `blocks` (additive).
    pub is_trimmed: Option<bool>,
}

/// A file of a mail.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmailAttachment {
    pub filename: String,
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    pub storage_id: Option<AttachmentId>,
    pub url: Option<String>,
}

/// How far a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum DeliveryStatus {
    /// It waits to be sent.
    Pending,
    /// Another server has taken it.
    Sent,
    /// It is in the mailbox.
    Delivered,
    /// The mailbox or its server refused it.
    Bounced,
    /// It could not be sent.
    Failed,
}

/// Null where nothing is set up, and for callers without `settings.integrations`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetEmailConfig {
    pub workspace_id: WorkspaceId,
}

/// Additive. Null for callers without `settings.integrations`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetServerStatus {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.integrations`. What is left out is cleared. The first time it makes the forwarding address.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpsertEmailConfig {
    pub workspace_id: WorkspaceId,
    pub enabled: bool,
    pub from_name: Option<String>,
    pub from_email: Option<String>,
    pub signature: Option<String>,
    /// Additive; false unless given.
    pub mails_chat_replies: Option<bool>,
}

/// Newest first; `limit` 1 to 500, default 100. `[]` for callers without `conversations.read`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListEmailThreads {
    pub conversation_id: ConversationId,
    pub limit: Option<i64>,
}

/// Needs `conversations.reply`. The text is kept, and sent, without the markup's looks. Errors, in this order: "Not authenticated",
/// "Cannot send email as another agent", "Conversation not found", those of a member, "Email channel not configured for this
/// workspace", INVALID_INPUT for no, too many or wrong addresses.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SendEmailReply {
    pub conversation_id: ConversationId,
    pub agent_id: UserId,
    pub to: Vec<String>,
    pub cc: Option<Vec<String>>,
    pub bcc: Option<Vec<String>>,
    pub subject: String,
    pub html_body: String,
    pub text_body: Option<String>,
    pub reply_to_message_id: Option<String>,
    /// Those with a `storageId` go along as links; of others nothing is known.
    pub attachments: Option<Vec<EmailAttachment>>,
}

/// A message that leaves by mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Replied {
    pub message_id: MessageId,
    /// Its `Message-ID` header.
    pub email_message_id: String,
}

/// Only with the server's secret for mail webhooks. Errors: "Webhook internal secret is not configured", "Unauthorized".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetEmailConfigByForwardingAddress {
    pub forwarding_address: String,
    pub webhook_secret: Option<String>,
}

/// A mail that came in, from a client that holds the server's secret for mail webhooks. The same `messageId` again answers the first
/// ids. Errors: those of [`GetEmailConfigByForwardingAddress`], "Email channel not configured for this workspace".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProcessInboundEmail {
    pub workspace_id: WorkspaceId,
    pub webhook_secret: Option<String>,
    pub from: String,
    pub to: Vec<String>,
    pub cc: Option<Vec<String>>,
    pub subject: String,
    pub text_body: Option<String>,
    pub html_body: Option<String>,
    pub message_id: String,
    pub in_reply_to: Option<String>,
    pub references: Option<Vec<String>>,
    pub attachments: Option<Vec<EmailAttachment>>,
}

/// As [`ProcessInboundEmail`], for a mail that a colleague has forwarded: always a new conversation, of the original sender.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProcessForwardedEmail {
    pub workspace_id: WorkspaceId,
    pub webhook_secret: Option<String>,
    pub forwarder_email: String,
    pub original_from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub text_body: Option<String>,
    pub html_body: Option<String>,
    pub message_id: String,
    pub attachments: Option<Vec<EmailAttachment>>,
}

/// Where a mail that came in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    pub conversation_id: ConversationId,
    pub message_id: MessageId,
}
