//! Tooltips: short texts beside elements of the page (functions-engagement.md §12). Those of the team need `settings.workspace`. Errors of
//! them: "Not authenticated", "Tooltip not found", "Not a member of this workspace", "Permission denied: settings.workspace", "Invalid
//! audience rules at …", INVALID_INPUT.

use crate::{
    Millis,
    audience::{Audience, reading::some_audience},
    engagement::{Context, Trigger},
    functions,
    id::{TooltipId, VisitorId, WorkspaceId},
    listing::Part,
    tour_steps::SelectorQuality,
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

functions! { "tooltips" {
    Query    list = List -> Vec<Tooltip>;
    Query    get = Get -> Option<Tooltip>;
    Mutation create = Create -> TooltipId, free &["triggers"];
    Mutation update = Update -> TooltipId, free &["triggers"];
    Mutation remove = Remove -> Success;
    Query    getAvailableTooltips = GetAvailableTooltips -> Vec<Tooltip>, free &["triggerContext"];
} }

/// What opens a tooltip: the pointer, a beacon beside the element, or that the element is in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum TriggerKind {
    Hover,
    Click,
    Auto,
}

/// One row of `tooltips`. Every one is live. A visitor is not shown for whom it is meant.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Tooltip {
    #[serde(rename = "_id")]
    pub id: TooltipId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub element_selector: String,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub selector_quality: Option<SelectorQuality>,
    /// Plain text.
    pub content: String,
    pub trigger_type: TriggerKind,
    /// An [`Audience`]; everybody without one.
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub audience_rules: Option<Value>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub triggers: Option<Trigger>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// Latest change first, 200 unless `limit` (at most 1000) says otherwise; `after` (additive) goes on after that tooltip.
pub type List = Part<TooltipId>;

/// Null where there is none (additive).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: TooltipId,
}

/// Errors also: "Segment not found".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub element_selector: String,
    pub content: String,
    pub trigger_type: TriggerKind,
    pub selector_quality: Option<SelectorQuality>,
    #[serde(default, deserialize_with = "some_audience")]
    pub audience_rules: Option<Audience>,
    pub triggers: Option<Trigger>,
}

/// What is left out stays. Errors as of [`Create`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: TooltipId,
    pub name: Option<String>,
    pub element_selector: Option<String>,
    pub content: Option<String>,
    pub trigger_type: Option<TriggerKind>,
    pub selector_quality: Option<SelectorQuality>,
    #[serde(default, deserialize_with = "some_audience")]
    pub audience_rules: Option<Audience>,
    pub triggers: Option<Trigger>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: TooltipId,
}

/// What a visitor may be shown now, latest change first: of the newest 300 unless `limit` (at most 1500) says otherwise those that are meant
/// for it and whose trigger is met. Without `triggerContext` only what waits for nothing is. By the visitor, or a member with `articles.read`
/// who names one (`[]` otherwise, and for a visitor of another workspace). Errors: those of a token, "Not authorized to list tooltips for
/// this visitor".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAvailableTooltips {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub limit: Option<i64>,
    pub trigger_context: Option<Context>,
}
