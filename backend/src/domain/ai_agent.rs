//! The AI agent (functions-inbox.md §9): its settings here, and below how it answers. Writes `ai_agent_settings`, `ai_responses`,
//! `ai_turns` and `ai_usage`.
//!
//! A visitor's message leaves a row in `ai_turns`; a job takes it under a lease, looks up what is known, asks the model without a
//! transaction open, and stores the answer as one message. What visitors and articles say is data in the question, and all that a model
//! can do is to answer or to hand off.

pub mod answering;
pub mod drafts;
mod errors;
mod finishing;
mod handoff;
mod judging;
pub mod prompt;
mod recording;
mod responses;
mod reviewing;
mod state;
mod turns;
mod usage;

pub use answering::answer;
pub use errors::{configured, model_of};
pub use finishing::Release;
pub use handoff::{Guarded, guarded};
pub use judging::confidence;
pub use prompt::{Said, propose};
pub use responses::{answer_to, erase, responses};
pub use state::willingness;
pub use turns::{Claim, Due, Enqueue, Turn, ask, is_waiting};
pub use usage::{Reserve, Spend};

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{
        audit_logs::{self, Act, SETTINGS},
        embeddings, office_hours,
    },
};
use shared::{
    Error,
    ai_agent::{
        Behaviour, Budget, ConfigError, EMBEDDING_MODEL, EMBEDDING_MODELS, GetAnalytics,
        GetConversationResponses, GetDraft, GetPublicSettings, GetRelevantKnowledge, GetSettings, GetState,
        HandoffToHuman, ListAvailableModels, Settings, ShouldRespond, StoreResponse, SubmitFeedback,
        UpdateSettings,
    },
    id::{AiSettingsId, WorkspaceId},
    limits,
    permissions::Permission,
};
use sqlx::types::Json;

/// The most knowledge sources that are named at once; there are three.
const SOURCES: usize = 10;
/// The most answers and tokens that a budget may name.
const MOST_BUDGET: i64 = 1_000_000_000;

pub fn register(functions: &mut Functions) {
    functions
        .query::<GetSettings>()
        .mutation::<UpdateSettings>()
        .query::<GetPublicSettings>()
        .query::<ShouldRespond>()
        .query::<GetConversationResponses>()
        .mutation::<StoreResponse>()
        .mutation::<SubmitFeedback>()
        .mutation::<HandoffToHuman>()
        .query::<GetDraft>()
        .query::<GetState>()
        .action::<ListAvailableModels>()
        .action::<GetRelevantKnowledge>()
        .query::<GetAnalytics>();
}

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("ai_agent_settings", workspace.0)
}

impl Query for GetSettings {
    async fn run(self, cx: &mut Reader) -> Result<Settings> {
        match cx.member(self.workspace_id).await? {
            Some(_) => Ok(stored(cx, self.workspace_id).await?.unwrap_or_default()),
            None => Ok(Settings::default()),
        }
    }
}

impl Query for GetPublicSettings {
    async fn run(self, cx: &mut Reader) -> Result<Behaviour> {
        let Some(settings) = stored(cx, self.workspace_id).await? else { return Ok(Behaviour::default()) };
        let Behaviour { personality, model, .. } = Behaviour::default();
        Ok(Behaviour { personality, model, ..settings.behaviour })
    }
}

impl Mutation for UpdateSettings {
    async fn run(self, cx: &mut Writer) -> Result<AiSettingsId> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::SettingsWorkspace).await?;
        let old = stored(cx, workspace).await?.unwrap_or_default();
        let budget = budgeted(old.budget, &self)?;
        let behaviour = changed(old.behaviour, self);
        check(&behaviour)?;
        audit_logs::note(cx, workspace, Act::new(SETTINGS, "aiAgentSettings").to(workspace)).await?;
        embeddings::stale(cx);
        store(cx, workspace, behaviour, budget).await
    }
}

/// Absent keeps.
fn changed(old: Behaviour, change: UpdateSettings) -> Behaviour {
    let known = |model: String| {
        if EMBEDDING_MODELS.contains(&model.as_str()) { model } else { EMBEDDING_MODEL.into() }
    };
    Behaviour {
        enabled: change.enabled.unwrap_or(old.enabled),
        knowledge_sources: change.knowledge_sources.unwrap_or(old.knowledge_sources),
        confidence_threshold: change.confidence_threshold.unwrap_or(old.confidence_threshold),
        personality: change.personality.or(old.personality),
        handoff_message: change.handoff_message.unwrap_or(old.handoff_message),
        working_hours: change.working_hours.unwrap_or(old.working_hours),
        model: change.model.unwrap_or(old.model),
        suggestions_enabled: change.suggestions_enabled.unwrap_or(old.suggestions_enabled),
        embedding_model: change.embedding_model.map_or(old.embedding_model, known),
    }
}

/// Absent keeps. Errors: INVALID_INPUT for less than nothing.
fn budgeted(old: Budget, change: &UpdateSettings) -> Result<Budget, Error> {
    let new = Budget {
        daily_answers: change.daily_answers.unwrap_or(old.daily_answers),
        daily_tokens: change.daily_tokens.unwrap_or(old.daily_tokens),
        conversation_answers: change.conversation_answers.unwrap_or(old.conversation_answers),
    };
    let is_sound = [new.daily_answers, new.daily_tokens, new.conversation_answers]
        .iter()
        .all(|number| (0..=MOST_BUDGET).contains(number));
    let refused = || Error::invalid(format!("A budget is a number from 0 to {MOST_BUDGET}"));
    is_sound.then_some(new).ok_or_else(refused)
}

