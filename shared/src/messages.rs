//! Messages of a conversation (functions-inbox.md §2; fields of domain-model.md §3 "Message").

use crate::{
    Millis,
    conversations::Channel,
    email_channel::{DeliveryStatus, EmailMetadata},
    functions,
    id::{AiResponseId, ArticleId, AttachmentId, ConversationId, IdentityId, MessageId, VisitorId},
    rich_text::Block,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "messages" {
    Query    list = List -> Vec<Listed>;
    Mutation send = Send -> MessageId;
} }

/// Who wrote a message, as the functions API folds it: `bot` is an AI, a bot or the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum SenderType {
    User,
    Visitor,
    Agent,
    Bot,
}

/// Who wrote a message, in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum SenderKind {
    Contact,
    User,
    Ai,
    Bot,
    System,
}

/// What a message is. A note is for the team only and never leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Kind {
    Text,
    System,
    Note,
}

/// One row of `messages`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Message {
    #[serde(rename = "_id")]
    pub id: MessageId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub conversation_id: ConversationId,
    /// 1, 2, 3 … within the conversation, without gaps.
    pub seq: i64,
    /// Grows with every edit.
    pub rev: i64,
    pub client_message_id: Option<String>,
    /// None when the system wrote it; on the wire that is the text `system`.
    #[serialize_always]
    #[serde(with = "sender_id")]
    pub sender_id: Option<IdentityId>,
    pub sender_type: SenderType,
    pub sender_kind: SenderKind,
    pub kind: Kind,
    /// As it was written.
    pub content: String,
    /// `content` as markdown, parsed.
    #[cfg_attr(feature = "server", sqlx(json))]
    pub blocks: Vec<Block>,
    pub channel: Option<Channel>,
    /// Of a message that came or went by mail.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub email_metadata: Option<EmailMetadata>,
    /// Of a message that goes out by mail.
    pub delivery_status: Option<DeliveryStatus>,
    /// The files that go with it.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub attachment_ids: Option<Vec<AttachmentId>>,
    pub edited_at: Option<Millis>,
    pub created_at: Millis,
    /// Of what the AI agent said (additive).
    #[serde(flatten)]
    #[cfg_attr(feature = "server", sqlx(rename = "details", json(nullable)))]
    pub ai: Option<FromAi>,
}

/// What goes with a message of the AI agent.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FromAi {
    /// Articles that the answer rests on, as far as its visitor may read them.
    pub sources: Vec<SourceLink>,
    /// The record that feedback is given to (`aiAgent:submitFeedback`).
    pub ai_response_id: Option<AiResponseId>,
    /// Whether it says that a person takes over.
    pub handed_off: bool,
}

/// An article by its id and title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLink {
    pub id: ArticleId,
    pub title: String,
}

/// The one sender of everything that an AI agent says; on the wire it is the text `ai-agent`.
pub const AI_AGENT: IdentityId =
    IdentityId(crate::id::Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0000_00a1));

/// Clients of this API expect a text in every message.
pub(crate) mod sender_id {
    use super::IdentityId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::borrow::Cow;

    const SYSTEM: &str = "system";
    const AI: &str = "ai-agent";

    pub fn serialize<S: Serializer>(id: &Option<IdentityId>, to: S) -> Result<S::Ok, S::Error> {
        match id {
            Some(super::AI_AGENT) => to.serialize_str(AI),
            Some(id) => to.collect_str(id),
            None => to.serialize_str(SYSTEM),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<IdentityId>, D::Error> {
        match Cow::<str>::deserialize(from)? {
            text if text == SYSTEM => Ok(None),
            text if text == AI => Ok(Some(super::AI_AGENT)),
            text => text.parse().map(Some).map_err(D::Error::custom),
        }
    }
}

/// A message as it is listed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    #[serde(flatten)]
    pub message: Message,
    pub attachments: Vec<Attachment>,
    /// Only for an agent's message: name, else e-mail, else "Support".
    pub sender_name: Option<String>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    #[serde(rename = "_id")]
    pub id: AttachmentId,
    pub file_name: String,
    pub mime_type: String,
    /// Bytes.
    pub size: i64,
    pub url: Option<String>,
}

/// Oldest first. For an agent with `conversations.read` or the owning visitor with its session token; otherwise `[]`.
/// `limit` (1 to 200) and `beforeSeq` are additive: the newest `limit` messages before that one.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub conversation_id: ConversationId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub limit: Option<i64>,
    pub before_seq: Option<i64>,
}

/// Answers the message's id. The same sender and `clientMessageId` again answer the first message's id and store nothing;
/// with another content they are refused (ALREADY_EXISTS). The stored sender is the caller, whatever `senderId` says. `kind` (additive)
/// is `text` or, for agents, `note`; a note counts as unread for nobody, is no response and does not move the conversation in any list.
/// Errors also: "Only the team can write notes".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Send {
    pub conversation_id: ConversationId,
    pub sender_id: String,
    /// `bot` is refused, `user` is an agent.
    pub sender_type: SenderType,
    pub content: String,
    pub attachment_ids: Option<Vec<AttachmentId>>,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub client_message_id: Option<String>,
    pub kind: Option<Kind>,
}
