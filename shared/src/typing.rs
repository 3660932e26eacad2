//! Who is writing right now (functions-inbox.md §11). Memory only: never a row.

use crate::{
    Millis, functions,
    id::{ConversationId, IdentityId},
    messages::SenderType,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "typing" {
    Mutation set = Set -> ();
    Query    list = List -> Vec<Typist>;
} }

/// How long one `typing:set` lasts, in milliseconds.
pub const LASTS: Millis = 6_000;
/// A client says it at most this often, in milliseconds.
pub const EVERY: Millis = 2_000;

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Set {
    pub conversation_id: ConversationId,
    pub is_typing: bool,
    pub session_token: Option<String>,
}

/// Everybody who is writing but the caller. A visitor sees agents by their display name only.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub conversation_id: ConversationId,
    pub session_token: Option<String>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Typist {
    pub who: SenderType,
    pub id: IdentityId,
    pub name: Option<String>,
    pub until: Millis,
}
