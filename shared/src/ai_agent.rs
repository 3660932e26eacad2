//! How an AI agent answers for the team, and what it answered (functions-inbox.md §9).

use crate::{
    Millis,
    function::nullable,
    functions,
    id::{AiResponseId, AiSettingsId, ConversationId, MessageId, Uuid, VisitorId, WorkspaceId},
    reporting::AiAgentMetrics,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "aiAgent" {
    Query    getSettings = GetSettings -> Settings;
    Mutation updateSettings = UpdateSettings -> AiSettingsId, nullable &["workingHours"];
    Query    getPublicSettings = GetPublicSettings -> Behaviour;
    Query    shouldRespond = ShouldRespond -> Willingness;
    Query    getConversationResponses = GetConversationResponses -> Vec<GivenResponse>;
    Mutation storeResponse = StoreResponse -> AiResponseId;
    Mutation submitFeedback = SubmitFeedback -> ();
    Mutation handoffToHuman = HandoffToHuman -> HandedOff;
    Query    getDraft = GetDraft -> Option<Draft>;
    Query    getState = GetState -> Option<State>;
    Action   listAvailableModels = ListAvailableModels -> Vec<Model>;
    Action   getRelevantKnowledge = GetRelevantKnowledge -> Vec<Relevant>;
    Query    getAnalytics = GetAnalytics -> AiAgentMetrics;
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

/// How much a workspace lets its AI agent cost (ours). A day is one of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Budget {
    /// Questions to the model a day.
    pub daily_answers: i64,
    /// Tokens a day, as the endpoint counts them; the question that goes over it is still answered.
    pub daily_tokens: i64,
    /// Answers in one conversation.
    pub conversation_answers: i64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { daily_answers: 500, daily_tokens: 2_000_000, conversation_answers: 20 }
    }
}

/// Why the provider could not be asked.
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
    #[serde(flatten)]
    #[cfg_attr(feature = "server", sqlx(flatten))]
    pub budget: Budget,
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

/// Needs `settings.workspace`; what is left out stays, and what went wrong before is forgotten. An embedding model that is not known becomes [`EMBEDDING_MODEL`].
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
    pub daily_answers: Option<i64>,
    pub daily_tokens: Option<i64>,
    pub conversation_answers: Option<i64>,
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

/// What the workspace knows of a question, as its AI agent would find it: in the sources of its settings unless some are named. `limit`
/// 1 to 20, default 5; `[]` for a blank query. Needs `articles.read`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetRelevantKnowledge {
    pub workspace_id: WorkspaceId,
    pub query: String,
    pub knowledge_sources: Option<Vec<KnowledgeSource>>,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relevant {
    pub id: ContentId,
    #[serde(rename = "type")]
    pub kind: ContentType,
    pub title: String,
    /// The part that answers best, at most 2000 characters.
    pub content: String,
    /// 0 to 100.
    pub relevance_score: f64,
}

/// How the AI agent does, by default in the last thirty days: the same numbers as `reporting:getAiAgentMetrics`. Needs
/// `settings.workspace`. Errors: "Invalid date range".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAnalytics {
    pub workspace_id: WorkspaceId,
    pub start_date: Option<Millis>,
    pub end_date: Option<Millis>,
}

/// What knowledge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "camelCase"))]
pub enum ContentType {
    Article,
    InternalArticle,
    Snippet,
}

/// Something that an answer rests on.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    #[serde(rename = "type")]
    pub kind: ContentType,
    pub id: ContentId,
    pub title: String,
    /// The same id, where it is an article.
    pub article_id: Option<ContentId>,
}

/// The id of an article or of a snippet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(transparent))]
pub struct ContentId(pub Uuid);

impl std::fmt::Display for ContentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.as_simple().fmt(f)
    }
}
impl std::fmt::Debug for ContentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}
impl Serialize for ContentId {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for ContentId {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        crate::id::ArticleId::deserialize(from).map(|id| Self(id.0))
    }
}

impl Source {
    pub fn new(kind: ContentType, id: ContentId, title: String) -> Self {
        Self { kind, id, title, article_id: (kind == ContentType::Article).then_some(id) }
    }
}

/// Whether the AI agent answers right now; for everybody.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShouldRespond {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Willingness {
    pub should_respond: bool,
    pub reason: Option<String>,
}

/// What the AI agent said in a conversation, oldest first; for its visitor, and for members with `conversations.read`. A visitor is shown
/// no answer that was held back, and no source that it may not read.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetConversationResponses {
    pub conversation_id: ConversationId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GivenResponse {
    #[serde(flatten)]
    pub row: AiResponse,
    /// What its visitor was told.
    pub delivered_response_context: ResponseContext,
    /// What the model said, if that was held back.
    pub generated_response_context: Option<ResponseContext>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseContext {
    pub response: String,
    pub sources: serde_json::Value,
    /// Null where a person took over.
    pub confidence: Option<f64>,
}

/// Records what an AI agent of the team's own said in a conversation, so that reports and reviews count it as one of the server's: the
/// message itself is sent as any other. Needs `conversations.reply`; a visitor may not, whatever its token. A conversation that a person
/// took over stays with that person. `confidence` is 0 to 1, times are in milliseconds. Errors: "Conversation not found", those of a
/// member or of the token, "Not authorized" to a visitor, "Message not found" for one of another conversation.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoreResponse {
    pub conversation_id: ConversationId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub message_id: Option<MessageId>,
    pub query: String,
    pub response: String,
    /// What a model said and nobody was told.
    pub generated_candidate_response: Option<String>,
    pub generated_candidate_sources: Option<Vec<Source>>,
    pub generated_candidate_confidence: Option<f64>,
    pub sources: Vec<Source>,
    pub confidence: f64,
    pub handed_off: bool,
    pub handoff_reason: Option<String>,
    pub generation_time_ms: i64,
    pub tokens_used: Option<i64>,
    pub model: String,
    pub provider: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Feedback {
    Helpful,
    NotHelpful,
}

/// Whether an answer helped; the last word counts. Errors: "AI response not found", those of [`GetConversationResponses`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubmitFeedback {
    pub response_id: AiResponseId,
    pub feedback: Feedback,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// Calls a person into a conversation: the AI agent says so and stays silent from then on.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandoffToHuman {
    pub conversation_id: ConversationId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandedOff {
    pub message_id: MessageId,
    pub handoff_message: String,
}

/// What the AI agent is writing right now (ours); null where it is not. For those who may see the conversation.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetDraft {
    pub conversation_id: ConversationId,
    pub session_token: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// As far as it has come; empty while the model thinks.
    pub text: String,
    pub until: Millis,
}

/// What stands behind the settings (ours): null for those who are no members.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetState {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Whether this server has an endpoint to ask.
    pub is_configured: bool,
    /// Who is asked: `openai`, or the endpoint's host.
    pub provider: Option<String>,
    /// The model that is asked.
    pub model: String,
    /// The model that finds articles by their meaning, if there is one.
    pub embedding_model: Option<String>,
    pub answers_today: i64,
    pub tokens_today: i64,
}

/// The models that the endpoint offers, and the workspace's. Needs `settings.workspace`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListAvailableModels {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    pub id: String,
    pub name: String,
    pub provider: String,
}
