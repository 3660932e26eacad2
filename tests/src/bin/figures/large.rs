//! The same screens at 20,000 and at 2,000,000 messages: what an agent opens, each beside one indexed query of the driver itself.
//! The databases are kept and used again, SQLite's in `target/bench`, PostgreSQL's as long as its cluster is.

use crate::process::at;
use docent::{
    commands::demo::{self, Size},
    core::{App, Caller, Clock, Config, Topic, functions::Call},
    domain::auth::{self, steps},
    store::{Bind, Location, Store},
};
use serde_json::{Value, json};
use shared::id::{UserId, Uuid};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool, SqlitePool};
use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// How often each screen is opened.
const TIMES: usize = 300;
const SIZES: [(Size, &str); 2] = [(Size::Medium, "20,000"), (Size::Large, "2,000,000")];

const INBOX: &str =
    "SELECT * FROM conversations WHERE workspace_id = $1 ORDER BY sort_at DESC, id DESC LIMIT 50";
/// Words in the language of each engine, and what a search asks of its index at least.
const WORDS: [(&str, &str); 2] = [
    (
        "SELECT rowid FROM message_index WHERE message_index MATCH $1 ORDER BY rowid DESC LIMIT 200",
        "SELECT number FROM messages WHERE array_to_tsvector(string_to_array(words, ' ')) @@ tsquery(text($1))
         ORDER BY number DESC LIMIT 200",
    ),
    (
        "SELECT rowid FROM visitor_index WHERE visitor_index MATCH $1 ORDER BY rowid DESC LIMIT 20",
        "SELECT number FROM visitor_words WHERE array_to_tsvector(string_to_array(words, ' ')) @@ tsquery(text($1))
         ORDER BY number DESC LIMIT 20",
    ),
];
const MESSAGES: &str = "SELECT * FROM messages WHERE conversation_id = $1 ORDER BY seq DESC LIMIT 50";

pub async fn report() {
    println!("\nScreens at 20,000 and at 2,000,000 messages, {TIMES} times each; ms");
    println!(
        "{:<12} {:>10} {:<34} {:>8} {:>8} {:>10} {:>7} {:>9}",
        "", "messages", "", "p50", "p99", "bare p50", "ratio", "grows by"
    );
    let mut places = vec![("SQLite", None)];
    if let Ok(url) = env::var("DOCENT_TEST_POSTGRES") {
        places.push(("PostgreSQL", Some(url)));
    }
    for (name, server) in places {
        let mut small: Vec<f64> = Vec::new();
        for (size, messages) in SIZES {
            let screens = Database::of(size, server.as_deref()).await.measure().await;
            for (i, screen) in screens.iter().enumerate() {
                let grows =
                    small.get(i).map_or(String::new(), |before| format!("{:.2}", screen.p50 / before));
                let Screen { what, p50, p99, bare } = screen;
                println!(
                    "{name:<12} {messages:>10} {what:<34} {p50:>8.2} {p99:>8.2} {bare:>10.2} {:>7.1} {grows:>9}",
                    p50 / bare
                );
            }
            small = screens.iter().map(|screen| screen.p50).collect();
        }
    }
}

struct Screen {
    what: &'static str,
    p50: f64,
    p99: f64,
    bare: f64,
}

/// A database that `docent demo` has filled.
struct Database {
    location: Location,
    driver: Driver,
    workspace: Uuid,
}

enum Driver {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Database {
    async fn of(size: Size, server: Option<&str>) -> Self {
        let folder = match server {
            None => PathBuf::from("target/bench").join(format!("{size:?}").to_lowercase()),
            Some(server) => PathBuf::from("target/bench").join(format!("{}-{size:?}", cluster(server).await)),
        };
        fs::create_dir_all(&folder).expect("a folder for the database");
        let (location, driver) = match server {
            None => {
                let file = folder.join("docent.sqlite");
                let url = format!("sqlite:{}?mode=rwc", file.display());
                (Location::Sqlite(file), Driver::Sqlite(SqlitePool::connect_lazy(&url).expect("a location")))
            }
            Some(server) => {
                let url = database(server, size).await;
                let location = url.parse().expect("a location");
                (location, Driver::Postgres(PgPool::connect_lazy(&url).expect("a location")))
            }
        };
        if !folder.join(DONE).exists() {
            let started = Instant::now();
            demo::make(&location, &folder, size).await.unwrap_or_else(|why| panic!("{why}"));
            driver.settle().await;
            fs::write(folder.join(DONE), "").expect("the folder can be written");
            eprintln!("filled {location} in {:.0} s", started.elapsed().as_secs_f64());
        }
        let workspace = noted(&folder);
        Self { location, driver, workspace }
    }

