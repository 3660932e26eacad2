//! The statements of one send on the driver itself: no dispatch, no arguments, no permissions, no markdown, no live queries. On
//! SQLite one connection commits what waits in groups, as anybody would write it by hand; on PostgreSQL each send is a transaction.

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor, PgPool, SqliteConnection, postgres::PgPoolOptions};
use std::{
    sync::Arc,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
};
use uuid::Uuid;

const UPDATE: &str = "UPDATE conversations
    SET last_seq = last_seq + 1, rev = rev + 1, last_message_at = $2, sort_at = $2, updated_at = $2,
        unread_by_agent = unread_by_agent + 1
    WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM messages WHERE sender_id = $3 AND client_message_id = $4)
    RETURNING last_seq";
const INSERT: &str = "INSERT INTO messages
        (id, conversation_id, seq, client_message_id, sender_id, sender_kind, kind, content, blocks, created_at, words)
    SELECT $1, $2, $3, $4, $5, 'contact', 'text', $6, blocks, $7, $8
    FROM messages
    WHERE conversation_id = $2 AND seq = 1";

/// Sends per second into the conversations that [`super::sends`] left in the same database.
pub async fn measure(url: &str, clients: usize, time: Duration, delay: Option<Duration>) -> f64 {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let mut connection = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .connect()
            .await
            .expect("the database opens");
        if let Some(delay) = delay {
            let mut handle = connection.lock_handle().await.expect("the connection is free");
            handle.set_commit_hook(move || {
                std::thread::sleep(delay);
                true
            });
        }
        let targets: Vec<(Uuid, Uuid)> =
            sqlx::query_as(TARGETS).fetch_all(&mut connection).await.expect("conversations to write to");
        return sqlite(connection, targets, clients, time).await;
    }
    let pool = PgPoolOptions::new().max_connections(8).connect(url).await.expect("the database opens");
    let targets: Vec<(Uuid, Uuid)> =
        sqlx::query_as(TARGETS).fetch_all(&pool).await.expect("conversations to write to");
    postgres(pool, targets, clients, time).await
}

const TARGETS: &str = "SELECT id, owner_id FROM conversations ORDER BY created_at DESC LIMIT 512";
const TEXT: &str = "Do you ship to Lisbon? I would like two bags of the **dark** roast.";

/// The words of the text as its row keeps them.
const WORDS: &str =
    "w0123456789abcdef0123456789abcdef bags dark do i lisbon like of roast ship the to two would you";

type Order = ((Uuid, Uuid), String, oneshot::Sender<()>);

async fn sqlite(mut db: SqliteConnection, targets: Vec<(Uuid, Uuid)>, clients: usize, time: Duration) -> f64 {
    let (queue, mut orders) = mpsc::channel::<Order>(1024);
    let writer = tokio::spawn(async move {
        let mut batch = Vec::new();
        while orders.recv_many(&mut batch, 64).await > 0 {
            let mut tx = db.begin_with("BEGIN IMMEDIATE").await.expect("a transaction");
            let mut done = Vec::new();
            for ((conversation, sender), key, acknowledge) in batch.drain(..) {
                let (seq,): (i64,) = sqlx::query_as(UPDATE)
                    .bind(conversation)
                    .bind(now())
                    .bind(sender)
                    .bind(&key)
                    .fetch_one(&mut *tx)
                    .await
                    .expect("the conversation is numbered");
                let insert = sqlx::query(INSERT)
                    .bind(Uuid::from_u128(rand()))
                    .bind(conversation)
                    .bind(seq)
                    .bind(&key)
                    .bind(sender)
                    .bind(TEXT)
                    .bind(now())
                    .bind(WORDS);
                tx.execute(insert).await.expect("the message is stored");
                done.push(acknowledge);
            }
            tx.commit().await.expect("the group is durable");
            done.into_iter().for_each(|acknowledge| _ = acknowledge.send(()));
        }
    });
    let rate = drive(targets, clients, time, move |target, key| {
        let queue = queue.clone();
        async move {
            let (acknowledge, durable) = oneshot::channel();
            queue.send((target, key, acknowledge)).await.expect("the writer lives");
            durable.await.expect("the writer acknowledges");
        }
    })
    .await;
    writer.await.expect("the writer ends");
    rate
}

async fn postgres(pool: PgPool, targets: Vec<(Uuid, Uuid)>, clients: usize, time: Duration) -> f64 {
    drive(targets, clients, time, move |(conversation, sender), key| {
        let pool = pool.clone();
        async move {
            let mut tx = pool.begin().await.expect("a transaction");
            let (seq,): (i64,) = sqlx::query_as(UPDATE)
                .bind(conversation)
                .bind(now())
                .bind(sender)
                .bind(&key)
                .fetch_one(&mut *tx)
                .await
                .expect("the conversation is numbered");
            let insert = sqlx::query(INSERT)
                .bind(Uuid::from_u128(rand()))
                .bind(conversation)
                .bind(seq)
                .bind(&key)
                .bind(sender)
                .bind(TEXT)
                .bind(now())
                .bind(WORDS);
            tx.execute(insert).await.expect("the message is stored");
            tx.commit().await.expect("durable");
        }
    })
    .await
}

async fn drive<Sending>(
    targets: Vec<(Uuid, Uuid)>,
    clients: usize,
    time: Duration,
    send: impl Fn((Uuid, Uuid), String) -> Sending + Clone + Send + 'static,
) -> f64
where
    Sending: Future<Output = ()> + Send,
{
    let (count, started) = (Arc::new(AtomicU64::new(0)), Instant::now());
    let mut senders = JoinSet::new();
    for n in 0..clients {
        let (send, count, target) = (send.clone(), count.clone(), targets[n % targets.len()]);
        senders.spawn(async move {
            while started.elapsed() < time {
                send(target, format!("bare{}", count.fetch_add(1, Ordering::Relaxed))).await;
            }
        });
    }
    drop(send);
    senders.join_all().await;
    count.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64()
}

fn now() -> i64 {
    docent::core::Clock::default().now()
}

fn rand() -> u128 {
    u128::from_le_bytes(docent::core::Chance.bytes().expect("randomness"))
}
