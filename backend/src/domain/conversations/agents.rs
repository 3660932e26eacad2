//! What the team does with conversations: list, start, close, snooze, assign.

use super::{for_agent, inbox::place, topic, topics, touch, workspace_topic};
use crate::{
    core::{Agent, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{agent_notices, participants, workspace_members},
};
use shared::{
    Code, Error, Millis,
    conversations::{self, Conversation, Status},
    id::{ConversationId, IdentityId, UserId, VisitorId, WorkspaceId},
    permissions::Permission,
};

/// The most conversations that the list answers at once.
const MOST: i64 = 10_000;

impl Query for conversations::List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Conversation>> {
        let workspace = self.workspace_id;
        if cx.agent_if_allowed(workspace, Permission::ConversationsRead).await?.is_none() {
            return Ok(Vec::new());
        }
        let after = place(cx, workspace, self.cursor).await?.map(|(_, made, id)| (made, id));
        let filter = crate::store::Filter::new(concat!(
            "SELECT ",
            columns!(),
            " FROM conversations WHERE ",
            shown!(),
            " AND workspace_id = "
        ))
        .bind(workspace)
        .and(" AND status = ", self.status)
        .and_then(|filter| match after {
            Some(place) => filter.push(" AND ").keyset("(created_at, id) <", place),
            None => filter,
        })
        .push(" ORDER BY created_at DESC, id DESC LIMIT ")
        .bind(self.limit.unwrap_or(MOST).clamp(1, MOST));
        Ok(cx.read(workspace_topic(workspace)).filter(filter).fetch_all().await?)
    }
}

impl Mutation for conversations::Create {
    async fn run(self, cx: &mut Writer) -> Result<ConversationId> {
        let agent = cx.agent(self.workspace_id, Permission::ConversationsReply).await?;
        if let Some(visitor) = self.visitor_id
            && !is_visitor_of(cx, visitor, self.workspace_id).await?
        {
            return Err(Error::new(Code::NotFound, "Visitor not found in workspace").into());
        }
        if let Some(user) = self.user_id
            && workspace_members::membership(cx, user, self.workspace_id).await?.is_none()
        {
            return Err(Error::not_found("User").into());
        }
        let id = insert(cx, &self, &agent).await?;
        if let Some(visitor) = self.visitor_id {
            participants::join(cx, id, visitor.into(), participants::Role::Owner, 0).await?;
        }
        if let Some(user) = self.user_id {
            let role = match self.visitor_id {
                Some(_) => participants::Role::Member,
                None => participants::Role::Owner,
            };
            participants::join(cx, id, user.into(), role, 0).await?;
        }
        Ok(id)
    }
}

/// The owner is the visitor; a user that is named beside it takes part.
async fn insert(cx: &mut Writer, new: &conversations::Create, agent: &Agent) -> Result<ConversationId> {
    let id = ConversationId(cx.new_id()?);
    let now = cx.now();
    let (owner, kind) = match (new.visitor_id, new.user_id) {
        (Some(visitor), _) => (Some(IdentityId::from(visitor)), Some("contact")),
        (None, Some(user)) => (Some(user.into()), Some("user")),
        (None, None) => (None, None),
    };
    let row: Conversation = cx
        .write(topic(id))
        .query(concat!(
            "INSERT INTO conversations
                 (id, workspace_id, owner_id, owner_kind, created_by, status, sort_at, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, 'open', $6, $6, $6)
             RETURNING ",
            columns!()
        ))
        .bind(id)
        .bind(new.workspace_id)
        .bind(owner)
        .bind(kind)
        .bind(agent.user)
        .bind(now)
        .fetch_one()
        .await?;
    touch(cx, &row);
    Ok(id)
}

/// Whether this is a visitor of the workspace.
pub(super) async fn is_visitor_of(
    cx: &mut Reader,
    visitor: VisitorId,
    workspace: WorkspaceId,
) -> Result<bool> {
    let found: Option<(VisitorId,)> = cx
        .read(Topic::new("visitors", visitor.0))
        .query("SELECT id FROM visitors WHERE id = $1 AND workspace_id = $2 AND merged_into_id IS NULL")
        .bind(visitor)
        .bind(workspace)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}

impl Mutation for conversations::UpdateStatus {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let (row, _) = for_agent(cx, self.id, Permission::ConversationsClose).await?;
        let now = cx.now();
        check_snooze(self.status, self.snoozed_until, now)?;
        cx.write(topics(&row))
            .query(
                "UPDATE conversations
                 SET status = $2,
                     snoozed_until = $3,
                     resolved_at = CASE $2 WHEN 'closed' THEN $4 WHEN 'open' THEN NULL ELSE resolved_at END,
                     updated_at = $4,
                     rev = rev + 1
                 WHERE id = $1",
            )
            .bind(self.id)
            .bind(self.status)
            .bind(self.snoozed_until)
            .bind(now)
            .execute()
            .await?;
        if let Some(until) = self.snoozed_until {
            cx.app().memory().alarm().expect_by(until);
        }
        Ok(())
    }
}

fn check_snooze(status: Status, until: Option<Millis>, now: Millis) -> Result<()> {
    match until {
        Some(_) if status != Status::Snoozed => {
            Err(Error::invalid("snoozedUntil goes with the status snoozed only").into())
        }
        Some(until) if until <= now => Err(Error::invalid("snoozedUntil must be in the future").into()),
        _ => Ok(()),
    }
}

impl Mutation for conversations::Assign {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let (row, agent) = for_agent(cx, self.id, Permission::ConversationsAssign).await?;
        match self.agent_id {
            Some(assignee) => {
                assign(cx, &row, assignee).await?;
                agent_notices::assigned(cx, &row, assignee, agent.user).await
            }
            None => unassign(cx, &row).await,
        }
    }
}

/// Gives the conversation to a person, which ends the bot's turn (domain-model.md §7.5). Errors: "Agent not found".
pub async fn assign(cx: &mut Writer, row: &Conversation, assignee: UserId) -> Result<()> {
    if workspace_members::membership(cx, assignee, row.workspace_id).await?.is_none() {
        return Err(Error::not_found("Agent").into());
    }
    let now = cx.now();
    cx.write(topics(row))
        .query(
            "UPDATE conversations
             SET assignee_id = $2,
                 bot_active = FALSE,
                 current_responder_id = NULL,
                 ai_state = CASE WHEN bot_active OR ai_state = 'ai_handled' THEN 'handoff' ELSE ai_state END,
                 updated_at = $3,
                 rev = rev + 1
             WHERE id = $1",
        )
        .bind(row.id)
        .bind(assignee)
        .bind(now)
        .execute()
        .await?;
    participants::join(cx, row.id, assignee.into(), participants::Role::Member, row.last_seq).await
}

async fn unassign(cx: &mut Writer, row: &Conversation) -> Result<()> {
    let now = cx.now();
    cx.write(topics(row))
        .query("UPDATE conversations SET assignee_id = NULL, updated_at = $2, rev = rev + 1 WHERE id = $1")
        .bind(row.id)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}