fn check(behaviour: &Behaviour) -> Result<(), Error> {
    if !(0.0..=1.0).contains(&behaviour.confidence_threshold) {
        return Err(Error::invalid("The confidence threshold is a number from 0 to 1"));
    }
    limits::at_most("The list of sources", behaviour.knowledge_sources.len(), SOURCES, "sources")?;
    limits::content("The personality", behaviour.personality.as_deref().unwrap_or_default())?;
    limits::content("The handoff message", &behaviour.handoff_message)?;
    limits::token("The model", &behaviour.model)?;
    let Some(hours) = &behaviour.working_hours else { return Ok(()) };
    [&hours.start, &hours.end, &hours.timezone]
        .into_iter()
        .try_for_each(|text| limits::token("A part of the working hours", text))?;
    office_hours::check_daily(&hours.timezone, &hours.start, &hours.end)
}

/// The settings of a workspace, or what holds where nothing was set; in memory, since each message asks for them.
async fn settings(cx: &mut Reader, workspace: WorkspaceId) -> Result<Settings> {
    if let Some(known) = cx.recall::<Settings>(topic(workspace)) {
        return Ok(known);
    }
    let settings = stored(cx, workspace).await?.unwrap_or_default();
    cx.remember(topic(workspace), &settings);
    Ok(settings)
}

/// What the AI agent of a workspace is to do.
pub async fn behaviour(cx: &mut Reader, workspace: WorkspaceId) -> Result<Behaviour> {
    Ok(settings(cx, workspace).await?.behaviour)
}

/// The same, and what it may cost.
pub async fn behaviour_and_budget(cx: &mut Reader, workspace: WorkspaceId) -> Result<(Behaviour, Budget)> {
    let settings = settings(cx, workspace).await?;
    Ok((settings.behaviour, settings.budget))
}

/// Notes why the model could not be asked, or that it could; an error that is the same stays as it is.
async fn note_error(cx: &mut Writer, workspace: WorkspaceId, error: Option<ConfigError>) -> Result<()> {
    let known = settings(cx, workspace).await?.last_config_error;
    let code =
        |error: &Option<ConfigError>| error.as_ref().map(|error| (error.code.clone(), error.message.clone()));
    if code(&known) == code(&error) {
        return Ok(());
    }
    cx.write(topic(workspace))
        .query("UPDATE ai_agent_settings SET last_config_error = $2 WHERE workspace_id = $1")
        .bind(workspace)
        .bind(error.map(Json))
        .execute()
        .await?;
    Ok(())
}

async fn stored(cx: &mut Reader, workspace: WorkspaceId) -> Result<Option<Settings>> {
    Ok(cx
        .read(topic(workspace))
        .query(
            "SELECT id, created_at AS creation_time, workspace_id, enabled, knowledge_sources, confidence_threshold,
                    personality, handoff_message, working_hours, model, suggestions_enabled, embedding_model,
                    daily_answers, daily_tokens, conversation_answers, last_config_error, created_at, updated_at
             FROM ai_agent_settings
             WHERE workspace_id = $1",
        )
        .bind(workspace)
        .fetch_optional()
        .await?)
}

async fn store(
    cx: &mut Writer,
    workspace: WorkspaceId,
    new: Behaviour,
    budget: Budget,
) -> Result<AiSettingsId> {
    let (id, now) = (AiSettingsId(cx.new_id()?), cx.now());
    let (id,) = cx
        .write(topic(workspace))
        .query(
            "INSERT INTO ai_agent_settings
                 (id, workspace_id, enabled, knowledge_sources, confidence_threshold, personality, handoff_message,
                  working_hours, model, suggestions_enabled, embedding_model, daily_answers, daily_tokens,
                  conversation_answers, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
             ON CONFLICT (workspace_id) DO UPDATE
             SET enabled = excluded.enabled, knowledge_sources = excluded.knowledge_sources,
                 confidence_threshold = excluded.confidence_threshold, personality = excluded.personality,
                 handoff_message = excluded.handoff_message, working_hours = excluded.working_hours,
                 model = excluded.model, suggestions_enabled = excluded.suggestions_enabled,
                 embedding_model = excluded.embedding_model, daily_answers = excluded.daily_answers,
                 daily_tokens = excluded.daily_tokens, conversation_answers = excluded.conversation_answers,
                 last_config_error = NULL,
                 updated_at = excluded.updated_at
             RETURNING id",
        )
        .bind(id)
        .bind(workspace)
        .bind(new.enabled)
        .bind(Json(new.knowledge_sources))
        .bind(new.confidence_threshold)
        .bind(new.personality)
        .bind(new.handoff_message)
        .bind(new.working_hours.map(Json))
        .bind(new.model)
        .bind(new.suggestions_enabled)
        .bind(new.embedding_model)
        .bind(budget.daily_answers)
        .bind(budget.daily_tokens)
        .bind(budget.conversation_answers)
        .bind(now)
        .fetch_one()
        .await?;
    Ok(id)
}
