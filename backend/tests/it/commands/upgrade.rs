//! `docent migrate` of a database that an older version left.

use super::Folder;
use crate::{
    process::{PATIENCE, docent, run, url_of},
    store::{
        old,
        place::{Place, each_store},
    },
};
use docent::store::{Location, Store};
use sqlx::{Connection, PgConnection};
use std::{
    fs,
    time::{Duration, Instant},
};
use tokio::{process::Command, time::sleep};

/// So many messages that the step which makes them searchable takes a while.
const MESSAGES: i64 = 150_000;

/// Whether a migration is in the middle of that step.
async fn is_half_way(place: &Place) -> bool {
    match &place.location {
        // What a transaction has written and not committed stands in the log.
        Location::Sqlite(path) => {
            fs::metadata(format!("{}-wal", path.display())).is_ok_and(|log| log.len() > 4_000_000)
        }
        Location::Postgres(server) => {
            let mut connection = PgConnection::connect_with(server).await.unwrap();
            let sql = "SELECT COUNT(*) FROM pg_stat_activity
                       WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'
                         AND query LIKE '%UPDATE messages SET number%'";
            sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut connection).await.unwrap() > 0
        }
    }
}

/// How many messages there are, and the sum of their numbers in the conversation.
async fn state(place: &Place) -> (i64, i64) {
    let store = Store::open(&place.location).await.unwrap();
    let mut tx = store.snapshot().await.unwrap();
    let sql = "SELECT COUNT(*), CAST(SUM(seq) AS BIGINT) FROM messages";
    let state = tx.query(sql).fetch_one().await.unwrap();
    drop(tx);
    store.close().await;
    state
}

#[tokio::test]
async fn a_migration_that_is_killed_half_way_leaves_nothing_and_the_next_start_does_it() {
    each_store(async |place| {
        old::fill(place, MESSAGES).await;
        let folder = Folder::new();
        let migrate = || -> Command {
            let mut command = docent(&["migrate", "--database", &url_of(place), "--data"]);
            command.arg(folder.path("data"));
            command
        };
        let mut migrating = migrate().spawn().unwrap();
        let started = Instant::now();
        while !is_half_way(place).await {
            assert!(migrating.try_wait().unwrap().is_none(), "it ended before it could be killed");
            assert!(started.elapsed() < PATIENCE, "it never was half-way");
            sleep(Duration::from_millis(2)).await;
        }
        migrating.kill().await.unwrap();
        assert!(!has_words(place).await, "half of it is there");
        let (is_done, said) = run(migrate()).await;
        assert!(is_done && said.contains("is at migration "), "{said}");
        assert_eq!(state(place).await, (MESSAGES, MESSAGES * (MESSAGES + 1) / 2));
        assert!(has_words(place).await);
    })
    .await;
}

/// Whether the messages have the column that the step adds; looked at without migrating.
async fn has_words(place: &Place) -> bool {
    let reading = docent::store::copy::Reading::begin(&place.location).await;
    let tables = reading.unwrap().tables().await.unwrap();
    let messages = tables.iter().find(|table| table.name == "messages").expect("there are messages");
    messages.columns().contains(&"words".to_owned())
}
