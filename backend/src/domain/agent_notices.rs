//! Members are told by mail what visitors write and what colleagues give them (functions-inbox.md §2 and §3, functions-identity.md §15):
//! some time later, if they have not seen it by then, and in one letter for each conversation or ticket.

mod finding;
mod letter;
mod news;
mod telling;

pub use finding::{Find, Unnoticed};
pub use telling::{Forget, Tell};

use crate::{
    core::{Reader, Result, Writer},
    domain::workspace_members,
    store::Filter,
};
use shared::{
    Millis,
    conversations::Conversation,
    id::{UserId, Uuid, WorkspaceId},
    permissions::Permission,
    tickets::Ticket,
};

const MINUTE: Millis = 60_000;
/// So long a visitor may go on writing, and a member come and see it.
const PATIENCE: Millis = MINUTE;
/// What is older, when the server comes back or whoever was there leaves, is left alone.
const OLDEST: Millis = 24 * 60 * MINUTE;

/// Why a member is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
enum Reason {
    /// A visitor has written in a conversation.
    Message,
    /// The AI agent has called a person.
    Handoff,
    Assignment,
    /// A visitor has opened a ticket.
    Ticket,
    TicketReply,
    TicketAssignment,
}

impl Reason {
    /// A colleague did it.
    fn is_assignment(self) -> bool {
        matches!(self, Self::Assignment | Self::TicketAssignment)
    }
    /// It is said in place of that which waits already.
    fn is_weighty(self) -> bool {
        !matches!(self, Self::Message | Self::TicketReply)
    }
}

/// Something that members are to be told of.
struct Notice {
    workspace: WorkspaceId,
    /// A conversation or a ticket.
    about: Uuid,
    reason: Reason,
    actor: Option<UserId>,
    /// The conversation's newest message.
    seq: i64,
    due_at: Millis,
}

/// The AI agent has called a person into a conversation.
pub async fn handed_off(cx: &mut Writer, row: &Conversation) -> Result<()> {
    let members = readers(cx, row.workspace_id, row.assigned_agent_id).await?;
    let due_at = cx.now() + PATIENCE;
    expect(cx, of_conversation(row, Reason::Handoff, due_at), &members).await
}

/// A member was given a conversation; what somebody takes is no news to it.
pub async fn assigned(cx: &mut Writer, row: &Conversation, to: UserId, by: UserId) -> Result<()> {
    if to == by || row.assigned_agent_id == Some(to) {
        return Ok(());
    }
    let due_at = cx.now() + PATIENCE;
    let notice = Notice { actor: Some(by), ..of_conversation(row, Reason::Assignment, due_at) };
    expect(cx, notice, &[to]).await
}

/// A visitor has opened a ticket.
pub async fn ticket_opened(cx: &mut Writer, row: &Ticket) -> Result<()> {
    let members = readers(cx, row.workspace_id, row.assignee_id).await?;
    let due_at = cx.now() + PATIENCE;
    expect(cx, of_ticket(row, Reason::Ticket, due_at), &members).await
}

/// A visitor has written about a ticket: whoever has it is told.
pub async fn ticket_answered(cx: &mut Writer, row: &Ticket) -> Result<()> {
    let Some(assignee) = row.assignee_id else { return Ok(()) };
    let due_at = cx.now() + PATIENCE;
    expect(cx, of_ticket(row, Reason::TicketReply, due_at), &[assignee]).await
}

/// A member was given a ticket; what somebody takes is no news to it.
pub async fn ticket_assigned(cx: &mut Writer, row: &Ticket, to: UserId, by: UserId) -> Result<()> {
    if to == by || row.assignee_id == Some(to) {
        return Ok(());
    }
    let due_at = cx.now() + PATIENCE;
    let notice = Notice { actor: Some(by), ..of_ticket(row, Reason::TicketAssignment, due_at) };
    expect(cx, notice, &[to]).await
}

/// Forgets who was told of these conversations or tickets.
pub async fn erase(cx: &mut Writer, about: impl IntoIterator<Item = Uuid>) -> Result<()> {
    let filter = Filter::new("DELETE FROM agent_notices WHERE ").any_of("about_id", about);
    cx.write_unnoticed("agent_notices").filter(filter).execute().await?;
    Ok(())
}

fn of_conversation(row: &Conversation, reason: Reason, due_at: Millis) -> Notice {
    let (workspace, about) = (row.workspace_id, row.id.0);
    Notice { workspace, about, reason, actor: None, seq: row.last_seq, due_at }
}

fn of_ticket(row: &Ticket, reason: Reason, due_at: Millis) -> Notice {
    Notice { workspace: row.workspace_id, about: row.id.0, reason, actor: None, seq: 0, due_at }
}

/// Who is told of what a visitor writes: the member whose it is, else everybody who may read it.
async fn readers(cx: &mut Reader, workspace: WorkspaceId, assignee: Option<UserId>) -> Result<Vec<UserId>> {
    if !cx.app().mail().can_send() {
        return Ok(Vec::new());
    }
    let may_read = workspace_members::who_may(cx, workspace, Permission::ConversationsRead).await?;
    Ok(match assignee.filter(|assignee| may_read.contains(assignee)) {
        Some(assignee) => vec![assignee],
        None => may_read,
    })
}

/// Writes down that members are to be told, where the server can tell them. Of what waits already the time stays.
async fn expect(cx: &mut Writer, notice: Notice, members: &[UserId]) -> Result<()> {
    if !cx.app().mail().can_send() {
        return Ok(());
    }
    let now = cx.now();
    for member in members {
        cx.write_unnoticed("agent_notices")
            .query(
                "INSERT INTO agent_notices (about_id, user_id, workspace_id, reason, actor_id, since, since_seq, due_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (about_id, user_id) DO UPDATE
                 SET reason = CASE WHEN $9 OR agent_notices.due_at IS NULL THEN excluded.reason ELSE agent_notices.reason END,
                     actor_id = CASE WHEN $9 OR agent_notices.due_at IS NULL THEN excluded.actor_id ELSE agent_notices.actor_id END,
                     since_seq = CASE WHEN $9 OR agent_notices.due_at IS NULL THEN excluded.since_seq ELSE agent_notices.since_seq END,
                     since = CASE WHEN agent_notices.due_at IS NULL THEN excluded.since ELSE agent_notices.since END,
                     due_at = COALESCE(agent_notices.due_at, excluded.due_at)",
            )
            .bind(notice.about)
            .bind(*member)
            .bind(notice.workspace)
            .bind(notice.reason)
            .bind(notice.actor)
            .bind(now)
            .bind(notice.seq)
            .bind(notice.due_at)
            .bind(notice.reason.is_weighty())
            .execute()
            .await?;
    }
    Ok(())
}
