//! One statement for both drivers: the same text with `$1` parameters, native types on each side.

use sqlx::{
    Arguments, Encode, FromRow, Postgres, SqlStr, Sqlite, Type,
    error::BoxDynError,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

use super::{
    Engine,
    tx::{Connection, Tx},
};

/// A value that both engines take as a parameter.
pub trait Bind:
    for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send
{
}

impl<T> Bind for T where
    T: for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send
{
}

/// A row that both engines give: a struct that derives `sqlx::FromRow`, or a tuple.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A statement with its parameters, ready to run in its transaction.
#[must_use = "a statement does nothing until it is executed or fetched"]
pub struct Statement<'c> {
    tx: &'c mut Tx,
    sql: SqlStr,
    parameters: Result<Parameters, BoxDynError>,
}

impl<'c> Statement<'c> {
    pub(super) fn new(tx: &'c mut Tx, sql: SqlStr) -> Self {
        let parameters = Ok(Parameters::new(tx.engine()));
        Self { tx, sql, parameters }
    }

    /// Gives the next parameter: the first call is `$1`.
    pub fn bind(mut self, value: impl Bind) -> Self {
        if let Ok(parameters) = &mut self.parameters
            && let Err(error) = parameters.add(value)
        {
            self.parameters = Err(error);
        }
        self
    }

    /// Runs the statement and answers all its rows.
    pub async fn fetch_all<T: Row>(self) -> Result<Vec<T>, sqlx::Error> {
        let Self { tx, sql, parameters } = self;
        let parameters = parameters.map_err(sqlx::Error::Encode)?;
        tx.prepare_for(sql.as_str()).await?;
        let rows = match (tx.connection(), parameters) {
            (Connection::Sqlite(connection), Parameters::Sqlite(parameters)) => {
                sqlx::query_as_with::<Sqlite, T, _>(sql, parameters).fetch_all(connection).await
            }
            (Connection::Postgres(connection), Parameters::Postgres(parameters)) => {
                sqlx::query_as_with::<Postgres, T, _>(sql, parameters).fetch_all(connection).await
            }
            _ => unreachable!("parameters are made for the engine of their transaction"),
        };
        tx.note(rows)
    }

    /// Runs the statement and answers its first row, if there is one.
    ///
    /// It always runs to its end: SQLite reports a broken foreign key only after the rows of a `RETURNING`.
    pub async fn fetch_optional<T: Row>(self) -> Result<Option<T>, sqlx::Error> {
        Ok(self.fetch_all().await?.into_iter().next())
    }

    /// Runs the statement and answers its first row; none is `sqlx::Error::RowNotFound`.
    pub async fn fetch_one<T: Row>(self) -> Result<T, sqlx::Error> {
        self.fetch_optional().await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// Runs the statement and answers how many rows it changed.
    pub async fn execute(self) -> Result<u64, sqlx::Error> {
        let Self { tx, sql, parameters } = self;
        let parameters = parameters.map_err(sqlx::Error::Encode)?;
        tx.prepare_for(sql.as_str()).await?;
        let changed = match (tx.connection(), parameters) {
            (Connection::Sqlite(connection), Parameters::Sqlite(parameters)) => {
                sqlx::query_with::<Sqlite, _>(sql, parameters)
                    .execute(connection)
                    .await
                    .map(|done| done.rows_affected())
            }
            (Connection::Postgres(connection), Parameters::Postgres(parameters)) => {
                sqlx::query_with::<Postgres, _>(sql, parameters)
                    .execute(connection)
                    .await
                    .map(|done| done.rows_affected())
            }
            _ => unreachable!("parameters are made for the engine of their transaction"),
        };
        tx.note(changed)
    }
}

/// Parameters in the encoding of one engine.
pub(super) enum Parameters {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

impl Parameters {
    fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(Default::default()),
            Engine::Postgres => Self::Postgres(Default::default()),
        }
    }

    fn add(&mut self, value: impl Bind) -> Result<(), BoxDynError> {
        match self {
            Self::Sqlite(arguments) => arguments.add(value),
            Self::Postgres(arguments) => arguments.add(value),
        }
    }
}
