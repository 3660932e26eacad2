//! New tickets: by a visitor, by an agent, of a conversation.

use super::{
    access::{Party, party},
    topics,
};
use crate::{
    core::{Limit, Mutation, Reader, Result, Topic, Writer},
    domain::{
        agent_notices, conversations,
        media::{self, Parent},
        visitors,
    },
};
use shared::{
    Code, Error, Millis,
    id::{AttachmentId, ConversationId, IdentityId, TicketId, VisitorId, WorkspaceId},
    limits,
    permissions::Permission,
    tickets::{ConvertFromConversation, Create, Priority, Status, Ticket},
};
use sqlx::types::Json;

/// The subject of a ticket whose conversation has none.
const SUBJECT: &str = "Support request";

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<TicketId> {
        let workspace = self.workspace_id;
        let token = self.session_token.as_deref();
        let party = party(cx, workspace, Permission::ConversationsReply, self.visitor_id, token).await?;
        let (visitor, author): (_, IdentityId) = match &party {
            Party::Team(agent) => (self.visitor_id, agent.user.into()),
            Party::Visitor(session) => (Some(session.visitor), session.visitor.into()),
        };
        if let Party::Visitor(session) = &party {
            cx.count(Limit::Begin, session.visitor.0)?;
        }
        if let Some(visitor) = visitor {
            check_visitor(cx, visitor, workspace).await?;
        }
        let attachments = check(&self)?;
        let new = blank(TicketId(cx.new_id()?), workspace, cx.now());
        let new = Ticket {
            visitor_id: visitor,
            subject: self.subject,
            description: self.description,
            priority: self.priority.unwrap_or(Priority::Normal),
            form_id: self.form_id,
            form_data: self.form_data,
            attachment_ids: attachments.clone(),
            ..new
        };
        let id = insert(cx, new.clone()).await?;
        if let Party::Visitor(_) = party {
            agent_notices::ticket_opened(cx, &new).await?;
        }
        media::attach(cx, workspace, author, &attachments.unwrap_or_default(), Parent::Ticket(id)).await?;
        Ok(id)
    }
}

impl Mutation for ConvertFromConversation {
    async fn run(self, cx: &mut Writer) -> Result<TicketId> {
        let (row, _) =
            conversations::for_agent(cx, self.conversation_id, Permission::ConversationsReply).await?;
        if of_conversation(cx, row.id).await?.is_some() {
            return Err(Error::already_exists("A ticket already exists for this conversation").into());
        }
        let subject = self.subject.or(row.subject).unwrap_or_else(|| SUBJECT.into());
        limits::title("The subject", &subject)?;
        let new = Ticket {
            conversation_id: Some(row.id),
            visitor_id: row.visitor_id,
            subject,
            priority: self.priority.unwrap_or(Priority::Normal),
            ..blank(TicketId(cx.new_id()?), row.workspace_id, cx.now())
        };
        insert(cx, new).await
    }
}

/// Errors: "Visitor not found in workspace".
pub async fn check_visitor(cx: &mut Reader, visitor: VisitorId, workspace: WorkspaceId) -> Result<()> {
    match visitors::by_id(cx, visitor).await? {
        Some(row) if row.workspace_id == workspace => Ok(()),
        _ => Err(Error::new(Code::NotFound, "Visitor not found in workspace").into()),
    }
}

/// The files that come with it.
fn check(new: &Create) -> Result<Option<Vec<AttachmentId>>> {
    limits::title("The subject", &new.subject)?;
    limits::content("The description", new.description.as_deref().unwrap_or_default())?;
    let answers = serde_json::to_string(&new.form_data)?.len();
    limits::at_most("The form's data", answers, limits::ATTRIBUTES, "bytes")?;
    Ok(media::of_ids(new.attachment_ids.as_deref())?)
}

fn blank(id: TicketId, workspace: WorkspaceId, now: Millis) -> Ticket {
    Ticket {
        id,
        creation_time: now,
        workspace_id: workspace,
        conversation_id: None,
        visitor_id: None,
        subject: String::new(),
        description: None,
        status: Status::Submitted,
        priority: Priority::Normal,
        assignee_id: None,
        team_id: None,
        form_id: None,
        form_data: None,
        attachment_ids: None,
        resolution_summary: None,
        created_at: now,
        updated_at: now,
        resolved_at: None,
    }
}

/// Two tickets of one conversation at once meet the unique constraint, and the second finds the first.
async fn of_conversation(cx: &mut Reader, conversation: ConversationId) -> Result<Option<TicketId>> {
    let found: Option<(TicketId,)> = cx
        .read(Topic::new("tickets", conversation.0))
        .query("SELECT id FROM tickets WHERE conversation_id = $1")
        .bind(conversation)
        .fetch_optional()
        .await?;
    Ok(found.map(|(id,)| id))
}

async fn insert(cx: &mut Writer, new: Ticket) -> Result<TicketId> {
    cx.write(topics(&new))
        .query(
            "INSERT INTO tickets
                 (id, workspace_id, conversation_id, visitor_id, subject, description, status, priority, form_id, form_data,
                  attachment_ids, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
        )
        .bind(new.id)
        .bind(new.workspace_id)
        .bind(new.conversation_id)
        .bind(new.visitor_id)
        .bind(new.subject)
        .bind(new.description)
        .bind(new.status)
        .bind(new.priority)
        .bind(new.form_id)
        .bind(new.form_data.map(Json))
        .bind(new.attachment_ids.map(Json))
        .bind(new.created_at)
        .execute()
        .await?;
    Ok(new.id)
}
