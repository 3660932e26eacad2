//! The store on its own: units of work, snapshots, what is acknowledged and what is not.

mod filter;
mod group;
mod migrate;
pub mod old;
pub mod place;
mod postgres;
mod stopped;

use docent::store::{Engine, Migration, Stopped, Store, Tx};
use futures_util::future::{BoxFuture, FutureExt, join_all};
use sqlx::types::Json;
use uuid::Uuid;

use place::{Place, each_store, open};

/// A schema to try with: notes, and replies that refer to them (at once, or at the commit).
pub const NOTES: &[Migration] = &[Migration {
    file: "0001_notes.sql",
    sql: r#"
        CREATE TABLE notes (
          id UUID PRIMARY KEY,
          body TEXT NOT NULL COLLATE "C" UNIQUE,
          kind TEXT NOT NULL,
          is_read BOOLEAN NOT NULL,
          tags JSONB NOT NULL,
          reply_to UUID,
          created_at BIGINT NOT NULL
        );
        CREATE TABLE replies (note_id UUID NOT NULL REFERENCES notes (id), body TEXT NOT NULL);
        CREATE TABLE promises (
          note_id UUID NOT NULL REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED
        );
    "#,
}];

#[derive(Debug, Clone, Copy, PartialEq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    Visitor,
    Agent,
}

#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Note {
    pub id: Uuid,
    pub body: String,
    pub kind: Kind,
    pub is_read: bool,
    pub tags: Json<Vec<String>>,
    pub reply_to: Option<Uuid>,
    pub created_at: i64,
}

impl Note {
    pub fn new(n: u128) -> Self {
        Self {
            id: Uuid::from_u128(n),
            body: format!("note {n}"),
            kind: Kind::Visitor,
            is_read: true,
            tags: Json(vec!["né".to_owned()]),
            reply_to: None,
            created_at: 1_700_000_000_000 + n as i64,
        }
    }
}

pub type Answer<T = ()> = (Tx, Result<T, sqlx::Error>);

pub async fn insert(tx: &mut Tx, note: Note) -> Result<Note, sqlx::Error> {
    tx.query(
        "INSERT INTO notes (id, body, kind, is_read, tags, reply_to, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         RETURNING id, body, kind, is_read, tags, reply_to, created_at",
    )
    .bind(note.id)
    .bind(note.body)
    .bind(note.kind)
    .bind(note.is_read)
    .bind(note.tags)
    .bind(note.reply_to)
    .bind(note.created_at)
    .fetch_one()
    .await
}

/// A work that inserts note `n`.
pub fn inserting(n: u128) -> impl Fn(Tx) -> BoxFuture<'static, Answer> + Send + Sync + 'static {
    move |mut tx| {
        async move {
            let done = insert(&mut tx, Note::new(n)).await.map(drop);
            (tx, done)
        }
        .boxed()
    }
}

/// The bodies of all notes, sorted.
pub async fn bodies(store: &Store) -> Vec<String> {
    let mut tx = store.snapshot().await.unwrap();
    let rows: Vec<(String,)> =
        tx.query("SELECT body FROM notes ORDER BY created_at").fetch_all().await.unwrap();
    rows.into_iter().map(|(body,)| body).collect()
}

