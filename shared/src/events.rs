//! What visitors did on the site (functions-identity.md §14).

use crate::{
    Millis, functions,
    id::{EventId, VisitorId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

functions! { "events" {
    Mutation track = Track -> EventId, free &["properties"];
    Mutation trackAutoEvent = TrackAutoEvent -> Option<EventId>, free &["properties"];
    Query    list = List -> Vec<Event>;
    Query    count = Count -> i64;
    Query    getDistinctNames = GetDistinctNames -> Vec<String>;
    Mutation cleanupOldAutoEvents = CleanupOldAutoEvents -> Cleaned;
} }

/// Who told of an event: the site, or the widget by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum EventType {
    Manual,
    PageView,
    ScreenView,
    SessionStart,
    SessionEnd,
}

/// What the widget tells of by itself; it is also the event's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutoEvent {
    PageView,
    ScreenView,
    SessionStart,
    SessionEnd,
}

impl AutoEvent {
    pub fn name(self) -> &'static str {
        match self {
            Self::PageView => "page_view",
            Self::ScreenView => "screen_view",
            Self::SessionStart => "session_start",
            Self::SessionEnd => "session_end",
        }
    }
}

impl From<AutoEvent> for EventType {
    fn from(event: AutoEvent) -> Self {
        match event {
            AutoEvent::PageView => Self::PageView,
            AutoEvent::ScreenView => Self::ScreenView,
            AutoEvent::SessionStart => Self::SessionStart,
            AutoEvent::SessionEnd => Self::SessionEnd,
        }
    }
}

/// One row of `events`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Event {
    #[serde(rename = "_id")]
    pub id: EventId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub visitor_id: VisitorId,
    pub name: String,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub properties: Option<Map<String, Value>>,
    pub timestamp: Millis,
    pub url: Option<String>,
    pub session_id: Option<String>,
    pub event_type: EventType,
}

/// By a visitor's token, whose visitor counts whatever `visitorId` says. Properties are texts, numbers, booleans, null, and lists of texts
/// and numbers. Errors: "Visitor ID required", those of the token, INVALID_INPUT, RATE_LIMITED.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Track {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub name: String,
    pub properties: Option<Map<String, Value>>,
    pub url: Option<String>,
    pub session_id: Option<String>,
}

/// As [`Track`]; null where no visitor is named, and for more than [`AUTO_EVENTS`] of one visitor within a minute.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrackAutoEvent {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub event_type: AutoEvent,
    pub properties: Option<Map<String, Value>>,
    pub url: Option<String>,
    pub session_id: Option<String>,
}

/// Automatic events of one visitor that are kept within 60 s.
pub const AUTO_EVENTS: i64 = 100;

/// Newest first, 100 unless `limit` (at most 1000) says otherwise; by the visitor itself, which sends token and workspace, or by whoever
/// may read conversations. `[]` for everybody else.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub visitor_id: VisitorId,
    pub limit: Option<i64>,
    pub session_token: Option<String>,
    pub workspace_id: Option<WorkspaceId>,
}

/// How often a visitor did something, ever or within so many days; 0 for those who may not [`List`].
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Count {
    pub visitor_id: VisitorId,
    pub name: String,
    pub within_days: Option<f64>,
    pub session_token: Option<String>,
    pub workspace_id: Option<WorkspaceId>,
}

/// The first 1000 names in order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetDistinctNames {
    pub workspace_id: WorkspaceId,
}

/// Deletes up to 1000 automatic events that are older than so many days, 30 unless said otherwise. Needs `data.delete`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CleanupOldAutoEvents {
    pub workspace_id: WorkspaceId,
    pub ttl_days: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cleaned {
    pub deleted: i64,
    pub has_more: bool,
}
