//! Filling an empty place: all of it becomes visible at once, or nothing does. On PostgreSQL it is one transaction, on SQLite
//! another file that is renamed when it is complete.

use super::{
    super::{Engine, Location, Tx, migrate, migrations::MIGRATIONS, postgres, sqlite, tx::Connection},
    CopyError, Table, knows,
    schema::{self, Kind, quoted},
    text,
};
use sqlx::{Arguments, AssertSqlSafe, Sqlite, SqliteConnection, SqlitePool, sqlite::SqliteArguments};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// Values that one statement may bind on SQLite.
const MOST_VALUES: usize = 30_000;
/// Rows that one statement inserts there.
const MOST_ROWS: usize = 200;

/// A database that is being filled.
pub struct Filling {
    tx: Tx,
    tables: Vec<Table>,
    references: Vec<Reference>,
    file: Option<Beside>,
}

/// The SQLite file that is written beside the one that it will be.
struct Beside {
    pool: SqlitePool,
    written: PathBuf,
    meant: PathBuf,
}

/// A foreign key of PostgreSQL, which is taken off for the time of filling: tables refer to each other in circles.
#[derive(sqlx::FromRow)]
struct Reference {
    table_name: String,
    name: String,
    definition: String,
}

impl Filling {
    /// Makes the schema as it was at migration `up_to`. Errors: the place is not empty, or the migration is newer than this program.
    pub async fn begin(location: &Location, up_to: i64) -> Result<Self, CopyError> {
        knows(up_to)?;
        let not_empty = |place: &dyn std::fmt::Display| {
            CopyError(format!("{place} is not empty: a backup is restored into a new database only"))
        };
        let (mut tx, file) = match location {
            Location::Sqlite(path) => {
                // A log without its database would be written into the new one.
                let log = PathBuf::from(format!("{}-wal", path.display()));
                if path.exists() || log.exists() {
                    return Err(not_empty(&path.display()));
                }
                let (tx, file) = Beside::open(path).await?;
                (tx, Some(file))
            }
            Location::Postgres(server) => {
                let mut tx = Tx::postgres(postgres::write_alone(server).await?);
                if !schema::is_empty(&mut tx).await? {
                    return Err(not_empty(location));
                }
                (tx, None)
            }
        };
        let schema: Vec<_> =
            MIGRATIONS.iter().filter(|step| migrate::number(step.file) <= Some(up_to)).copied().collect();
        migrate::within(&mut tx, &schema).await?;
        let tables = schema::tables(&mut tx).await?;
        let mut filling = Self { tx, tables, references: Vec::new(), file };
        filling.loosen().await?;
        Ok(filling)
    }

    /// Takes in lines of a table, which give these columns.
    pub async fn rows(&mut self, table: &str, columns: &[String], lines: &[u8]) -> Result<(), CopyError> {
        let table = self.target(table, columns)?;
        match self.tx.connection() {
            Connection::Sqlite(connection) => insert(connection, &table, lines).await,
            Connection::Postgres(connection) => {
                let sql = format!("COPY {} ({}) FROM STDIN", quoted(&table.name), table.list());
                let mut copy = connection.copy_in_raw(&sql).await?;
                copy.send(for_postgres(&table, lines)?.as_ref()).await?;
                copy.finish().await?;
                Ok(())
            }
        }
    }

    /// How many rows a table has now.
    pub async fn count(&mut self, table: &str) -> Result<u64, CopyError> {
        let sql = format!("SELECT COUNT(*) FROM {}", quoted(table));
        let (rows,): (i64,) =
            self.tx.statement(sqlx::SqlSafeStr::into_sql_str(AssertSqlSafe(sql))).fetch_one().await?;
        Ok(u64::try_from(rows).unwrap_or_default())
    }

