//! Messages that came or went by e-mail.

use super::{
    rows::{self, New, Text, columns},
    topic,
};
use crate::{
    core::{Reader, Result, Writer},
    domain::media::{self, Parent},
    store::Filter,
};
use shared::{
    conversations::Conversation,
    email_channel::{DeliveryStatus, EmailMetadata},
    id::{AttachmentId, ConversationId, MessageId, UserId, VisitorId},
    messages::{Kind, Message, SenderKind},
};

/// What a message is beside its text when it came or goes by mail.
#[derive(Clone, Debug)]
pub struct Mail {
    pub metadata: Option<EmailMetadata>,
    /// Of one that goes out.
    pub delivery: Option<DeliveryStatus>,
}

/// Stores what a visitor wrote by mail, counted already: all of it, of which the second text is shown.
pub async fn store_mail(
    cx: &mut Writer,
    row: &Conversation,
    visitor: VisitorId,
    (content, visible): (&str, &str),
    mail: Mail,
    files: Vec<AttachmentId>,
) -> Result<MessageId> {
    let text = Text::shown(content, visible);
    let attachments = Some(files).filter(|files| !files.is_empty());
    let new = New { sender: Some(visitor.into()), sender_kind: SenderKind::Contact, ..of(row, text, &mail) };
    let id = rows::insert(cx, New { attachments: attachments.clone(), ..new }).await?;
    if let Some(files) = attachments {
        media::attach(cx, row.workspace_id, visitor.into(), &files, Parent::Message(id)).await?;
    }
    Ok(id)
}

/// Stores what an agent writes as a mail, counted already. Whoever calls it gives it the files.
pub async fn store_mail_of_agent(
    cx: &mut Writer,
    row: &Conversation,
    agent: UserId,
    content: &str,
    mail: Mail,
    files: Vec<AttachmentId>,
) -> Result<MessageId> {
    let attachments = Some(files).filter(|files| !files.is_empty());
    let new = New {
        sender: Some(agent.into()),
        sender_kind: SenderKind::User,
        ..of(row, Text::of(content), &mail)
    };
    rows::insert(cx, New { attachments, ..new }).await
}

fn of<'a>(row: &Conversation, text: Text<'a>, mail: &'a Mail) -> New<'a> {
    New {
        workspace: row.workspace_id,
        conversation: row.id,
        seq: row.last_seq,
        created_at: row.last_message_at.unwrap_or(row.updated_at),
        sender: None,
        sender_kind: SenderKind::System,
        kind: Kind::Text,
        text,
        attachments: None,
        key: None,
        ai: None,
        mail: Some(mail),
    }
}

/// Says how far a mail is. What is told late changes nothing: a mail that has arrived is not on its way.
pub async fn set_delivery(
    cx: &mut Writer,
    conversation: ConversationId,
    id: MessageId,
    status: DeliveryStatus,
) -> Result<()> {
    use DeliveryStatus::{Bounced, Delivered, Failed, Pending, Sent};
    let before: &[DeliveryStatus] = match status {
        Pending => &[],
        Sent | Failed => &[Pending],
        Delivered => &[Pending, Sent],
        Bounced => &[Pending, Sent, Delivered],
    };
    let filter = Filter::new("UPDATE messages SET delivery_status = ")
        .bind(status)
        .push(" WHERE id = ")
        .bind(id)
        .push(" AND ")
        .any_of("delivery_status", before.iter().copied());
    cx.write(topic(conversation)).filter(filter).execute().await?;
    Ok(())
}

/// The first of what agents wrote after this message, oldest first; notes are none of it.
pub async fn replies_after(cx: &mut Reader, conversation: ConversationId, seq: i64) -> Result<Vec<Message>> {
    Ok(cx
        .read(topic(conversation))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM messages
             WHERE conversation_id = $1 AND seq > $2 AND sender_kind = 'user' AND kind = 'text' AND deleted_at IS NULL
             ORDER BY seq
             LIMIT 20"
        ))
        .bind(conversation)
        .bind(seq)
        .fetch_all()
        .await?)
}

/// The newest of what the visitor wrote after this message and after the team's last answer, oldest first.
pub async fn unanswered_after(
    cx: &mut Reader,
    conversation: ConversationId,
    seq: i64,
) -> Result<Vec<Message>> {
    let mut newest: Vec<Message> = cx
        .read(topic(conversation))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM messages
             WHERE conversation_id = $1 AND seq > $2 AND sender_kind = 'contact' AND deleted_at IS NULL
               AND seq > (
                   SELECT COALESCE(MAX(answers.seq), 0) FROM messages answers
                   WHERE answers.conversation_id = $1 AND answers.sender_kind = 'user' AND answers.kind = 'text'
               )
             ORDER BY seq DESC
             LIMIT 20"
        ))
        .bind(conversation)
        .bind(seq)
        .fetch_all()
        .await?;
    newest.reverse();
    Ok(newest)
}

/// A message of a chat leaves by mail too.
pub async fn begin_delivery(cx: &mut Writer, conversation: ConversationId, id: MessageId) -> Result<()> {
    cx.write(topic(conversation))
        .query("UPDATE messages SET delivery_status = $2 WHERE id = $1")
        .bind(id)
        .bind(DeliveryStatus::Pending)
        .execute()
        .await?;
    Ok(())
}
