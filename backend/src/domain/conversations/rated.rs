//! A visitor's rating on its conversation.

use super::{topic, touch};
use crate::core::{Result, Writer};
use shared::{conversations::Conversation, id::CsatResponseId};

/// Writes down that the conversation was rated now.
pub async fn rated(cx: &mut Writer, row: &Conversation, response: CsatResponseId) -> Result<()> {
    let now = cx.now();
    cx.write(topic(row.id))
        .query(
            "UPDATE conversations
             SET csat_completed_at = $2, csat_response_id = $3, updated_at = $2, rev = rev + 1
             WHERE id = $1",
        )
        .bind(row.id)
        .bind(now)
        .bind(response)
        .execute()
        .await?;
    touch(cx, row);
    Ok(())
}
