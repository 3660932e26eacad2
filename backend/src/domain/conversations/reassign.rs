//! What happens to conversations when two visitors turn out to be one person.

use crate::{
    core::{Result, Topic, Writer},
    domain::{messages, participants},
};
use shared::id::{ConversationId, VisitorId, WorkspaceId};

/// Gives every conversation of one visitor to another, with what it wrote there; answers how many.
pub async fn reassign(
    cx: &mut Writer,
    workspace: WorkspaceId,
    from: VisitorId,
    to: VisitorId,
) -> Result<usize> {
    let both = [from.0, to.0, workspace.0].map(|key| Topic::new("conversations", key));
    let now = cx.now();
    let moved: Vec<(ConversationId,)> = cx
        .write(both)
        .query(
            "UPDATE conversations SET owner_id = $2, rev = rev + 1, updated_at = $3 WHERE owner_id = $1
             RETURNING id",
        )
        .bind(from)
        .bind(to)
        .bind(now)
        .fetch_all()
        .await?;
    let count = moved.len();
    for (conversation,) in moved {
        cx.touch(Topic::new("conversations", conversation.0));
        messages::reassign(cx, conversation, from.into(), to.into()).await?;
        participants::replace(cx, conversation, from.into(), to.into()).await?;
    }
    Ok(count)
}
