//! SQLite's connections: several that read, and the session of the one that writes. Settings that hold for a connection are
//! connect options, so that none is ever without them.

use std::{
    fs::DirBuilder,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

use sqlx::{
    Connection, Sqlite, SqliteConnection, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Engine, OpenError, Options, Tx, migrate};

/// How many machine instructions of SQLite run between two looks at the stop flag.
const LOOK_EVERY: i32 = 10_000;

/// Makes the file and its folder if needed, brings the schema up to date and answers the reading connections.
pub(super) async fn open(path: &Path, options: &Options) -> Result<SqlitePool, OpenError> {
    make_folder(path).map_err(|error| unreadable(path, &error))?;
    // Migrations may rebuild a table that others refer to; they check the references before they commit.
    let migrating = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(writing(path).foreign_keys(false))
        .await
        .map_err(|error| unreadable(path, &error))?;
    let begin = async || Ok(Tx::sqlite(migrating.begin_with("BEGIN IMMEDIATE").await?));
    let migrated = migrate::run(Engine::Sqlite, options.migrations, begin).await;
    migrating.close().await;
    migrated?;
    SqlitePoolOptions::new()
        .max_connections(options.connections)
        .test_before_acquire(false)
        .acquire_timeout(options.limits.work)
        .connect_with(reading(path))
        .await
        .map_err(|error| unreadable(path, &error))
}

/// The connections for what reads much, opened when the first one is asked for. They sort in memory.
pub(super) fn reports(path: &Path, options: &Options, most: u32) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(most)
        .test_before_acquire(false)
        .acquire_timeout(options.limits.work)
        .connect_lazy_with(reading(path).pragma("temp_store", "MEMORY"))
}

/// Begins to read one moment on a connection of its own and without a limit; a file that is not there is not made.
pub(super) async fn read_alone(path: &Path) -> Result<Transaction<'static, Sqlite>, OpenError> {
    alone(path, reading(path)).await?.begin().await.map_err(|error| unreadable(path, &error))
}

/// A connection to a file that nobody else knows yet: only when it is complete it is made to survive a power failure.
pub(super) async fn write_alone(path: &Path) -> Result<SqlitePool, OpenError> {
    make_folder(path).map_err(|error| unreadable(path, &error))?;
    let connect = common(path)
        .create_if_missing(true)
        .foreign_keys(false)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off);
    alone(path, connect).await
}

async fn alone(path: &Path, connect: SqliteConnectOptions) -> Result<SqlitePool, OpenError> {
    let options = SqlitePoolOptions::new().max_connections(1);
    options.connect_with(connect).await.map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, reason: &dyn std::fmt::Display) -> OpenError {
    OpenError::Unreadable { path: path.to_owned(), reason: reason.to_string() }
}

/// Begins to read one moment; statements that still run after `limit` are interrupted.
pub(super) async fn begin(
    readers: &SqlitePool,
    limit: Duration,
) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
    let mut snapshot = readers.begin().await?;
    let until = Instant::now() + limit;
    snapshot.lock_handle().await?.set_progress_handler(LOOK_EVERY, move || Instant::now() < until);
    Ok(snapshot)
}

/// How the writing connection is made: an acknowledged commit survives a power failure.
pub(super) fn writing(path: &Path) -> SqliteConnectOptions {
    common(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // What was deleted cannot be read from the file (docs/deploy.md "Personal data").
        .pragma("secure_delete", "ON")
        .pragma("journal_size_limit", "67108864")
}

/// Takes the log's pages into the file and leaves it empty. Errors: `SQLITE_BUSY` if somebody reads or writes for longer than a
/// connection waits.
pub(super) async fn empty_log(path: &Path) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnection::connect_with(&writing(path)).await?;
    let (is_busy, ..): (i64, i64, i64) =
        sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut connection).await?;
    connection.close().await?;
    if is_busy != 0 { Err(sqlx::Error::PoolTimedOut) } else { Ok(()) }
}

/// Readers could write as far as the file is concerned, or they could not open a log that nobody holds open.
fn reading(path: &Path) -> SqliteConnectOptions {
    common(path).pragma("query_only", "ON")
}

fn common(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(256)
}

fn make_folder(path: &Path) -> std::io::Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Where the writing connection leads, and how long its commits are held up.
pub(super) struct Place {
    pub(super) connect: SqliteConnectOptions,
    pub(super) commit_delay: Option<Duration>,
}

/// The writing connection inside the transaction of a group: each work's writes are inside one savepoint, which is renewed at
/// the next work's first write, so that a work which only reads costs nothing and `COMMIT` ends the last one.
pub(super) struct Session {
    connection: SqliteConnection,
    interrupted: Arc<AtomicBool>,
    /// Nothing was written since the savepoint was opened.
    is_clean: bool,
    /// The work that runs has written.
    has_written: bool,
    /// The savepoint may no longer be where it should: the whole group has to be given up.
    is_broken: bool,
}

impl Session {
    pub(super) async fn open(place: &Place) -> Result<Box<Self>, sqlx::Error> {
        let mut connection = SqliteConnection::connect_with(&place.connect).await?;
        let interrupted = Arc::new(AtomicBool::new(false));
        let stop = interrupted.clone();
        let mut handle = connection.lock_handle().await?;
        handle.set_progress_handler(LOOK_EVERY, move || !stop.load(Ordering::Relaxed));
        if let Some(delay) = place.commit_delay {
            handle.set_commit_hook(move || {
                sleep(delay);
                true
            });
        }
        drop(handle);
        Ok(Box::new(Self { connection, interrupted, is_clean: true, has_written: false, is_broken: false }))
    }

    /// Set it to stop the statement that runs.
    pub(super) fn interrupted(&self) -> Arc<AtomicBool> {
        self.interrupted.clone()
    }

    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }

    /// Begins the transaction of a group.
    pub(super) async fn begin(&mut self) -> Result<(), sqlx::Error> {
        self.run("BEGIN IMMEDIATE; SAVEPOINT work").await?;
        self.is_clean = true;
        self.has_written = false;
        Ok(())
    }

    /// To be called before each statement of a work. Only what begins with SELECT surely writes nothing.
    pub(super) async fn before(&mut self, sql: &str) -> Result<(), sqlx::Error> {
        let is_read = sql.trim_start().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("SELECT"));
        if is_read || self.has_written {
            return Ok(());
        }
        if !self.is_clean {
            self.is_broken = true;
            self.run("RELEASE work; SAVEPOINT work").await?;
            self.is_broken = false;
        }
        self.is_clean = false;
        self.has_written = true;
        Ok(())
    }

    /// Keeps or undoes what the work wrote; an error means that the group's transaction is gone.
    pub(super) async fn end_work(&mut self, is_kept: bool, has_failed: bool) -> Result<(), sqlx::Error> {
        if self.is_broken {
            return Err(sqlx::Error::WorkerCrashed);
        }
        if self.has_written && !is_kept {
            self.run("ROLLBACK TO work").await?;
            self.is_clean = true;
        } else if has_failed {
            // Some errors (I/O, no memory) end the whole transaction, even those of a reading; then there is no savepoint to renew.
            self.run("RELEASE work; SAVEPOINT work").await?;
            self.is_clean = true;
        }
        self.has_written = false;
        Ok(())
    }

    pub(super) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.run("COMMIT").await
    }

    pub(super) async fn close(self) -> Result<(), sqlx::Error> {
        self.connection.close().await
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(sql).execute(&mut self.connection).await.map(drop)
    }
}
