//! What only PostgreSQL does: conflicts between transactions, and a server that is away.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use docent::store::{Limits, Location, OpenError, Options, Retry, Store, Tx};
use tokio::sync::Barrier;
use uuid::Uuid;

use super::{
    NOTES, Note, bodies, insert, inserting,
    place::{Place, open},
};

/// Brings the first runs of two works to the same point; later runs pass.
#[derive(Clone)]
struct Meeting {
    barrier: Arc<Barrier>,
    runs: Arc<AtomicU32>,
}

impl Meeting {
    fn new() -> Self {
        Self { barrier: Arc::new(Barrier::new(2)), runs: Arc::default() }
    }

    fn begin(&self) -> bool {
        self.runs.fetch_add(1, Ordering::SeqCst) < 2
    }

    async fn meet(&self, is_first_run: bool) {
        if is_first_run {
            self.barrier.wait().await;
        }
    }

    fn runs(&self) -> u32 {
        self.runs.load(Ordering::SeqCst)
    }
}

async fn read_note(tx: &mut Tx, n: u128) -> Result<u64, sqlx::Error> {
    tx.query("UPDATE notes SET created_at = created_at + 1 WHERE id = $1")
        .bind(Uuid::from_u128(n))
        .execute()
        .await
}

#[tokio::test]
async fn a_deadlock_is_tried_again() {
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let store = open(place).await;
            store.write(inserting(1)).await.unwrap();
            store.write(inserting(2)).await.unwrap();
            let meeting = Meeting::new();
            let update = |first, second| {
                let meeting = meeting.clone();
                store.write(move |mut tx| {
                    let meeting = meeting.clone();
                    async move {
                        let done = async {
                            let is_first_run = meeting.begin();
                            read_note(&mut tx, first).await?;
                            meeting.meet(is_first_run).await;
                            read_note(&mut tx, second).await
                        }
                        .await;
                        (tx, done)
                    }
                })
            };
            let (one, two) = tokio::join!(update(1, 2), update(2, 1));
            assert_eq!((one.unwrap(), two.unwrap()), (1, 1));
            // The loser may meet the winner again before that one has committed.
            assert!(meeting.runs() >= 3, "{} runs", meeting.runs());
        })
        .await;
}

#[tokio::test]
async fn a_serialization_failure_is_tried_again() {
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let store = open(place).await;
            let meeting = Meeting::new();
            let count_and_add = |n| {
                let meeting = meeting.clone();
                store.write(move |mut tx| {
                    let meeting = meeting.clone();
                    async move {
                        let done = async {
                            let is_first_run = meeting.begin();
                            tx.query("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE").execute().await?;
                            let (seen,): (i64,) = tx.query("SELECT COUNT(*) FROM notes").fetch_one().await?;
                            meeting.meet(is_first_run).await;
                            insert(&mut tx, Note::new(n)).await?;
                            Ok::<i64, sqlx::Error>(seen)
                        }
                        .await;
                        (tx, done)
                    }
                })
            };
            let (one, two) = tokio::join!(count_and_add(1), count_and_add(2));
            let mut seen = [one.unwrap(), two.unwrap()];
            seen.sort();
            assert_eq!(seen, [0, 1]);
            // The loser may meet the winner again before that one has committed.
            assert!(meeting.runs() >= 3, "{} runs", meeting.runs());
        })
        .await;
}

/// An error that knows when a concurrent writer was first.
#[derive(Debug)]
struct Taken(sqlx::Error);

impl From<sqlx::Error> for Taken {
    fn from(error: sqlx::Error) -> Self {
        Self(error)
    }
}

impl Retry for Taken {
    fn is_retryable(&self) -> bool {
        self.0.as_database_error().is_some_and(|error| error.is_unique_violation())
    }
}

