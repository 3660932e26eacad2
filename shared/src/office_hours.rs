//! When the team is there, and how soon it answers (functions-identity.md §15 "officeHours").

use crate::{
    Millis, functions,
    id::{OfficeHoursId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "officeHours" {
    Query    get = Get -> Option<OfficeHours>;
    Query    getOrDefault = GetOrDefault -> OfficeHours;
    Mutation upsert = Upsert -> OfficeHoursId, nullable &["offlineMessage", "expectedReplyTimeMinutes"];
    Query    isCurrentlyOpen = IsCurrentlyOpen -> Openness;
    Query    getExpectedReplyTime = GetExpectedReplyTime -> Option<String>;
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Day {
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

/// The hours of one day: from `startTime` until just before `endTime`, both `HH:MM`, the end also `24:00`. Equal times are the whole
/// day; an end before the start means until it and again from the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hours {
    pub day: Day,
    pub enabled: bool,
    pub start_time: String,
    pub end_time: String,
}

/// One row of `office_hours`; without id, and with zeros as times, the defaults. A day without hours is closed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct OfficeHours {
    #[serde(rename = "_id")]
    pub id: Option<OfficeHoursId>,
    #[serde(rename = "_creationTime")]
    pub creation_time: Option<Millis>,
    pub workspace_id: WorkspaceId,
    /// A name of the IANA time zone database.
    pub timezone: String,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub schedule: Vec<Hours>,
    pub offline_message: Option<String>,
    pub expected_reply_time_minutes: Option<i64>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl OfficeHours {
    /// Of a workspace that has chosen nothing: New York, nine to five on weekdays, an answer within an hour.
    pub fn usual(workspace_id: WorkspaceId) -> Self {
        let hours = |day| Hours {
            day,
            enabled: day < Day::Saturday,
            start_time: "09:00".into(),
            end_time: "17:00".into(),
        };
        Self {
            id: None,
            creation_time: None,
            workspace_id,
            timezone: "America/New_York".into(),
            schedule: Day::ALL.map(hours).into(),
            offline_message: Some(
                "We are away at the moment. Leave a message and we will get back to you.".into(),
            ),
            expected_reply_time_minutes: Some(60),
            created_at: 0,
            updated_at: 0,
        }
    }
}

/// What is stored, for everybody.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Get {
    pub workspace_id: WorkspaceId,
}

/// What is stored, else the defaults; for everybody.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetOrDefault {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.workspace`. Absent keeps, and is the default the first time, but for `offlineMessage`, which stays unset; `null`
/// (additive) clears. Errors: INVALID_INPUT for an unknown time zone, a day that comes twice, a time that is none.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Upsert {
    pub workspace_id: WorkspaceId,
    pub timezone: Option<String>,
    pub schedule: Option<Vec<Hours>>,
    #[serde(default, deserialize_with = "crate::function::nullable")]
    pub offline_message: Option<Option<String>>,
    /// At most a year.
    #[serde(default, deserialize_with = "crate::function::nullable")]
    pub expected_reply_time_minutes: Option<Option<i64>>,
}

/// For everybody; at `nowMs`, or now. A workspace that has stored no hours is always open.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IsCurrentlyOpen {
    pub workspace_id: WorkspaceId,
    pub now_ms: Option<Millis>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Openness {
    pub is_open: bool,
    /// Null while open; while closed, absent if there is none.
    #[serde(default, deserialize_with = "crate::function::nullable")]
    pub offline_message: Option<Option<String>>,
    /// Null while closed.
    #[serialize_always]
    pub expected_reply_time_minutes: Option<i64>,
}

/// For everybody: "45 minutes", "1 hour", "3 hours", "2 days" (rounded down); null if none is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetExpectedReplyTime {
    pub workspace_id: WorkspaceId,
}
