//! Where everything is kept: SQLite inside the process (the default) or PostgreSQL, with one set of migrations and one SQL text
//! for both. Reads are snapshots, writes are units of work that are acknowledged when they are durable. The rooms write the SQL;
//! this module runs it.

pub(crate) mod changes;
mod commit;
pub mod copy;
mod error;
pub mod filter;
mod installation;
mod location;
pub mod migrate;
pub mod migrations;
mod postgres;
pub mod search;
mod sqlite;
mod statement;
mod tables;
mod tx;

use std::{
    future::Future,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use prometheus_client::metrics::histogram::Histogram;
use sqlx::{PgPool, SqlitePool};
use tokio::time::timeout;
use uuid::Uuid;

pub use self::{
    changes::{Feed, News},
    commit::Retry,
    error::{OpenError, Stopped, is_away, is_full},
    filter::Filter,
    installation::JoinError,
    location::Location,
    migrate::Migration,
    statement::{Bind, Row, Statement},
    tables::{is_read, tables, tables_in},
    tx::Tx,
};

/// How many reports run at a time; the others wait.
const REPORTS: u32 = 2;

/// The database of this node; cheap to clone.
#[derive(Clone)]
pub struct Store {
    access: Arc<Access>,
}

struct Access {
    database: Database,
    limits: Limits,
    counters: Arc<Counters>,
}

enum Database {
    Sqlite {
        place: PathBuf,
        readers: SqlitePool,
        reports: SqlitePool,
        seconds: SqlitePool,
        writer: commit::Writer,
    },
    Postgres(postgres::Pool),
}

/// Which database a store runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// How a store is opened; the defaults are what the server uses.
#[derive(Debug, Clone)]
pub struct Options {
    /// What the schema is made of, in order of their numbers.
    pub migrations: &'static [Migration],
    pub limits: Limits,
    /// Connections that read, and on PostgreSQL as many that write.
    pub connections: u32,
    /// For benchmarks on SQLite: each commit takes so much longer, as it would on a slower disk.
    pub commit_delay: Option<Duration>,
}

/// What bounds one unit of work and one group commit.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long one unit of work, or the reading of one snapshot, may run before it is stopped and fails; on PostgreSQL each
    /// statement of a snapshot.
    pub work: Duration,
    /// How many units of work share one commit on SQLite.
    pub batch: usize,
    /// How long a SQLite batch takes in more work before it commits.
    pub batch_time: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            migrations: migrations::MIGRATIONS,
            limits: Limits::default(),
            connections: 8,
            commit_delay: None,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { work: Duration::from_secs(10), batch: 64, batch_time: Duration::from_millis(5) }
    }
}

/// How much was written since the store was opened.
#[derive(Debug)]
pub struct Counters {
    commits: AtomicU64,
    works: AtomicU64,
    retries: AtomicU64,
    batches: Histogram,
}

impl Default for Counters {
    fn default() -> Self {
        let batches = Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]);
        Self { commits: AtomicU64::new(0), works: AtomicU64::new(0), retries: AtomicU64::new(0), batches }
    }
}

impl Counters {
    /// Transactions committed.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Units of work that these commits made durable; on SQLite also those that ran and refused.
    pub fn works(&self) -> u64 {
        self.works.load(Ordering::Relaxed)
    }

    /// Units of work that were run again, because another stood in the way or their group could not be committed.
    pub fn retries(&self) -> u64 {
        self.retries.load(Ordering::Relaxed)
    }

    /// How many units of work each commit made durable.
    pub fn batches(&self) -> &Histogram {
        &self.batches
    }

    fn committed(&self, works: usize) {
        self.batches.observe(works as f64);
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.works.fetch_add(works as u64, Ordering::Relaxed);
    }

    fn retried(&self, works: usize) {
        self.retries.fetch_add(works as u64, Ordering::Relaxed);
    }
}

impl Store {
    /// Opens the database with the server's own migrations, creating and upgrading it as needed.
    pub async fn open(location: &Location) -> Result<Self, OpenError> {
        Self::open_with(location, &Options::default()).await
    }

    /// Opens the database as [`Store::open`] does, with other migrations or limits.
    pub async fn open_with(location: &Location, options: &Options) -> Result<Self, OpenError> {
        let counters = Arc::new(Counters::default());
        let database = match location {
            Location::Sqlite(path) => {
                let readers = sqlite::open(path, options).await?;
                let reports = sqlite::reports(path, options, REPORTS);
                let seconds = sqlite::reports(path, options, 1);
                let place =
                    sqlite::Place { connect: sqlite::writing(path), commit_delay: options.commit_delay };
                let writer = commit::Writer::start(place, options.limits, counters.clone());
                Database::Sqlite { place: path.clone(), readers, reports, seconds, writer }
            }
            Location::Postgres(connect) => Database::Postgres(postgres::Pool::open(connect, options).await?),
        };
        Ok(Self { access: Arc::new(Access { database, limits: options.limits, counters }) })
    }

    /// A consistent view of everything committed so far, for reading only; dropping it ends it.
    pub async fn snapshot(&self) -> Result<Tx, sqlx::Error> {
        match &self.access.database {
            Database::Sqlite { readers, .. } => {
                Ok(Tx::sqlite(sqlite::begin(readers, self.access.limits.work).await?))
            }
            Database::Postgres(pool) => pool.snapshot().await,
        }
    }

    /// The same on a connection for what reads much, so that nobody else waits for one meanwhile.
    pub async fn report(&self) -> Result<Tx, sqlx::Error> {
        match &self.access.database {
            Database::Sqlite { reports, .. } => {
                Ok(Tx::sqlite(sqlite::begin(reports, self.access.limits.work).await?))
            }
            Database::Postgres(pool) => pool.report().await,
        }
    }