    async fn measure(self) -> Vec<Screen> {
        let store = Store::open(&self.location).await.expect("the store opens");
        let config = Config::new("http://docent.test", [7; 32]);
        let app = App::with_all_rooms(config, store, Clock::default()).expect("the app starts");
        // A database of an older version, or of an older backup, has no words yet.
        docent::jobs::index(&app).await.unwrap_or_else(|why| panic!("{why}"));
        let ben = self.ben(&app).await;
        let talks = self.driver.ids("SELECT id FROM conversations ORDER BY id LIMIT 1000").await;
        let inbox = json!({ "workspaceId": self.workspace.simple().to_string(), "limit": 50 });
        let with = |key: &str, value: Value| {
            let mut args = inbox.clone();
            args[key] = value;
            args
        };
        let bare_inbox = self.driver.time((INBOX, INBOX), &[self.workspace]).await;
        let bare_messages = self.driver.time((MESSAGES, MESSAGES), &talks).await;
        let search = |query: &str| vec![("conversations:search", vec![with("query", json!(query))])];
        let order = |n: usize| with("query", json!(format!("order {}", 100_007 + n)));
        let [of_messages, of_visitors] = WORDS;
        let bare = [
            self.driver.time(of_messages, &[("order AND 100042", "order & 100042")]).await,
            self.driver.time(of_messages, &[("brake", "brake")]).await,
            self.driver.time(of_messages, &[("th*", "th:*")]).await,
            self.driver.time(of_visitors, &[("ana AND cos*", "ana & cos:*")]).await,
        ];
        let screens = [
            ("open the inbox", vec![("conversations:listForInbox", vec![inbox.clone()])], bare_inbox),
            (
                "open the inbox, open ones",
                vec![("conversations:listForInbox", vec![with("status", json!("open"))])],
                bare_inbox,
            ),
            (
                "a page anywhere in the inbox",
                vec![(
                    "conversations:listForInbox",
                    talks.iter().map(|id| with("cursor", json!(id))).collect(),
                )],
                bare_inbox,
            ),
            (
                "open a conversation",
                vec![
                    ("conversations:get", talks.iter().map(|id| json!({ "id": id })).collect()),
                    (
                        "messages:list",
                        talks.iter().map(|id| json!({ "conversationId": id, "limit": 50 })).collect(),
                    ),
                ],
                bare_messages,
            ),
            (
                "search for an order's number",
                vec![("conversations:search", (0..500).map(order).collect())],
                bare[0],
            ),
            ("search for a frequent word", search("brake"), bare[1]),
            ("search for what most words begin with", search("th"), bare[2]),
            ("search for a visitor", search("Ana Cos"), bare[3]),
        ];
        let mut measured = Vec::new();
        for (what, queries, bare) in screens {
            let mut took = Vec::new();
            for n in 0..TIMES {
                // As if something had moved, so that no answer is one that is kept.
                app.touch(Topic::new("conversations", self.workspace));
                let before = Instant::now();
                for (name, args) in &queries {
                    ask(&app, &ben, name, args[n % args.len()].clone()).await;
                }
                took.push(before.elapsed());
            }
            measured.push(Screen { what, p50: at(&mut took, 0.5), p99: at(&mut took, 0.99), bare });
        }
        app.store().close().await;
        measured
    }

