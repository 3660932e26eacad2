//! Brings a database to the schema of this program. A migration and its row in `migrations` are one transaction: after a kill
//! either both are there or neither. Nodes that start together wait for each other and find the work done.

use std::{
    ops::AsyncFn,
    time::{SystemTime, UNIX_EPOCH},
};

use sha2::{Digest, Sha256};

use super::{Engine, OpenError, Tx, migrations::MIGRATIONS};

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// `NNNN_name.sql`, or `NNNN_name.sqlite.sql` and `NNNN_name.postgres.sql` for one engine each.
    pub file: &'static str,
    /// What it does, in PostgreSQL's words unless it is for SQLite alone.
    pub sql: &'static str,
}

/// Applies what is missing, one transaction a migration.
pub(super) async fn run<B>(engine: Engine, migrations: &[Migration], begin: B) -> Result<(), OpenError>
where
    B: AsyncFn() -> Result<Tx, sqlx::Error>,
{
    let steps = plan(engine, migrations)?;
    loop {
        let mut tx = begin().await.map_err(|error| failed("list", error))?;
        let done = next(&mut tx, &steps).await?;
        tx.commit().await.map_err(|error| failed(done.unwrap_or("list"), error))?;
        let Some(file) = done else { return Ok(()) };
        tracing::info!(migration = file, "migrated");
    }
}

/// Applies what is missing inside an open transaction, which keeps all of it or nothing.
pub(super) async fn within(tx: &mut Tx, migrations: &[Migration]) -> Result<(), OpenError> {
    let steps = plan(tx.engine(), migrations)?;
    while next(tx, &steps).await?.is_some() {}
    Ok(())
}

/// Applies the first step that is missing, if there is one, and tells its file.
async fn next(tx: &mut Tx, steps: &[Step]) -> Result<Option<&'static str>, OpenError> {
    let applied = applied(tx).await.map_err(|error| failed("list", error))?;
    check(steps, &applied)?;
    let missing = steps.iter().find(|step| applied.iter().all(|(number, _)| *number != step.number));
    let Some(step) = missing else { return Ok(None) };
    apply(tx, step).await.map_err(|error| failed(step.file, error))?;
    Ok(Some(step.file))
}

/// The number of the newest migration that this program knows, for whichever engine.
pub(super) fn newest() -> i64 {
    MIGRATIONS.iter().filter_map(|migration| number(migration.file)).max().unwrap_or_default()
}

/// The number of a migration.
pub(super) fn number(file: &str) -> Option<i64> {
    Some(parse(file)?.0)
}

struct Step {
    number: i64,
    file: &'static str,
    sql: String,
    checksum: String,
}

/// The steps for one engine, sorted; a wrong file name or a number used twice is refused.
fn plan(engine: Engine, migrations: &[Migration]) -> Result<Vec<Step>, OpenError> {
    let mut steps = Vec::new();
    for Migration { file, sql } in migrations {
        let (number, only) = parse(file).ok_or_else(|| refused(file, "its name is not NNNN_name.sql"))?;
        if only.is_some_and(|only| only != engine) {
            continue;
        }
        let is_translated = engine == Engine::Sqlite && only.is_none();
        steps.push(Step {
            number,
            file,
            sql: if is_translated { to_sqlite(sql) } else { (*sql).to_owned() },
            checksum: hex::encode(Sha256::digest(sql)),
        });
    }
    steps.sort_by_key(|step| step.number);
    match steps.windows(2).find(|pair| pair[0].number == pair[1].number) {
        Some(pair) => Err(refused(pair[1].file, "its number is used twice")),
        None => Ok(steps),
    }
}

fn parse(file: &str) -> Option<(i64, Option<Engine>)> {
    let stem = file.strip_suffix(".sql")?;
    let (number, name) = stem.split_once('_')?;
    let only = match name.split_once('.') {
        None => None,
        Some((_, "sqlite")) => Some(Engine::Sqlite),
        Some((_, "postgres")) => Some(Engine::Postgres),
        Some(_) => return None,
    };
    Some((number.parse().ok()?, only))
}

