//! Conversations that begin with a mail, and chats that go on by mail.

use super::{topic, touch, workspace_topic};
use crate::core::{Reader, Result, Topic, Writer};
use shared::{
    Millis,
    conversations::Conversation,
    id::{ConversationId, IdentityId, VisitorId, WorkspaceId},
};

/// A conversation without messages; the mail is its first one.
pub async fn begin_by_mail(
    cx: &mut Writer,
    workspace: WorkspaceId,
    visitor: VisitorId,
    subject: &str,
) -> Result<Conversation> {
    let id = ConversationId(cx.new_id()?);
    let now = cx.now();
    let row: Conversation = cx
        .write(topic(id))
        .query(concat!(
            "INSERT INTO conversations
                 (id, workspace_id, owner_id, owner_kind, created_by, channel, title, status, sort_at, created_at, updated_at)
             VALUES ($1, $2, $3, 'contact', $3, 'email', $4, 'open', $5, $5, $5)
             RETURNING ",
            columns!()
        ))
        .bind(id)
        .bind(workspace)
        .bind(IdentityId::from(visitor))
        .bind(subject.to_owned())
        .bind(now)
        .fetch_one()
        .await?;
    touch(cx, &row);
    Ok(row)
}

/// Chats whose last message is of this time, of which not all was mailed yet, and which a visitor with an address, who was not here since
/// `seen_before`, has not read to the end; and up to which message each was mailed.
pub async fn unread_and_unmailed(
    cx: &mut Reader,
    workspace: WorkspaceId,
    from: Millis,
    until: Millis,
    seen_before: Millis,
    most: i64,
) -> Result<Vec<(Conversation, i64)>> {
    let rows: Vec<Unmailed> = cx
        .read([workspace_topic(workspace), Topic::new("visitors", workspace.0)])
        .query(concat!(
            "SELECT ",
            columns!(),
            ", mailed_seq FROM conversations
             WHERE workspace_id = $1 AND sort_at > $2 AND sort_at <= $3 AND channel = 'chat' AND unread_by_visitor > 0
               AND mailed_seq < last_seq AND ",
            shown!(),
            " AND EXISTS (
                 SELECT 1 FROM visitors
                 WHERE visitors.id = owner_id AND visitors.email IS NOT NULL AND visitors.last_seen_at <= $4
             )
             ORDER BY sort_at, id
             LIMIT $5"
        ))
        .bind(workspace)
        .bind(from)
        .bind(until)
        .bind(seen_before)
        .bind(most)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|row| (row.conversation, row.mailed_seq)).collect())
}

#[derive(sqlx::FromRow)]
struct Unmailed {
    #[sqlx(flatten)]
    conversation: Conversation,
    mailed_seq: i64,
}

/// Notes that a chat was mailed up to its newest message; answers false where that was noted before. It is nothing that anybody sees.
pub async fn mark_mailed(cx: &mut Writer, row: &Conversation) -> Result<bool> {
    let changed = cx
        .write_unnoticed("conversations")
        .query("UPDATE conversations SET mailed_seq = $2 WHERE id = $1 AND mailed_seq < $2")
        .bind(row.id)
        .bind(row.last_seq)
        .execute()
        .await?;
    Ok(changed > 0)
}
