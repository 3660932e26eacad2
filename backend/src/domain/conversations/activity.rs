//! What a new message does to its conversation, in the one statement whose row lock orders all sends (design §5).

use super::{topic, touch};
use crate::core::{Result, Writer};
use shared::{
    conversations::Conversation,
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
                 last_message_at = CASE WHEN $7 THEN last_message_at ELSE ",
            latest!(),
            " END, sort_at = CASE WHEN $7 THEN sort_at ELSE ",
            latest!(),
            " END, updated_at = ",
            latest!(),
            ", unread_by_agent = unread_by_agent + CASE WHEN $3 THEN 1 ELSE 0 END,
               unread_by_visitor = unread_by_visitor + CASE WHEN $3 OR $7 THEN 0 ELSE 1 END,
               first_inbound_seq = CASE WHEN $3 THEN COALESCE(first_inbound_seq, last_seq + 1) ELSE first_inbound_seq END,
               status = CASE WHEN $3 THEN 'open' ELSE status END,
               snoozed_until = CASE WHEN $3 THEN NULL ELSE snoozed_until END,
               resolved_at = CASE WHEN $3 THEN NULL ELSE resolved_at END,
               first_response_at = CASE WHEN $4 THEN COALESCE(first_response_at, ",
            latest!(),
            ") ELSE first_response_at END
             WHERE id = $1 AND ",
            shown!(),
            " AND NOT EXISTS (SELECT 1 FROM messages WHERE sender_id = $5 AND client_message_id = $6)
             RETURNING ",
            columns!()
        ))
        .bind(id)
        .bind(now)
        .bind(message.is_inbound)
        .bind(message.is_reply)
        .bind(message.sender)
        .bind(message.key.map(str::to_owned))
        .bind(message.is_note)
        .fetch_optional()
        .await?;
    if let Some(row) = &row {
        touch(cx, row);
    }
    Ok(row)
}
