//! Asking the AI agent for an answer (functions-inbox.md §9). The server answers visitors by itself, so this waits for that answer, or
//! makes it where nobody does.

use crate::{
    core::{Action, Actor, App, Caller, Functions, Limit, Query, Reader, Result},
    domain::{
        ai_agent::{self, Claim, Enqueue},
        conversations, messages,
    },
};
use shared::{
    Error, Function,
    ai_agent::{AiResponse, HandoffToHuman},
    ai_agent_actions::{GenerateResponse, Generated},
    conversations::{AiState, Conversation},
    function,
    id::ConversationId,
    limits,
};
use std::time::Duration;

/// How often it is looked whether another has answered.
const LOOK: Duration = Duration::from_millis(250);

pub fn register(functions: &mut Functions) {
    functions.action::<GenerateResponse>();
}

/// How things stand, for those who may ask. Internal: it has no public name.
#[derive(Clone, Debug)]
struct Stand(GenerateResponse);

/// A conversation, and what is to be done.
#[derive(Clone, Debug)]
enum Next {
    /// A person has it: nothing is said.
    Taken(&'static str),
    /// The AI agent is off.
    Off(String),
    /// The visitor's newest message is to be answered.
    Answer(Box<Conversation>, i64),
}

impl Function for Stand {
    const NAME: &'static str = "aiAgentActions:stand";
    type Kind = function::Query;
    type Output = Next;
}

impl Query for Stand {
    async fn run(self, cx: &mut Reader) -> Result<Next> {
        let args = self.0;
        let id = args.conversation_id;
        let ai_agent::Guarded { row, party, .. } =
            ai_agent::guarded(cx, id, args.visitor_id, args.session_token.as_deref()).await?;
        if row.workspace_id != args.workspace_id {
            return Err(Error::not_authorized("Conversation does not belong to workspace").into());
        }
        cx.count(Limit::Ask, party)?;
        if row.ai_workflow_state == AiState::Handoff {
            return Ok(Next::Taken("Conversation has already been handed off to a human agent"));
        }
        if row.first_response_at.is_some() {
            return Ok(Next::Taken("A human agent has already responded in this conversation"));
        }
        let behaviour = ai_agent::behaviour(cx, row.workspace_id).await?;
        let (willingness, _) = ai_agent::willingness(&behaviour, cx.now());
        if let Some(reason) = willingness.reason {
            return Ok(Next::Off(reason));
        }
        let newest = messages::newest_inbound(cx, id).await?;
        let newest = newest.ok_or_else(|| Error::invalid("There is no message to answer"))?;
        Ok(Next::Answer(Box::new(row), newest))
    }
}

impl Action for GenerateResponse {
    async fn run(self, cx: &Actor) -> Result<Generated> {
        limits::content("The query", &self.query)?;
        match cx.query(Stand(self.clone())).await? {
            Next::Taken(reason) => Ok(handed(String::new(), reason.into(), None)),
            Next::Off(reason) => {
                let call = HandoffToHuman {
                    conversation_id: self.conversation_id,
                    visitor_id: self.visitor_id,
                    session_token: self.session_token,
                    reason: Some(reason.clone()),
                };
                let said = cx.mutate(call).await?;
                Ok(handed(said.handoff_message, reason, Some(said.message_id)))
            }
            Next::Answer(row, seq) => answered(&cx.app, *row, seq).await,
        }
    }
}

fn handed(response: String, reason: String, message_id: Option<shared::id::MessageId>) -> Generated {
    Generated {
        response,
        confidence: 0.0,
        sources: Vec::new(),
        handoff: true,
        handoff_reason: Some(reason),
        message_id,
    }
}

/// Answers a message unless somebody does; waits for whoever does.
async fn answered(app: &App, row: Conversation, seq: i64) -> Result<Generated> {
    let id = row.id;
    app.mutate(&Caller::SYSTEM, Enqueue { conversation: row, seq }).await?;
    let lasts = ai_agent::answering::lease(app);
    let wait = async {
        loop {
            match app.mutate(&Caller::SYSTEM, Claim { conversation: Some(id), lasts }).await?.value {
                Some(turn) => ai_agent::answer(app, &turn).await?,
                None => match app.query(&Caller::SYSTEM, Outcome(id, seq)).await? {
                    Some(generated) => return Ok(generated),
                    None => tokio::time::sleep(LOOK).await,
                },
            }
        }
    };
    let most = Duration::from_millis(u64::try_from(lasts).unwrap_or(u64::MAX));
    tokio::time::timeout(most, wait).await.unwrap_or_else(|_| Err(Error::internal().into()))
}

/// What came of a message; none while its turn is not over. Internal: it has no public name.
#[derive(Clone, Debug)]
struct Outcome(ConversationId, i64);

impl Function for Outcome {
    const NAME: &'static str = "aiAgentActions:outcome";
    type Kind = function::Query;
    type Output = Option<Generated>;
}

impl Query for Outcome {
    async fn run(self, cx: &mut Reader) -> Result<Option<Generated>> {
        let Self(id, seq) = self;
        if let Some(record) = ai_agent::answer_to(cx, id, seq).await? {
            return Ok(Some(generated(record)));
        }
        if ai_agent::is_waiting(cx, id).await? {
            return Ok(None);
        }
        // It ended without a record: a person has the conversation, or the model was never asked.
        let row = conversations::by_id(cx, id).await?.ok_or_else(|| Error::not_found("Conversation"))?;
        let last = messages::last_of(cx, std::iter::once(id)).await?.remove(&id);
        let said = last.filter(|last| last.ai.as_ref().is_some_and(|ai| ai.handed_off));
        let reason = row.ai_handoff_reason.unwrap_or_default();
        let message = said.as_ref().map(|said| said.id);
        Ok(Some(handed(said.map(|said| said.content).unwrap_or_default(), reason, message)))
    }
}

fn generated(record: AiResponse) -> Generated {
    Generated {
        response: record.response,
        confidence: record.confidence,
        sources: serde_json::from_value(record.sources).unwrap_or_default(),
        handoff: record.handed_off,
        handoff_reason: record.handoff_reason,
        message_id: record.message_id,
    }
}
