//! Tickets (functions-inbox.md §3). Writes `tickets` and, in its part, `ticket_comments`.

mod access;
mod changing;
mod comments;
mod creating;
mod erase;
mod reading;

/// The columns of a [`Ticket`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, conversation_id, visitor_id, subject, description, status, priority,
         assignee_id, team_id, form_id, form_data, attachment_ids, resolution_summary, created_at, updated_at, resolved_at"
    };
}
use columns;

use crate::core::{Functions, Reader, Result, Topic};
use shared::{
    id::{TicketFormId, TicketId, WorkspaceId},
    tickets::{self, Ticket},
};

pub use access::by_id;
pub use changing::reassign;
pub use comments::of_ticket;
pub use erase::{erase, of_person};

pub fn register(functions: &mut Functions) {
    functions
        .mutation::<tickets::Create>()
        .query::<tickets::List>()
        .query::<tickets::Get>()
        .mutation::<tickets::Update>()
        .mutation::<tickets::AddComment>()
        .query::<tickets::ListByVisitor>()
        .query::<tickets::GetComments>()
        .query::<tickets::ListForAdminView>()
        .query::<tickets::GetForAdminView>()
        .mutation::<tickets::ConvertFromConversation>()
        .mutation::<tickets::Resolve>();
}

/// One ticket.
fn topic(id: TicketId) -> Topic {
    Topic::new("tickets", id.0)
}

/// Those that a change of this ticket concerns: itself, its workspace's list, its visitor's.
fn topics(row: &Ticket) -> impl Iterator<Item = Topic> + use<> {
    let visitor = row.visitor_id.map(|id| Topic::new("tickets", id.0));
    [topic(row.id), Topic::new("tickets", row.workspace_id.0)].into_iter().chain(visitor)
}

/// Whether a workspace has a ticket.
pub async fn is_any(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    let found: Option<(TicketId,)> = cx
        .read(Topic::new("tickets", workspace.0))
        .query("SELECT id FROM tickets WHERE workspace_id = $1 LIMIT 1")
        .bind(workspace)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}

/// Whether a ticket of the workspace was made with this form.
pub async fn is_form_in_use(cx: &mut Reader, workspace: WorkspaceId, form: TicketFormId) -> Result<bool> {
    let found: Option<(TicketId,)> = cx
        .read(Topic::new("tickets", workspace.0))
        .query("SELECT id FROM tickets WHERE workspace_id = $1 AND form_id = $2 LIMIT 1")
        .bind(workspace)
        .bind(form)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}
