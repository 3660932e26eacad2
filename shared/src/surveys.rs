//! Surveys (functions-engagement.md §6). Those of the team need `settings.workspace`. Errors of them: "Survey not found", "Not authenticated",
//! "Not a member of this workspace", "Permission denied: settings.workspace", "Invalid audience rules at …", INVALID_INPUT.

pub mod answers;
pub mod questions;
pub mod results;

use crate::{
    Millis,
    audience::{Audience, reading::some_audience},
    engagement::{Schedule, Status, Trigger},
    functions,
    id::{SurveyId, SurveyImpressionId, SurveyResponseId, UserId, VisitorId, WorkspaceId},
    listing::PartOf,
    segments::Reach,
    widget_sessions::Success,
};
use answers::Answer;
use questions::Question;
use results::{Analytics, Csv, ExportResponsesCsv, GetAnalytics, ListResponses, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

functions! { "surveys" {
    Query    list = List -> Vec<Survey>;
    Query    get = Get -> Option<Survey>;
    Mutation create = Create -> SurveyId, free &["triggers"];
    Mutation update = Update -> SurveyId, free &["triggers"];
    Mutation remove = Remove -> Success;
    Mutation activate = Activate -> SurveyId;
    Mutation pause = Pause -> SurveyId;
    Mutation archive = Archive -> SurveyId;
    Mutation duplicate = Duplicate -> SurveyId;
    Query    previewAudienceRules = PreviewAudienceRules -> Reach;
    Query    getActiveSurveys = GetActiveSurveys -> Vec<Survey>;
    Mutation recordImpression = RecordImpression -> SurveyImpressionId;
    Mutation submitResponse = SubmitResponse -> SurveyResponseId, free &["answers"];
    Query    listResponses = ListResponses -> Vec<Response>;
    Query    getAnalytics = GetAnalytics -> Analytics;
    Mutation exportResponsesCsv = ExportResponsesCsv -> Csv;
} }

/// A small one is a card in the corner; a large one stands in the visitor's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Format {
    Small,
    Large,
}

/// Whether a visitor is asked once, answered or not, or until it has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Frequency {
    Once,
    UntilCompleted,
}

/// What is said before the first question, or after the last one.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    pub title: String,
    pub description: Option<String>,
    pub button_text: Option<String>,
}

impl Step {
    /// Whether there is nothing to read on it.
    pub fn is_silent(&self) -> bool {
        self.title.is_empty() && self.description.as_ref().is_none_or(String::is_empty)
    }
}

/// One row of `surveys`. A visitor is not shown for whom it is meant.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Survey {
    #[serde(rename = "_id")]
    pub id: SurveyId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    pub format: Format,
    pub status: Status,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub questions: Vec<Question>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub intro_step: Option<Step>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub thank_you_step: Option<Step>,
    pub show_progress_bar: bool,
    pub show_dismiss_button: bool,
    /// An [`Audience`]; everybody without one.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub audience_rules: Option<Value>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub triggers: Option<Trigger>,
    pub frequency: Frequency,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub scheduling: Option<Schedule>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// Oldest first, `[]` for those who may not. `limit` (additive) is 1 to 10,000, which it is without; `after` (additive) goes on after that
/// survey.
pub type List = PartOf<SurveyId, Status>;

/// Null where there is none, or none that the caller may see.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: SurveyId,
}

/// A draft, asked once unless `frequency` says otherwise. Errors also: "Segment not found".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    pub format: Format,
    pub questions: Option<Vec<Question>>,
    pub intro_step: Option<Step>,
    pub thank_you_step: Option<Step>,
    pub show_progress_bar: Option<bool>,
    pub show_dismiss_button: Option<bool>,
    #[serde(default, deserialize_with = "some_audience")]
    pub audience_rules: Option<Audience>,
    pub triggers: Option<Trigger>,
    pub frequency: Option<Frequency>,
    pub scheduling: Option<Schedule>,
}

/// What is left out stays; a step without words takes the one that there was away (additive). Errors as of [`Create`]; an active one keeps at
/// least one question.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: SurveyId,
    pub name: Option<String>,
    pub description: Option<String>,
    pub format: Option<Format>,
    pub questions: Option<Vec<Question>>,
    pub intro_step: Option<Step>,
    pub thank_you_step: Option<Step>,
    pub show_progress_bar: Option<bool>,
    pub show_dismiss_button: Option<bool>,
    #[serde(default, deserialize_with = "some_audience")]
    pub audience_rules: Option<Audience>,
    pub triggers: Option<Trigger>,
    pub frequency: Option<Frequency>,
    pub scheduling: Option<Schedule>,
}

/// With its answers and impressions.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: SurveyId,
}

/// From whatever state. Of a workspace 1,000 are active at once. Errors also: "Survey must have at least one question", INVALID_INPUT for one
/// more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activate {
    pub id: SurveyId,
}

/// An active one; one that is paused stays so. Errors also: INVALID_INPUT from every other state.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    pub id: SurveyId,
}

/// From whatever state.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    pub id: SurveyId,
}

/// A draft with ` (Copy)` behind its name, without times of its own; questions keep their ids.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duplicate {
    pub id: SurveyId,
}

/// How many visitors are meant: all without rules, `{total: 0, matching: 0}` for those who may not ask.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewAudienceRules {
    pub workspace_id: WorkspaceId,
    #[serde(default, deserialize_with = "some_audience")]
    pub audience_rules: Option<Audience>,
}

/// What a visitor may be asked, oldest first: active, in its time, not answered yet, not asked too often, meant for the visitor. With
/// `currentUrl` (additive), of those that wait for a page only what fits it; the rest of triggers is the widget's. `[]` where the visitor does
/// not prove itself. For a member with `settings.workspace`: whatever is active and in its time.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetActiveSurveys {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub current_url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum ImpressionAction {
    Shown,
    Started,
    Completed,
    Dismissed,
}

/// Notes what a visitor was shown or did; by the visitor alone. Errors: "Survey not found", those of a token, "Not authorized to record survey
/// impression", RATE_LIMITED.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordImpression {
    pub survey_id: SurveyId,
    pub visitor_id: Option<VisitorId>,
    pub session_id: Option<String>,
    pub session_token: Option<String>,
    pub action: ImpressionAction,
}

/// What a visitor answers. An unfinished response is replaced by the next one; one that is finished stays, and is answered again to whoever
/// sends it twice. By a visitor, or for a member with `settings.workspace` who tries it. Errors: "Survey not found", those of a token, "Not
/// authorized to submit survey response", "Cannot submit visitor response with userId", "Cannot submit survey response on behalf of another
/// user", "Question not found", and what is wrong with an answer.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubmitResponse {
    pub survey_id: SurveyId,
    pub visitor_id: Option<VisitorId>,
    pub user_id: Option<UserId>,
    pub session_id: Option<String>,
    pub session_token: Option<String>,
    pub answers: Vec<Answer>,
    pub is_complete: bool,
}
