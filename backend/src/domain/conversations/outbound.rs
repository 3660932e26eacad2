//! Conversations that a team begins: a chat that a visitor has opened (functions-engagement.md §7).

use super::{topic, touch};
use crate::{
    core::{Result, Writer},
    domain::{messages, participants},
};
use shared::{
    conversations::Conversation,
    id::{ConversationId, IdentityId, UserId, VisitorId, WorkspaceId},
};

/// A conversation whose first message is the team's; the visitor has read it. It is a moment older than the message, since clients take one
/// of which both are as old for empty.
pub async fn begin_by_team(
    cx: &mut Writer,
    workspace: WorkspaceId,
    visitor: VisitorId,
    sender: Option<UserId>,
    text: &str,
) -> Result<ConversationId> {
    let id = ConversationId(cx.new_id()?);
    let owner = IdentityId::from(visitor);
    let now = cx.now();
    let row: Conversation = cx
        .write(topic(id))
        .query(concat!(
            "INSERT INTO conversations
                 (id, workspace_id, owner_id, owner_kind, created_by, status, last_seq, owner_read_seq,
                  last_message_at, sort_at, created_at, updated_at)
             VALUES ($1, $2, $3, 'contact', $4, 'open', 1, 1, $5, $5, $6, $5)
             RETURNING ",
            columns!()
        ))
        .bind(id)
        .bind(workspace)
        .bind(owner)
        .bind(sender.map_or(owner, IdentityId::from))
        .bind(now)
        .bind(now - 1)
        .fetch_one()
        .await?;
    touch(cx, &row);
    participants::join(cx, id, owner, participants::Role::Owner, 0).await?;
    if let Some(sender) = sender {
        participants::join(cx, id, sender.into(), participants::Role::Member, 0).await?;
    }
    messages::say_for(cx, &row, sender, text).await?;
    Ok(id)
}
