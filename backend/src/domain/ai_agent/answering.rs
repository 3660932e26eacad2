//! One turn from the claim to the message. No transaction is open while the model answers.

use super::{
    drafts::Writing,
    errors::{self, EMPTY, GENERATION_FAILED, configured, model_of},
    finishing::{Asked, Candidate, Ending, Finish},
    judging,
    prompt::{self, Done, Said, Task},
    responses, settings, state,
    turns::{Turn, is_its},
    usage::Reserve,
};
use crate::{
    core::{App, Caller, Query, Reader, Result},
    domain::{
        conversations,
        knowledge::{self, Asker, Found, Look},
        messages, typing,
    },
    outside::ai::{Fault, ToolCall, glimpse},
};
use shared::{
    Function, Millis,
    ai_agent::{Behaviour, Budget, ConfigError, ContentType, Source},
    conversations::Conversation,
    function,
    id::{ArticleId, VisitorId, WorkspaceId},
    messages::{SenderKind, SourceLink},
};
use std::time::Duration;

/// Messages before the question that the model is given.
const BEFORE: usize = 10;
/// Texts that it is given.
const KNOWLEDGE: usize = 5;
/// After so many tries that ended with the server that tried, a person is called.
const ATTEMPTS: i64 = 3;
/// A turn is held for what embedding, two questions and the store may take.
const SLACK: Duration = Duration::from_secs(30);
/// That the AI agent writes is said again so often.
const WRITES: Duration = Duration::from_secs(2);

pub const TAKEN_BY_BUDGET: &str = "The AI budget of today is used up";
pub const TAKEN_BY_LENGTH: &str = "The AI has answered often enough in this conversation";

/// For how many milliseconds a turn is held.
pub fn lease(app: &App) -> Millis {
    let timeout = app.config().ai.as_ref().map_or(Duration::ZERO, |ai| ai.timeout());
    Millis::try_from((timeout * 3 + SLACK).as_millis()).unwrap_or(Millis::MAX)
}

/// Answers a turn that was claimed, or calls a person.
pub async fn answer(app: &App, turn: &Turn) -> Result<()> {
    let began = app.clock().passed();
    let writing = Writing::begin(app, turn.conversation_id);
    let mut finish = decide(app, turn, writing).await?;
    if let Some(asked) = &mut finish.asked {
        asked.took = app.clock().passed() - began;
    }
    app.mutate(&Caller::SYSTEM, finish).await?;
    Ok(())
}

async fn decide(app: &App, turn: &Turn, mut writing: Writing) -> Result<Finish> {
    let ending = |ending, error| Finish { turn: turn.clone(), ending, asked: None, error };
    let hand_off =
        |reason: &str| Ending::HandOff { reason: reason.into(), confidence: None, candidate: None };
    let Some(brief) = app.query(&Caller::SYSTEM, Brief::of(turn)).await? else {
        return Ok(ending(Ending::Silence, None));
    };
    let model = model_of(app, &brief.behaviour);
    if let Err(error) = configured(app, &model, app.clock().now()) {
        return Ok(ending(hand_off(&error.message.clone()), Some(Some(error))));
    }
    if turn.attempts > ATTEMPTS {
        return Ok(ending(hand_off("AI generation failed"), None));
    }
    if let Some(reason) = brief.reason() {
        return Ok(ending(hand_off(reason), None));
    }
    let reserve = Reserve { workspace: turn.workspace_id, budget: brief.budget };
    if !app.mutate(&Caller::SYSTEM, reserve).await?.value {
        return Ok(ending(hand_off(TAKEN_BY_BUDGET), None));
    }
    let known = known(app, turn.workspace_id, &brief).await?;
    let (done, tokens) = asked(app, &brief, &model, &known, &mut writing).await;
    let provider = app.config().ai.as_ref().map_or_else(String::new, |ai| ai.provider().to_owned());
    let asked = Asked { query: brief.question.clone(), took: 0, tokens, model: model.clone(), provider };
    let (ending, error) = judged(app, &brief, &known, &model, done);
    Ok(Finish { turn: turn.clone(), ending, asked: Some(asked), error: Some(error) })
}

/// What the workspace knows of the question.
async fn known(app: &App, workspace: WorkspaceId, brief: &Brief) -> Result<Vec<Found>> {
    let look = Look {
        workspace,
        kinds: knowledge::kinds(&brief.behaviour.knowledge_sources),
        query: brief.question.clone(),
        asker: Asker::Visitor(brief.visitor),
        most: KNOWLEDGE,
    };
    Ok(look.run(app, &Caller::SYSTEM, true).await?.0)
}

/// Asks the model; those who watch the conversation see the answer grow, once it is sure enough to be one.
async fn asked(
    app: &App,
    brief: &Brief,
    model: &str,
    knowledge: &[Found],
    writing: &mut Writing,
) -> (Result<Done, Fault>, i64) {
    let conversation = brief.conversation;
    let task = Task {
        model,
        personality: brief.behaviour.personality.as_deref(),
        knowledge,
        before: &brief.before,
        question: &brief.question,
    };
    let least = brief.behaviour.confidence_threshold;
    let grows = |call: Option<&ToolCall>| match call {
        None => writing.begin_again(),
        Some(call) => writing.grown(|| {
            let seen = (call.name == "answer").then(|| glimpse(&call.arguments))?;
            let is_sure = |said| judging::confidence(said, seen.names_sources) >= least;
            let is_sure = seen.confidence.is_some_and(is_sure);
            seen.text.filter(|text| is_sure && !text.is_empty())
        }),
    };
    let says_so = async {
        loop {
            tokio::time::sleep(WRITES).await;
            typing::ai_writes(app, conversation, true);
        }
    };
    tokio::select! {
        proposed = prompt::propose(app, &task, grows) => proposed,
        () = says_so => unreachable!("it goes on until there is an answer"),
    }
}

