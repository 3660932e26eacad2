//! What becomes of a ticket: status, priority, assignee, its end, and another visitor who is the same person.

use super::{access::for_agent, comments, topics};
use crate::{
    core::{Mutation, Result, Topic, Writer},
    domain::{agent_notices, workspace_members},
};
use shared::{
    Error,
    id::{TicketId, VisitorId, WorkspaceId},
    limits,
    permissions::Permission,
    tickets::{Resolve, Update},
};

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<TicketId> {
        let by = cx.user()?;
        let row = for_agent(cx, self.id, Permission::ConversationsReply).await?;
        if let Some(Some(assignee)) = self.assignee_id
            && workspace_members::membership(cx, assignee, row.workspace_id).await?.is_none()
        {
            return Err(Error::not_found("Agent").into());
        }
        limits::token("The team", self.team_id.as_deref().unwrap_or_default())?;
        let now = cx.now();
        cx.write(topics(&row))
            .query(
                "UPDATE tickets
                 SET status = COALESCE($2, status),
                     priority = COALESCE($3, priority),
                     assignee_id = CASE WHEN $4 THEN $5 ELSE assignee_id END,
                     team_id = COALESCE($6, team_id),
                     resolved_at = CASE WHEN $2 = 'resolved' THEN $7 ELSE resolved_at END,
                     updated_at = $7
                 WHERE id = $1",
            )
            .bind(self.id)
            .bind(self.status)
            .bind(self.priority)
            .bind(self.assignee_id.is_some())
            .bind(self.assignee_id.flatten())
            .bind(self.team_id)
            .bind(now)
            .execute()
            .await?;
        if let Some(Some(assignee)) = self.assignee_id {
            agent_notices::ticket_assigned(cx, &row, assignee, by).await?;
        }
        Ok(self.id)
    }
}

impl Mutation for Resolve {
    async fn run(self, cx: &mut Writer) -> Result<TicketId> {
        let row = for_agent(cx, self.id, Permission::ConversationsReply).await?;
        limits::content("The summary", self.resolution_summary.as_deref().unwrap_or_default())?;
        let now = cx.now();
        cx.write(topics(&row))
            .query(
                "UPDATE tickets
                 SET status = 'resolved', resolved_at = $2, resolution_summary = $3, updated_at = $2
                 WHERE id = $1",
            )
            .bind(self.id)
            .bind(now)
            .bind(self.resolution_summary.clone())
            .execute()
            .await?;
        if let Some(summary) = self.resolution_summary {
            comments::by_the_system(cx, self.id, summary).await?;
        }
        Ok(self.id)
    }
}

/// Gives the tickets of one visitor to another who turned out to be the same person, with what it said there.
pub async fn reassign(cx: &mut Writer, workspace: WorkspaceId, from: VisitorId, to: VisitorId) -> Result<()> {
    let both = [from.0, to.0, workspace.0].map(|key| Topic::new("tickets", key));
    let now = cx.now();
    let moved: Vec<(TicketId,)> = cx
        .write(both)
        .query("UPDATE tickets SET visitor_id = $2, updated_at = $3 WHERE visitor_id = $1 RETURNING id")
        .bind(from)
        .bind(to)
        .bind(now)
        .fetch_all()
        .await?;
    for (ticket,) in moved {
        cx.touch(super::topic(ticket));
        comments::reassign(cx, ticket, from.into(), to.into()).await?;
    }
    Ok(())
}