#[tokio::test]
async fn a_work_that_came_second_looks_again_and_finds_the_row() {
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let store = open(place).await;
            let meeting = Meeting::new();
            let find_or_add = || {
                let meeting = meeting.clone();
                store.write(move |mut tx| {
                    let meeting = meeting.clone();
                    async move {
                        let is_new = async {
                            let is_first_run = meeting.begin();
                            let found = tx
                                .query("SELECT id FROM notes WHERE body = 'note 1'")
                                .fetch_optional::<(Uuid,)>()
                                .await?;
                            meeting.meet(is_first_run).await;
                            if found.is_none() {
                                insert(&mut tx, Note::new(1)).await?;
                            }
                            Ok(found.is_none())
                        };
                        let is_new = is_new.await.map_err(Taken);
                        (tx, is_new)
                    }
                })
            };
            let (one, two) = tokio::join!(find_or_add(), find_or_add());
            assert_ne!(one.unwrap(), two.unwrap());
            assert_eq!(bodies(&store).await, ["note 1"]);
        })
        .await;
}

#[tokio::test]
async fn an_error_that_stays_is_answered_after_a_few_tries() {
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let store = open(place).await;
            store.write(inserting(1)).await.unwrap();
            let runs = Arc::new(AtomicU32::new(0));
            let counted = runs.clone();
            let Taken(error) = store
                .write(move |mut tx| {
                    counted.fetch_add(1, Ordering::SeqCst);
                    async move {
                        let done = insert(&mut tx, Note::new(1)).await.map_err(Taken);
                        (tx, done)
                    }
                })
                .await
                .unwrap_err();
            assert!(error.as_database_error().unwrap().is_unique_violation());
            assert_eq!(runs.load(Ordering::SeqCst), 4);
        })
        .await;
}

#[tokio::test]
async fn connections_that_the_server_closed_are_passed_over() {
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let (store, other) = (open(place).await, open(place).await);
            futures_util::future::join_all((0..8).map(|n| store.write(inserting(n)))).await;
            let killed = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
                          WHERE datname = current_database() AND pid <> pg_backend_pid()";
            let mut tx = other.snapshot().await.unwrap();
            let (count,): (i64,) = tx.query(killed).fetch_one().await.unwrap();
            assert!(count > 0);
            store.write(inserting(9)).await.unwrap();
            assert_eq!(bodies(&store).await.len(), 9);
        })
        .await;
}

#[tokio::test]
async fn an_unreachable_server_is_told_without_its_password() {
    let location: Location = "postgres://ben:sesame@127.0.0.1:1/docent".parse().unwrap();
    let limits = Limits { work: Duration::from_millis(300), ..Limits::default() };
    let options = Options { migrations: NOTES, limits, ..Options::default() };
    let error = Store::open_with(&location, &options).await.err().unwrap();
    assert!(matches!(error, OpenError::Unreachable { .. }), "{error}");
    let told = format!("{error} {error:?} {location} {location:?}");
    assert!(told.contains("postgres://ben@127.0.0.1:1/docent"), "{told}");
    assert!(!told.contains("sesame") && !told.contains("pool"), "{told}");
}

#[tokio::test]
async fn whoever_stops_waiting_for_a_snapshot_leaves_no_transaction_open() {
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let (store, other) = (open(place).await, open(place).await);
            let open_ones = async || {
                let sql = "SELECT COUNT(*) FROM pg_stat_activity
                           WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in%'";
                let mut tx = other.snapshot().await.unwrap();
                tx.query(sql).fetch_one::<(i64,)>().await.unwrap().0
            };
            drop(store.snapshot().await.unwrap());
            for turns in 0..40 {
                let patience = async {
                    for _ in 0..turns {
                        tokio::task::yield_now().await;
                    }
                };
                tokio::select! {
                    biased;
                    _ = store.snapshot() => {}
                    () = patience => {}
                }
                let started = tokio::time::Instant::now();
                while open_ones().await > 0 {
                    assert!(started.elapsed() < Duration::from_secs(10), "a transaction stays open");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        })
        .await;
}

#[tokio::test]
async fn a_wrong_password_or_database_is_told_with_what_to_check_and_without_the_password() {
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let Location::Postgres(server) = &place.location else { unreachable!("it is a database") };
            let wrong = [
                (server.as_ref().clone().password("sesame"), "password authentication failed"),
                (server.as_ref().clone().database("nowhere"), "database \"nowhere\" does not exist"),
            ];
            for (options, reason) in wrong {
                let error = Store::open(&Location::Postgres(Box::new(options))).await.err().unwrap();
                let told = format!("{error} {error:?}");
                assert!(told.contains(reason) && told.contains("check that the server runs"), "{told}");
                assert!(!told.contains("sesame"), "{told}");
            }
        })
        .await;
}
