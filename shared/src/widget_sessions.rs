//! A visitor's session, and how the widget starts one (functions-identity.md §8; lifetimes of the seed).

use crate::{
    Millis, functions,
    id::{VisitorId, WorkspaceId},
    visitors::{Device, Location, Visitor},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

functions! { "widgetSessions" {
    Mutation boot = Boot -> Booted, free &["customAttributes"], secret true;
    Mutation refresh = Refresh -> Refreshed, secret true;
    Mutation revoke = Revoke -> Success;
    Query    validateSessionToken = ValidateSessionToken -> Validity;
    Query    getSettings = GetSettings -> Option<Settings>;
    Mutation updateSettings = UpdateSettings -> Success;
} }

/// Default lifetime of a session: 24 h.
pub const LIFETIME: Millis = 24 * 3_600_000;
/// Shortest lifetime a workspace can choose: 1 h.
pub const SHORTEST_LIFETIME: Millis = 3_600_000;
/// Longest lifetime a workspace can choose: 7 days.
pub const LONGEST_LIFETIME: Millis = 7 * LIFETIME;

/// When a client refreshes: with a quarter of the life left.
pub fn refresh_at(issued_at: Millis, expires_at: Millis) -> Millis {
    expires_at - (expires_at - issued_at) / 4
}

/// Starts a session. A known `sessionId` revives only a visitor that was never verified; a verified one needs
/// `externalUserId` and `userHash`, else the session is a fresh visitor's.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Boot<A = Map<String, Value>> {
    pub workspace_id: WorkspaceId,
    pub session_id: String,
    pub email: Option<String>,
    pub name: Option<String>,
    pub external_user_id: Option<String>,
    /// Hex HMAC-SHA256 of `externalUserId` under the workspace's identity secret.
    pub user_hash: Option<String>,
    pub location: Option<Location>,
    pub device: Option<Device>,
    pub referrer: Option<String>,
    pub current_url: Option<String>,
    /// An object. The widget passes on what the page gave, and needs no code to read it.
    pub custom_attributes: Option<A>,
    pub existing_visitor_id: Option<VisitorId>,
    pub origin: Option<String>,
    pub client_type: Option<String>,
    pub client_version: Option<String>,
    pub client_identifier: Option<String>,
}

impl<A> Boot<A> {
    /// A session of a device that says nothing else about itself.
    pub fn of_device(workspace_id: WorkspaceId, session_id: String) -> Self {
        Self {
            workspace_id,
            session_id,
            email: None,
            name: None,
            external_user_id: None,
            user_hash: None,
            location: None,
            device: None,
            referrer: None,
            current_url: None,
            custom_attributes: None,
            existing_visitor_id: None,
            origin: None,
            client_type: None,
            client_version: None,
            client_identifier: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Booted {
    pub visitor: Visitor,
    /// `wst_` and 64 hex digits. The server keeps only its hash.
    pub session_token: String,
    pub expires_at: Millis,
}

/// The old token stops working at once, the new one has a full life. A client that sends this again, because it never heard the
/// answer, is told "Invalid session token", and boots.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Refresh {
    pub session_token: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refreshed {
    pub session_token: String,
    pub expires_at: Millis,
}

/// Ends the session; ending it twice is no error.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Revoke {
    pub session_token: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Success {
    pub success: bool,
}

impl Success {
    pub const YES: Self = Self { success: true };
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ValidateSessionToken {
    pub workspace_id: WorkspaceId,
    pub session_token: String,
    pub visitor_id: Option<VisitorId>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Validity {
    pub valid: bool,
    pub visitor_id: Option<VisitorId>,
    pub identity_verified: Option<bool>,
    pub reason: Option<String>,
}

/// Needs `settings.security`; null for nobody.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetSettings {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    pub session_lifetime_ms: Millis,
}

/// Needs `settings.security`. The lifetime is clamped to 1 h … 7 days.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateSettings {
    pub workspace_id: WorkspaceId,
    pub session_lifetime_ms: Option<Millis>,
}
