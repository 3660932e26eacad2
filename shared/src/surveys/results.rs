//! What was answered, in numbers and as a table.

use super::{Answer, questions::QuestionType};
use crate::{
    Millis,
    id::{SurveyId, SurveyImpressionId, SurveyResponseId, UserId, VisitorId, WorkspaceId},
    number::Number,
    surveys::ImpressionAction,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use std::collections::BTreeMap;

/// Rows of one export.
pub const MOST_EXPORTED: i64 = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum ResponseStatus {
    Partial,
    Completed,
}

/// One row of `survey_responses`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Response {
    #[serde(rename = "_id")]
    pub id: SurveyResponseId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub survey_id: SurveyId,
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub user_id: Option<UserId>,
    pub session_id: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub answers: Vec<Answer>,
    pub status: ResponseStatus,
    pub started_at: Millis,
    pub completed_at: Option<Millis>,
}

/// One row of `survey_impressions`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Impression {
    #[serde(rename = "_id")]
    pub id: SurveyImpressionId,
    pub survey_id: SurveyId,
    pub visitor_id: VisitorId,
    pub session_id: Option<String>,
    pub action: ImpressionAction,
    pub created_at: Millis,
}

/// Oldest first; `[]` for those who may not. `limit` is 1 to 10,000, which it is without; `after` (additive) goes on after that response.
/// Errors: "Survey not found".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListResponses {
    pub survey_id: SurveyId,
    pub status: Option<ResponseStatus>,
    pub limit: Option<i64>,
    pub after: Option<SurveyResponseId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAnalytics {
    pub survey_id: SurveyId,
}

/// Rates are whole percent, 0 where there is nothing to divide by; of the completed responses the newest 50,000 are looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Analytics {
    pub survey_id: SurveyId,
    pub impressions: Impressions,
    /// Completed of shown.
    pub response_rate: Number,
    /// Completed of started.
    pub completion_rate: Number,
    pub total_responses: i64,
    pub question_analytics: BTreeMap<String, QuestionAnalytics>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Impressions {
    pub shown: i64,
    pub started: i64,
    pub completed: i64,
    pub dismissed: i64,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuestionAnalytics {
    pub question_id: String,
    pub question_title: String,
    pub question_type: QuestionType,
    pub total_responses: i64,
    /// How often each answer was given; the most frequent 200.
    pub distribution: BTreeMap<String, i64>,
    pub average: Option<Number>,
    /// Promoters (9 and 10) less detractors (up to 6), in whole percent of all.
    pub nps_score: Option<Number>,
}

/// A table of responses that were completed, or begun, between two times, both included. Needs `data.export`. `after` (additive) goes on
/// where an export ended.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportResponsesCsv {
    pub survey_id: SurveyId,
    pub start_date: Option<Millis>,
    pub end_date: Option<Millis>,
    pub after: Option<SurveyResponseId>,
}

/// At most [`MOST_EXPORTED`] rows; with `nextCursor` there are more. No cell is a formula.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Csv {
    pub file_name: String,
    pub count: i64,
    pub csv: String,
    pub next_cursor: Option<SurveyResponseId>,
}
