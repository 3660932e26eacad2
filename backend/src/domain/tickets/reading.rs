//! Tickets as they are shown: to the team with visitor and assignee, to a visitor without what is the team's alone.

use super::{
    access::{Party, by_id, known, party, party_of},
    columns, comments,
    creating::check_visitor,
};
use crate::{
    core::{Error, Query, Reader, Result, Topic},
    domain::{conversations, media, visitors},
    store::Filter,
};
use shared::{
    Code, Millis,
    id::{AttachmentId, TicketId, UserId, WorkspaceId},
    messages::Attachment,
    permissions::Permission,
    tickets::{
        AdminList, AdminTicket, Assignee, Detailed, Get, GetForAdminView, List, ListByVisitor,
        ListForAdminView, Listed, OfVisitor, Ticket, Verdict,
    },
};
use std::collections::{BTreeSet, HashMap};

/// The most tickets that one list answers.
const MOST: i64 = 1000;

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Listed>> {
        cx.agent(self.workspace_id, Permission::ConversationsRead).await?;
        let after = match self.cursor {
            Some(id) => place(cx, self.workspace_id, id).await?,
            None => None,
        };
        let filter = Filter::new(concat!("SELECT ", columns!(), " FROM tickets WHERE workspace_id = "))
            .bind(self.workspace_id)
            .and(" AND status = ", self.status)
            .and(" AND assignee_id = ", self.assignee_id)
            .and(" AND priority = ", self.priority)
            .and_then(|filter| match after {
                Some(place) => filter.push(" AND ").keyset("(created_at, id) <", place),
                None => filter,
            })
            .push(" ORDER BY created_at DESC, id DESC LIMIT ")
            .bind(self.limit.unwrap_or(MOST).clamp(1, MOST));
        let rows = cx.read(Topic::new("tickets", self.workspace_id.0)).filter(filter).fetch_all().await?;
        furnish(cx, rows, true).await
    }
}

