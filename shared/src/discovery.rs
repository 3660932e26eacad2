//! What a client learns of a server before it knows anything (functions-identity.md §4 and §12; seed "Source: http.ts").

use crate::{
    functions,
    workspaces::{AuthMethod, SignupMode},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "discovery" {
    Query getMetadata = GetMetadata -> Metadata;
} }

/// The version of what is told.
pub const VERSION: &str = "1.0";

/// Of the server, which is called as its oldest workspace. Whoever is signed in is also told how people come to that workspace.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetMetadata {}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    pub version: String,
    pub name: String,
    pub features: Vec<String>,
    pub signup_mode: Option<SignupMode>,
    pub auth_methods: Option<Vec<AuthMethod>>,
}