/// The numbers and checksums of what this database has; on PostgreSQL other nodes wait here until our transaction ends.
async fn applied(tx: &mut Tx) -> Result<Vec<(i64, String)>, sqlx::Error> {
    if tx.engine() == Engine::Postgres {
        tx.query("SELECT pg_advisory_xact_lock(hashtext('docent migrations'))").execute().await?;
    }
    tx.query(
        "CREATE TABLE IF NOT EXISTS migrations (
           number BIGINT PRIMARY KEY,
           name TEXT NOT NULL,
           checksum TEXT NOT NULL,
           applied_at BIGINT NOT NULL
         )",
    )
    .execute()
    .await?;
    tx.query("SELECT number, checksum FROM migrations ORDER BY number").fetch_all().await
}

fn check(steps: &[Step], applied: &[(i64, String)]) -> Result<(), OpenError> {
    for (number, checksum) in applied {
        match steps.iter().find(|step| step.number == *number) {
            Some(step) if step.checksum == *checksum => {}
            Some(step) => return Err(OpenError::Changed { migration: step.file.to_owned() }),
            None => {
                let known = steps.last().map_or(0, |step| step.number);
                return Err(OpenError::Newer { found: *number, known });
            }
        }
    }
    Ok(())
}

async fn apply(tx: &mut Tx, step: &Step) -> Result<(), sqlx::Error> {
    tx.script(step.sql.clone()).await?;
    tx.query("INSERT INTO migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)")
        .bind(step.number)
        .bind(step.file)
        .bind(step.checksum.clone())
        .bind(now())
        .execute()
        .await?;
    if tx.engine() == Engine::Sqlite {
        let broken: Vec<(String,)> =
            tx.query("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1").fetch_all().await?;
        if let Some((table,)) = broken.first() {
            let reason = format!("a row of {table} refers to a row that does not exist");
            return Err(sqlx::Error::Protocol(reason));
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the schema is made before there is a context")]
fn now() -> i64 {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(passed.as_millis()).unwrap_or(i64::MAX)
}

fn failed(migration: &str, error: sqlx::Error) -> OpenError {
    refused(migration, &error.to_string())
}

fn refused(migration: &str, reason: &str) -> OpenError {
    OpenError::Migration { migration: migration.to_owned(), reason: reason.to_owned() }
}

/// PostgreSQL's words, and what SQLite says instead. The rest of our vocabulary is the same on both.
const WORDS: [(&str, &str); 4] =
    [("UUID", "BLOB"), ("JSONB", "TEXT"), ("BYTEA", "BLOB"), ("BIGSERIAL", "INTEGER")];

/// The SQLite text of a migration: type names in capitals are replaced and `COLLATE "C"`, which is SQLite's default, is left
/// out. Quoted text, names and comments stay as they are.
pub fn to_sqlite(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while !rest.is_empty() {
        let piece = &rest[..piece_length(rest)];
        rest = &rest[piece.len()..];
        if piece == "COLLATE"
            && let Some(after) = rest.trim_start().strip_prefix("\"C\"")
        {
            rest = after;
            text.truncate(text.trim_end().len());
        } else {
            text.push_str(WORDS.iter().find(|(word, _)| *word == piece).map_or(piece, |(_, ours)| ours));
        }
    }
    text
}

/// How long the first word, quoted text, comment or other character of `sql` is.
fn piece_length(sql: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let until =
        |start: usize, end: &str| sql[start..].find(end).map_or(sql.len(), |found| start + found + end.len());
    match sql.chars().next() {
        Some('\'') => until(1, "'"),
        Some('"') => until(1, "\""),
        Some('-') if sql.starts_with("--") => until(2, "\n"),
        Some('/') if sql.starts_with("/*") => until(2, "*/"),
        Some(first) if is_word(first) => sql.find(|c| !is_word(c)).unwrap_or(sql.len()),
        Some(first) => first.len_utf8(),
        None => 0,
    }
}
