//! Whether a team has put the widget into its site: it puts a token there, and the widget brings it back (functions-identity.md §4).

use crate::{Millis, id::WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnboardingStatus {
    #[default]
    NotStarted,
    InProgress,
    Completed,
}

/// The step that is done once the widget was seen with the token.
pub const WIDGET_INSTALL: &str = "widget_install";

/// How far a workspace is. The token is no secret: it stands in the pages of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Onboarding {
    pub status: OnboardingStatus,
    pub current_step: i64,
    pub completed_steps: Vec<String>,
    pub onboarding_verification_token: Option<String>,
    /// The same.
    pub verification_token: Option<String>,
    pub verification_token_issued_at: Option<Millis>,
    pub widget_verified_at: Option<Millis>,
    /// It was seen with the token that is good now.
    pub is_widget_verified: bool,
    pub updated_at: Option<Millis>,
}

/// Null for a non-member.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetHostedOnboardingState {
    pub workspace_id: WorkspaceId,
}

/// With where the widget was seen lately. A recognised install is one that has begun since the token was given out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnboardingState {
    #[serde(flatten)]
    pub onboarding: Onboarding,
    pub has_recognized_install: bool,
    pub latest_detected_at: Option<Millis>,
    pub latest_recognized_detected_at: Option<Millis>,
    pub detected_integration_count: i64,
}

/// Needs `conversations.reply`, as the others that write do: who may only read changes nothing. What is completed stays so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StartHostedOnboarding {
    pub workspace_id: WorkspaceId,
}

/// Another token; the one before is good for nothing any more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueHostedOnboardingVerificationToken {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Issued {
    /// `onb_` and 32 hex digits.
    pub token: String,
    pub issued_at: Millis,
}

/// A widget says that it is there; anybody may. It is refused by an answer and no error, but RATE_LIMITED.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordHostedOnboardingVerificationEvent {
    pub workspace_id: WorkspaceId,
    pub token: String,
    pub origin: Option<String>,
    pub current_url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotRecorded {
    WorkspaceNotFound,
    TokenNotIssued,
    TokenMismatch,
    OriginInvalid,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recorded {
    pub accepted: bool,
    pub verified_at: Option<Millis>,
    pub reason: Option<NotRecorded>,
}

/// The widget was installed, if it was seen with the token that is good now.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteHostedOnboardingWidgetStep {
    pub workspace_id: WorkspaceId,
    pub token: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotCompleted {
    TokenMismatch,
    NotVerified,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Completed {
    pub success: bool,
    pub status: Option<OnboardingStatus>,
    pub current_step: Option<i64>,
    pub completed_steps: Option<Vec<String>>,
    pub updated_at: Option<Millis>,
    pub reason: Option<NotCompleted>,
}
