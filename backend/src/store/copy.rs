//! Every row of every table as lines of text that both engines read and write: what a backup is made of, and the way from one
//! engine to the other. The text is that of PostgreSQL's `COPY`, with bytes and ids as bare hexadecimal digits and booleans as 0
//! and 1, so that SQLite, which knows neither UUID nor BOOLEAN, prints the same.

mod into;
mod out;
mod schema;
mod text;

use super::{OpenError, migrate};
use std::fmt;

pub use into::Filling;
pub use out::Reading;
pub use schema::Table;

/// Tables that no backup holds: the list of migrations is the archive's own, what nodes tell each other is soon over, and a copy
/// must not be taken for its original.
const LEFT_OUT: [&str; 3] = ["migrations", "changes", "installation"];

/// Why rows could not be read or taken in, in a sentence for the operator.
#[derive(Debug)]
pub struct CopyError(String);

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CopyError {}

impl From<String> for CopyError {
    fn from(reason: String) -> Self {
        Self(reason)
    }
}

impl From<OpenError> for CopyError {
    fn from(error: OpenError) -> Self {
        Self(error.to_string())
    }
}

impl From<sqlx::Error> for CopyError {
    fn from(error: sqlx::Error) -> Self {
        Self(format!("the database failed: {error}"))
    }
}

impl From<std::io::Error> for CopyError {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// Whether this program has a database's last migration. Errors: it is newer.
pub fn knows(found: i64) -> Result<(), CopyError> {
    let known = migrate::newest();
    if found > known {
        return Err(format!(
            "the backup is at migration {found}, this program knows {known}: restore it with the version that made it, or a newer one"
        )
        .into());
    }
    Ok(())
}
