//! PostgreSQL: a pool, works at READ COMMITTED that are run again after a conflict, and read-only snapshots.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sqlx::{
    Connection, PgConnection, PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{
    sync::RwLock,
    time::{sleep, timeout},
};

use super::{Counters, Engine, Limits, OpenError, Options, REPORTS, Retry, Stopped, Tx, location, migrate};

/// How often a work is run again after the server gave it up in favour of another.
const RETRIES: u32 = 10;

/// How often a work is run again because its own error says that this may help, which the first time should.
const ASKED_RETRIES: u32 = 3;

/// The error codes of a serialization failure and of a deadlock.
const CONFLICTS: [&str; 2] = ["40001", "40P01"];

/// The connections of this node.
pub(super) struct Pool {
    readers: PgPool,
    /// For what reads much, opened when the first one is asked for.
    reports: PgPool,
    /// Apart, so that those who read never keep a work waiting.
    writers: PgPool,
    /// What nodes tell each other: one connection that reads, one that notifies, one that listens.
    between_nodes: PgPool,
    limit: Duration,
    /// Each work holds it for reading until it has ended.
    running: Arc<RwLock<()>>,
    begun: Arc<AtomicUsize>,
}

/// A work between its beginning and its end.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pool {
    /// Brings the schema up to date and connects.
    pub(super) async fn open(connect: &PgConnectOptions, options: &Options) -> Result<Self, OpenError> {
        let unreachable = |error| unreachable(connect, &error);
        reach(connect).await?;
        let migrating =
            pool_of(1, options.limits.work).connect_with(connect.clone()).await.map_err(unreachable)?;
        let begin = async || Ok(Tx::postgres(migrating.begin().await?));
        let migrated = migrate::run(Engine::Postgres, options.migrations, begin).await;
        migrating.close().await;
        migrated?;
        let statement_timeout = options.limits.work.as_millis().to_string();
        let pool = pool_of(options.connections, options.limits.work).after_connect(move |connection, _| {
            let limit = statement_timeout.clone();
            Box::pin(async move {
                sqlx::query("SELECT set_config('statement_timeout', $1, FALSE)")
                    .bind(limit)
                    .execute(connection)
                    .await
                    .map(drop)
            })
        });
        let connect = connect.clone().statement_cache_capacity(256);
        let readers = pool.clone().connect_with(connect.clone()).await.map_err(unreachable)?;
        let between_nodes = pool.clone().max_connections(3).connect_lazy_with(connect.clone());
        // So that what they sort stays in memory. Processes share the hash table of a join, but of a merge join each sorts all of it. The
        // process that collects what others find has no part in a shared table: without it there are two of three. Compiling a statement
        // takes a tenth of what it then takes.
        let reading_much = connect.clone().options([
            ("work_mem", "64MB"),
            ("parallel_leader_participation", "off"),
            ("enable_mergejoin", "off"),
            ("jit", "off"),
        ]);
        let reports = pool.clone().max_connections(REPORTS).connect_lazy_with(reading_much);
        let writers = pool.connect_with(connect).await.map_err(unreachable)?;
        Ok(Self {
            readers,
            reports,
            writers,
            between_nodes,
            limit: options.limits.work,
            running: Arc::default(),
            begun: Arc::default(),
        })
    }

    /// Works that have begun and wait for a connection.
    pub(super) fn waiting(&self) -> usize {
        self.begun.load(Ordering::Relaxed).saturating_sub(self.writers.size() as usize)
    }

    pub(super) fn between_nodes(&self) -> &PgPool {
        &self.between_nodes
    }

    /// A read-only transaction that sees one moment.
    pub(super) async fn snapshot(&self) -> Result<Tx, sqlx::Error> {
        self.moment(&self.readers).await
    }

    /// The same for what reads much.
    pub(super) async fn report(&self) -> Result<Tx, sqlx::Error> {
        self.moment(&self.reports).await
    }

    async fn moment(&self, pool: &PgPool) -> Result<Tx, sqlx::Error> {
        let sql = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
        begin(pool, sql, self.limit).await.map(Tx::postgres)
    }

    /// Runs a work in a task of its own, so that it ends even if the caller does not wait.
    pub(super) async fn write<T, E, W, F>(
        &self,
        limit: Duration,
        counters: &Arc<Counters>,
        work: W,
    ) -> Result<T, E>
    where
        W: Fn(Tx) -> F + Send + Sync + 'static,
        F: Future<Output = (Tx, Result<T, E>)> + Send + 'static,
        T: Send + 'static,
        E: From<sqlx::Error> + Retry + Send + 'static,
    {
        let running = self.running.clone().read_owned().await;
        let counted = Counted::new(&self.begun);
        let (pool, counters) = (self.writers.clone(), counters.clone());
        let task = tokio::spawn(async move {
            let answer = retry(&pool, limit, &counters, &work).await;
            if answer.is_ok() {
                counters.committed(1);
            }
            drop((running, counted));
            answer
        });
        match task.await {
            Ok(answer) => answer,
            Err(error) if error.is_panic() => Err(Stopped::Panicked.into_error()),
            Err(_cancelled) => Err(Stopped::Closed.into_error()),
        }
    }

    /// Waits for the works that run and ends every connection.
    pub(super) async fn close(&self) {
        let _all_ended = self.running.write().await;
        self.writers.close().await;
        self.readers.close().await;
        self.reports.close().await;
        self.between_nodes.close().await;
    }
}

