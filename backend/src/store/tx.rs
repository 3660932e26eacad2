//! A transaction of either engine, owned by whoever runs statements in it. After a statement failed every further one is refused
//! and the work can only fail: PostgreSQL behaves so by itself, and SQLite must not behave otherwise.

use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{
    AssertSqlSafe, PgConnection, Postgres, SqlSafeStr, SqlStr, Sqlite, SqliteConnection, Transaction,
};

use super::{Engine, Stopped, sqlite::Session, statement::Statement};

/// An open transaction: a snapshot to read, or a unit of work to write.
pub struct Tx {
    link: Link,
    number: u64,
    statements: u64,
    has_failed: bool,
    has_conflicted: bool,
}

enum Link {
    /// The one writing connection of SQLite, lent to the work that runs.
    Writer(Box<Session>),
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// The driver's connection under a transaction.
pub(super) enum Connection<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Tx {
    /// A statement of literal text; parameters are `$1`, `$2` … on both engines.
    pub fn query(&mut self, sql: &'static str) -> Statement<'_> {
        self.statement(sql.into_sql_str())
    }

    /// How many statements ran in this transaction.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// Which database this is, for the few statements that differ.
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Writer(_) | Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    pub(super) fn statement(&mut self, sql: SqlStr) -> Statement<'_> {
        Statement::new(self, sql)
    }

    pub(super) fn writer(session: Box<Session>) -> Self {
        Self::new(Link::Writer(session))
    }

    pub(super) fn sqlite(transaction: Transaction<'static, Sqlite>) -> Self {
        Self::new(Link::Sqlite(transaction))
    }

    pub(super) fn postgres(transaction: Transaction<'static, Postgres>) -> Self {
        Self::new(Link::Postgres(transaction))
    }

    fn new(link: Link) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { link, number, statements: 0, has_failed: false, has_conflicted: false }
    }

    /// Tells this transaction from every other one of this process.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The writing connection, if this is the transaction that it was lent to.
    pub(super) fn into_session(self) -> Option<Box<Session>> {
        match self.link {
            Link::Writer(session) => Some(session),
            Link::Sqlite(_) | Link::Postgres(_) => None,
        }
    }

    /// Whether a statement failed, so that the work can only fail.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Whether another transaction stood in the way, so that running again may succeed.
    pub(super) fn has_conflicted(&self) -> bool {
        self.has_conflicted
    }

    /// What a work answers: its own result, unless it hides a statement that failed.
    pub(super) fn settle<T, E: From<sqlx::Error>>(&self, result: Result<T, E>) -> Result<T, E> {
        match result {
            Ok(_) if self.has_failed => Err(E::from(Stopped::Failed.into())),
            result => result,
        }
    }

    pub(super) fn connection(&mut self) -> Connection<'_> {
        match &mut self.link {
            Link::Writer(session) => Connection::Sqlite(session.connection()),
            Link::Sqlite(transaction) => Connection::Sqlite(transaction),
            Link::Postgres(transaction) => Connection::Postgres(transaction),
        }
    }

    /// To be called before a statement runs.
    pub(super) async fn prepare_for(&mut self, sql: &str) -> Result<(), sqlx::Error> {
        if self.has_failed {
            return Err(Stopped::Failed.into());
        }
        self.statements += 1;
        if let Link::Writer(session) = &mut self.link {
            let ready = session.before(sql).await;
            return self.note(ready);
        }
        Ok(())
    }

    /// To be called with what a statement answered.
    pub(super) fn note<T>(&mut self, answer: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        if let Err(error) = &answer {
            self.has_failed = true;
            self.has_conflicted |= super::postgres::is_conflict(error);
        }
        answer
    }

    /// Runs several statements without parameters, for migrations.
    pub(super) async fn script(&mut self, sql: String) -> Result<(), sqlx::Error> {
        let script = sqlx::raw_sql(AssertSqlSafe(sql));
        let done = match self.connection() {
            Connection::Sqlite(connection) => script.execute(connection).await.map(drop),
            Connection::Postgres(connection) => script.execute(connection).await.map(drop),
        };
        self.note(done)
    }

    /// Ends a transaction of a pool for good; a lent writer is committed with its group instead.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        match self.link {
            Link::Writer(_) => Ok(()),
            Link::Sqlite(transaction) => transaction.commit().await,
            Link::Postgres(transaction) => transaction.commit().await,
        }
    }
}
