//! Product tours (functions-engagement.md §3). Those of the team need `tours.manage`. Errors of them: "Not authenticated", "Tour not found",
//! "Not a member of this workspace", "Permission denied: tours.manage", "Invalid audience rules at …", INVALID_INPUT.

use crate::{
    Millis,
    audience::{Audience, reading::some_audience},
    function::nullable,
    functions,
    id::{TourId, UserId, VisitorId, WorkspaceId},
    listing::PartOf,
    number::Number,
    segments::Reach,
    tour_progress::{Diagnostic, Progress, Reason},
    tour_steps::Step,
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

functions! { "tours" {
    Query    list = List -> Vec<Tour>;
    Query    get = Get -> Option<Tour>;
    Mutation create = Create -> TourId, free &["targetingRules"];
    Mutation update = Update -> TourId, nullable &["buttonColor", "senderId"], free &["targetingRules"];
    Mutation remove = Remove -> Success;
    Mutation activate = Activate -> TourId;
    Mutation deactivate = Deactivate -> TourId;
    Mutation duplicate = Duplicate -> TourId;
    Query    listAll = ListAll -> Vec<Listed>;
    Query    previewAudienceRules = PreviewAudienceRules -> Reach;
    Query    getStats = GetStats -> Stats;
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Status {
    Draft,
    Active,
    Archived,
}

/// Whether a tour is offered until it was shown, or until it is dismissed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum DisplayMode {
    FirstTimeOnly,
    UntilDismissed,
}

/// Where a tour begins: a pattern of [`route`](crate::engagement::route). `userAttributes` is kept and looked at by nobody.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TargetingRules {
    pub page_url: Option<String>,
    pub user_attributes: Option<Map<String, Value>>,
}

/// One row of `tours`. A visitor is not shown for whom it is meant.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Tour {
    #[serde(rename = "_id")]
    pub id: TourId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    pub status: Status,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub targeting_rules: Option<TargetingRules>,
    /// An [`Audience`]; everybody without one.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub audience_rules: Option<Value>,
    pub display_mode: DisplayMode,
    /// Lower goes first.
    pub priority: Number,
    pub button_color: Option<String>,
    pub sender_id: Option<UserId>,
    pub show_confetti: bool,
    pub allow_snooze: bool,
    pub allow_restart: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// Oldest first. `limit` (additive) is 1 to 10,000, which it is without; `after` (additive) goes on after that tour.
pub type List = PartOf<TourId, Status>;

/// Null where there is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: TourId,
}

/// A draft without steps. `displayMode` is `first_time_only` without one, priority 0, the rest true. Errors also: "Sender not found",
/// "Segment not found".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    pub targeting_rules: Option<TargetingRules>,
    #[serde(default, deserialize_with = "some_audience")]
    pub audience_rules: Option<Audience>,
    pub display_mode: Option<DisplayMode>,
    pub priority: Option<Number>,
    pub button_color: Option<String>,
    pub sender_id: Option<UserId>,
    pub show_confetti: Option<bool>,
    pub allow_snooze: Option<bool>,
    pub allow_restart: Option<bool>,
}

/// What is left out stays; a null clears the colour or the sender (additive). Errors as of [`Create`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: TourId,
    pub name: Option<String>,
    pub description: Option<String>,
    pub targeting_rules: Option<TargetingRules>,
    #[serde(default, deserialize_with = "some_audience")]
    pub audience_rules: Option<Audience>,
    pub display_mode: Option<DisplayMode>,
    pub priority: Option<Number>,
    #[serde(default, deserialize_with = "nullable")]
    pub button_color: Option<Option<String>>,
    #[serde(default, deserialize_with = "nullable")]
    pub sender_id: Option<Option<UserId>>,
    pub show_confetti: Option<bool>,
    pub allow_snooze: Option<bool>,
    pub allow_restart: Option<bool>,
}

/// With its steps and how far visitors are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: TourId,
}

/// From whatever state. Of a workspace 500 are active at once; errors also: INVALID_INPUT for one more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activate {
    pub id: TourId,
}

/// Back to a draft, from whatever state.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deactivate {
    pub id: TourId,
}

/// A draft with ` (Copy)` behind its name, and with all steps.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duplicate {
    pub id: TourId,
}

/// Every active tour with its steps, lowest priority number first, whether it is meant for the visitor or not. By the visitor, or a member with
/// `tours.manage`, who may name one. Errors: those of a token, "Not authorized to list tours for this visitor", "Visitor not found in
/// workspace".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListAll {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TourStatus {
    /// Also one that was dismissed or snoozed.
    New,
    InProgress,
    Completed,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    pub tour: Tour,
    pub steps: Vec<Step>,
    pub tour_status: TourStatus,
    pub element_selectors: Vec<String>,
    /// How far the visitor is (additive).
    pub progress: Option<Progress>,
}

/// How many visitors are meant; all without rules.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewAudienceRules {
    pub workspace_id: WorkspaceId,
    #[serde(default, deserialize_with = "some_audience")]
    pub audience_rules: Option<Audience>,
}

/// How a tour does (additive): how far its visitors came, and what kept them from going on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetStats {
    pub id: TourId,
}

/// Each visitor counts once, as it stands now: `started` is all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    pub started: i64,
    pub in_progress: i64,
    pub completed: i64,
    /// Also those who refused it before they began.
    pub dismissed: i64,
    pub snoozed: i64,
    /// How many came to each step, in the order of the steps.
    pub reached: Vec<i64>,
    /// What kept visitors from going on, by step and reason, the most frequent first.
    pub troubles: Vec<Trouble>,
    /// The newest 50 steps that could not be done.
    pub diagnostics: Vec<Diagnostic>,
}

/// How often one reason kept visitors at one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Trouble {
    pub step_order: i64,
    pub reason: Reason,
    pub count: i64,
    pub last_at: Millis,
}
