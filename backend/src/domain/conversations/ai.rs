//! What a message of the AI agent does to its conversation.

use super::{topic, touch};
use crate::core::{Result, Writer};
use shared::{conversations::Conversation, id::ConversationId};

/// Something that the AI agent is about to say.
#[derive(Clone, Debug)]
pub struct AiSays<'a> {
    /// A person takes over: the conversation opens and is unread for the team.
    pub is_handoff: bool,
    pub reason: Option<&'a str>,
    /// As it is; absent keeps the last one.
    pub confidence: Option<f64>,
    /// Only if no person has the conversation.
    pub unless_taken: bool,
}

/// Takes the next `seq` for a message of the AI agent: the new row. None if there is no such conversation, or if a person has it.
pub async fn ai_says(cx: &mut Writer, id: ConversationId, says: AiSays<'_>) -> Result<Option<Conversation>> {
    let now = cx.now();
    let row: Option<Conversation> = cx
        .write([topic(id), crate::domain::messages::topic(id)])
        .query(concat!(
            "UPDATE conversations
             SET last_seq = last_seq + 1,
                 rev = rev + 1,
                 last_message_at = CASE WHEN COALESCE(last_message_at, created_at) > $2
                                   THEN COALESCE(last_message_at, created_at) ELSE $2 END,
                 sort_at = CASE WHEN sort_at > $2 THEN sort_at ELSE $2 END,
                 updated_at = CASE WHEN updated_at > $2 THEN updated_at ELSE $2 END,
                 unread_by_visitor = unread_by_visitor + CASE WHEN $3 THEN 0 ELSE 1 END,
                 team_read_seq = CASE WHEN $3 AND unread_by_agent < 1 THEN COALESCE(
                     (SELECT MAX(seq) - 1 FROM messages
                      WHERE messages.conversation_id = conversations.id AND messages.sender_kind = 'contact'),
                     team_read_seq) ELSE team_read_seq END,
                 unread_by_agent = CASE WHEN $3 AND unread_by_agent < 1 THEN 1 ELSE unread_by_agent END,
                 status = CASE WHEN $3 THEN 'open' ELSE status END,
                 snoozed_until = CASE WHEN $3 THEN NULL ELSE snoozed_until END,
                 ai_state = CASE WHEN $3 THEN 'handoff' ELSE 'ai_handled' END,
                 ai_handoff_reason = $4,
                 ai_last_confidence = COALESCE($5, ai_last_confidence),
                 ai_last_response_at = $2
             WHERE id = $1 AND ",
            shown!(),
            " AND (NOT $6 OR (ai_state <> 'handoff' AND first_response_at IS NULL))
             RETURNING ",
            columns!()
        ))
        .bind(id)
        .bind(now)
        .bind(says.is_handoff)
        .bind(says.reason.map(str::to_owned))
        .bind(says.confidence)
        .bind(says.unless_taken)
        .fetch_optional()
        .await?;
    if let Some(row) = &row {
        touch(cx, row);
    }
    Ok(row)
}

/// Notes what the AI agent said in a message that is there already, and whether a person takes over. Who has the conversation keeps it.
pub async fn ai_said(
    cx: &mut Writer,
    id: ConversationId,
    is_handoff: bool,
    reason: Option<&str>,
    confidence: f64,
) -> Result<()> {
    let now = cx.now();
    let row: Option<Conversation> = cx
        .write(topic(id))
        .query(concat!(
            "UPDATE conversations
             SET rev = rev + 1,
                 updated_at = CASE WHEN updated_at > $2 THEN updated_at ELSE $2 END,
                 ai_handoff_reason = CASE WHEN $3 THEN $4 WHEN ai_state = 'handoff' THEN ai_handoff_reason END,
                 ai_state = CASE WHEN $3 OR ai_state = 'handoff' THEN 'handoff' ELSE 'ai_handled' END,
                 ai_last_confidence = $5,
                 ai_last_response_at = $2
             WHERE id = $1
             RETURNING ",
            columns!()
        ))
        .bind(id)
        .bind(now)
        .bind(is_handoff)
        .bind(reason.map(str::to_owned))
        .bind(confidence)
        .fetch_optional()
        .await?;
    if let Some(row) = &row {
        touch(cx, row);
    }
    Ok(())
}
