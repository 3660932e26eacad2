//! A database as an older version left it.

use super::place::Place;
use docent::store::{Migration, Options, Store, Tx, migrations::MIGRATIONS};
use shared::id::WorkspaceId;
use uuid::Uuid;

/// One conversation of a visitor named Edda, as version 5 of the schema kept it.
const ROWS: [&str; 4] = [
    "INSERT INTO workspaces (id, name, allowed_origins, created_at) VALUES ($1, 'Old', '[]', 1)",
    "INSERT INTO identities (id, kind, workspace_id) VALUES ($1, 'contact', $1)",
    "INSERT INTO visitors (id, workspace_id, readable_id, name, first_seen_at, last_seen_at, created_at)
     VALUES ($1, $1, 'calm-owl', 'Edda', 1, 1, 1)",
    "INSERT INTO conversations (id, workspace_id, owner_id, owner_kind, status, last_seq, sort_at, created_at, updated_at)
     VALUES ($1, $1, $1, 'contact', 'open', 0, 1, 1, 1)",
];

/// Its messages, `Wanted number 1` and so on, stored in another order than they were written.
const MESSAGES: [&str; 2] = [
    "WITH RECURSIVE n (i) AS (SELECT $2 UNION ALL SELECT i - 1 FROM n WHERE i > 1)
     INSERT INTO messages (id, conversation_id, seq, sender_kind, kind, content, blocks, created_at)
     SELECT unhex(printf('%032x', i)), $1, i, 'contact', 'text', 'Wanted number ' || i, '[]', i FROM n",
    "WITH RECURSIVE n (i) AS (SELECT CAST($2 AS BIGINT) UNION ALL SELECT i - 1 FROM n WHERE i > 1)
     INSERT INTO messages (id, conversation_id, seq, sender_kind, kind, content, blocks, created_at)
     SELECT CAST(lpad(to_hex(i), 32, '0') AS UUID), $1, i, 'contact', 'text', 'Wanted number ' || i, '[]', i FROM n",
];

/// Makes a database of version 5 with so many messages; its only workspace.
pub async fn fill(place: &Place, messages: i64) -> WorkspaceId {
    let old: Vec<Migration> = MIGRATIONS.iter().filter(|step| step.file < "0006").copied().collect();
    let options = Options { migrations: old.leak(), ..Options::default() };
    let store = Store::open_with(&place.location, &options).await.unwrap();
    let workspace = WorkspaceId(Uuid::from_bytes([7; 16]));
    let insert = MESSAGES[usize::from(!place.is_sqlite())];
    let work = move |mut tx: Tx| async move {
        let done = async {
            for row in ROWS {
                tx.query(row).bind(workspace).execute().await?;
            }
            tx.query(insert).bind(workspace).bind(messages).execute().await
        }
        .await;
        (tx, done)
    };
    store.write(work).await.unwrap();
    store.close().await;
    workspace
}
