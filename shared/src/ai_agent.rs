//! How an AI agent would answer for the team (functions-inbox.md §9). Settings only: nothing answers yet.

use crate::{
    Millis,
    function::nullable,
    functions,
    id::{AiResponseId, AiSettingsId, ConversationId, MessageId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "aiAgent" {
    Query    getSettings = GetSettings -> Settings;
    Mutation updateSettings = UpdateSettings -> AiSettingsId, nullable &["workingHours"];
    Query    getPublicSettings = GetPublicSettings -> Behaviour;
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KnowledgeSource {
    Articles,
    InternalArticles,
    Snippets,
}

/// When it answers, in hours and minutes of a time zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkingHours {
    pub start: String,
    pub end: String,
    pub timezone: String,
}

/// What can be set. [`Behaviour::default`] is what holds where nothing was set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Behaviour {
    pub enabled: bool,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub knowledge_sources: Vec<KnowledgeSource>,
    /// Below it a person is asked, 0 to 1.
    pub confidence_threshold: f64,
    pub personality: Option<String>,
    pub handoff_message: String,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub working_hours: Option<WorkingHours>,
    pub model: String,
    pub suggestions_enabled: bool,
    pub embedding_model: String,
}

/// The embedding model of whoever names none that is known.
pub const EMBEDDING_MODEL: &str = "text-embedding-3-small";
/// The embedding models that are known.
pub const EMBEDDING_MODELS: [&str; 2] = [EMBEDDING_MODEL, "text-embedding-ada-002"];

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            enabled: false,
            knowledge_sources: vec![KnowledgeSource::Articles],
            confidence_threshold: 0.6,
            personality: None,
            handoff_message: "Let me connect you with a human agent who can help you better.".into(),
            working_hours: None,
            model: "openai/gpt-5-nano".into(),
            suggestions_enabled: false,
            embedding_model: EMBEDDING_MODEL.into(),
        }
    }
}

/// Why the provider could not be asked; nothing writes it yet.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigError {
    pub code: String,
    pub message: String,
    pub provider: Option<String>,
    pub model: Option<String>,
    pub detected_at: Millis,
}

/// A workspace's settings. Id, workspace and times are there once something was set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Settings {
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<AiSettingsId>,
    #[serde(rename = "_creationTime", skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<Millis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<WorkspaceId>,
    #[serde(flatten)]
    #[cfg_attr(feature = "server", sqlx(flatten))]
    pub behaviour: Behaviour,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub last_config_error: Option<ConfigError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Millis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Millis>,
}

/// For members; everybody else is shown the defaults.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetSettings {
    pub workspace_id: WorkspaceId,
}

/// For everybody, without what is the team's own: personality and model are the defaults'.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetPublicSettings {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.workspace`; what is left out stays. An embedding model that is not known becomes [`EMBEDDING_MODEL`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateSettings {
    pub workspace_id: WorkspaceId,
    pub enabled: Option<bool>,
    pub knowledge_sources: Option<Vec<KnowledgeSource>>,
    pub confidence_threshold: Option<f64>,
    pub personality: Option<String>,
    pub handoff_message: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub working_hours: Option<Option<WorkingHours>>,
    pub model: Option<String>,
    pub suggestions_enabled: Option<bool>,
    pub embedding_model: Option<String>,
}

/// One row of `ai_responses`: what was asked, and what was answered.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct AiResponse {
    #[serde(rename = "_id")]
    pub id: AiResponseId,
    pub conversation_id: ConversationId,
    pub message_id: Option<MessageId>,
    pub query: String,
    pub response: String,
    pub generated_candidate_response: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub generated_candidate_sources: Option<serde_json::Value>,
    pub generated_candidate_confidence: Option<f64>,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub sources: serde_json::Value,
    pub confidence: f64,
    pub feedback: Option<String>,
    pub handed_off: bool,
    pub handoff_reason: Option<String>,
    pub generation_time_ms: i64,
    pub tokens_used: Option<i64>,
    pub model: String,
    pub provider: String,
    pub created_at: Millis,
}
