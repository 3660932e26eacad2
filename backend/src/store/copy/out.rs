//! Reading: every row as of one moment, on a connection of its own, while a server may be writing.

use super::{
    super::{Engine, Location, OpenError, Tx, migrate, postgres, sqlite, tx::Connection},
    CopyError, Table,
    schema::{self, Kind, quoted},
    text,
};
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Row, Sqlite, SqliteConnection, TypeInfo, ValueRef, sqlite::SqliteRow};

/// A view of one moment of a database.
pub struct Reading {
    tx: Tx,
}

impl Reading {
    /// Begins to read a database as it is; it is neither made nor migrated. Errors: there is none, or it is newer than this program.
    pub async fn begin(location: &Location) -> Result<Self, CopyError> {
        let tx = match location {
            Location::Sqlite(path) => {
                if !path.exists() {
                    let reason = "there is no such file".to_owned();
                    return Err(OpenError::Unreadable { path: path.clone(), reason }.into());
                }
                Tx::sqlite(sqlite::read_alone(path).await?)
            }
            Location::Postgres(server) => Tx::postgres(postgres::read_alone(server).await?),
        };
        Ok(Self { tx })
    }

    pub fn engine(&self) -> Engine {
        self.tx.engine()
    }

    /// The number of the last migration that the database has.
    pub async fn migration(&mut self) -> Result<i64, CopyError> {
        let known = migrate::newest();
        let (found,): (Option<i64>,) =
            self.tx.query("SELECT MAX(number) FROM migrations").fetch_one().await?;
        match found {
            Some(found) if found > known => Err(OpenError::Newer { found, known }.into()),
            Some(found) => Ok(found),
            None => Err("the database has no schema yet: there is nothing to back up".to_owned().into()),
        }
    }

    pub async fn tables(&mut self) -> Result<Vec<Table>, CopyError> {
        Ok(schema::tables(&mut self.tx).await?)
    }

    /// Gives every row of a table to `take`, whole lines at a time.
    pub async fn rows(
        &mut self,
        table: &Table,
        mut take: impl FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<(), CopyError> {
        match self.tx.connection() {
            Connection::Sqlite(connection) => of_sqlite(connection, table, &mut take).await?,
            Connection::Postgres(connection) => {
                let mut lines = connection.copy_out_raw(&copy(table)).await?;
                while let Some(line) = lines.try_next().await? {
                    take(&line)?;
                }
            }
        }
        Ok(())
    }
}

fn copy(table: &Table) -> String {
    let columns = table.columns.iter().map(|column| {
        let name = quoted(&column.name);
        match column.kind {
            Kind::Bytes => format!("encode({name}, 'hex')"),
            Kind::Uuid => format!("replace({name}::TEXT, '-', '')"),
            Kind::Boolean => format!("{name}::INTEGER"),
            Kind::Integer | Kind::Real | Kind::Text => name,
        }
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!("COPY (SELECT {columns} FROM {}) TO STDOUT", quoted(&table.name))
}

async fn of_sqlite(
    connection: &mut SqliteConnection,
    table: &Table,
    take: &mut impl FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<(), sqlx::Error> {
    let sql = format!("SELECT {} FROM {}", table.list(), quoted(&table.name));
    let mut rows = sqlx::query::<Sqlite>(AssertSqlSafe(sql)).fetch(connection);
    let mut line = Vec::new();
    while let Some(row) = rows.try_next().await? {
        line.clear();
        for column in 0..row.len() {
            if column > 0 {
                line.push(b'\t');
            }
            print(&row, column, &mut line)?;
        }
        line.push(b'\n');
        take(&line)?;
    }
    Ok(())
}

/// Prints a value by what it is, since a column's type is only a hint to SQLite.
fn print(row: &SqliteRow, column: usize, line: &mut Vec<u8>) -> Result<(), sqlx::Error> {
    let value = row.try_get_raw(column)?;
    if value.is_null() {
        line.extend(b"\\N");
        return Ok(());
    }
    let kind = value.type_info().name().to_owned();
    drop(value);
    match kind.as_str() {
        "INTEGER" | "BOOLEAN" => line.extend(row.try_get_unchecked::<i64, _>(column)?.to_string().bytes()),
        "REAL" => line.extend(row.try_get_unchecked::<f64, _>(column)?.to_string().bytes()),
        "BLOB" => line.extend(hex::encode(row.try_get_unchecked::<&[u8], _>(column)?).bytes()),
        _ => text::escape(row.try_get_unchecked(column)?, line),
    }
    Ok(())
}
