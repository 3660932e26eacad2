//! Whether a workspace's visitors must prove who they say they are (functions-identity.md §9): a visitor's external id is proven by
//! the HMAC-SHA256 of it under the workspace's secret, which the owner's own server makes.

use crate::{
    Millis, functions,
    id::{VisitorId, WorkspaceId},
    widget_sessions::Success,
    workspaces::IdentityMode,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "identityVerification" {
    Query    getSettings = GetSettings -> Option<Settings>;
    Mutation enable = Enable -> Enabled, secret true;
    Mutation disable = Disable -> Success;
    Mutation rotateSecret = RotateSecret -> Rotated, secret true;
    Mutation updateMode = UpdateMode -> Success;
    Query    getSecret = GetSecret -> Option<Secret>, secret true;
    Query    isRequired = IsRequired -> Requirement;
    Query    getVisitorStatus = GetVisitorStatus -> Option<VisitorStatus>;
} }

/// Hashes of a secret that was rotated away are accepted for so long: 24 h.
pub const OVERLAP: Millis = 24 * 3_600_000;

/// For members; null for everybody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetSettings {
    pub workspace_id: WorkspaceId,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    pub enabled: bool,
    pub mode: IdentityMode,
    pub has_secret: bool,
    /// Until when hashes of the secret before this one are accepted too, if there is one (ours).
    pub previous_secret_until: Option<Millis>,
}

/// Needs `settings.security`. Sets the mode, `optional` unless given, and makes a secret if there is none.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Enable {
    pub workspace_id: WorkspaceId,
    pub mode: Option<IdentityMode>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Enabled {
    pub success: bool,
    /// 64 letters and digits, only if it was made now.
    pub secret: Option<String>,
    pub is_new_secret: bool,
    pub mode: IdentityMode,
}

/// Needs `settings.security`. Keeps secret and mode. Errors: "Confirmation required to disable identity verification" for an explicit
/// `false`; without `confirmDisable`, as the seed calls it, it is confirmed.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Disable {
    pub workspace_id: WorkspaceId,
    pub confirm_disable: Option<bool>,
}

/// Needs `settings.security`. Hashes of the secret until now are accepted for [`OVERLAP`] more, those of an older one no longer.
/// Errors: "Identity verification must be enabled to rotate secret".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RotateSecret {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotated {
    pub success: bool,
    pub secret: String,
}

/// Needs `settings.security`. Errors: "Identity verification must be enabled first".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateMode {
    pub workspace_id: WorkspaceId,
    pub mode: IdentityMode,
}

/// Needs `settings.security`; null if there is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetSecret {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    pub secret: String,
}

/// For everybody; both false for an unknown workspace.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IsRequired {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    pub enabled: bool,
    pub required: bool,
}

/// For the visitor itself by its token, and for members with `users.read`; null if there is no such visitor. Errors: those of the
/// token or the member, "Not authorized to access visitor verification status".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetVisitorStatus {
    pub visitor_id: VisitorId,
    pub session_token: Option<String>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VisitorStatus {
    pub verified: bool,
    /// When it was last proven.
    pub verified_at: Option<Millis>,
}
