//! Which database this is among others on the same server or bus, and whether a node may join it. PostgreSQL only.

use std::fmt;

use sqlx::PgPool;
use uuid::Uuid;

/// Why a node may not join.
#[derive(Debug)]
pub enum JoinError {
    Store(sqlx::Error),
    /// Tokens of the other nodes would be refused here, and ours there.
    OtherSecret,
}

impl From<sqlx::Error> for JoinError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

impl std::error::Error for JoinError {}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => write!(f, "{error}"),
            Self::OtherSecret => f.write_str(
                "this database was set up with another secret: give every node the same --secret (DOCENT_SECRET), which is \
                 the content of the file `secret` in the first node's data folder. If it is lost, `DELETE FROM installation` \
                 lets a new one in, and everybody has to sign in again",
            ),
        }
    }
}

/// The name of this database, made by the first node; `prove` answers what only the holder of the secret can.
pub(super) async fn join(
    pool: &PgPool,
    new: Uuid,
    prove: impl Fn(Uuid) -> [u8; 32],
) -> Result<Uuid, JoinError> {
    sqlx::query("INSERT INTO installation (id, proof) VALUES ($1, $2) ON CONFLICT (is_it) DO NOTHING")
        .bind(new)
        .bind(&prove(new)[..])
        .execute(pool)
        .await?;
    let (id, proof): (Uuid, Vec<u8>) =
        sqlx::query_as("SELECT id, proof FROM installation").fetch_one(pool).await?;
    if proof != prove(id) {
        return Err(JoinError::OtherSecret);
    }
    Ok(id)
}
