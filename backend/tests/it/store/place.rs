//! Where a test's store lives: a temporary SQLite file always, and a database of its own on the PostgreSQL server that
//! `DOCENT_TEST_POSTGRES` names (the address of somebody who may create databases).

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicU32, Ordering},
};

use docent::store::{Limits, Location, Migration, Options, Store};
use futures_util::FutureExt;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};
use tokio::sync::OnceCell;

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
        Some(Self::database_like(server()?, "template1").await)
    }

    async fn database_like(server: PgConnectOptions, template: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("docent_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        admin(&server, format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
        let location = Location::Postgres(Box::new(server.clone().database(&name)));
        Self { location, folder: None, database: Some((server, name)) }
    }

    /// A SQLite file that has the schema of this program already, which takes longer to make than most tests.
    async fn file_with_schema() -> Self {
        static MADE: OnceCell<Vec<u8>> = OnceCell::const_new();
        let make = async || {
            let place = Self::file();
            Store::open(&place.location).await.unwrap().close().await;
            let Location::Sqlite(path) = &place.location else { unreachable!("a file") };
            fs::read(path).unwrap()
        };
        let place = Self::file();
        let Location::Sqlite(path) = &place.location else { unreachable!("a file") };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, MADE.get_or_init(make).await).unwrap();
        place
    }

    /// The same on PostgreSQL. What it is made from stays on the server for later runs.
    async fn database_with_schema() -> Option<Self> {
        static MADE: OnceCell<String> = OnceCell::const_new();
        let server = server()?;
        let template = MADE.get_or_init(async || template(&server).await).await;
        Some(Self::database_like(server, template).await)
    }

    pub fn is_sqlite(&self) -> bool {
        self.folder.is_some()
    }

    /// Runs a test here, then removes everything, also when it panicked.
    pub async fn run(self, test: impl AsyncFnOnce(&Self)) {
        let outcome = AssertUnwindSafe(test(&self)).catch_unwind().await;
        if let Some((server, name)) = &self.database {
            admin(server, format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
        }
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    }
}

fn server() -> Option<PgConnectOptions> {
    Some(std::env::var("DOCENT_TEST_POSTGRES").ok()?.parse().unwrap())
}

async fn admin(server: &PgConnectOptions, sql: String) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect_with(server).await.unwrap();
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(drop)
}

/// The name of a database that has the schema of this program, made if it is not there.
async fn template(server: &PgConnectOptions) -> String {
    let mut hasher = DefaultHasher::new();
    for migration in Options::default().migrations {
        (migration.file, migration.sql).hash(&mut hasher);
    }
    let name = format!("docent_template_{:016x}", hasher.finish());
    let mut connection = PgConnection::connect_with(server).await.unwrap();
    let is_there = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
    if is_there.fetch_optional(&mut connection).await.unwrap().is_some() {
        return name;
    }
    let place = Place::database_like(server.clone(), "template1").await;
    Store::open(&place.location).await.unwrap().close().await;
    let Some((_, made)) = &place.database else { unreachable!("a database") };
    // Another run may have been sooner.
    if admin(server, format!("ALTER DATABASE {made} RENAME TO {name}")).await.is_err() {
        admin(server, format!("DROP DATABASE {made}")).await.unwrap();
    }
    name
}

/// Runs a test on SQLite, and on PostgreSQL if there is one.
pub async fn each_store(test: impl AsyncFn(&Place)) {
    Place::file().run(async |place| test(place).await).await;
    if let Some(database) = Place::database().await {
        database.run(async |place| test(place).await).await;
    }
}

/// The same in stores that have the schema of this program.
pub async fn each_with_schema(test: impl AsyncFn(&Place)) {
    Place::file_with_schema().await.run(async |place| test(place).await).await;
    if let Some(database) = Place::database_with_schema().await {
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