/// Where a page begins: after the ticket that the cursor names. One that is gone is none.
async fn place(cx: &mut Reader, workspace: WorkspaceId, id: TicketId) -> Result<Option<(Millis, TicketId)>> {
    Ok(cx
        .read(Topic::new("tickets", workspace.0))
        .query("SELECT created_at, id FROM tickets WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(workspace)
        .fetch_optional()
        .await?)
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Detailed>> {
        let Some(row) = by_id(cx, self.id).await? else { return Ok(None) };
        let (permission, token) = (Permission::ConversationsRead, self.session_token.as_deref());
        let party = party_of(cx, &row, permission, self.visitor_id, token, "access").await?;
        detail(cx, row, &party).await.map(Some)
    }
}

impl Query for ListByVisitor {
    async fn run(self, cx: &mut Reader) -> Result<Vec<OfVisitor>> {
        let (permission, token) = (Permission::ConversationsRead, self.session_token.as_deref());
        let party = party(cx, self.workspace_id, permission, self.visitor_id, token).await?;
        let visitor = match (party, self.visitor_id) {
            (Party::Visitor(session), _) => session.visitor,
            (Party::Team(_), Some(visitor)) => visitor,
            (Party::Team(_), None) => return Ok(Vec::new()),
        };
        check_visitor(cx, visitor, self.workspace_id).await?;
        let rows: Vec<Ticket> = cx
            .read(Topic::new("tickets", visitor.0))
            .query(concat!(
                "SELECT ",
                columns!(),
                " FROM tickets WHERE visitor_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
            ))
            .bind(visitor)
            .bind(self.limit.unwrap_or(MOST).clamp(1, MOST))
            .fetch_all()
            .await?;
        let files = files(cx, &rows).await?;
        let listed = |ticket: Ticket| OfVisitor {
            attachments: media::of(&files, ticket.attachment_ids.as_deref()),
            ticket,
        };
        Ok(rows.into_iter().map(listed).collect())
    }
}

impl Query for ListForAdminView {
    async fn run(self, cx: &mut Reader) -> Result<AdminList> {
        let Self { workspace_id, status, assignee_id, priority, limit, cursor } = self;
        let list = List { workspace_id, status, assignee_id, priority, limit, cursor };
        let (status, tickets) = verdict(list.run(cx).await)?;
        Ok(AdminList { status, tickets: tickets.unwrap_or_default() })
    }
}

impl Query for GetForAdminView {
    async fn run(self, cx: &mut Reader) -> Result<AdminTicket> {
        let (status, ticket) = verdict(for_admins(cx, self.id).await)?;
        Ok(AdminTicket { status, ticket })
    }
}

async fn for_admins(cx: &mut Reader, id: TicketId) -> Result<Detailed> {
    cx.user()?;
    let row = known(cx, id).await?;
    let agent = cx.agent(row.workspace_id, Permission::ConversationsRead).await?;
    detail(cx, row, &Party::Team(agent)).await
}

/// A refusal as a word; a fault of ours stays one.
fn verdict<T>(answer: Result<T>) -> Result<(Verdict, Option<T>)> {
    let refusal = match answer {
        Ok(answer) => return Ok((Verdict::Ok, Some(answer))),
        Err(Error::Refused(refusal)) => refusal,
        Err(fault) => return Err(fault),
    };
    let verdict = match refusal.code {
        Code::NotAuthenticated => Verdict::Unauthenticated,
        Code::NotFound => Verdict::NotFound,
        _ => Verdict::Forbidden,
    };
    Ok((verdict, None))
}

/// The ticket with all that `party` may see of it.
async fn detail(cx: &mut Reader, row: Ticket, party: &Party) -> Result<Detailed> {
    let is_team = matches!(party, Party::Team(_));
    let conversation = match row.conversation_id {
        Some(id) => conversations::by_id(cx, id).await?,
        None => None,
    };
    let conversation = conversation.filter(|found| is_team || found.visitor_id == row.visitor_id);
    let comments = comments::of_ticket(cx, row.id, is_team).await?;
    let listed = furnish(cx, vec![row], is_team).await?.remove(0);
    Ok(Detailed { listed, conversation, comments })
}

/// Adds visitors, assignees and files, one statement each.
async fn furnish(cx: &mut Reader, rows: Vec<Ticket>, is_team: bool) -> Result<Vec<Listed>> {
    let visitors = visitors::by_ids(cx, rows.iter().filter_map(|row| row.visitor_id)).await?;
    let assignees = assignees(cx, rows.iter().filter_map(|row| row.assignee_id), is_team).await?;
    let files = files(cx, &rows).await?;
    let listed = |ticket: Ticket| Listed {
        visitor: ticket.visitor_id.and_then(|id| visitors.get(&id).cloned()),
        assignee: ticket.assignee_id.and_then(|id| assignees.get(&id).cloned()),
        attachments: media::of(&files, ticket.attachment_ids.as_deref()),
        ticket,
    };
    Ok(rows.into_iter().map(listed).collect())
}

async fn files(cx: &mut Reader, rows: &[Ticket]) -> Result<HashMap<AttachmentId, Attachment>> {
    media::descriptors(cx, rows.iter().flat_map(|row| row.attachment_ids.iter().flatten())).await
}

async fn assignees(
    cx: &mut Reader,
    ids: impl Iterator<Item = UserId>,
    shows_email: bool,
) -> Result<HashMap<UserId, Assignee>> {
    let ids: BTreeSet<UserId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let topics: Vec<Topic> = ids.iter().map(|id| Topic::new("users", id.0)).collect();
    let filter = Filter::new("SELECT id, name, email, avatar_url FROM users WHERE ").any_of("id", ids);
    let found: Vec<Assignee> = cx.read(topics).filter(filter).fetch_all().await?;
    let shown = |row: Assignee| (row.id, Assignee { email: row.email.filter(|_| shows_email), ..row });
    Ok(found.into_iter().map(shown).collect())
}
