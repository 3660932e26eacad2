//! Where a test's store lives: a temporary SQLite file always, and a database of its own on the PostgreSQL server that
//! `DOCENT_TEST_POSTGRES` names (the address of somebody who may create databases).

use std::{
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicU32, Ordering},
};

use docent::store::{Limits, Location, Migration, Options, Store};
use futures_util::FutureExt;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};

use super::NOTES;

/// A place for a store, and the means to remove it.
pub struct Place {
    pub location: Location,
    folder: Option<tempfile::TempDir>,
    database: Option<(PgConnectOptions, String)>,
}

impl Place {
    /// A SQLite file in a folder of its own.
    pub fn file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().join("data").join("docent.db"));
        Self { location, folder: Some(folder), database: None }
    }

    /// A new PostgreSQL database, if a server is given.
    pub async fn database() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server: PgConnectOptions = std::env::var("DOCENT_TEST_POSTGRES").ok()?.parse().unwrap();
        let name = format!("docent_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        admin(&server, format!("CREATE DATABASE {name}")).await;
        let location = Location::Postgres(Box::new(server.clone().database(&name)));
        Some(Self { location, folder: None, database: Some((server, name)) })
    }

    pub fn is_sqlite(&self) -> bool {
        self.folder.is_some()
    }

    /// Runs a test here, then removes everything, also when it panicked.
    pub async fn run(self, test: impl AsyncFnOnce(&Self)) {
        let outcome = AssertUnwindSafe(test(&self)).catch_unwind().await;
        if let Some((server, name)) = &self.database {
            admin(server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    }
}

async fn admin(server: &PgConnectOptions, sql: String) {
    let mut connection = PgConnection::connect_with(server).await.unwrap();
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
}

/// Runs a test on SQLite, and on PostgreSQL if there is one.
pub async fn each_store(test: impl AsyncFn(&Place)) {
    Place::file().run(async |place| test(place).await).await;
    if let Some(database) = Place::database().await {
        database.run(async |place| test(place).await).await;
    }
}

/// Opens a store for notes.
pub async fn open(place: &Place) -> Store {
    open_with(place, NOTES, Limits::default()).await
}

pub async fn open_with(place: &Place, migrations: &'static [Migration], limits: Limits) -> Store {
    let options = Options { migrations, limits, ..Options::default() };
    Store::open_with(&place.location, &options).await.unwrap()
}