/// A read-only transaction that sees one moment, on a connection of its own.
pub(super) async fn read_alone(
    connect: &PgConnectOptions,
) -> Result<Transaction<'static, Postgres>, OpenError> {
    alone(connect, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await
}

/// A transaction that writes, on a connection of its own.
pub(super) async fn write_alone(
    connect: &PgConnectOptions,
) -> Result<Transaction<'static, Postgres>, OpenError> {
    alone(connect, "BEGIN").await
}

async fn alone(
    connect: &PgConnectOptions,
    sql: &'static str,
) -> Result<Transaction<'static, Postgres>, OpenError> {
    reach(connect).await?;
    let pool = pool_of(1, Limits::default().work).connect_with(connect.clone());
    let begun = async { pool.await?.begin_with(sql).await };
    begun.await.map_err(|error| unreachable(connect, &error))
}

/// A pool would only say that it waited too long; one connection says why there is none.
async fn reach(connect: &PgConnectOptions) -> Result<(), OpenError> {
    let reached = async { PgConnection::connect_with(connect).await?.close().await };
    reached.await.map_err(|error| unreachable(connect, &error))
}

fn unreachable(connect: &PgConnectOptions, error: &sqlx::Error) -> OpenError {
    OpenError::Unreachable { address: location::address(connect), reason: error.to_string() }
}

fn pool_of(connections: u32, patience: Duration) -> PgPoolOptions {
    PgPoolOptions::new().max_connections(connections).test_before_acquire(false).acquire_timeout(patience)
}

async fn retry<T, E, W, F>(pool: &PgPool, limit: Duration, counters: &Counters, work: &W) -> Result<T, E>
where
    W: Fn(Tx) -> F,
    F: Future<Output = (Tx, Result<T, E>)>,
    E: From<sqlx::Error> + Retry,
{
    let mut tries = 0;
    loop {
        match attempt(pool, limit, work).await {
            Err(failure) if tries < failure.retries => {
                counters.retried(1);
                sleep(pause(tries)).await;
                tries += 1;
            }
            answer => return answer.map_err(|failure| failure.error),
        }
    }
}

/// Whether the server gave a transaction up in favour of another.
pub(super) fn is_conflict(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| CONFLICTS.contains(&&*code))
}

struct Failure<E> {
    error: E,
    /// How often it is worth trying.
    retries: u32,
}

impl<E: From<sqlx::Error> + Retry> Failure<E> {
    fn new(error: E, has_conflicted: bool) -> Self {
        let retries = match (has_conflicted, error.is_retryable()) {
            (true, _) => RETRIES,
            (false, true) => ASKED_RETRIES,
            (false, false) => 0,
        };
        Self { error, retries }
    }
}

impl<E: From<sqlx::Error> + Retry> From<sqlx::Error> for Failure<E> {
    fn from(error: sqlx::Error) -> Self {
        let has_conflicted = is_conflict(&error);
        Self::new(error.into(), has_conflicted)
    }
}

async fn attempt<T, E, W, F>(pool: &PgPool, limit: Duration, work: &W) -> Result<T, Failure<E>>
where
    W: Fn(Tx) -> F,
    F: Future<Output = (Tx, Result<T, E>)>,
    E: From<sqlx::Error> + Retry,
{
    let tx = Tx::postgres(begin(pool, "BEGIN ISOLATION LEVEL READ COMMITTED", limit).await?);
    let number = tx.number();
    let Ok((tx, result)) = timeout(limit, work(tx)).await else {
        return Err(sqlx::Error::from(Stopped::TimedOut(limit)).into());
    };
    if tx.number() != number {
        return Err(sqlx::Error::from(Stopped::Exchanged).into());
    }
    match tx.settle(result) {
        Ok(value) => {
            commit(tx, limit).await?;
            Ok(value)
        }
        // Dropping the transaction undoes it.
        Err(error) => Err(Failure::new(error, tx.has_conflicted())),
    }
}

/// Begins on a connection that works: those that the server has closed meanwhile are passed over. It is a task of its own, since a
/// BEGIN whose caller goes away before the answer would leave its transaction open on a connection of the pool.
async fn begin(
    pool: &PgPool,
    sql: &'static str,
    limit: Duration,
) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move {
        for _ in 0..pool.size() {
            match pool.begin_with(sql).await {
                Err(error) if is_closed_connection(&error) => {}
                begun => return begun,
            }
        }
        pool.begin_with(sql).await
    });
    // Twice, since the pool itself says after the first that it has no connection.
    match timeout(limit * 2, begun).await {
        Ok(Ok(begun)) => begun,
        Ok(Err(_stopping)) => Err(Stopped::Closed.into()),
        Err(_elapsed) => Err(Stopped::TimedOut(limit).into()),
    }
}

/// Commits; an answer that does not come, or not from the database, leaves open whether it did.
async fn commit(tx: Tx, limit: Duration) -> Result<(), sqlx::Error> {
    match timeout(limit, tx.commit()).await {
        Ok(Err(error)) if is_closed_connection(&error) => Err(Stopped::Unknown(error.to_string()).into()),
        Ok(done) => done,
        Err(_elapsed) => Err(Stopped::Unknown(format!("no answer within {limit:?}")).into()),
    }
}

fn is_closed_connection(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        // The server says that an administrator ended the connection.
        error => error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "57P01"),
    }
}

/// Twice as long each time, up to 100 ms, and each time a random part of it.
fn pause(tries: u32) -> Duration {
    let longest = (2_000_u64 << tries.min(6)).min(100_000);
    let random = getrandom::u64().unwrap_or(longest);
    Duration::from_micros(longest / 2 + random % (longest / 2))
}
