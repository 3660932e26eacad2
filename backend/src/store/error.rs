//! What can go wrong with the store as a whole, in sentences for the operator. No password is ever part of one.

use std::{fmt, path::PathBuf, time::Duration};

/// Why a store could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The location is neither a `sqlite:` path nor a `postgres://` address.
    Location(String),
    /// The SQLite file or its folder cannot be used.
    Unreadable { path: PathBuf, reason: String },
    /// The PostgreSQL server does not answer or refuses us.
    Unreachable { address: String, reason: String },
    /// The database has a migration that this program does not know.
    Newer { found: i64, known: i64 },
    /// A migration that was applied reads differently in this program.
    Changed { migration: String },
    /// A migration did not run; nothing of it was kept.
    Migration { migration: String, reason: String },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Location(reason) => write!(
                f,
                "the database location is not valid ({reason}); give a file as sqlite:path or a server as postgres://user@host/database"
            ),
            Self::Unreadable { path, reason } => write!(
                f,
                "the database {} cannot be opened: {reason}; check that its folder exists, belongs to this user and has space",
                path.display()
            ),
            Self::Unreachable { address, reason } => write!(
                f,
                "no connection to {address}: {reason}; check that the server runs, and the user, password and database name"
            ),
            Self::Newer { found, known } => write!(
                f,
                "the database is at migration {found}, this program knows {known}: it was upgraded by a newer version; run that version, or restore a backup made before the upgrade"
            ),
            Self::Changed { migration } => write!(
                f,
                "migration {migration} was applied to this database with another content; run the version that made the database"
            ),
            Self::Migration { migration, reason } => {
                write!(f, "migration {migration} failed and was undone: {reason}")
            }
        }
    }
}

impl std::error::Error for OpenError {}

/// Why a unit of work was not written although its SQL may have been right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// It ran longer than the limit.
    TimedOut(Duration),
    /// It panicked.
    Panicked,
    /// One of its statements failed before.
    Failed,
    /// It gave back another transaction than it got.
    Exchanged,
    /// The transaction was lost or its commit failed, for the reason given.
    Lost(String),
    /// The connection was lost while it committed, for the reason given: all of it was written, or nothing.
    Unknown(String),
    /// The store is closed.
    Closed,
}

impl Stopped {
    /// The reason behind a driver error, if the store itself raised it.
    pub fn of(error: &sqlx::Error) -> Option<&Self> {
        match error {
            sqlx::Error::Io(error) => error.get_ref()?.downcast_ref(),
            _ => None,
        }
    }

    pub(super) fn into_error<E: From<sqlx::Error>>(self) -> E {
        E::from(self.into())
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut(limit) => write!(f, "the write took longer than {limit:?} and was stopped"),
            Self::Panicked => f.write_str("the write panicked and was undone"),
            Self::Failed => f.write_str("an earlier statement of this transaction failed"),
            Self::Exchanged => f.write_str("the write gave back another transaction and was undone"),
            Self::Lost(reason) => write!(f, "nothing was written: {reason}"),
            Self::Unknown(reason) => write!(f, "it is not known whether this was written: {reason}"),
            Self::Closed => f.write_str("the store is closed"),
        }
    }
}

impl std::error::Error for Stopped {}

impl From<Stopped> for sqlx::Error {
    fn from(stopped: Stopped) -> Self {
        Self::Io(std::io::Error::other(stopped))
    }
}

/// Whether the database could not be spoken to at all, so that every call meanwhile fails alike.
pub fn is_away(error: &sqlx::Error) -> bool {
    use sqlx::Error::{Io, PoolTimedOut, Protocol, Tls, WorkerCrashed};
    matches!(error, Io(_) | PoolTimedOut | Protocol(_) | Tls(_) | WorkerCrashed)
}

/// Whether the database refused to write because its disk (or its page limit) is full.
pub fn is_full(error: &sqlx::Error) -> bool {
    match error {
        // SQLITE_FULL is 13; 53100 is Postgres' disk_full.
        sqlx::Error::Database(cause) => matches!(cause.code().as_deref(), Some("13" | "53100")),
        other => Stopped::of(other)
            .is_some_and(|stopped| matches!(stopped, Stopped::Lost(why) if why.contains("is full"))),
    }
}
