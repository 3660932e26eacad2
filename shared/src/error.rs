//! The one error that every door speaks: a code of the seed and a sentence for people.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The seed's error codes (`messaging-functions.txt`, last table), and `INTERNAL` for a fault of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    NotAuthenticated,
    SessionExpired,
    NotAuthorized,
    PermissionDenied,
    NotWorkspaceMember,
    NotFound,
    AlreadyExists,
    InvalidInput,
    RateLimited,
    Internal,
}

/// Why a function refused. Clients match substrings of `message`, so the texts that `spec/` quotes stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    pub code: Code,
    pub message: String,
    /// With RATE_LIMITED: after so many seconds the same call would be let through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

impl Error {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after: None }
    }
    pub fn not_authenticated() -> Self {
        Self::new(Code::NotAuthenticated, "Not authenticated")
    }
    pub fn not_authorized(message: impl Into<String>) -> Self {
        Self::new(Code::NotAuthorized, message)
    }
    /// `thing` is the noun as the user knows it: "Conversation".
    pub fn not_found(thing: &str) -> Self {
        Self::new(Code::NotFound, [thing, " not found"].concat())
    }
    pub fn already_exists(message: impl Into<String>) -> Self {
        Self::new(Code::AlreadyExists, message)
    }
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::InvalidInput, message)
    }
    pub fn rate_limited(message: impl Into<String>) -> Self {
        Self::new(Code::RateLimited, message)
    }
    /// This refusal of what is done too often, and after how many seconds it may be done again.
    pub fn until(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
    pub fn internal() -> Self {
        Self::new(Code::Internal, "Internal server error")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
impl std::error::Error for Error {}
