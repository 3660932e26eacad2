//! The rows of `email_threads`: each mail that came or went, and the conversation that it belongs to.

use super::{thread_topic, threads_topic};
use crate::{
    core::{Query, Reader, Result, Writer},
    domain::conversations,
};
use shared::{
    email_channel::{EmailMetadata, EmailThread, ListEmailThreads, Received},
    id::{ConversationId, EmailThreadId, MessageId, WorkspaceId},
    permissions::Permission,
};
use sqlx::types::Json;

macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, conversation_id, message_id, in_reply_to,
         message_references AS \"references\", subject, normalized_subject, sender_email, created_at"
    };
}

impl Query for ListEmailThreads {
    async fn run(self, cx: &mut Reader) -> Result<Vec<EmailThread>> {
        let Some(row) = conversations::by_id(cx, self.conversation_id).await? else { return Ok(Vec::new()) };
        if cx.agent_if_allowed(row.workspace_id, Permission::ConversationsRead).await?.is_none() {
            return Ok(Vec::new());
        }
        newest(cx, row.id, self.limit.map_or(100, |limit| limit.clamp(1, 500))).await
    }
}

/// The newest mails of a conversation, newest first.
pub async fn newest(cx: &mut Reader, conversation: ConversationId, most: i64) -> Result<Vec<EmailThread>> {
    Ok(cx
        .read(thread_topic(conversation))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM email_threads WHERE conversation_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
        ))
        .bind(conversation)
        .bind(most)
        .fetch_all()
        .await?)
}

/// Where the mail with this identifier stands.
pub async fn of_message_id(
    cx: &mut Reader,
    workspace: WorkspaceId,
    message_id: &str,
) -> Result<Option<Received>> {
    let found: Option<(ConversationId, MessageId)> = cx
        .read(threads_topic(workspace))
        .query("SELECT conversation_id, chat_message_id FROM email_threads WHERE workspace_id = $1 AND message_id = $2")
        .bind(workspace)
        .bind(message_id.to_owned())
        .fetch_optional()
        .await?;
    Ok(found.map(|(conversation_id, message_id)| Received { conversation_id, message_id }))
}

/// The conversation of the oldest mail of this sender about this.
pub async fn of_subject(
    cx: &mut Reader,
    workspace: WorkspaceId,
    sender: &str,
    normalized: &str,
) -> Result<Option<ConversationId>> {
    let found: Option<(ConversationId,)> = cx
        .read(threads_topic(workspace))
        .query(
            "SELECT conversation_id FROM email_threads
             WHERE workspace_id = $1 AND sender_email = $2 AND normalized_subject = $3
             ORDER BY created_at, id
             LIMIT 1",
        )
        .bind(workspace)
        .bind(sender.to_owned())
        .bind(normalized.to_owned())
        .fetch_optional()
        .await?;
    Ok(found.map(|(id,)| id))
}

/// A mail as it is written down.
pub struct New<'a> {
    pub workspace: WorkspaceId,
    pub conversation: ConversationId,
    pub message: MessageId,
    pub metadata: &'a EmailMetadata,
    pub normalized_subject: String,
    pub sender: &'a str,
}

/// Writes a mail down. Errors: a unique violation when the workspace has had a mail of this identifier, so that the work runs again
/// and finds it.
pub async fn insert(cx: &mut Writer, new: New<'_>) -> Result<()> {
    let (id, now) = (EmailThreadId(cx.new_id()?), cx.now());
    cx.write([thread_topic(new.conversation), threads_topic(new.workspace)])
        .query(
            "INSERT INTO email_threads
                 (id, workspace_id, conversation_id, chat_message_id, message_id, in_reply_to, message_references, subject,
                  normalized_subject, sender_email, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(id)
        .bind(new.workspace)
        .bind(new.conversation)
        .bind(new.message)
        .bind(new.metadata.message_id.clone())
        .bind(new.metadata.in_reply_to.clone())
        .bind(new.metadata.references.clone().map(Json))
        .bind(new.metadata.subject.clone())
        .bind(new.normalized_subject)
        .bind(new.sender.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(())
}