    /// A second connection for whoever has a report's, to read with both at once. Its moment may be a later one. None on PostgreSQL, where
    /// one statement is worked on by several processes as it is.
    pub async fn second_report(&self) -> Result<Option<Tx>, sqlx::Error> {
        match &self.access.database {
            // Of a pool of its own: who has one waits for nobody who waits for another.
            Database::Sqlite { seconds, .. } => {
                Ok(Some(Tx::sqlite(sqlite::begin(seconds, self.access.limits.work).await?)))
            }
            Database::Postgres(_) => Ok(None),
        }
    }

    /// Runs one unit of work and answers when what it wrote is durable, or nothing of it was.
    ///
    /// The work owns the transaction and gives it back. It awaits nothing but SQL, and may be run again: after another work of its
    /// group failed it (SQLite), or after a conflict with another transaction (PostgreSQL). Once it was taken in it runs to its
    /// end, even if the caller no longer waits. A work whose statement failed can only fail, whatever it answers.
    pub async fn write<T, E, W, F>(&self, work: W) -> Result<T, E>
    where
        W: Fn(Tx) -> F + Send + Sync + 'static,
        F: Future<Output = (Tx, Result<T, E>)> + Send + 'static,
        T: Send + 'static,
        E: From<sqlx::Error> + Retry + Send + 'static,
    {
        let Access { database, limits, counters } = &*self.access;
        match database {
            Database::Sqlite { writer, .. } => writer.write(work).await,
            Database::Postgres(pool) => pool.write(limits.work, counters, work).await,
        }
    }

    /// What other nodes on the same database commit; nothing on SQLite, which has no other node.
    pub fn feed(&self, node: Uuid) -> Option<Feed> {
        match &self.access.database {
            Database::Sqlite { .. } => None,
            Database::Postgres(pool) => Some(Feed::new(pool.between_nodes().clone(), node)),
        }
    }

    /// Joins the nodes that use this database; answers its name, or nothing on SQLite. `prove` answers what only the holder of
    /// the nodes' secret can. Errors: another secret.
    pub async fn join(&self, new: Uuid, prove: impl Fn(Uuid) -> [u8; 32]) -> Result<Option<Uuid>, JoinError> {
        match &self.access.database {
            Database::Sqlite { .. } => Ok(None),
            Database::Postgres(pool) => installation::join(pool.between_nodes(), new, prove).await.map(Some),
        }
    }

    /// The connections for what nodes tell each other; none on SQLite.
    pub(crate) fn between_nodes(&self) -> Option<&PgPool> {
        match &self.access.database {
            Database::Sqlite { .. } => None,
            Database::Postgres(pool) => Some(pool.between_nodes()),
        }
    }

    /// Writes over what deleted rows have left in SQLite's log; in its file they are written over when they go. PostgreSQL does both by
    /// itself, when it cleans up (VACUUM). Errors: somebody reads what is older, for seconds.
    pub async fn scrub(&self) -> Result<(), sqlx::Error> {
        match &self.access.database {
            Database::Sqlite { place, .. } => sqlite::empty_log(place).await,
            Database::Postgres(_) => Ok(()),
        }
    }

    /// A write that changes nothing, through the queue to the disk as every other.
    pub async fn probe(&self) -> Result<(), sqlx::Error> {
        let sql = match self.engine() {
            // SQLite writes no page that stays the same, but this number always.
            Engine::Sqlite => "PRAGMA user_version = 1",
            Engine::Postgres => "UPDATE migrations SET name = name WHERE number = 1",
        };
        self.write(move |mut tx| async move {
            let done = tx.query(sql).execute().await.map(drop);
            (tx, done)
        })
        .await
    }

    /// Which database this is, for the few statements that differ.
    pub fn engine(&self) -> Engine {
        match self.access.database {
            Database::Sqlite { .. } => Engine::Sqlite,
            Database::Postgres(_) => Engine::Postgres,
        }
    }

    /// Writes that wait for their turn: in the queue of SQLite's writer, or for a connection to PostgreSQL.
    pub fn waiting(&self) -> usize {
        match &self.access.database {
            Database::Sqlite { writer, .. } => writer.waiting(),
            Database::Postgres(pool) => pool.waiting(),
        }
    }

    /// How large the database is, in bytes.
    pub async fn size(&self) -> Result<u64, sqlx::Error> {
        let sql = match self.engine() {
            Engine::Sqlite => "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
            Engine::Postgres => "SELECT pg_database_size(current_database())",
        };
        let (bytes,): (i64,) = self.snapshot().await?.query(sql).fetch_one().await?;
        Ok(u64::try_from(bytes).unwrap_or_default())
    }

    /// How much was written so far, for metrics and benchmarks.
    pub fn counters(&self) -> &Counters {
        &self.access.counters
    }

    /// Takes no more work, finishes what was taken in and closes every connection; waits for snapshots that are still read as
    /// long as for a work.
    pub async fn close(&self) {
        let Access { database, limits, .. } = &*self.access;
        let is_closed = match database {
            Database::Sqlite { readers, reports, seconds, writer, .. } => {
                writer.close().await;
                timeout(limits.work, async {
                    tokio::join!(readers.close(), reports.close(), seconds.close())
                })
                .await
                .map(drop)
            }
            Database::Postgres(pool) => timeout(limits.work, pool.close()).await,
        };
        if is_closed.is_err() {
            tracing::warn!("the database was left while somebody still read");
        }
    }
}
