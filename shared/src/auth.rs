//! Agents' accounts and sign-in, in the shape that `@convex-dev/auth` clients speak (functions-identity.md §3, wire-protocol.md §8).

use crate::{
    functions,
    id::{UserId, WorkspaceId},
    permissions::Role,
    workspaces::Workspace,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

functions! { "auth" {
    Action   signIn = SignIn -> SignedIn, free &["params"];
    Action   signOut = SignOut -> ();
    Query    isAuthenticated = IsAuthenticated -> bool;
    Query    currentUser = CurrentUser -> Option<Me>;
    Query    getUserWorkspaces = GetUserWorkspaces -> Vec<WorkspaceWithRole>;
    Mutation switchWorkspace = SwitchWorkspace -> Switched;
    Mutation completeSignupProfile = CompleteSignupProfile -> ProfileCompleted;
} }

/// With `provider: "password"` and `params {flow: "signUp"|"signIn", email, password, name?, workspaceName?}`, or with
/// `refreshToken` alone. Error texts contain `InvalidAccountId`, `InvalidSecret`, `TooManyFailedAttempts`, `Invalid password`
/// or `Account … already exists`.
#[skip_serializing_none]
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignIn {
    pub provider: Option<String>,
    pub params: Option<Value>,
    pub verifier: Option<String>,
    pub refresh_token: Option<String>,
    pub called_by: Option<String>,
}

/// Tokens; or null when a refresh token is no longer good.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignedIn {
    pub tokens: Option<Tokens>,
}

/// A JWT (EdDSA, one hour) and an opaque refresh token that rotates with each use (30 days).
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tokens {
    pub token: String,
    pub refresh_token: String,
}

/// Ends the caller's session and its refresh tokens; no error when not signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOut {}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IsAuthenticated {}

/// Null without a login.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurrentUser {}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Me {
    pub user: User,
    pub workspaces: Vec<WorkspaceWithRole>,
}

/// A user as it sees itself; `workspaceId` is the active workspace.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct User {
    #[serde(rename = "_id")]
    pub id: UserId,
    pub email: String,
    pub name: Option<String>,
    pub workspace_id: Option<WorkspaceId>,
    pub role: Option<Role>,
    pub avatar_url: Option<String>,
}

/// A workspace and the caller's role in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkspaceWithRole {
    #[serde(flatten)]
    pub workspace: Workspace,
    pub role: Role,
}

/// In the order in which the memberships were made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetUserWorkspaces {}

/// Makes another of the caller's workspaces the active one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SwitchWorkspace {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switched {
    pub user: User,
}

/// Fills in what sign-up left empty: the user's name, and the workspace's while it still has its default name.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompleteSignupProfile {
    pub name: Option<String>,
    pub workspace_name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileCompleted {
    pub success: bool,
    pub user_name_updated: bool,
    pub workspace_name_updated: bool,
}
