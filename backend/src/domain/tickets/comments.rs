//! What is said about a ticket. An internal comment is for the team alone.

use super::{
    access::{Party, known, party_of},
    topics,
};
use crate::{
    core::{Limit, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{
        agent_notices,
        media::{self, Parent},
        visitors::Person,
    },
    store::Filter,
};
use shared::{
    id::{AttachmentId, IdentityId, TicketCommentId, TicketId},
    limits,
    permissions::Permission,
    tickets::{AddComment, AuthorType, Comment, GetComments, ListedComment},
};
use sqlx::types::Json;

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
        let attachments = media::of_ids(self.attachment_ids.as_deref())?;
        cx.count(Limit::Send, author.0)?;
        let now = cx.now();
        cx.write(topics(&row))
            .query("UPDATE tickets SET updated_at = $2 WHERE id = $1")
            .bind(row.id)
            .bind(now)
            .execute()
            .await?;
        let new = New { author: Some(author), kind, content: self.content, is_internal, attachments };
        let files = new.attachments.clone().unwrap_or_default();
        let id = insert(cx, row.id, new).await?;
        if kind == AuthorType::Visitor {
            agent_notices::ticket_answered(cx, &row).await?;
        }
        media::attach(cx, row.workspace_id, author, &files, Parent::Comment(id)).await?;
        Ok(id)
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
        "SELECT id, created_at AS creation_time, ticket_id, author_id, author_type, content, is_internal, attachment_ids,
                created_at
         FROM ticket_comments
         WHERE ticket_id = ",
    )
    .bind(ticket)
    .push_if(!shows_internal, " AND NOT is_internal")
    .push(" ORDER BY created_at, id");
    let comments: Vec<Comment> = cx.read(comments_topic(ticket)).filter(filter).fetch_all().await?;
    let files =
        media::descriptors(cx, comments.iter().flat_map(|row| row.attachment_ids.iter().flatten())).await?;
    let listed = |comment: Comment| ListedComment {
        attachments: media::of(&files, comment.attachment_ids.as_deref()),
        comment,
    };
    Ok(comments.into_iter().map(listed).collect())
}

pub async fn by_the_system(cx: &mut Writer, ticket: TicketId, content: String) -> Result<TicketCommentId> {
    let new = New { author: None, kind: AuthorType::System, content, is_internal: false, attachments: None };
    insert(cx, ticket, new).await
}

/// A comment that was checked.
struct New {
    author: Option<IdentityId>,
    kind: AuthorType,
    content: String,
    is_internal: bool,
    attachments: Option<Vec<AttachmentId>>,
}

async fn insert(cx: &mut Writer, ticket: TicketId, new: New) -> Result<TicketCommentId> {
    let (id, now) = (TicketCommentId(cx.new_id()?), cx.now());
    cx.write(comments_topic(ticket))
        .query(
            "INSERT INTO ticket_comments
                 (id, ticket_id, author_id, author_type, content, is_internal, attachment_ids, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id)
        .bind(ticket)
        .bind(new.author)
        .bind(new.kind)
        .bind(new.content)
        .bind(new.is_internal)
        .bind(new.attachments.map(Json))
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
