//! What the AI agent leaves open, and how it compares with people.

use crate::{Millis, id::WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Questions that were handed off, answered with a confidence below 0.5 or found not helpful: those asked most often first, in small
/// letters. `limit` is 1 to 100, 20 unless given; the newest 20,000 are counted.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetKnowledgeGaps {
    pub workspace_id: WorkspaceId,
    pub start_date: Millis,
    pub end_date: Millis,
    pub limit: Option<i64>,
    pub conversation_scan_limit: Option<f64>,
    pub responses_per_conversation_limit: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnowledgeGap {
    pub query: String,
    /// The lowest.
    pub confidence: f64,
    pub count: i64,
}

/// Conversations of the time in which the AI agent has answered, and the others.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAiVsHumanComparison {
    pub workspace_id: WorkspaceId,
    pub start_date: Millis,
    pub end_date: Millis,
    pub scan_limit: Option<f64>,
    pub conversation_scan_limit: Option<f64>,
    pub responses_per_conversation_limit: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub ai: Handling,
    pub human: Handling,
    pub truncated: bool,
}

/// Means are 0 where there is nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Handling {
    pub conversation_count: i64,
    /// What an answer of the model took; of people the time to the first one.
    pub avg_response_time_ms: f64,
    pub avg_csat_rating: f64,
    pub csat_response_count: i64,
}
