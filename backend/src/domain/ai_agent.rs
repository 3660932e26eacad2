//! The AI agent's settings and answers (functions-inbox.md §9). Writes `ai_agent_settings` and `ai_responses`.

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::audit_logs::{self, Act, SETTINGS},
    store::Filter,
};
use shared::{
    Error,
    ai_agent::{
        AiResponse, Behaviour, EMBEDDING_MODEL, EMBEDDING_MODELS, GetPublicSettings, GetSettings, Settings,
        UpdateSettings,
    },
    id::{AiSettingsId, ConversationId, WorkspaceId},
    limits,
    permissions::Permission,
};
use sqlx::types::Json;

/// The most knowledge sources that are named at once; there are three.
const SOURCES: usize = 10;

pub fn register(functions: &mut Functions) {
    functions.query::<GetSettings>().mutation::<UpdateSettings>().query::<GetPublicSettings>();
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
        let behaviour = changed(stored(cx, workspace).await?.unwrap_or_default().behaviour, self);
        check(&behaviour)?;
        audit_logs::note(cx, workspace, Act::new(SETTINGS, "aiAgentSettings").to(workspace)).await?;
        store(cx, workspace, behaviour).await
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

fn check(behaviour: &Behaviour) -> Result<(), Error> {
    limits::at_most("The list of sources", behaviour.knowledge_sources.len(), SOURCES, "sources")?;
    limits::content("The personality", behaviour.personality.as_deref().unwrap_or_default())?;
    limits::content("The handoff message", &behaviour.handoff_message)?;
    limits::token("The model", &behaviour.model)?;
    let Some(hours) = &behaviour.working_hours else { return Ok(()) };
    [&hours.start, &hours.end, &hours.timezone]
        .into_iter()
        .try_for_each(|text| limits::token("A part of the working hours", text))
}

async fn stored(cx: &mut Reader, workspace: WorkspaceId) -> Result<Option<Settings>> {
    Ok(cx
        .read(topic(workspace))
        .query(
            "SELECT id, created_at AS creation_time, workspace_id, enabled, knowledge_sources, confidence_threshold,
                    personality, handoff_message, working_hours, model, suggestions_enabled, embedding_model,
                    last_config_error, created_at, updated_at
             FROM ai_agent_settings
             WHERE workspace_id = $1",
        )
        .bind(workspace)
        .fetch_optional()
        .await?)
}

async fn store(cx: &mut Writer, workspace: WorkspaceId, new: Behaviour) -> Result<AiSettingsId> {
    let (id, now) = (AiSettingsId(cx.new_id()?), cx.now());
    let (id,) = cx
        .write(topic(workspace))
        .query(
            "INSERT INTO ai_agent_settings
                 (id, workspace_id, enabled, knowledge_sources, confidence_threshold, personality, handoff_message,
                  working_hours, model, suggestions_enabled, embedding_model, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
             ON CONFLICT (workspace_id) DO UPDATE
             SET enabled = excluded.enabled, knowledge_sources = excluded.knowledge_sources,
                 confidence_threshold = excluded.confidence_threshold, personality = excluded.personality,
                 handoff_message = excluded.handoff_message, working_hours = excluded.working_hours,
                 model = excluded.model, suggestions_enabled = excluded.suggestions_enabled,
                 embedding_model = excluded.embedding_model, last_config_error = NULL,
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
        .bind(now)
        .fetch_one()
        .await?;
    Ok(id)
}

/// What was answered in these conversations, oldest first.
pub async fn responses(cx: &mut Reader, conversations: &[ConversationId]) -> Result<Vec<AiResponse>> {
    let topics: Vec<Topic> = conversations.iter().copied().map(response_topic).collect();
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter::new(
        "SELECT id, conversation_id, message_id, query, response, generated_candidate_response, generated_candidate_sources,
                generated_candidate_confidence, sources, confidence, feedback, handed_off, handoff_reason, generation_time_ms,
                tokens_used, model, provider, created_at
         FROM ai_responses
         WHERE ",
    )
    .any_of("conversation_id", conversations.iter().copied())
    .push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// Deletes it.
pub async fn erase(cx: &mut Writer, conversations: &[ConversationId]) -> Result<()> {
    let topics: Vec<Topic> = conversations.iter().copied().map(response_topic).collect();
    if topics.is_empty() {
        return Ok(());
    }
    let filter = Filter::new("DELETE FROM ai_responses WHERE ")
        .any_of("conversation_id", conversations.iter().copied());
    cx.write(topics).filter(filter).execute().await?;
    Ok(())
}

fn response_topic(conversation: ConversationId) -> Topic {
    Topic::new("ai_responses", conversation.0)
}
