//! Whether anybody has been here (functions-identity.md §4).

use crate::functions;
use serde::{Deserialize, Serialize};

functions! { "setup" {
    Query checkExistingSetup = CheckExistingSetup -> Existing;
} }

/// How many workspaces and users there are is told to nobody: they are not the caller's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckExistingSetup {}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Existing {
    pub has_workspaces: bool,
    pub has_users: bool,
}
