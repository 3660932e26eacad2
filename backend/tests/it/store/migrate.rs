//! Migrations: what runs on which engine, and what happens when one does not run to its end.

use std::collections::BTreeSet;

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
