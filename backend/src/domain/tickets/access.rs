//! Who may do what with a ticket: a signed-in member by permission, else the visitor whose ticket it is.

use super::{columns, topic};
use crate::core::{Agent, Reader, Result, VisitorSession};
use shared::{
    Error,
    id::{TicketId, VisitorId, WorkspaceId},
    permissions::Permission,
    tickets::Ticket,
};

/// A caller of a function for both sides.
pub enum Party {
    Team(Agent),
    Visitor(VisitorSession),
}

/// Whoever is signed in is an agent, also with a token (functions-inbox.md §0.5). A visitor may name only itself.
pub async fn party(
    cx: &mut Reader,
    workspace: WorkspaceId,
    permission: Permission,
    claimed: Option<VisitorId>,
    token: Option<&str>,
) -> Result<Party> {
    if cx.caller().user_id().is_some() {
        return Ok(Party::Team(cx.agent(workspace, permission).await?));
    }
    let visitor = cx.visitor(token, workspace).await?;
    if claimed.is_some_and(|id| id != visitor.visitor) {
        return Err(stranger("access").into());
    }
    Ok(Party::Visitor(visitor))
}

/// As [`party`], for one ticket, of which a visitor must be the owner. `doing` is in the refusal: "Not authorized to … this ticket".
pub async fn party_of(
    cx: &mut Reader,
    row: &Ticket,
    permission: Permission,
    claimed: Option<VisitorId>,
    token: Option<&str>,
    doing: &str,
) -> Result<Party> {
    let party = party(cx, row.workspace_id, permission, claimed, token).await?;
    match &party {
        Party::Visitor(visitor) if row.visitor_id != Some(visitor.visitor) => Err(stranger(doing).into()),
        _ => Ok(party),
    }
}

/// The ticket for a member who holds `permission`. Errors, in this order: "Not authenticated", "Ticket not found", those of the
/// member.
pub async fn for_agent(cx: &mut Reader, id: TicketId, permission: Permission) -> Result<Ticket> {
    cx.user()?;
    let row = known(cx, id).await?;
    cx.agent(row.workspace_id, permission).await?;
    Ok(row)
}

/// The ticket, whoever asks.
pub async fn by_id(cx: &mut Reader, id: TicketId) -> Result<Option<Ticket>> {
    Ok(cx
        .read(topic(id))
        .query(concat!("SELECT ", columns!(), " FROM tickets WHERE id = $1"))
        .bind(id)
        .fetch_optional()
        .await?)
}

/// As [`by_id`]. Errors: "Ticket not found".
pub async fn known(cx: &mut Reader, id: TicketId) -> Result<Ticket> {
    Ok(by_id(cx, id).await?.ok_or_else(|| Error::not_found("Ticket"))?)
}

fn stranger(doing: &str) -> Error {
    Error::not_authorized(format!("Not authorized to {doing} this ticket"))
}