    async fn ben(&self, app: &App) -> Caller {
        let ben = self.driver.ids("SELECT id FROM users WHERE email = 'ben@docent.example'").await;
        let open = steps::Open { user: UserId(ben[0]) };
        let tokens = app.mutate(&Caller::SYSTEM, open).await.expect("a session").value;
        auth::caller(app, &tokens.token, None, None).await.unwrap_or_else(|_| panic!("our own token"))
    }
}

/// Says that a folder's database is complete.
const DONE: &str = "filled";

fn noted(folder: &Path) -> Uuid {
    let id = fs::read_to_string(folder.join("demo-workspace")).expect("the note of the demo");
    id.trim().parse().expect("an id")
}

/// What tells a cluster of PostgreSQL from every other one.
async fn cluster(server: &str) -> String {
    let mut admin = PgConnection::connect(server).await.expect("PostgreSQL answers");
    let sql = "SELECT CAST(system_identifier AS TEXT) FROM pg_control_system()";
    sqlx::query_scalar(sql).fetch_one(&mut admin).await.expect("a superuser may ask")
}

/// The database of a size, which is made if it is not there.
async fn database(server: &str, size: Size) -> String {
    let name = format!("docent_bench_{size:?}").to_lowercase();
    let mut admin = PgConnection::connect(server).await.expect("PostgreSQL answers");
    let known = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
    if known.fetch_optional(&mut admin).await.expect("the catalog is read").is_none() {
        let create = sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")));
        admin.execute(create).await.expect("a new database");
    }
    let mut url = url::Url::parse(server).expect("an address");
    url.set_path(&name);
    url.into()
}

async fn ask(app: &App, caller: &Caller, name: &str, args: Value) {
    match app.call(name, args) {
        Ok(Call::Query(query)) => {
            let answer = app.observe(caller, query.as_ref()).await.value;
            let answer = answer.unwrap_or_else(|why| panic!("{name}: {why}"));
            assert!(!answer.is_null(), "{name} answers");
        }
        _ => panic!("{name} is a query"),
    }
}

impl Driver {
    async fn ids(&self, sql: &'static str) -> Vec<Uuid> {
        let rows: Vec<(Uuid,)> = match self {
            Self::Sqlite(pool) => sqlx::query_as(sql).fetch_all(pool).await,
            Self::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await,
        }
        .expect("the rows are read");
        rows.into_iter().map(|(id,)| id).collect()
    }

    /// Milliseconds that half of the runs of a query took at most; its text and key for SQLite and for PostgreSQL.
    async fn time<K: Key>(&self, (sqlite, postgres): (&'static str, &'static str), keys: &[K]) -> f64 {
        let mut took = Vec::new();
        for n in 0..TIMES {
            let (key, before) = (keys[n % keys.len()], Instant::now());
            let found = match self {
                Self::Sqlite(pool) => {
                    let query = sqlx::query(sqlite).bind(key.of_sqlite());
                    query.fetch_all(pool).await.map(|rows| rows.len())
                }
                Self::Postgres(pool) => {
                    let query = sqlx::query(postgres).bind(key.of_postgres());
                    query.fetch_all(pool).await.map(|rows| rows.len())
                }
            };
            assert!(found.expect("the query runs") > 0);
            took.push(before.elapsed());
        }
        at(&mut took, 0.5)
    }

    /// What PostgreSQL does by itself within minutes; SQLite has no such housekeeping.
    async fn settle(&self) {
        if let Self::Postgres(pool) = self {
            pool.execute("VACUUM ANALYZE").await.expect("the database is analysed");
        }
    }
}

/// What a bare query is given on each engine.
trait Key: Copy {
    type Value: Bind + 'static;
    fn of_sqlite(self) -> Self::Value;
    fn of_postgres(self) -> Self::Value;
}

impl Key for Uuid {
    type Value = Self;
    fn of_sqlite(self) -> Self {
        self
    }
    fn of_postgres(self) -> Self {
        self
    }
}

impl Key for (&'static str, &'static str) {
    type Value = &'static str;
    fn of_sqlite(self) -> &'static str {
        self.0
    }
    fn of_postgres(self) -> &'static str {
        self.1
    }
}
