//! Migrations: what runs on which engine, and what happens when one does not run to its end.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

use docent::store::{
    Location, Migration, OpenError, Options, Store, migrate::to_sqlite, migrations::MIGRATIONS,
};

use super::place::{Place, each_store};

async fn open(place: &Place, migrations: &'static [Migration]) -> Result<Store, OpenError> {
    let options = Options { migrations, ..Options::default() };
    Store::open_with(&place.location, &options).await
}

async fn refusal(place: &Place, migrations: &'static [Migration]) -> String {
    open(place, migrations).await.err().expect("refused").to_string()
}

const FIRST: Migration = Migration { file: "0001_a.sql", sql: "CREATE TABLE a (n BIGINT PRIMARY KEY)" };
const SECOND: Migration =
    Migration { file: "0002_b.sql", sql: "CREATE TABLE b (n BIGINT); INSERT INTO b (n) VALUES (1);" };

#[test]
fn only_bare_words_in_capitals_are_translated() {
    let sql = r#"CREATE TABLE t ( -- a UUID or two
  id UUID PRIMARY KEY, uuid BYTEA, MY_UUID JSONB, /* JSONB */
  name TEXT COLLATE "C" NOT NULL DEFAULT 'it''s a UUID',
  "JSONB" BIGINT, n BIGSERIAL
);"#;
    let expected = r#"CREATE TABLE t ( -- a UUID or two
  id BLOB PRIMARY KEY, uuid BLOB, MY_UUID TEXT, /* JSONB */
  name TEXT NOT NULL DEFAULT 'it''s a UUID',
  "JSONB" BIGINT, n INTEGER
);"#;
    assert_eq!(to_sqlite(sql), expected);
    assert_eq!(to_sqlite("'an open quote UUID"), "'an open quote UUID");
    assert_eq!(to_sqlite("größe UUID"), "größe BLOB");
}

#[test]
fn every_migration_file_is_built_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".sql"))
        .collect();
    let built_in: BTreeSet<String> = MIGRATIONS.iter().map(|migration| migration.file.to_owned()).collect();
    assert_eq!(files, built_in);
}

