//! How a team does (functions-inbox.md §8). Who may read conversations may read reports. A conversation is counted by when it was
//! created, bounds included, in milliseconds; rates are 0 to 1, times are milliseconds, days are UTC's. Everything is counted, so
//! `scanLimit` is taken and changes nothing, and `truncated` is false. Read live, a report is up to half a minute old.

pub mod answers;
pub mod snapshots;

use crate::{
    Millis,
    conversations::Status,
    functions,
    id::{ConversationId, CsatResponseId, ReportSnapshotId, UserId, VisitorId, WorkspaceId},
};
use answers::{Comparison, GetAiVsHumanComparison, GetKnowledgeGaps, KnowledgeGap};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use snapshots::{GetReportSnapshot, ReportSnapshot, SaveReportSnapshot};
use std::collections::BTreeMap;

functions! { "reporting" {
    Query getConversationMetrics = GetConversationMetrics -> ConversationMetrics;
    Query getResponseTimeMetrics = GetResponseTimeMetrics -> Durations;
    Query getResolutionTimeMetrics = GetResolutionTimeMetrics -> Durations;
    Query getAgentMetrics = GetAgentMetrics -> Vec<AgentMetrics>;
    Query getAgentWorkloadDistribution = GetAgentWorkloadDistribution -> Workload;
    Query getCsatScore = GetCsatScore -> CsatMetrics;
    Query getCsatMetrics = GetCsatMetrics -> CsatMetrics;
    Query getAiAgentMetrics = GetAiAgentMetrics -> AiAgentMetrics;
    Query getCsatByAgent = GetCsatByAgent -> Vec<AgentRating>;
    Query getDashboardSummary = GetDashboardSummary -> Summary;
    Query getCsatEligibility = GetCsatEligibility -> Eligibility;
    Query getKnowledgeGaps = GetKnowledgeGaps -> Vec<KnowledgeGap>;
    Query getAiVsHumanComparison = GetAiVsHumanComparison -> Comparison;
    Mutation submitCsatResponse = SubmitCsatResponse -> CsatResponseId;
    Mutation saveReportSnapshot = SaveReportSnapshot -> ReportSnapshotId, free &["metrics"];
    Query getReportSnapshot = GetReportSnapshot -> Option<ReportSnapshot>;
} }

/// How long a period is; a week begins on Sunday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Granularity {
    #[default]
    Day,
    Week,
    Month,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetConversationMetrics {
    pub workspace_id: WorkspaceId,
    pub start_date: Millis,
    pub end_date: Millis,
    pub granularity: Option<Granularity>,
    pub scan_limit: Option<f64>,
}

/// By what the conversations are now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationMetrics {
    pub total: i64,
    pub volume_by_period: Vec<Volume>,
    pub by_status: ByStatus,
    pub by_channel: ByChannel,
    pub truncated: bool,
}

/// A period is named `2026-05-31`, a month `2026-05`; one in which nothing happened is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    pub period: String,
    pub count: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByStatus {
    pub open: i64,
    pub closed: i64,
    pub snoozed: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByChannel {
    pub chat: i64,
    pub email: i64,
}

/// From the beginning to the team's first reply.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetResponseTimeMetrics {
    pub workspace_id: WorkspaceId,
    pub start_date: Millis,
    pub end_date: Millis,
    pub scan_limit: Option<f64>,
}

/// From the beginning to the latest closing, of what is closed.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetResolutionTimeMetrics {
    pub workspace_id: WorkspaceId,
    pub start_date: Millis,
    pub end_date: Millis,
    pub scan_limit: Option<f64>,
}

/// Of the durations above 0. The p-th is the one at the place `floor(count × p)` of all in order; all are 0 where there is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Durations {
    pub count: i64,
    pub average_ms: f64,
    pub median_ms: i64,
    pub p90_ms: i64,
    pub p95_ms: i64,
    pub truncated: bool,
}

/// By whom the conversations are assigned to now, whoever replied; most conversations first.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAgentMetrics {
    pub workspace_id: WorkspaceId,
    pub start_date: Millis,
    pub end_date: Millis,
    pub scan_limit: Option<f64>,
}

/// The averages are 0 where there is nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentMetrics {
    pub agent_id: UserId,
    /// The name, else the e-mail, else "Unknown".
    pub agent_name: String,
    pub conversations_handled: i64,
    pub resolved: i64,
    pub avg_response_time_ms: f64,
    pub avg_resolution_time_ms: f64,
}

