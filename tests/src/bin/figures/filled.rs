//! A place of each store that SQL has filled, to ask in.

use docent::{
    core::{App, Caller, Clock, Config, functions::Call},
    domain::auth::{self, steps},
    store::{Location, Store},
};
use serde_json::Value;
use shared::{
    Millis,
    auth::CurrentUser,
    id::{UserId, WorkspaceId},
};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::env;

/// When it is.
pub const NOW: Millis = 1_780_000_000_000;
const AGENTS: usize = 20;

/// What the engines say differently.
pub struct Engine {
    /// A new id.
    pub new_id: &'static str,
    /// The type of a document.
    pub json: &'static str,
    /// An id as it is written.
    pub id: fn(String) -> String,
}

const SQLITE: Engine = Engine { new_id: "randomblob(16)", json: "TEXT", id: |hex| format!("x'{hex}'") };
const POSTGRES: Engine =
    Engine { new_id: "gen_random_uuid()", json: "JSONB", id: |hex| format!("'{hex}'::uuid") };

/// A server on such a place, and somebody who may ask.
pub struct Filled<'a> {
    pub name: &'a str,
    pub workspace: WorkspaceId,
    app: &'a App,
    ben: &'a Caller,
}

impl Filled<'_> {
    /// What a query answers.
    pub async fn ask(&self, name: &str, args: Value) -> Value {
        match self.app.call(name, args) {
            Ok(Call::Query(query)) => self
                .app
                .observe(self.ben, query.as_ref())
                .await
                .value
                .unwrap_or_else(|why| panic!("{name}: {why}")),
            _ => panic!("{name} is a query"),
        }
    }
}

/// Fills a place on SQLite, and on PostgreSQL if there is one, and measures there. `fill` is given the workspace's and the agents' ids as they
/// are written.
pub async fn each_store(
    what: &str,
    fill: impl Fn(&Engine, &str, &[String]) -> Vec<String>,
    measure: impl AsyncFn(&Filled<'_>),
) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(format!("{what}.sqlite"));
    let fill_sqlite = async |filling: Vec<String>| {
        let url = format!("sqlite:{}", file.display());
        let mut driver = SqliteConnection::connect(&url).await.expect("the file opens");
        for sql in filling {
            driver.execute(AssertSqlSafe(sql)).await.expect("the rows are written");
        }
        // What the server does every thousand pages; these came at once.
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.expect("the log is taken in");
        driver.close().await.expect("the file closes");
    };
    of_store("SQLite", &Location::Sqlite(file.clone()), &SQLITE, &fill, fill_sqlite, &measure).await;
    drop(folder);
    let Ok(server) = env::var("DOCENT_TEST_POSTGRES") else { return };
    let mut admin = PgConnection::connect(&server).await.expect("PostgreSQL answers");
    let database = format!("docent_bench_{what}");
    admin.execute(AssertSqlSafe(format!("CREATE DATABASE {database}"))).await.expect("a new database");
    let mut url = url::Url::parse(&server).expect("an address");
    url.set_path(&database);
    let fill_postgres = async |filling: Vec<String>| {
        let mut driver = PgConnection::connect(url.as_str()).await.expect("PostgreSQL answers");
        for sql in filling {
            driver.execute(AssertSqlSafe(sql)).await.expect("the rows are written");
        }
        // What PostgreSQL does by itself within minutes.
        driver.execute("VACUUM ANALYZE").await.expect("the database is analysed");
    };
    let location = url.as_str().parse().expect("a location");
    of_store("PostgreSQL", &location, &POSTGRES, &fill, fill_postgres, &measure).await;
    admin.execute(AssertSqlSafe(format!("DROP DATABASE {database} WITH (FORCE)"))).await.expect("it goes");
}

async fn of_store(
    name: &str,
    location: &Location,
    engine: &Engine,
    fill: impl Fn(&Engine, &str, &[String]) -> Vec<String>,
    run: impl AsyncFnOnce(Vec<String>),
    measure: impl AsyncFn(&Filled<'_>),
) {
    let store = Store::open(location).await.expect("the store opens");
    let config = Config::new("http://docent.test", [7; 32]);
    let app = App::with_all_rooms(config, store, Clock::held(NOW)).expect("the app starts");
    let mut agents: Vec<UserId> = Vec::new();
    for n in 0..AGENTS {
        let enrol = steps::Enrol {
            email: format!("agent{n}@docent.test"),
            name: Some(format!("Agent {n}")),
            workspace_name: None,
            password_hash: None,
        };
        agents.push(app.mutate(&Caller::SYSTEM, enrol).await.expect("an agent").value);
    }
    let tokens = app.mutate(&Caller::NOBODY, steps::Open { user: agents[0] }).await.expect("a session").value;
    let ben = auth::caller(&app, &tokens.token, None, None).await.unwrap_or_else(|_| panic!("our own token"));
    let me = app.query(&ben, CurrentUser {}).await.expect("an answer").expect("somebody");
    let workspace = me.user.workspace_id.expect("a workspace");
    let agents: Vec<String> = agents.iter().map(|agent| (engine.id)(agent.to_string())).collect();
    run(fill(engine, &(engine.id)(workspace.to_string()), &agents)).await;
    measure(&Filled { name, workspace, app: &app, ben: &ben }).await;
    app.store().close().await;
}
