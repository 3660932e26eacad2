//! Pointing at the element of a tooltip on the author's own site (functions-engagement.md §12). A session is begun by a member with
//! `settings.workspace`; its token is good for [`LASTS`](crate::authoring_sessions::LASTS), until it is ended, and for as long as that member
//! may change tooltips. Errors of whatever takes a token: "Session not found", "Session workspace mismatch", "Session is completed", "Session
//! expired", "Tooltip not found", RATE_LIMITED.

use crate::{
    Millis,
    function::nullable,
    functions,
    id::{TooltipAuthoringSessionId, TooltipId, UserId, WorkspaceId},
    tooltips::TriggerKind,
    tour_steps::SelectorQuality,
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "tooltipAuthoringSessions" {
    Mutation create = Create -> Created, secret true;
    Query    validate = Validate -> Validity;
    Mutation updateSelector = UpdateSelector -> Selected;
    Mutation writeContent = WriteContent -> Success;
    Mutation end = End -> Ended;
    Query    getByToken = GetByToken -> Option<Session>;
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Status {
    Active,
    Completed,
    /// Only shown: no row says so, its end does.
    Expired,
}

/// For a tooltip, or for one that is still to be made. Errors: "Unauthorized" without a login, "Workspace not found", those of a member,
/// "Tooltip not found", "Tooltip does not belong to this workspace".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub tooltip_id: Option<TooltipId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    pub session_id: TooltipAuthoringSessionId,
    /// 32 letters and digits. The server keeps only its hash.
    pub token: String,
}

/// What a token opens. A token that is good for nothing is answered `valid: false` and the reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Validate {
    pub token: String,
    pub workspace_id: WorkspaceId,
}

/// `reason` is one of the errors of this room; the rest is there if the token is good.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Validity {
    pub valid: bool,
    pub reason: Option<String>,
    pub session: Option<Held>,
    /// Null where the tooltip is still to be made.
    #[serde(default, deserialize_with = "nullable")]
    pub tooltip: Option<Option<Head>>,
}

/// What its holder is told of a session.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    #[serde(rename = "_id")]
    pub id: TooltipAuthoringSessionId,
    pub tooltip_id: Option<TooltipId>,
    pub workspace_id: WorkspaceId,
    pub status: Status,
    pub selected_selector: Option<String>,
    pub selected_selector_quality: Option<SelectorQuality>,
}

/// What its author is told of the tooltip.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    #[serde(rename = "_id")]
    pub id: TooltipId,
    pub name: String,
    pub content: String,
    pub element_selector: String,
    pub trigger_type: TriggerKind,
    pub selector_quality: Option<SelectorQuality>,
}

/// Chooses an element, for the session's tooltip too if there is one. Errors also: INVALID_INPUT for no selector or one that is too long.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateSelector {
    pub token: String,
    pub workspace_id: WorkspaceId,
    pub element_selector: String,
    pub selector_quality: Option<SelectorQuality>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Selected {
    pub success: bool,
    pub selector: String,
    pub selector_quality: Option<SelectorQuality>,
}

/// What the session's tooltip says (additive), as `tooltips:update` has it. Errors also: "Tooltip not found" where it is still to be made,
/// INVALID_INPUT.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WriteContent {
    pub token: String,
    pub workspace_id: WorkspaceId,
    pub content: String,
}

/// The session is completed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct End {
    pub token: String,
    pub workspace_id: WorkspaceId,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    pub success: bool,
    pub selected_selector: Option<String>,
    pub selected_selector_quality: Option<SelectorQuality>,
}

/// The session as it is, whatever its state; null where there is none in the workspace.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetByToken {
    pub token: String,
    pub workspace_id: WorkspaceId,
}

/// One row of `tooltip_authoring_sessions`, with the token that it was asked for by.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Session {
    #[serde(rename = "_id")]
    pub id: TooltipAuthoringSessionId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    #[cfg_attr(feature = "server", sqlx(default))]
    pub token: String,
    pub tooltip_id: Option<TooltipId>,
    pub workspace_id: WorkspaceId,
    pub user_id: UserId,
    pub status: Status,
    pub selected_selector: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub selected_selector_quality: Option<SelectorQuality>,
    pub created_at: Millis,
    pub expires_at: Millis,
}