    /// Checks that every row's references exist, runs the migrations that came later, and makes everything visible.
    pub async fn finish(mut self) -> Result<(), CopyError> {
        match self.tx.engine() {
            Engine::Sqlite => check(&mut self.tx).await?,
            Engine::Postgres => self.tighten().await?,
        }
        migrate::within(&mut self.tx, MIGRATIONS).await?;
        self.tx.commit().await?;
        match self.file {
            Some(file) => file.put_in_place().await,
            None => Ok(()),
        }
    }

    /// The table as this database has it, with the columns in the order of the lines.
    fn target(&self, name: &str, columns: &[String]) -> Result<Table, CopyError> {
        let unknown = |what: String| CopyError(format!("the backup does not fit its schema: {what}"));
        let table = self
            .tables
            .iter()
            .find(|table| table.name == name)
            .ok_or_else(|| unknown(format!("there is no table {name}")))?;
        let known = |name: &String| {
            let column = table.columns.iter().find(|column| column.name == *name);
            column.cloned().ok_or_else(|| unknown(format!("{} has no column {name}", table.name)))
        };
        let columns = columns.iter().map(known).collect::<Result<_, _>>()?;
        Ok(Table { name: table.name.clone(), columns })
    }

    /// Empties what migrations have filled, and lets rows come in any order.
    async fn loosen(&mut self) -> Result<(), CopyError> {
        let names: Vec<String> = self.tables.iter().map(|table| quoted(&table.name)).collect();
        if self.tx.engine() == Engine::Sqlite {
            let emptied: Vec<_> = names.iter().map(|name| format!("DELETE FROM {name};")).collect();
            return Ok(self.tx.script(emptied.concat()).await?);
        }
        self.references = self
            .tx
            .query(
                "SELECT conrelid::REGCLASS::TEXT AS table_name, quote_ident(conname) AS name,
                        pg_get_constraintdef(oid) AS definition
                 FROM pg_constraint
                 WHERE contype = 'f' AND conparentid = 0 AND connamespace = CURRENT_SCHEMA::REGNAMESPACE",
            )
            .fetch_all()
            .await?;
        let mut script = String::new();
        for Reference { table_name, name, .. } in &self.references {
            script += &format!("ALTER TABLE {table_name} DROP CONSTRAINT {name};");
        }
        if !names.is_empty() {
            script += &format!("TRUNCATE {}", names.join(", "));
        }
        Ok(self.tx.script(script).await?)
    }

    /// Puts the references back, which checks every row, and lets sequences go on after the largest number.
    async fn tighten(&mut self) -> Result<(), CopyError> {
        let mut script = String::new();
        for Reference { table_name, name, definition } in &self.references {
            script += &format!("ALTER TABLE {table_name} ADD CONSTRAINT {name} {definition};");
        }
        for table in &self.tables {
            for column in table.columns.iter().filter(|column| column.kind == Kind::Integer) {
                let (name, literal) = (quoted(&column.name), column.name.replace('\'', "''"));
                let from = quoted(&table.name);
                script += &format!(
                    "SELECT setval(sequence, (SELECT MAX({name}) FROM {from})) FROM (
                       SELECT pg_get_serial_sequence('{}', '{literal}') AS sequence
                     ) AS owned WHERE sequence IS NOT NULL;",
                    from.replace('\'', "''"),
                );
            }
        }
        Ok(self.tx.script(script).await?)
    }
}

impl Beside {
    async fn open(meant: &Path) -> Result<(Tx, Self), CopyError> {
        let written = meant.with_added_extension("restoring");
        // From a restore that was interrupted.
        for left in [written.clone(), written.with_added_extension("journal")] {
            if left.exists() {
                fs::remove_file(&left)?;
            }
        }
        let pool = sqlite::write_alone(&written).await?;
        let tx = Tx::sqlite(pool.begin_with("BEGIN IMMEDIATE").await?);
        Ok((tx, Self { pool, written, meant: meant.to_owned() }))
    }

    async fn put_in_place(&self) -> Result<(), CopyError> {
        self.pool.close().await;
        File::open(&self.written)?.sync_all()?;
        fs::rename(&self.written, &self.meant)?;
        if let Some(folder) = self.meant.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // It has its other name by now, or nobody needs it.
        let _ = fs::remove_file(&self.written);
    }
}

