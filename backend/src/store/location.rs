//! Where a store is: a file, or a server. A location prints without its password.

use std::{fmt, path::PathBuf, str::FromStr};

use sqlx::postgres::PgConnectOptions;

use super::OpenError;

/// A SQLite file or a PostgreSQL database.
#[derive(Clone)]
pub enum Location {
    Sqlite(PathBuf),
    Postgres(Box<PgConnectOptions>),
}

impl FromStr for Location {
    type Err = OpenError;

    /// Reads `sqlite:path` or `postgres://user:password@host:port/database?sslmode=…`.
    fn from_str(text: &str) -> Result<Self, OpenError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            if path.is_empty() {
                return Err(OpenError::Location("the path after sqlite: is missing".to_owned()));
            }
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            // The parser's own message may quote what it could not read, which may be the password.
            let options = text.parse().map_err(|_| OpenError::Location("not a valid address".to_owned()))?;
            return Ok(Self::Postgres(Box::new(options)));
        }
        Err(OpenError::Location("unknown kind of database".to_owned()))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(options) => f.write_str(&address(options)),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The address of a server as it may be shown.
pub(super) fn address(options: &PgConnectOptions) -> String {
    let (user, host, port) = (options.get_username(), options.get_host(), options.get_port());
    let database = options.get_database().unwrap_or(user);
    format!("postgres://{user}@{host}:{port}/{database}")
}
