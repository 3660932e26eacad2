//! What a new message does to its conversation, in the one statement whose row lock orders all sends (design §5).

use super::{topic, touch};
use crate::core::{Result, Writer};
use shared::{
    conversations::{Conversation, Status},
    id::{ConversationId, IdentityId},
};

/// Now, or the last activity if a clock that was ahead wrote it: time never runs backwards within a conversation.
macro_rules! latest {
    () => {
        "CASE WHEN COALESCE(last_message_at, created_at) > $2 THEN COALESCE(last_message_at, created_at) ELSE $2 END"
    };
}

/// A message that is about to be stored.
#[derive(Clone, Copy, Debug)]
pub struct Activity<'a> {
    /// From the visitor. It counts for the team, and opens a closed or snoozed conversation (domain-model.md §7.9).
    pub is_inbound: bool,
    /// From a member of the team, so that it can be the first response.
    pub is_reply: bool,
    /// For the team alone: the visitor's counts, times and order of conversations stay as they are.
    pub is_note: bool,
    pub sender: Option<IdentityId>,
    /// With this key of the sender's own the message is stored once.
    pub key: Option<&'a str>,
}

/// Takes the next `seq` for a message and counts it: the new row, whose `last_seq` and `last_message_at` are the message's. None
/// if there is no such conversation, or if the sender has used the key before.
pub async fn added_message(
    cx: &mut Writer,
    id: ConversationId,
    message: Activity<'_>,
) -> Result<Option<Conversation>> {
    let now = cx.now();
    let row: Option<Conversation> = cx
        .write([topic(id), crate::domain::messages::topic(id)])
        .query(concat!(
            "UPDATE conversations
             SET last_seq = last_seq + 1,
                 rev = rev + 1,
                 last_message_at = CASE WHEN $6 THEN last_message_at ELSE ",
            latest!(),
            " END, sort_at = CASE WHEN $6 THEN sort_at ELSE ",
            latest!(),
            " END, updated_at = ",
            latest!(),
            ", unread_by_agent = unread_by_agent + CASE WHEN $3 THEN 1 ELSE 0 END,
               unread_by_visitor = unread_by_visitor + CASE WHEN $3 OR $6 THEN 0 ELSE 1 END,
               first_inbound_seq = CASE WHEN $3 THEN COALESCE(first_inbound_seq, last_seq + 1) ELSE first_inbound_seq END
             WHERE id = $1 AND ",
            shown!(),
            " AND NOT EXISTS (SELECT 1 FROM messages WHERE sender_id = $4 AND client_message_id = $5)
             RETURNING ",
            columns!()
        ))
        .bind(id)
        .bind(now)
        .bind(message.is_inbound)
        .bind(message.sender)
        .bind(message.key.map(str::to_owned))
        .bind(message.is_note)
        .fetch_optional()
        .await?;
    let Some(row) = row else { return Ok(None) };
    touch(cx, &row);
    turned(cx, row, message).await.map(Some)
}

/// What few messages do beside being counted. A statement of its own, since SQLite writes anew what an index holds of each column that
/// a statement sets, changed or not.
async fn turned(cx: &mut Writer, row: Conversation, message: Activity<'_>) -> Result<Conversation> {
    let is_at_rest = row.status != Status::Open || row.snoozed_until.is_some() || row.resolved_at.is_some();
    let opens = message.is_inbound && is_at_rest;
    let responds = message.is_reply && row.first_response_at.is_none();
    if !opens && !responds {
        return Ok(row);
    }
    let row = cx
        .write(topic(row.id))
        .query(concat!(
            "UPDATE conversations
             SET status = CASE WHEN $2 THEN 'open' ELSE status END,
                 snoozed_until = CASE WHEN $2 THEN NULL ELSE snoozed_until END,
                 resolved_at = CASE WHEN $2 THEN NULL ELSE resolved_at END,
                 first_response_at = CASE WHEN $3 THEN last_message_at ELSE first_response_at END
             WHERE id = $1
             RETURNING ",
            columns!()
        ))
        .bind(row.id)
        .bind(opens)
        .bind(responds)
        .fetch_one()
        .await?;
    Ok(row)
}
