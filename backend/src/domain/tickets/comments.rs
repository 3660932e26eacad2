//! What is said about a ticket. An internal comment is for the team alone.

use super::{
    access::{Party, known, party_of},
    topics,
};
use crate::{
    core::{Limit, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{attachments, visitors::Person},
    store::Filter,
};
use shared::{
    id::{IdentityId, TicketCommentId, TicketId},
    limits,
    permissions::Permission,
    tickets::{AddComment, AuthorType, Comment, GetComments, ListedComment},
};

/// The comments of one ticket.
fn comments_topic(ticket: TicketId) -> Topic {
    Topic::new("ticket_comments", ticket.0)
}

impl Mutation for AddComment {
    async fn run(self, cx: &mut Writer) -> Result<TicketCommentId> {
        let row = known(cx, self.ticket_id).await?;
        let (permission, token) = (Permission::ConversationsReply, self.session_token.as_deref());
        let party = party_of(cx, &row, permission, self.visitor_id, token, "comment on").await?;
        let (author, kind, is_internal) = match party {
            Party::Team(agent) => {
                (IdentityId::from(agent.user), AuthorType::Agent, self.is_internal.unwrap_or_default())
            }
            Party::Visitor(session) => (session.visitor.into(), AuthorType::Visitor, false),
        };
        limits::content("The comment", &self.content)?;
        attachments::check(self.attachment_ids.as_deref())?;
        cx.count(Limit::Send, author.0)?;
        let now = cx.now();
        cx.write(topics(&row))
            .query("UPDATE tickets SET updated_at = $2 WHERE id = $1")
            .bind(row.id)
            .bind(now)
            .execute()
            .await?;
        insert(cx, row.id, Some(author), kind, self.content, is_internal).await
    }
}

impl Query for GetComments {
    async fn run(self, cx: &mut Reader) -> Result<Vec<ListedComment>> {
        let row = known(cx, self.ticket_id).await?;
        let (permission, token) = (Permission::ConversationsRead, self.session_token.as_deref());
        let party = party_of(cx, &row, permission, self.visitor_id, token, "access").await?;
        let shows_internal = matches!(party, Party::Team(_)) && self.include_internal == Some(true);
        of_ticket(cx, row.id, shows_internal).await
    }
}

/// The comments of a ticket, oldest first.
pub async fn of_ticket(
    cx: &mut Reader,
    ticket: TicketId,
    shows_internal: bool,
) -> Result<Vec<ListedComment>> {
    let filter = Filter::new(
        "SELECT id, created_at AS creation_time, ticket_id, author_id, author_type, content, is_internal, created_at
         FROM ticket_comments
         WHERE ticket_id = ",
    )
    .bind(ticket)
    .push_if(!shows_internal, " AND NOT is_internal")
    .push(" ORDER BY created_at, id");
    let comments: Vec<Comment> = cx.read(comments_topic(ticket)).filter(filter).fetch_all().await?;
    let listed = |comment| ListedComment { comment, attachments: Vec::new() };
    Ok(comments.into_iter().map(listed).collect())
}

pub async fn by_the_system(cx: &mut Writer, ticket: TicketId, content: String) -> Result<TicketCommentId> {
    insert(cx, ticket, None, AuthorType::System, content, false).await
}

async fn insert(
    cx: &mut Writer,
    ticket: TicketId,
    author: Option<IdentityId>,
    kind: AuthorType,
    content: String,
    is_internal: bool,
) -> Result<TicketCommentId> {
    let (id, now) = (TicketCommentId(cx.new_id()?), cx.now());
    cx.write(comments_topic(ticket))
        .query(
            "INSERT INTO ticket_comments (id, ticket_id, author_id, author_type, content, is_internal, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(ticket)
        .bind(author)
        .bind(kind)
        .bind(content)
        .bind(is_internal)
        .bind(now)
        .execute()
        .await?;
    Ok(id)
}

/// Gives one visitor's comments on a ticket to another who turned out to be the same person.
pub async fn reassign(cx: &mut Writer, ticket: TicketId, from: IdentityId, to: IdentityId) -> Result<()> {
    cx.write(comments_topic(ticket))
        .query("UPDATE ticket_comments SET author_id = $3 WHERE ticket_id = $1 AND author_id = $2")
        .bind(ticket)
        .bind(from)
        .bind(to)
        .execute()
        .await?;
    Ok(())
}

/// Deletes what is said about these tickets, and what the person said about others.
pub async fn erase(cx: &mut Writer, tickets: Vec<TicketId>, person: &Person) -> Result<()> {
    let filter = Filter::new("DELETE FROM ticket_comments WHERE ")
        .any_of("ticket_id", tickets)
        .push(" OR ")
        .any_of("author_id", person.identities())
        .push(" RETURNING ticket_id");
    let gone: Vec<(TicketId,)> = cx.write_unnoticed("ticket_comments").filter(filter).fetch_all().await?;
    gone.iter().for_each(|(ticket,)| cx.touch(comments_topic(*ticket)));
    Ok(())
}
