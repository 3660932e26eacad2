//! The rows of `messages`: one statement stores them, and the newest of several conversations come with one.

use super::{Mail, topic};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::rich_text,
    store::{Filter, search},
};
use shared::{
    Millis,
    conversations::Channel,
    id::{AttachmentId, ConversationId, IdentityId, MessageId, WorkspaceId},
    messages::{FromAi, Kind, Message, SenderKind},
    rich_text::Block,
};
use sqlx::types::Json;
use std::collections::HashMap;

/// The columns of a [`Message`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, conversation_id, seq, rev, client_message_id, sender_id,
         CASE sender_kind WHEN 'contact' THEN 'visitor' WHEN 'user' THEN 'agent' ELSE 'bot' END AS sender_type,
         sender_kind, kind, content, blocks, channel, metadata AS email_metadata, delivery_status, attachment_ids, edited_at, created_at,
         details"
    };
}
pub(super) use columns;

/// A message with its place in the conversation, ready to be stored.
pub struct New<'a> {
    pub workspace: WorkspaceId,
    pub conversation: ConversationId,
    pub seq: i64,
    pub created_at: Millis,
    /// None for the system.
    pub sender: Option<IdentityId>,
    pub sender_kind: SenderKind,
    pub kind: Kind,
    pub text: Text<'a>,
    /// Their ids as they are kept with it; whoever stores the message gives it the files.
    pub attachments: Option<Vec<AttachmentId>>,
    pub key: Option<&'a str>,
    /// Of what the AI agent says.
    pub ai: Option<FromAi>,
    /// Of one that came or goes by mail.
    pub mail: Option<&'a Mail>,
}

/// What a message says, in each form that is stored. A long text takes its time: make it before the first statement, when nobody
/// waits for the row.
pub struct Text<'a> {
    content: &'a str,
    blocks: Vec<Block>,
    words: search::Words,
}

impl<'a> Text<'a> {
    pub fn of(content: &'a str) -> Self {
        Self::shown(content, content)
    }

    /// A text of which only a part is shown, and all is found.
    pub fn shown(content: &'a str, visible: &str) -> Self {
        Self { content, blocks: rich_text::parse(visible), words: search::Words::of([content]) }
    }
}

/// Stores a message.
pub async fn insert(cx: &mut Writer, new: New<'_>) -> Result<MessageId> {
    let id = MessageId(cx.new_id()?);
    let metadata = new.mail.and_then(|mail| mail.metadata.as_ref());
    cx.write(topic(new.conversation))
        .query(
            "INSERT INTO messages
                 (id, conversation_id, seq, client_message_id, sender_id, sender_kind, kind, content, blocks, created_at,
                  words, attachment_ids, details, channel, metadata, external_id, delivery_status)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        )
        .bind(id)
        .bind(new.conversation)
        .bind(new.seq)
        .bind(new.key.map(str::to_owned))
        .bind(new.sender)
        .bind(new.sender_kind)
        .bind(new.kind)
        .bind(new.text.content.to_owned())
        .bind(Json(new.text.blocks))
        .bind(new.created_at)
        .bind(new.text.words.kept(new.workspace))
        .bind(new.attachments.map(Json))
        .bind(new.ai.map(Json))
        .bind(new.mail.map(|_| Channel::Email))
        .bind(metadata.cloned().map(Json))
        .bind(metadata.map(|metadata| metadata.message_id.clone()))
        .bind(new.mail.and_then(|mail| mail.delivery))
        .execute()
        .await?;
    Ok(id)
}

/// Gives one visitor's messages in a conversation to another who turned out to be the same person, so that a message which is sent
/// again under its key is still found. One whose key the other has used keeps its sender.
pub async fn reassign(
    cx: &mut Writer,
    conversation: ConversationId,
    from: IdentityId,
    to: IdentityId,
) -> Result<()> {
    cx.write(topic(conversation))
        .query(
            "UPDATE messages SET sender_id = $3
             WHERE conversation_id = $1 AND sender_id = $2
               AND NOT EXISTS (
                   SELECT 1 FROM messages same
                   WHERE same.sender_id = $3 AND same.client_message_id = messages.client_message_id
               )",
        )
        .bind(conversation)
        .bind(from)
        .bind(to)
        .execute()
        .await?;
    Ok(())
}

/// What a message says.
pub async fn content(cx: &mut Reader, conversation: ConversationId, seq: i64) -> Result<Option<String>> {
    let found: Option<(String,)> = cx
        .read(topic(conversation))
        .query("SELECT content FROM messages WHERE conversation_id = $1 AND seq = $2")
        .bind(conversation)
        .bind(seq)
        .fetch_optional()
        .await?;
    Ok(found.map(|(content,)| content))
}

/// What somebody said, without what goes with it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Utterance {
    pub seq: i64,
    pub sender_kind: SenderKind,
    pub content: String,
}

/// The latest messages of a conversation up to one of them, oldest first; no notes.
pub async fn latest_texts(
    cx: &mut Reader,
    conversation: ConversationId,
    up_to: i64,
    most: i64,
) -> Result<Vec<Utterance>> {
    let mut texts: Vec<Utterance> = cx
        .read(topic(conversation))
        .query(
            "SELECT seq, sender_kind, content FROM messages
             WHERE conversation_id = $1 AND seq <= $2 AND kind = 'text' AND deleted_at IS NULL
             ORDER BY seq DESC
             LIMIT $3",
        )
        .bind(conversation)
        .bind(up_to)
        .bind(most)
        .fetch_all()
        .await?;
    texts.reverse();
    Ok(texts)
}

/// The number of the visitor's newest message.
pub async fn newest_inbound(cx: &mut Reader, conversation: ConversationId) -> Result<Option<i64>> {
    let (seq,) = cx
        .read(topic(conversation))
        .query(
            "SELECT MAX(seq) FROM messages
             WHERE conversation_id = $1 AND sender_kind = 'contact' AND deleted_at IS NULL",
        )
        .bind(conversation)
        .fetch_one::<(Option<i64>,)>()
        .await?;
    Ok(seq)
}

/// The newest message of each conversation that is neither a note nor deleted.
pub async fn last_of(
    cx: &mut Reader,
    conversations: impl Iterator<Item = ConversationId>,
) -> Result<HashMap<ConversationId, Message>> {
    let ids: Vec<ConversationId> = conversations.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let topics: Vec<Topic> =
        ids.iter().flat_map(|id| [topic(*id), crate::domain::conversations::topic(*id)]).collect();
    let filter = Filter::new(concat!(
        "SELECT ",
        columns!(),
        " FROM messages
         WHERE id IN (
             SELECT (
                 SELECT newest.id FROM messages newest
                 WHERE newest.conversation_id = conversations.id
                   AND newest.kind <> 'note' AND newest.deleted_at IS NULL
                 ORDER BY newest.seq DESC
                 LIMIT 1
             )
             FROM conversations
             WHERE "
    ))
    .any_of("id", ids)
    .push(")");
    let messages: Vec<Message> = cx.read(topics).filter(filter).fetch_all().await?;
    Ok(messages.into_iter().map(|message| (message.conversation_id, message)).collect())
}