#[tokio::test]
async fn a_row_comes_back_as_it_was_written() {
    each_store(async |place| {
        let store = open(place).await;
        let note = Note { kind: Kind::Agent, reply_to: Some(Uuid::from_u128(9)), ..Note::new(7) };
        let sent = note.clone();
        let returned = store
            .write(move |mut tx| {
                let sent = sent.clone();
                async move {
                    let note = insert(&mut tx, sent).await;
                    (tx, note)
                }
            })
            .await
            .unwrap();
        assert_eq!(returned, note);
        let mut tx = store.snapshot().await.unwrap();
        let found: Option<Note> = tx
            .query("SELECT id, body, kind, is_read, tags, reply_to, created_at FROM notes WHERE id = $1 AND kind = $2")
            .bind(note.id)
            .bind(Kind::Agent)
            .fetch_optional()
            .await
            .unwrap();
        assert_eq!(found, Some(note));
        let (tag,): (String,) =
            tx.query("SELECT tags->>0 FROM notes LIMIT 1").fetch_one().await.unwrap();
        assert_eq!(tag, "né");
        assert_eq!(tx.statements(), 2);
        drop(tx);
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn sqlites_readers_do_not_wait_for_each_others_memory() {
    let place = Place::file();
    let store = open(&place).await;
    let mut tx = store.snapshot().await.unwrap();
    let options: Vec<(String,)> = tx.query("PRAGMA compile_options").fetch_all().await.unwrap();
    let has = |option: &str| options.iter().any(|(known,)| known == option);
    assert!(has("DEFAULT_MEMSTATUS=0"), "{options:?}");
    assert!(!has("ENABLE_MEMORY_MANAGEMENT"), "{options:?}");
    drop(tx);
    store.close().await;
}

#[tokio::test]
async fn a_snapshot_sees_one_moment_and_writes_nothing() {
    each_store(async |place| {
        let store = open(place).await;
        store.write(inserting(1)).await.unwrap();
        let mut before = store.snapshot().await.unwrap();
        let count = "SELECT COUNT(*) FROM notes";
        assert_eq!(before.query(count).fetch_one::<(i64,)>().await.unwrap(), (1,));
        store.write(inserting(2)).await.unwrap();
        assert_eq!(before.query(count).fetch_one::<(i64,)>().await.unwrap(), (1,));
        assert_eq!(bodies(&store).await.len(), 2);
        before.query("DELETE FROM notes").execute().await.unwrap_err();
        assert_eq!(bodies(&store).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_acknowledged_is_there_after_opening_again() {
    each_store(async |place| {
        let store = open(place).await;
        join_all((0..20).map(|n| store.write(inserting(n)))).await.into_iter().for_each(|done| done.unwrap());
        // Not closed: as after a crash, only what was committed counts.
        let again = open(place).await;
        assert_eq!(bodies(&again).await.len(), 20);
        drop(store);
    })
    .await;
}

#[tokio::test]
async fn a_work_that_refuses_leaves_nothing_and_harms_nobody() {
    each_store(async |place| {
        let store = open(place).await;
        let works = (0..30).map(|n| {
            store.write(move |mut tx| async move {
                let done = match insert(&mut tx, Note::new(n)).await {
                    Ok(_) if n % 3 == 0 => Err(sqlx::Error::RowNotFound),
                    done => done.map(drop),
                };
                (tx, done)
            })
        });
        for (n, done) in join_all(works).await.into_iter().enumerate() {
            assert_eq!(done.is_err(), n % 3 == 0, "{n}: {done:?}");
        }
        let expected: Vec<String> = (0..30).filter(|n| n % 3 != 0).map(|n| format!("note {n}")).collect();
        assert_eq!(bodies(&store).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_work_that_hides_a_failed_statement_is_refused() {
    each_store(async |place| {
        let store = open(place).await;
        store.write(inserting(1)).await.unwrap();
        let error = store
            .write(|mut tx| async move {
                insert(&mut tx, Note::new(2)).await.unwrap();
                let twice = insert(&mut tx, Note::new(1)).await.unwrap_err();
                assert!(twice.as_database_error().unwrap().is_unique_violation());
                let refused = insert(&mut tx, Note::new(3)).await.unwrap_err();
                assert_eq!(Stopped::of(&refused), Some(&Stopped::Failed));
                (tx, Ok::<(), sqlx::Error>(()))
            })
            .await
            .unwrap_err();
        assert_eq!(Stopped::of(&error), Some(&Stopped::Failed));
        assert_eq!(bodies(&store).await, ["note 1"]);
    })
    .await;
}

#[tokio::test]
async fn a_broken_reference_is_an_error_even_when_the_row_is_returned() {
    each_store(async |place| {
        let store = open(place).await;
        let error = store
            .write(|mut tx| async move {
                let row = tx
                    .query("INSERT INTO replies (note_id, body) VALUES ($1, 'hello') RETURNING body")
                    .bind(Uuid::from_u128(404))
                    .fetch_one::<(String,)>()
                    .await;
                (tx, row)
            })
            .await
            .unwrap_err();
        assert!(error.as_database_error().unwrap().is_foreign_key_violation(), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_reference_that_is_open_at_the_commit_fails_that_work_alone() {
    each_store(async |place| {
        let store = open(place).await;
        let works = (0..9).map(|n| {
            store.write(move |mut tx| async move {
                let done = async {
                    insert(&mut tx, Note::new(n)).await?;
                    let promised = Uuid::from_u128(if n == 4 { 404 } else { n });
                    tx.query("INSERT INTO promises (note_id) VALUES ($1)").bind(promised).execute().await
                }
                .await;
                (tx, done)
            })
        });
        for (n, done) in join_all(works).await.into_iter().enumerate() {
            assert_eq!(done.is_err(), n == 4, "{n}: {done:?}");
        }
        assert_eq!(bodies(&store).await.len(), 8);
    })
    .await;
}

#[tokio::test]
async fn a_work_runs_to_its_end_when_nobody_waits_for_it() {
    each_store(async |place| {
        let store = open(place).await;
        let started = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
        let go = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
        let (signal, gate, writer) = (started.clone(), go.clone(), store.clone());
        let caller = tokio::spawn(async move {
            writer
                .write(move |mut tx| {
                    let (signal, gate) = (signal.clone(), gate.clone());
                    async move {
                        signal.add_permits(1);
                        let _ = gate.acquire().await;
                        let done = insert(&mut tx, Note::new(1)).await.map(drop);
                        (tx, done)
                    }
                })
                .await
        });
        let _ = started.acquire().await.unwrap();
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
        go.add_permits(1);
        // Closing waits for what was taken in.
        store.close().await;
        assert_eq!(bodies(&open(place).await).await, ["note 1"]);
    })
    .await;
}

#[tokio::test]
async fn closing_finishes_what_was_taken_in_and_refuses_the_rest() {
    each_store(async |place| {
        let store = open(place).await;
        let works = join_all((0..10).map(|n| store.write(inserting(n))));
        let (done, ()) = tokio::join!(works, store.close());
        done.into_iter().for_each(|done| done.unwrap());
        store.write(inserting(11)).await.unwrap_err();
        let expected_engine = if place.is_sqlite() { Engine::Sqlite } else { Engine::Postgres };
        assert_eq!(store.engine(), expected_engine);
        assert_eq!(bodies(&open(place).await).await.len(), 10);
    })
    .await;
}