/// Of all open conversations; most of them first.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAgentWorkloadDistribution {
    pub workspace_id: WorkspaceId,
    pub scan_limit: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Workload {
    pub distribution: Vec<AgentLoad>,
    pub unassigned: i64,
    pub total: i64,
    pub truncated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentLoad {
    pub agent_id: UserId,
    pub agent_name: String,
    pub open_conversations: i64,
}

/// The seed's name of [`GetCsatMetrics`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GetCsatScore(pub GetCsatMetrics);

/// By when the rating was given; an absent bound is open.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetCsatMetrics {
    pub workspace_id: WorkspaceId,
    pub start_date: Option<Millis>,
    pub end_date: Option<Millis>,
    pub granularity: Option<Granularity>,
    pub scan_limit: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CsatMetrics {
    pub total_responses: i64,
    pub average_rating: f64,
    /// How many gave one star, two stars …: `"1"` to `"5"`. A fraction counts for the whole stars in it.
    pub rating_distribution: BTreeMap<String, i64>,
    /// The share of four stars and more.
    pub satisfaction_rate: f64,
    pub trend_by_period: Vec<RatingTrend>,
    pub truncated: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RatingTrend {
    pub period: String,
    pub average_rating: f64,
    pub count: i64,
}

/// By when the AI agent answered; an absent bound is open.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAiAgentMetrics {
    pub workspace_id: WorkspaceId,
    pub start_date: Option<Millis>,
    pub end_date: Option<Millis>,
    pub granularity: Option<Granularity>,
    pub conversation_scan_limit: Option<f64>,
    pub responses_per_conversation_limit: Option<f64>,
}

/// Of answers, not of conversations. What was not handed off counts as resolved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AiAgentMetrics {
    pub total_responses: i64,
    #[serde(rename = "resolvedByAI")]
    pub resolved_by_ai: i64,
    pub handed_off: i64,
    pub resolution_rate: f64,
    pub handoff_rate: f64,
    pub avg_response_time_ms: f64,
    pub avg_confidence: f64,
    /// The helpful ones among those of which somebody said whether they are.
    pub satisfaction_rate: f64,
    pub total_tokens_used: i64,
    pub trend_by_period: Vec<AiTrend>,
    pub truncated: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AiTrend {
    pub period: String,
    pub total_responses: i64,
    pub resolution_rate: f64,
    pub satisfaction_rate: f64,
}

/// One row of `csat_responses`: how a visitor rated a conversation.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct CsatResponse {
    #[serde(rename = "_id")]
    pub id: CsatResponseId,
    pub workspace_id: WorkspaceId,
    pub conversation_id: ConversationId,
    pub visitor_id: Option<VisitorId>,
    /// Whose conversation it was then.
    pub agent_id: Option<UserId>,
    pub rating: f64,
    pub feedback: Option<String>,
    pub created_at: Millis,
}

/// Whether a conversation can be rated now. For its visitor, and for members who may read it.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetCsatEligibility {
    pub conversation_id: ConversationId,
    /// Not needed; one that is not the token's is refused.
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Eligibility {
    pub eligible: bool,
    pub reason: EligibilityReason,
    pub ask_for_rating_enabled: bool,
    pub already_submitted: bool,
    pub conversation_status: Status,
}

/// The first that holds, in this order: disabled, not closed, already submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EligibilityReason {
    Eligible,
    Disabled,
    ConversationNotClosed,
    AlreadySubmitted,
}

/// Rates a closed conversation, once for ever. Errors: "Rating must be between 1 and 5", "Conversation not found", "Not authorized to
/// submit CSAT response", "CSAT collection is disabled for this workspace", "CSAT can only be submitted for closed conversations", "CSAT
/// response already submitted for this conversation".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubmitCsatResponse {
    pub conversation_id: ConversationId,
    /// 1 to 5, also between whole numbers.
    pub rating: f64,
    pub feedback: Option<String>,
    /// Not needed; one that is not the token's is refused.
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// By whose conversation it was when it was rated; best first. By when the rating was given.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetCsatByAgent {
    pub workspace_id: WorkspaceId,
    pub start_date: Millis,
    pub end_date: Millis,
    pub scan_limit: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentRating {
    pub agent_id: UserId,
    pub agent_name: String,
    pub average_rating: f64,
    pub total_responses: i64,
}

/// The figures of the other reports in one.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetDashboardSummary {
    pub workspace_id: WorkspaceId,
    pub start_date: Millis,
    pub end_date: Millis,
    pub scan_limit: Option<f64>,
}

/// Durations and ratings are means, 0 where there is nothing. The AI agent's answers are those in conversations of the time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    pub total_conversations: i64,
    pub open_conversations: i64,
    pub closed_conversations: i64,
    pub avg_response_time_ms: f64,
    pub avg_resolution_time_ms: f64,
    pub avg_csat_rating: f64,
    pub csat_response_count: i64,
    pub ai_response_count: i64,
    pub ai_resolution_rate: f64,
    pub truncated: bool,
}
