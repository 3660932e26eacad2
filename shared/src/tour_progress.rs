//! How far visitors are in tours (functions-engagement.md §5). Every function is called by the visitor with its token, or by a member with
//! `tours.manage` that names one. Errors, in this order: "Tour not found", "Tour does not belong to workspace"; those of a member, "visitorId is
//! required for authenticated tour access"; those of a token, "Not authorized for requested visitor"; "Visitor not found in workspace"; "Tour
//! does not allow snoozing", "Tour does not allow restarting"; "Tour progress not found", "Tour is not in progress".

use crate::{
    Millis, functions,
    id::{TourDiagnosticId, TourId, TourProgressId, VisitorId, WorkspaceId},
    tour_steps::{AdvanceOn, Step},
    tours::Tour,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

functions! { "tourProgress" {
    Mutation start = Start -> TourProgressId;
    Mutation advance = Advance -> Advanced;
    Mutation skipStep = SkipStep -> Skipped;
    Mutation checkpoint = Checkpoint -> Checked;
    Mutation complete = Complete -> TourProgressId;
    Mutation dismiss = Dismiss -> TourProgressId;
    Mutation dismissPermanently = DismissPermanently -> TourProgressId;
    Mutation snooze = Snooze -> TourProgressId;
    Mutation restart = Restart -> TourProgressId;
    Query    getActive = GetActive -> Vec<Active>;
    Query    getAvailableTours = GetAvailableTours -> Vec<Available>;
    Query    listDiagnostics = ListDiagnostics -> Vec<Diagnostic>;
} }

/// How long a snoozed tour is away.
pub const SNOOZE: Millis = 86_400_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Status {
    InProgress,
    Completed,
    Dismissed,
    Snoozed,
}

/// Why a tour does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Reason {
    ModeMismatch,
    ElementClickRequired,
    FieldFillRequired,
    FieldFillInvalid,
    RouteMismatch,
    CheckpointInvalidRoute,
    SelectorMissing,
}

/// What was tried: as a step says, or by the widget itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "camelCase"))]
pub enum Mode {
    Click,
    ElementClick,
    FieldFill,
    System,
}

impl From<AdvanceOn> for Mode {
    fn from(advance: AdvanceOn) -> Self {
        match advance {
            AdvanceOn::Click => Self::Click,
            AdvanceOn::ElementClick => Self::ElementClick,
            AdvanceOn::FieldFill => Self::FieldFill,
        }
    }
}

/// One row of `tour_progress`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Progress {
    #[serde(rename = "_id")]
    pub id: TourProgressId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub visitor_id: VisitorId,
    pub tour_id: TourId,
    /// The place of the step that is next, from 0; as many as there are steps at the end.
    pub current_step: i64,
    pub checkpoint_step: Option<i64>,
    pub checkpoint_route: Option<String>,
    pub checkpoint_selector: Option<String>,
    pub last_seen_url: Option<String>,
    pub status: Status,
    pub last_blocked_reason: Option<Reason>,
    pub last_blocked_mode: Option<Mode>,
    pub last_blocked_at: Option<Millis>,
    pub completed_at: Option<Millis>,
    pub snoozed_until: Option<Millis>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// One row of `tour_progress_diagnostics`: a step that could not be done.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Diagnostic {
    #[serde(rename = "_id")]
    pub id: TourDiagnosticId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub progress_id: TourProgressId,
    pub tour_id: TourId,
    pub visitor_id: VisitorId,
    pub step_order: i64,
    pub reason: Reason,
    pub mode: Mode,
    pub selector: Option<String>,
    pub current_url: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub metadata: Option<Map<String, Value>>,
    pub created_at: Millis,
}

macro_rules! functions_of_a_tour {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[skip_serializing_none]
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name {
            pub workspace_id: WorkspaceId,
            pub visitor_id: Option<VisitorId>,
            pub session_token: Option<String>,
            pub tour_id: TourId,
            $(pub $field: $type),*
        }
    )*};
}

functions_of_a_tour! {
    /// Begins a tour, or goes on with one. With `force`, or when its snooze is over, or when it is offered until it is dismissed and was
    /// completed, it begins anew; otherwise one that was completed, dismissed or snoozed stays as it is.
    Start { force: Option<bool>, current_url: Option<String> }

    /// Does the step that is next, if the page and what was done are as it asks. `step` (additive) is the step that is meant: where the visitor
    /// is at another one by now, as in a second tab, nothing is done.
    Advance {
        step: Option<i64>,
        mode: Option<AdvanceOn>,
        target_matched: Option<bool>,
        field_value: Option<String>,
        selector: Option<String>,
        current_url: Option<String>,
    }

    /// Passes the step that is next over; `step` (additive) as of [`Advance`]. Errors also: "Current step not found".
    SkipStep { step: Option<i64>, reason: Reason, selector: Option<String>, current_url: Option<String> }

    /// Notes where the visitor is, and what kept it from going on; without a reason nothing does any more.
    Checkpoint {
        current_url: Option<String>,
        selector: Option<String>,
        blocked_reason: Option<Reason>,
        mode: Option<Mode>,
    }

    /// From whatever state.
    Complete {}

    /// From whatever state; it is not offered again.
    Dismiss {}

    /// The same, also where it was not begun.
    DismissPermanently {}

    /// Comes back after [`SNOOZE`]. Only where `allowSnooze` of the tour says so.
    Snooze {}

    /// From its first step, from whatever state. Only where `allowRestart` of the tour says so.
    Restart {}

    /// The steps that could not be done, newest first, 25 unless `limit` (at most 100) says otherwise.
    ListDiagnostics { limit: Option<i64> }
}

/// `nextStep` is the place of the step that is next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Advanced {
    pub progress_id: TourProgressId,
    pub advanced: bool,
    /// Why not.
    pub blocked_reason: Option<Reason>,
    pub status: Status,
    pub next_step: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Skipped {
    pub progress_id: TourProgressId,
    pub skipped: bool,
    pub reason: Reason,
    pub status: Status,
    pub next_step: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    pub progress_id: TourProgressId,
}

/// The active tours that a visitor is in, or whose snooze is over; oldest progress first.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetActive {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Active {
    #[serde(flatten)]
    pub progress: Progress,
    pub tour: Tour,
    pub steps: Vec<Step>,
}

/// The active tours that a visitor may be shown on this page, lowest priority number first: begun ones wherever the visitor is.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAvailableTours {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub current_url: Option<String>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Available {
    pub tour: Tour,
    pub steps: Vec<Step>,
    pub progress: Option<Progress>,
}
