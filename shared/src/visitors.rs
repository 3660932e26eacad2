//! Visitors: the people on the owner's site (functions-identity.md §7; "contact" in domain-model.md).

pub mod directory;
pub mod merging;
pub mod privacy;

use crate::{
    Millis, functions,
    id::{VisitorId, WorkspaceId},
};
use directory::{Directory, DirectoryDetail, GetDirectoryDetail, List, ListDirectory, Search};
use merging::{GetMergeHistory, MergeHistory};
use privacy::{EraseData, Erased, Export, ExportData};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

functions! { "visitors" {
    Query    get = Get -> Option<Visitor>;
    Query    getBySession = GetBySession -> Option<Visitor>;
    Mutation identify = Identify -> Visitor, free &["customAttributes"];
    Mutation updateLocation = UpdateLocation -> ();
    Mutation heartbeat = Heartbeat -> ();
    Query    isOnline = IsOnline -> bool;
    Query    list = List -> Vec<Visitor>;
    Query    search = Search -> Vec<Visitor>;
    Query    listDirectory = ListDirectory -> Directory;
    Query    getDirectoryDetail = GetDirectoryDetail -> DirectoryDetail;
    Query    getMergeHistory = GetMergeHistory -> MergeHistory;
    Action   exportData = ExportData -> Export;
    Action   eraseData = EraseData -> Erased;
} }

#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Location {
    pub city: Option<String>,
    pub region: Option<String>,
    pub country: Option<String>,
    pub country_code: Option<String>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Device {
    pub browser: Option<String>,
    pub os: Option<String>,
    pub device_type: Option<String>,
    pub platform: Option<String>,
}

/// One row of `visitors`. A reader without the right to the whole gets only id, workspace, name and readable id.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Visitor {
    #[serde(rename = "_id")]
    pub id: VisitorId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Option<Millis>,
    pub workspace_id: WorkspaceId,
    /// The device's id, kept by the host page.
    pub session_id: Option<String>,
    /// `adjective-noun-NN`, made of the id.
    pub readable_id: String,
    pub email: Option<String>,
    pub name: Option<String>,
    pub external_user_id: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub location: Option<Location>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub device: Option<Device>,
    pub referrer: Option<String>,
    pub current_url: Option<String>,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub custom_attributes: Option<Map<String, Value>>,
    pub first_seen_at: Option<Millis>,
    pub last_seen_at: Option<Millis>,
    pub created_at: Option<Millis>,
    pub identity_verified: Option<bool>,
    pub identity_verified_at: Option<Millis>,
}

/// For a member of the visitor's workspace; otherwise null.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Get {
    pub id: VisitorId,
}

/// The whole document with the visitor's own token or for a member with `users.read`; by session id alone only its public part.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetBySession {
    pub session_id: String,
    pub session_token: Option<String>,
}

/// Updates the visitor that the token names; empty texts are ignored, attributes are merged. A good `userHash` makes it verified.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Identify<A = Map<String, Value>> {
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
    pub external_user_id: Option<String>,
    /// Hex HMAC-SHA256 of `externalUserId` under the workspace's identity secret.
    pub user_hash: Option<String>,
    pub location: Option<Location>,
    pub device: Option<Device>,
    pub referrer: Option<String>,
    pub current_url: Option<String>,
    /// As of [`Boot`](crate::widget_sessions::Boot).
    pub custom_attributes: Option<A>,
    pub origin: Option<String>,
}

/// By the visitor itself (token), or an agent with `users.read`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateLocation {
    pub visitor_id: VisitorId,
    pub session_token: Option<String>,
    pub location: Location,
}

/// "I am here." Without a good token it does nothing; a foreign origin is refused.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Heartbeat {
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub origin: Option<String>,
}

/// Seen in the last two minutes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IsOnline {
    pub visitor_id: VisitorId,
}