/// Whether the file is sound, and every reference leads to a row.
async fn check(tx: &mut Tx) -> Result<(), CopyError> {
    let broken: Vec<(String,)> =
        tx.query("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1").fetch_all().await?;
    if let Some((table,)) = broken.first() {
        return Err(format!("a row of {table} refers to a row that does not exist").into());
    }
    let told: Vec<(String,)> =
        tx.query("SELECT integrity_check FROM pragma_integrity_check").fetch_all().await?;
    match told.as_slice() {
        [(ok,)] if ok == "ok" => Ok(()),
        told => Err(format!("the database is not sound: {told:?}").into()),
    }
}

/// The lines as PostgreSQL reads them: bytes need a mark before their digits, ids do not.
fn for_postgres<'l>(table: &Table, lines: &'l [u8]) -> Result<std::borrow::Cow<'l, [u8]>, CopyError> {
    if table.columns.iter().all(|column| column.kind != Kind::Bytes) {
        return Ok(lines.into());
    }
    let mut marked = Vec::with_capacity(lines.len());
    for line in text(lines)?.split_terminator('\n') {
        for (column, field) in fields(table, line)?.into_iter().enumerate() {
            if column > 0 {
                marked.push(b'\t');
            }
            if table.columns[column].kind == Kind::Bytes && field != "\\N" {
                marked.extend(b"\\\\x");
            }
            marked.extend(field.bytes());
        }
        marked.push(b'\n');
    }
    Ok(marked.into())
}

async fn insert(connection: &mut SqliteConnection, table: &Table, lines: &[u8]) -> Result<(), CopyError> {
    let lines: Vec<&str> = text(lines)?.split_terminator('\n').collect();
    let columns = table.columns.len().max(1);
    let row = format!("({})", vec!["?"; columns].join(", "));
    for some in lines.chunks((MOST_VALUES / columns).clamp(1, MOST_ROWS)) {
        let sql = format!(
            "INSERT INTO {} ({}) VALUES {}",
            quoted(&table.name),
            table.list(),
            vec![row.as_str(); some.len()].join(", "),
        );
        let mut values = SqliteArguments::default();
        for line in some {
            for (column, field) in table.columns.iter().zip(fields(table, line)?) {
                bind(&mut values, column.kind, field)?;
            }
        }
        sqlx::query_with::<Sqlite, _>(AssertSqlSafe(sql), values).execute(&mut *connection).await?;
    }
    Ok(())
}

fn bind(values: &mut SqliteArguments, kind: Kind, field: &str) -> Result<(), CopyError> {
    let wrong =
        |cause: &dyn std::fmt::Display| CopyError(format!("a value of the backup cannot be read: {cause}"));
    let value = text::unescape(field);
    let added = match (kind, value) {
        (_, None) => values.add(None::<i64>),
        (Kind::Integer | Kind::Boolean, Some(digits)) => {
            values.add(digits.parse::<i64>().map_err(|cause| wrong(&cause))?)
        }
        (Kind::Real, Some(digits)) => values.add(digits.parse::<f64>().map_err(|cause| wrong(&cause))?),
        (Kind::Bytes | Kind::Uuid, Some(digits)) => {
            values.add(hex::decode(digits).map_err(|cause| wrong(&cause))?)
        }
        (Kind::Text, Some(value)) => values.add(value),
    };
    added.map_err(|cause| wrong(&cause))
}

fn text(lines: &[u8]) -> Result<&str, CopyError> {
    std::str::from_utf8(lines)
        .map_err(|cause| CopyError(format!("the backup holds what is no text: {cause}")))
}

fn fields<'l>(table: &Table, line: &'l str) -> Result<Vec<&'l str>, CopyError> {
    let fields: Vec<&str> = line.split('\t').collect();
    match fields.len() == table.columns.len() {
        true => Ok(fields),
        false => Err(format!("a row of {} has {} values", table.name, fields.len()).into()),
    }
}