/// Whether the visitor is told what the model said.
fn judged(
    app: &App,
    brief: &Brief,
    known: &[Found],
    model: &str,
    done: Result<Done, Fault>,
) -> (Ending, Option<ConfigError>) {
    let error = |code, message: &str| Some(errors::error(app, code, message, model, app.clock().now()));
    let hand_off = |reason: &str, candidate: Option<Candidate>| Ending::HandOff {
        reason: reason.into(),
        confidence: Some(candidate.as_ref().map_or(0.0, |candidate| candidate.confidence)),
        candidate,
    };
    match done {
        Err(fault) => {
            tracing::warn!(%fault, "the AI agent could not answer");
            (hand_off("AI generation failed", None), error(GENERATION_FAILED, &fault.to_string()))
        }
        Ok(Done::Nothing) => {
            let reason = "AI returned an empty response and retry failed";
            (hand_off(reason, None), error(EMPTY, "The model answered nothing, twice"))
        }
        Ok(Done::HandOff { reason }) => {
            let candidate = Candidate { text: reason, sources: Vec::new(), confidence: 0.0 };
            (hand_off(judging::ASKED_BY_MODEL, Some(candidate)), None)
        }
        Ok(Done::Answer { text, confidence, sources }) => {
            let used: Vec<&Found> = sources.iter().filter_map(|place| known.get(*place)).collect();
            let confidence = judging::confidence(confidence, !used.is_empty());
            let sources: Vec<Source> =
                used.iter().map(|found| Source::new(found.kind, found.id, found.title.clone())).collect();
            if confidence < brief.behaviour.confidence_threshold {
                let candidate = Candidate { text, sources, confidence };
                return (hand_off(judging::LOW_CONFIDENCE, Some(candidate)), None);
            }
            (Ending::Answer { text, links: links(&sources), sources, confidence }, None)
        }
    }
}

/// Those that the visitor may read: it was found for this visitor, so an article is one of its own.
fn links(sources: &[Source]) -> Vec<SourceLink> {
    let articles = sources.iter().filter(|source| source.kind == ContentType::Article);
    articles.map(|source| SourceLink { id: ArticleId(source.id.0), title: source.title.clone() }).collect()
}

/// What an answer is made from.
#[derive(Clone, Debug)]
pub struct Brief {
    behaviour: Behaviour,
    budget: Budget,
    conversation: shared::id::ConversationId,
    visitor: Option<VisitorId>,
    /// The visitor's messages since somebody else last said something.
    question: String,
    before: Vec<Said>,
    answers: i64,
}

impl Brief {
    fn of(turn: &Turn) -> ReadBrief {
        ReadBrief(turn.clone())
    }

    /// Why the model is not asked.
    fn reason(&self) -> Option<&'static str> {
        if self.question.is_empty() {
            return Some("The visitor sent files without a text");
        }
        if self.answers >= self.budget.conversation_answers {
            return Some(TAKEN_BY_LENGTH);
        }
        judging::before(&self.question)
    }
}

/// Reads it; none where nobody is to be answered. Internal: it has no public name.
#[derive(Clone, Debug)]
struct ReadBrief(Turn);

impl Function for ReadBrief {
    const NAME: &'static str = "aiAgent:brief";
    type Kind = function::Query;
    type Output = Option<Brief>;
}

impl Query for ReadBrief {
    async fn run(self, cx: &mut Reader) -> Result<Option<Brief>> {
        let Turn { workspace_id, conversation_id, seq, .. } = self.0;
        let settings = settings(cx, workspace_id).await?;
        let (is_willing, _) = state::willing(&settings.behaviour, cx.now());
        let row = conversations::by_id(cx, conversation_id).await?;
        let Some(row) = row.filter(|row| is_willing && is_its(row)) else { return Ok(None) };
        let (question, before) = asked_in(cx, &row, seq).await?;
        let answers = responses::count(cx, conversation_id).await?;
        let Conversation { visitor_id: visitor, .. } = row;
        let (behaviour, budget, conversation) = (settings.behaviour, settings.budget, conversation_id);
        Ok(Some(Brief { behaviour, budget, conversation, visitor, question, before, answers }))
    }
}

/// What a visitor asks with its messages up to one of them, and what was said before.
pub async fn asked_in(cx: &mut Reader, row: &Conversation, seq: i64) -> Result<(String, Vec<Said>)> {
    let texts = messages::latest_texts(cx, row.id, seq, 2 * BEFORE as i64).await?;
    let begins =
        texts.iter().rposition(|text| text.sender_kind != SenderKind::Contact).map_or(0, |at| at + 1);
    let (before, asked) = texts.split_at(begins);
    let question: Vec<&str> =
        asked.iter().map(|text| text.content.trim()).filter(|text| !text.is_empty()).collect();
    let question: String = question.join("\n").chars().take(prompt::QUESTION).collect();
    let said = |text: &messages::Utterance| Said { by: text.sender_kind, text: text.content.clone() };
    Ok((question, before.iter().skip(before.len().saturating_sub(BEFORE)).map(said).collect()))
}
