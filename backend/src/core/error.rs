//! What can stop a function: a refusal that the caller is told, or a fault of ours that is logged and hidden.

use super::Seldom;
use crate::store;
use shared::Code;

static AWAY: Seldom = Seldom::new();

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of everything that runs inside a call.
#[derive(Debug)]
pub enum Error {
    /// The caller is told code and message.
    Refused(shared::Error),
    /// The store failed; the caller sees "Internal server error".
    Store(sqlx::Error),
    /// A file was not kept, since there is no room; the caller is told that.
    DiskFull(std::io::Error),
    /// Something else of ours failed; the text is for the log.
    Broken(String),
    /// Another node did the same meanwhile: run again, it will be seen.
    Raced,
}

impl Error {
    /// What leaves the server. Logs the cause of a fault.
    pub fn into_public(self) -> shared::Error {
        match self {
            Self::Refused(error) => error,
            Self::Store(cause) if store::is_full(&cause) => full(&cause),
            Self::DiskFull(cause) => full(&cause),
            // Each call meanwhile fails: a line for each would bury the reason.
            Self::Store(cause) if store::is_away(&cause) && !AWAY.lets_through() => {
                tracing::debug!(%cause, "the store failed");
                shared::Error::internal()
            }
            Self::Store(cause) => {
                tracing::error!(%cause, "the store failed");
                shared::Error::internal()
            }
            Self::Broken(cause) => {
                tracing::error!(%cause, "a call failed");
                shared::Error::internal()
            }
            Self::Raced => {
                tracing::error!("a call met what another had done each time that it was run");
                shared::Error::internal()
            }
        }
    }

    /// Whether there was no connection to be had in time, since too many are asked for.
    pub fn is_overload(&self) -> bool {
        matches!(self, Self::Store(sqlx::Error::PoolTimedOut))
    }

    /// Whether a unique constraint refused the write.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Store(sqlx::Error::Database(cause)) if cause.is_unique_violation())
    }

    /// Whether a foreign key refused the write.
    pub fn is_foreign_key_violation(&self) -> bool {
        matches!(self, Self::Store(sqlx::Error::Database(cause)) if cause.is_foreign_key_violation())
    }
}

fn full(cause: &dyn std::fmt::Display) -> shared::Error {
    tracing::error!(%cause, "the disk is full");
    shared::Error::new(Code::Internal, "The server cannot store anything right now: its disk is full")
}

impl store::Retry for Error {
    /// A concurrent writer took the key, or took the row away that we refer to, between our look-up and our write; the second look
    /// will find what it did.
    fn is_retryable(&self) -> bool {
        matches!(self, Self::Raced) || self.is_unique_violation() || self.is_foreign_key_violation()
    }
}

impl From<shared::Error> for Error {
    fn from(error: shared::Error) -> Self {
        Self::Refused(error)
    }
}
impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        Self::Store(cause)
    }
}
impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Self {
        match cause.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull(cause),
            _ => Self::Broken(format!("a file could not be used: {cause}")),
        }
    }
}
impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::Broken(format!("a value could not be written as JSON: {cause}"))
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Store(cause) => cause.fmt(f),
            Self::DiskFull(cause) => cause.fmt(f),
            Self::Broken(cause) => f.write_str(cause),
            Self::Raced => f.write_str("another was first"),
        }
    }
}
impl std::error::Error for Error {}
