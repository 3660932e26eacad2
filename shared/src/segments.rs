//! Segments: audiences with a name, which other rules refer to (functions-engagement.md §2). Every function needs
//! `settings.workspace`. Errors of those that change something: "Not authenticated", "Segment not found", "Not a member of this
//! workspace", "Permission denied: settings.workspace", "Invalid audience rules at …".

use crate::{
    Millis,
    audience::{
        Rule,
        reading::{rule, some_rule},
    },
    functions,
    id::{ReferrerId, SegmentId, UserId, WorkspaceId},
    listing::Part,
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

functions! { "segments" {
    Query    list = List -> Vec<Segment>;
    Query    get = Get -> Option<Segment>;
    Mutation create = Create -> SegmentId;
    Mutation update = Update -> SegmentId;
    Mutation remove = Remove -> Success;
    Query    preview = Preview -> Previewed;
    Query    getUsage = GetUsage -> Vec<Usage>;
} }

/// One row of `segments`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Segment {
    #[serde(rename = "_id")]
    pub id: SegmentId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    /// A [`Rule`].
    #[cfg_attr(feature = "server", sqlx(json))]
    pub audience_rules: Value,
    pub created_by: Option<UserId>,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// Newest first, 100 unless `limit` (at most 500) says otherwise; `after` (additive) goes on after that segment. `[]` for those who may
/// not.
pub type List = Part<SegmentId>;

/// Null where there is none, or none that the caller may see.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Get {
    pub id: SegmentId,
}

/// `createdBy` is the caller, if given. Rules refer to no other segment. Errors also: "Cannot create segment on behalf of another user".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    #[serde(deserialize_with = "rule")]
    pub audience_rules: Rule,
    pub created_by: Option<UserId>,
}

/// What is left out stays.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: SegmentId,
    pub name: Option<String>,
    pub description: Option<String>,
    #[serde(default, deserialize_with = "some_rule")]
    pub audience_rules: Option<Rule>,
}

/// Whatever refers to it is shown to nobody from then on; [`GetUsage`] says what that is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remove {
    pub id: SegmentId,
}

/// How many visitors of the workspace are meant. The number 0 for those who may not ask.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Preview {
    pub workspace_id: WorkspaceId,
    #[serde(deserialize_with = "rule")]
    pub audience_rules: Rule,
}

/// Visitors, and those of them that are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    pub total: i64,
    pub matching: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Previewed {
    Reach(Reach),
    /// 0
    Nothing(i64),
}

/// What refers to a segment, newest first within each type: at most `perTypeLimit` (100, at most 500) of a type and `totalLimit` (200, at
/// most 1000) in all. Errors: "Segment not found". `[]` for those who may not.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetUsage {
    pub id: SegmentId,
    pub total_limit: Option<i64>,
    pub per_type_limit: Option<i64>,
}

/// Something that refers to a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    #[serde(rename = "type")]
    pub kind: UsageType,
    pub id: ReferrerId,
    pub name: String,
}

/// `article` and `tooltip` are additive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UsageType {
    Tour,
    Survey,
    OutboundMessage,
    Checklist,
    Tooltip,
    Article,
}
