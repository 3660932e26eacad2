//! Conversations that wait for an answer: a row each, taken under a lease, so that of several nodes one answers and a node that dies
//! leaves nobody without.

use super::settings;
use crate::{
    core::{Mutation, Query, Reader, Result, Topic, Writer},
    domain::ai_agent::state,
    store::Filter,
};
use shared::{
    Function, Millis,
    conversations::{AiState, Conversation},
    function,
    id::{ConversationId, Uuid, WorkspaceId},
};

/// A turn that somebody holds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Turn {
    pub conversation_id: ConversationId,
    pub workspace_id: WorkspaceId,
    /// Of the newest message to be answered.
    pub seq: i64,
    pub lease: Uuid,
    /// This one included.
    pub attempts: i64,
}

pub fn topic(conversation: ConversationId) -> Topic {
    Topic::new("ai_turns", conversation.0)
}

/// Lets the AI agent answer a visitor's message, where it is to.
pub async fn ask(cx: &mut Writer, row: &Conversation, seq: i64) -> Result<()> {
    let behaviour = settings(cx, row.workspace_id).await?.behaviour;
    let (is_willing, _) = state::willing(&behaviour, cx.now());
    if !is_willing || !is_its(row) {
        return Ok(());
    }
    wait(cx, row, seq).await
}

/// Whether a conversation is the AI agent's to answer: no person has it.
pub fn is_its(row: &Conversation) -> bool {
    row.ai_workflow_state != AiState::Handoff && row.first_response_at.is_none()
}

async fn wait(cx: &mut Writer, row: &Conversation, seq: i64) -> Result<()> {
    let now = cx.now();
    cx.write(topic(row.id))
        .query(
            "INSERT INTO ai_turns (conversation_id, workspace_id, seq, attempts, created_at)
             VALUES ($1, $2, $3, 0, $4)
             ON CONFLICT (conversation_id) DO UPDATE SET seq = excluded.seq",
        )
        .bind(row.id)
        .bind(row.workspace_id)
        .bind(seq)
        .bind(now)
        .execute()
        .await?;
    cx.after_commit(|app| {
        app.memory().asked().notify_one();
        None
    });
    Ok(())
}

/// Whether a conversation waits for an answer.
pub async fn is_waiting(cx: &mut Reader, conversation: ConversationId) -> Result<bool> {
    let waiting: Option<(i64,)> = cx
        .read(topic(conversation))
        .query("SELECT seq FROM ai_turns WHERE conversation_id = $1")
        .bind(conversation)
        .fetch_optional()
        .await?;
    Ok(waiting.is_some())
}

/// Lets a message be answered that nobody waits for any more, if it was not. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Enqueue {
    pub conversation: Conversation,
    pub seq: i64,
}

impl Function for Enqueue {
    const NAME: &'static str = "aiAgent:enqueue";
    type Kind = function::Mutation;
    type Output = ();
}

impl Mutation for Enqueue {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let id = self.conversation.id;
        let is_answered = super::answer_to(cx, id, self.seq).await?.is_some();
        match is_answered || is_waiting(cx, id).await? {
            true => Ok(()),
            false => wait(cx, &self.conversation, self.seq).await,
        }
    }
}

/// Whether a conversation waits that nobody holds. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Due;

impl Function for Due {
    const NAME: &'static str = "aiAgent:due";
    type Kind = function::Query;
    type Output = bool;
}

impl Query for Due {
    async fn run(self, cx: &mut Reader) -> Result<bool> {
        let now = cx.now();
        let due: Option<(ConversationId,)> = cx
            .read(Topic::of_text("ai_turns", "due"))
            .query("SELECT conversation_id FROM ai_turns WHERE leased_until IS NULL OR leased_until <= $1 LIMIT 1")
            .bind(now)
            .fetch_optional()
            .await?;
        Ok(due.is_some())
    }
}

/// Takes the turn that waits longest, or that of one conversation, for so many milliseconds. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Claim {
    pub conversation: Option<ConversationId>,
    pub lasts: Millis,
}

impl Function for Claim {
    const NAME: &'static str = "aiAgent:claim";
    type Kind = function::Mutation;
    type Output = Option<Turn>;
}

impl Mutation for Claim {
    async fn run(self, cx: &mut Writer) -> Result<Option<Turn>> {
        let (lease, now) = (cx.new_id()?, cx.now());
        let filter = Filter::new("UPDATE ai_turns SET lease = ")
            .bind(lease)
            .push(", leased_until = ")
            .bind(now + self.lasts)
            // Asked again under the lock, so that of two nodes one gets it.
            .push(", attempts = attempts + 1 WHERE (leased_until IS NULL OR leased_until <= ")
            .bind(now)
            .push(") AND conversation_id = (SELECT conversation_id FROM ai_turns WHERE (leased_until IS NULL OR leased_until <= ")
            .bind(now)
            .push(")")
            .and(" AND conversation_id = ", self.conversation)
            .push(" ORDER BY created_at, conversation_id LIMIT 1) RETURNING conversation_id, workspace_id, seq, lease, attempts");
        Ok(cx.write_unnoticed("ai_turns").filter(filter).fetch_optional().await?)
    }
}

/// Ends a turn that is held; a message that came meanwhile is waited for on. Answers false if it is not held any more.
pub async fn end(cx: &mut Writer, turn: &Turn, is_over: bool) -> Result<bool> {
    let filter = Filter::new("DELETE FROM ai_turns WHERE conversation_id = ")
        .bind(turn.conversation_id)
        .push(" AND lease = ")
        .bind(turn.lease)
        .and(" AND seq = ", (!is_over).then_some(turn.seq));
    if cx.write(topic(turn.conversation_id)).filter(filter).execute().await? > 0 {
        return Ok(true);
    }
    release(cx, turn).await
}

/// Gives a turn back; answers false if it is not held any more.
pub async fn release(cx: &mut Writer, turn: &Turn) -> Result<bool> {
    let released = cx
        .write(topic(turn.conversation_id))
        .query(
            "UPDATE ai_turns SET lease = NULL, leased_until = NULL, attempts = 0
             WHERE conversation_id = $1 AND lease = $2",
        )
        .bind(turn.conversation_id)
        .bind(turn.lease)
        .execute()
        .await?;
    cx.after_commit(|app| {
        app.memory().asked().notify_one();
        None
    });
    Ok(released > 0)
}

/// Nothing is left of conversations that go.
pub async fn forget(cx: &mut Writer, conversations: &[ConversationId]) -> Result<()> {
    let filter =
        Filter::new("DELETE FROM ai_turns WHERE ").any_of("conversation_id", conversations.iter().copied());
    let topics: Vec<Topic> = conversations.iter().copied().map(topic).collect();
    if !topics.is_empty() {
        cx.write(topics).filter(filter).execute().await?;
    }
    Ok(())
}