#[tokio::test]
async fn the_programs_own_migrations_run() {
    each_store(async |place| {
        open(place, MIGRATIONS).await.unwrap().close().await;
        open(place, MIGRATIONS).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_migration_runs_once() {
    each_store(async |place| {
        open(place, &[FIRST]).await.unwrap().close().await;
        for _ in 0..2 {
            let store = open(place, &[SECOND, FIRST]).await.unwrap();
            let mut tx = store.snapshot().await.unwrap();
            let ran: Vec<(i64, String)> =
                tx.query("SELECT number, name FROM migrations ORDER BY number").fetch_all().await.unwrap();
            assert_eq!(ran, [(1, "0001_a.sql".to_owned()), (2, "0002_b.sql".to_owned())]);
            assert_eq!(tx.query("SELECT n FROM b").fetch_all::<(i64,)>().await.unwrap(), [(1,)]);
            drop(tx);
            store.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn nodes_that_start_together_migrate_once() {
    each_store(async |place| {
        let stores = futures_util::future::join_all((0..4).map(|_| open(place, &[FIRST, SECOND]))).await;
        for store in stores {
            let store = store.unwrap();
            let mut tx = store.snapshot().await.unwrap();
            assert_eq!(tx.query("SELECT n FROM b").fetch_all::<(i64,)>().await.unwrap(), [(1,)]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_fails_half_way_leaves_nothing_and_can_run_later() {
    const BROKEN: Migration =
        Migration { file: "0002_b.sql", sql: "CREATE TABLE b (n BIGINT); INSERT INTO nowhere VALUES (1);" };
    each_store(async |place| {
        let told = refusal(place, &[FIRST, BROKEN]).await;
        assert!(told.starts_with("migration 0002_b.sql failed and was undone"), "{told}");
        let store = open(place, &[FIRST, SECOND]).await.unwrap();
        let mut tx = store.snapshot().await.unwrap();
        assert_eq!(tx.query("SELECT n FROM b").fetch_all::<(i64,)>().await.unwrap(), [(1,)]);
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused() {
    each_store(async |place| {
        open(place, &[FIRST, SECOND]).await.unwrap().close().await;
        let error = open(place, &[FIRST]).await.err().unwrap();
        assert!(matches!(error, OpenError::Newer { found: 2, known: 1 }), "{error}");
        assert!(error.to_string().contains("newer version"));
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_was_changed_is_refused() {
    const OTHER: Migration = Migration { file: "0001_a.sql", sql: "CREATE TABLE a (n BIGINT, m BIGINT)" };
    each_store(async |place| {
        open(place, &[FIRST]).await.unwrap().close().await;
        assert!(refusal(place, &[OTHER]).await.starts_with("migration 0001_a.sql was applied"));
    })
    .await;
}

#[tokio::test]
async fn a_file_may_be_for_one_engine() {
    const ENGINES: &[Migration] = &[
        Migration {
            file: "0001_a.sqlite.sql",
            sql: "CREATE TABLE a (name TEXT); INSERT INTO a VALUES ('s');",
        },
        Migration { file: "0001_a.postgres.sql", sql: "CREATE TABLE a AS SELECT 'p'::TEXT AS name" },
    ];
    each_store(async |place| {
        let store = open(place, ENGINES).await.unwrap();
        let mut tx = store.snapshot().await.unwrap();
        let (name,): (String,) = tx.query("SELECT name FROM a").fetch_one().await.unwrap();
        assert_eq!(name, if place.is_sqlite() { "s" } else { "p" });
    })
    .await;
}

#[tokio::test]
async fn numbers_and_names_of_files_are_checked() {
    const TWICE: Migration = Migration { file: "0001_b.sql", sql: "SELECT 1" };
    const NAMELESS: Migration = Migration { file: "first.sql", sql: "SELECT 1" };
    const OTHER_ENGINE: Migration = Migration { file: "0003_c.oracle.sql", sql: "SELECT 1" };
    let place = Place::file();
    assert!(refusal(&place, &[FIRST, TWICE]).await.contains("used twice"));
    assert!(refusal(&place, &[NAMELESS]).await.contains("its name is not"));
    assert!(refusal(&place, &[OTHER_ENGINE]).await.contains("its name is not"));
}

#[tokio::test]
async fn a_rebuilt_table_must_leave_no_reference_open() {
    const REBUILD: &[Migration] = &[Migration {
        file: "0001_a.sqlite.sql",
        sql: "CREATE TABLE a (n BIGINT PRIMARY KEY);
              CREATE TABLE b (n BIGINT REFERENCES a (n));
              INSERT INTO b (n) VALUES (7);",
    }];
    let place = Place::file();
    let told = refusal(&place, REBUILD).await;
    assert!(told.contains("a row of b refers to a row that does not exist"), "{told}");
}

#[tokio::test]
async fn a_location_that_cannot_be_used_is_told_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "no database").unwrap();
    for path in [file.join("docent.db"), file, folder.path().to_owned()] {
        let told = Store::open(&Location::Sqlite(path)).await.err().unwrap().to_string();
        assert!(told.contains("cannot be opened"), "{told}");
    }
    for text in ["", "sqlite:", "mysql://ana:sesame@host/db", "postgres://ana:ses ame@ho st:x/db"] {
        let told = text.parse::<Location>().unwrap_err().to_string();
        assert!(told.contains("is not valid") && !told.contains("sesame"), "{told}");
    }
}

/// Each column of visitors as it is declared, what it refers to, and what is in it.
async fn columns(path: &std::path::Path) -> Vec<(String, String, bool, Option<String>, Vec<String>)> {
    let mut driver = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    let declared =
        "SELECT name, type, \"notnull\" OR name = 'id', dflt_value FROM pragma_table_info('visitors')";
    let declared: Vec<(String, String, bool, Option<String>)> =
        sqlx::query_as(declared).fetch_all(&mut driver).await.unwrap();
    let mut columns = Vec::new();
    for (name, kind, is_needed, default) in declared {
        let kept = format!("SELECT quote({name}) FROM visitors ORDER BY id");
        let kept = sqlx::query(AssertSqlSafe(kept)).fetch_all(&mut driver).await.unwrap();
        let refers = "SELECT \"table\" || \".\" || \"to\" FROM pragma_foreign_key_list('visitors') WHERE \"from\" = $1";
        let refers = sqlx::query(refers).bind(&name).fetch_all(&mut driver).await.unwrap();
        let texts = kept.iter().chain(&refers).map(|row| row.get(0)).collect();
        columns.push((name, kind, is_needed, default, texts));
    }
    columns
}

#[tokio::test]
async fn visitors_that_are_laid_together_are_as_they_were() {
    const ROWS: &str = "
        INSERT INTO workspaces (id, name, allowed_origins, created_at) VALUES (x'01', 'Old', '[]', 1), (x'02', 'Other', '[]', 1);
        INSERT INTO clients (id, workspace_id, name, created_at) VALUES (x'03', x'01', 'Site', 1);
        INSERT INTO identities (id, kind, workspace_id) VALUES (x'0b', 'contact', x'01'), (x'0a', 'contact', x'02'), (x'0c', 'contact', x'01');
        INSERT INTO visitors VALUES
            (x'0b', x'01', x'03', 'device', 'calm-owl', 'user', 'mail', 'name', 'phone', 'avatar', 'locale', 'zone', '{\"city\":1}',
             '{\"os\":2}', 'referrer', 'url', '{\"plan\":3}', TRUE, 4, TRUE, 5, NULL, 6, 7, 8),
            (x'0a', x'02', NULL, NULL, 'red-fox', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, NULL,
             FALSE, NULL, NULL, 9, 10, 11),
            (x'0c', x'01', NULL, 'device', 'red-fox', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, FALSE, NULL,
             FALSE, NULL, x'0b', 12, 13, 14);
        INSERT INTO events (id, workspace_id, visitor_id, name, event_type, created_at) VALUES (x'0d', x'01', x'0b', 'order', 'manual', 1);";
    let old: Vec<Migration> = MIGRATIONS.iter().filter(|step| step.file < "0083").copied().collect();
    let old: &'static [Migration] = old.leak();
    Place::file()
        .run(async |place| {
            let Location::Sqlite(path) = &place.location else { unreachable!("a file") };
            open(place, old).await.unwrap().close().await;
            let mut driver = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
            sqlx::raw_sql(ROWS).execute(&mut driver).await.unwrap();
            driver.close().await.unwrap();
            let before = columns(path).await;
            assert_eq!(before.len(), 25);
            open(place, MIGRATIONS).await.unwrap().close().await;
            assert_eq!(columns(path).await, before);
            let mut driver = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
            let gone = sqlx::query("DELETE FROM visitors WHERE id = x'0b'").execute(&mut driver).await;
            assert!(gone.unwrap_err().to_string().contains("FOREIGN KEY"), "what others refer to stays");
        })
        .await;
}
