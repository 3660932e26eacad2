//! The end of a turn, in one transaction: the message, its record, the conversation's state, what it cost, and the turn itself.

use super::{
    handoff::hand_off,
    note_error, responses,
    turns::{self, Turn},
    usage,
};
use crate::{
    core::{Mutation, Result, Writer},
    domain::{
        conversations::{self, AiSays},
        messages,
    },
};
use serde_json::json;
use shared::{
    Error, Function,
    ai_agent::{AiResponse, ConfigError, Source},
    function,
    id::{AiResponseId, MessageId},
    messages::{FromAi, SourceLink},
};

/// What came of a turn.
#[derive(Clone, Debug)]
pub enum Ending {
    /// Nothing is said: a person has the conversation, or nobody is to answer.
    Silence,
    Answer {
        text: String,
        sources: Vec<Source>,
        links: Vec<SourceLink>,
        confidence: f64,
    },
    HandOff {
        reason: String,
        confidence: Option<f64>,
        candidate: Option<Candidate>,
    },
}

/// What a model said that its visitor is not told.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub text: String,
    pub sources: Vec<Source>,
    pub confidence: f64,
}

/// What a model was asked, and what that cost.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub query: String,
    pub took: i64,
    pub tokens: i64,
    pub model: String,
    pub provider: String,
}

/// Ends a turn. Errors: CONFLICT-like refusal if the turn is held by somebody else meanwhile, which undoes everything. Internal: it has
/// no public name.
#[derive(Clone, Debug)]
pub struct Finish {
    pub turn: Turn,
    pub ending: Ending,
    /// None if the model was not asked; then there is no record.
    pub asked: Option<Asked>,
    /// What went wrong with the model, nothing if it went well; none if that is not known.
    pub error: Option<Option<ConfigError>>,
}

impl Function for Finish {
    const NAME: &'static str = "aiAgent:finish";
    type Kind = function::Mutation;
    type Output = ();
}

impl Mutation for Finish {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let (workspace, conversation) = (self.turn.workspace_id, self.turn.conversation_id);
        let record = AiResponseId(cx.new_id()?);
        // Takes the conversation's lock first, as a send does.
        let said = say(cx, &self, record).await?;
        let is_over = !matches!(self.ending, Ending::Answer { .. });
        if !turns::end(cx, &self.turn, is_over).await? {
            return Err(Error::already_exists("Another node has answered").into());
        }
        if let Some(asked) = &self.asked {
            cx.mutate(usage::Spend { workspace, tokens: asked.tokens }).await?;
        }
        if let Some(error) = self.error.clone() {
            note_error(cx, workspace, error).await?;
        }
        if let (Some((message, words)), Some(asked)) = (said, self.asked) {
            let row = row(record, conversation, message, words, self.ending, asked, cx.now());
            responses::store(cx, workspace, row, self.turn.seq).await?;
        }
        Ok(())
    }
}

/// The message and its words; none where nothing is said.
async fn say(cx: &mut Writer, finish: &Finish, record: AiResponseId) -> Result<Option<(MessageId, String)>> {
    let (workspace, id) = (finish.turn.workspace_id, finish.turn.conversation_id);
    let has_record = finish.asked.is_some();
    match &finish.ending {
        Ending::Silence => Ok(None),
        Ending::Answer { text, links, confidence, .. } => {
            let says =
                AiSays { is_handoff: false, reason: None, confidence: Some(*confidence), unless_taken: true };
            let Some(row) = conversations::ai_says(cx, id, says).await? else { return Ok(None) };
            let ai = FromAi { sources: links.clone(), ai_response_id: Some(record), handed_off: false };
            let message = messages::say_as_ai(cx, &row, text, ai).await?;
            Ok(Some((message, text.clone())))
        }
        Ending::HandOff { reason, confidence, .. } => {
            let says = AiSays {
                is_handoff: true,
                reason: Some(reason),
                confidence: *confidence,
                unless_taken: true,
            };
            hand_off(cx, workspace, id, says, has_record.then_some(record)).await
        }
    }
}

fn row(
    id: AiResponseId,
    conversation_id: shared::id::ConversationId,
    message: MessageId,
    response: String,
    ending: Ending,
    asked: Asked,
    now: shared::Millis,
) -> AiResponse {
    let (sources, confidence, reason, candidate) = match ending {
        Ending::Silence => (Vec::new(), 0.0, None, None),
        Ending::Answer { sources, confidence, .. } => (sources, confidence, None, None),
        Ending::HandOff { reason, confidence, candidate } => {
            (Vec::new(), confidence.unwrap_or(0.0), Some(reason), candidate)
        }
    };
    let candidate = candidate.as_ref();
    AiResponse {
        id,
        conversation_id,
        message_id: Some(message),
        query: asked.query,
        response,
        generated_candidate_response: candidate.map(|candidate| candidate.text.clone()),
        generated_candidate_sources: candidate.map(|candidate| json!(candidate.sources)),
        generated_candidate_confidence: candidate.map(|candidate| candidate.confidence),
        sources: json!(sources),
        confidence,
        feedback: None,
        handed_off: reason.is_some(),
        handoff_reason: reason,
        generation_time_ms: asked.took,
        tokens_used: Some(asked.tokens),
        model: asked.model,
        provider: asked.provider,
        created_at: now,
    }
}

/// Gives a turn back that was not answered. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct Release(pub Turn);

impl Function for Release {
    const NAME: &'static str = "aiAgent:release";
    type Kind = function::Mutation;
    type Output = bool;
}

impl Mutation for Release {
    async fn run(self, cx: &mut Writer) -> Result<bool> {
        turns::release(cx, &self.0).await
    }
}
