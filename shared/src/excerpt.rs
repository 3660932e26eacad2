//! A part of a text with the words marked that somebody searched for.

use serde::{Deserialize, Serialize};

/// Some text of an excerpt, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    pub text: String,
    pub is_match: bool,
}
