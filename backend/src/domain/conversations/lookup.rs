//! Who may see a conversation, and as what.

use super::topic;
use crate::core::{Agent, Reader, Result, VisitorSession};
use shared::{Error, conversations::Conversation, id::ConversationId, permissions::Permission};

/// On which side of a conversation the caller stands.
#[derive(Clone, Debug)]
pub enum Side {
    /// A member who may read it.
    Team(Agent),
    /// The visitor whose conversation it is.
    Owner(VisitorSession),
}

/// The conversation and the caller's side of it, if the caller may see it: the owning visitor by its session token, else a
/// signed-in member with `conversations.read`. A bad token counts as none.
pub async fn visible(
    cx: &mut Reader,
    id: ConversationId,
    token: Option<&str>,
) -> Result<Option<(Conversation, Side)>> {
    let Some(row) = by_id(cx, id).await? else { return Ok(None) };
    if token.is_some()
        && let Some(visitor) = cx.visitor_if_allowed(token, row.workspace_id).await?
        && row.visitor_id == Some(visitor.visitor)
    {
        return Ok(Some((row, Side::Owner(visitor))));
    }
    let agent = cx.agent_if_allowed(row.workspace_id, Permission::ConversationsRead).await?;
    Ok(agent.map(|agent| (row, Side::Team(agent))))
}

/// The conversation for a member who holds `permission`. Errors, in this order: "Not authenticated", "Conversation not found",
/// "Not a member of this workspace", "Permission denied: <permission>".
pub async fn for_agent(
    cx: &mut Reader,
    id: ConversationId,
    permission: Permission,
) -> Result<(Conversation, Agent)> {
    cx.user()?;
    let row = by_id(cx, id).await?.ok_or_else(|| Error::not_found("Conversation"))?;
    let agent = cx.agent(row.workspace_id, permission).await?;
    Ok((row, agent))
}

/// The conversation, whoever asks: for callers that decide themselves what may be seen.
pub async fn by_id(cx: &mut Reader, id: ConversationId) -> Result<Option<Conversation>> {
    let row = cx
        .read(topic(id))
        .query(concat!("SELECT ", columns!(), " FROM conversations WHERE id = $1 AND ", shown!()))
        .bind(id)
        .fetch_optional()
        .await?;
    Ok(row)
}
