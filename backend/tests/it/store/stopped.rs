//! Works that end badly, and commits that fail: who is told what, and what is there afterwards.

use std::{process::Command, time::Duration};

use docent::store::{Limits, Location, Options, Stopped, Store, Tx};
use futures_util::future::join_all;

use super::{
    Answer, NOTES, Note, bodies, insert, inserting,
    place::{Place, each_store, open, open_with},
};

const SHORT: Limits = Limits { work: Duration::from_secs(1), batch: 64, batch_time: Duration::from_secs(1) };

/// How a work ends badly after it has written.
#[derive(Clone, Copy)]
enum End {
    Panics,
    WaitsForever,
    NeverEndsItsStatement,
}

async fn end_badly(mut tx: Tx, n: u128, end: End) -> Answer {
    insert(&mut tx, Note::new(n)).await.unwrap();
    match end {
        End::Panics => panic!("on purpose"),
        End::WaitsForever => std::future::pending().await,
        End::NeverEndsItsStatement => {
            let endless =
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 - 1 FROM n) SELECT COUNT(*) FROM n";
            let counted = tx.query(endless).fetch_one::<(i64,)>().await.map(drop);
            (tx, counted)
        }
    }
}

/// Ten works of which number 4 ends badly: only that one fails, and the store goes on.
async fn only_the_bad_one_fails(end: End) {
    each_store(async |place| {
        let store = open_with(place, NOTES, SHORT).await;
        let works = (0..10).map(|n| {
            store.write(move |tx| async move {
                if n == 4 { end_badly(tx, n, end).await } else { inserting(n)(tx).await }
            })
        });
        for (n, done) in join_all(works).await.into_iter().enumerate() {
            assert_eq!(done.is_err(), n == 4, "{n}: {done:?}");
        }
        store.write(inserting(11)).await.unwrap();
        let expected: Vec<_> = [0, 1, 2, 3, 5, 6, 7, 8, 9, 11].map(|n| format!("note {n}")).into();
        assert_eq!(bodies(&store).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_work_that_panics_fails_alone() {
    only_the_bad_one_fails(End::Panics).await;
}

#[tokio::test]
async fn a_work_that_waits_too_long_fails_alone() {
    only_the_bad_one_fails(End::WaitsForever).await;
}

#[tokio::test]
async fn a_statement_that_never_ends_is_stopped_and_fails_alone() {
    only_the_bad_one_fails(End::NeverEndsItsStatement).await;
}

#[tokio::test]
async fn a_reading_that_never_ends_is_stopped_and_others_go_on() {
    each_store(async |place| {
        let store = open_with(place, NOTES, SHORT).await;
        let endless =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 - 1 FROM n) SELECT COUNT(*) FROM n";
        let endless = || async {
            let mut snapshot = store.snapshot().await.unwrap();
            snapshot.query(endless).fetch_one::<(i64,)>().await.unwrap_err();
        };
        let all = join_all((0..8).map(|_| endless()));
        tokio::time::timeout(Duration::from_secs(30), all).await.expect("each is stopped");
        assert!(bodies(&store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn whoever_reads_keeps_no_work_waiting() {
    each_store(async |place| {
        let store = open_with(place, NOTES, SHORT).await;
        let mut reading = Vec::new();
        for _ in 0..8 {
            reading.push(store.snapshot().await.unwrap());
        }
        store.write(inserting(1)).await.unwrap();
        drop(reading);
        assert_eq!(bodies(&store).await, ["note 1"]);
    })
    .await;
}

#[tokio::test]
async fn a_work_that_gives_back_another_transaction_fails_alone() {
    each_store(async |place| {
        let store = open(place).await;
        let other = store.clone();
        let exchange = store.write(move |mut tx| {
            let other = other.clone();
            async move {
                let done = insert(&mut tx, Note::new(1)).await.map(drop);
                drop(tx);
                (other.snapshot().await.unwrap(), done)
            }
        });
        let (exchanged, done) = tokio::join!(exchange, store.write(inserting(2)));
        assert_eq!(Stopped::of(&exchanged.unwrap_err()), Some(&Stopped::Exchanged));
        done.unwrap();
        assert_eq!(bodies(&store).await, ["note 2"]);
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_ends_the_whole_transaction_fails_the_group() {
    Place::file()
        .run(async |place| {
            let store = open_with(place, NOTES, SHORT).await;
            store.write(inserting(1)).await.unwrap();
            let ending = store.write(|mut tx| async move {
                let done =
                    tx.query("INSERT OR ROLLBACK INTO notes SELECT * FROM notes").execute().await.map(drop);
                (tx, done)
            });
            let (before, ended, after) =
                tokio::join!(store.write(inserting(2)), ending, store.write(inserting(3)));
            assert!(matches!(Stopped::of(&before.unwrap_err()), Some(Stopped::Lost(_))));
            assert!(ended.unwrap_err().as_database_error().unwrap().is_unique_violation());
            after.unwrap();
            assert_eq!(bodies(&store).await, ["note 1", "note 3"]);
        })
        .await;
}

/// As SQLite does by itself when a reading meets an I/O error or finds no memory.
#[tokio::test]
async fn a_reading_that_ends_the_whole_transaction_fails_the_group() {
    Place::file()
        .run(async |place| {
            let store = open_with(place, NOTES, SHORT).await;
            let ending = store.write(|mut tx| async move {
                let done = tx.query("SELECT 1; ROLLBACK; SELECT * FROM nowhere").execute().await.map(drop);
                (tx, done)
            });
            let (before, ended, after) =
                tokio::join!(store.write(inserting(1)), ending, store.write(inserting(2)));
            assert!(matches!(Stopped::of(&before.unwrap_err()), Some(Stopped::Lost(_))));
            ended.unwrap_err();
            after.unwrap();
            assert_eq!(bodies(&store).await, ["note 2"]);
        })
        .await;
}

#[tokio::test]
async fn a_full_database_is_told_to_whoever_needs_the_space_and_to_nobody_else() {
    Place::file()
        .run(async |place| {
            let store = open_with(place, NOTES, SHORT).await;
            let filling = store.write(|mut tx| async move {
                let done = async {
                    tx.query("PRAGMA max_page_count = 1").fetch_all::<(i64,)>().await?;
                    let note = Note { body: "x".repeat(1 << 20), ..Note::new(2) };
                    insert(&mut tx, note).await
                }
                .await;
                (tx, done)
            });
            let (before, full) = tokio::join!(store.write(inserting(1)), filling);
            assert!(docent::store::is_full(&full.unwrap_err()));
            let is_told = before.is_ok();
            let expected: &[&str] = if is_told { &["note 1"] } else { &[] };
            assert_eq!(bodies(&store).await, expected);
        })
        .await;
}

/// Runs itself in a shell that limits the size of files, so that a commit really cannot be written.
#[tokio::test]
async fn a_commit_that_cannot_be_written_acknowledges_nobody() {
    const FILE: &str = "DOCENT_TEST_LIMITED_FILE";
    if let Some(path) = std::env::var_os(FILE) {
        return fill(Location::Sqlite(path.into())).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 600; exec \"$0\" --exact \"$1\" --nocapture"])
        .arg(std::env::current_exe().unwrap())
        .arg("store::stopped::a_commit_that_cannot_be_written_acknowledges_nobody")
        .env(FILE, folder.path().join("docent.db"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stdout).into_owned() + &String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success(), "{told}");
    assert!(told.contains("the file was full"), "{told}");
}

/// Writes until a commit fails, then compares what was acknowledged with what is there.
async fn fill(location: Location) {
    let options = Options { migrations: NOTES, limits: SHORT, ..Options::default() };
    let store = Store::open_with(&location, &options).await.unwrap();
    let mut acknowledged = Vec::new();
    for group in 0..100 {
        let works = (0..8).map(|n| {
            let note = Note { body: format!("{group} {n} {}", "x".repeat(8000)), ..Note::new(group * 8 + n) };
            store.write(move |mut tx| {
                let note = note.clone();
                async move {
                    let body = insert(&mut tx, note).await.map(|note| note.body);
                    (tx, body)
                }
            })
        });
        let answers = join_all(works).await;
        if answers.iter().any(Result::is_err) {
            for answer in answers {
                let error = answer.unwrap_err();
                assert!(matches!(Stopped::of(&error), Some(Stopped::Lost(_))), "{error}");
            }
            println!("the file was full in group {group}");
            break;
        }
        acknowledged.extend(answers.into_iter().map(|body| body.unwrap()));
    }
    assert_eq!(bodies(&store).await, acknowledged);
    drop(store);
    let again = Store::open_with(&location, &options).await.unwrap();
    assert_eq!(bodies(&again).await, acknowledged);
}
