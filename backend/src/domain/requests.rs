//! Mutations that came over a socket, remembered so that one sent again after a reconnect is answered and not run again
//! (wire-protocol.md §6 "Reconnect").

use crate::core::{Error, Mutation, Result, Topic, Writer, functions::AnyMutation};
use serde_json::Value;
use shared::{
    Function, Millis, function,
    id::{Uuid, VisitorId},
};
use sqlx::types::Json;

/// One request of one client object.
#[derive(Clone, Debug)]
pub struct Key {
    /// The client's `sessionId`.
    pub session: Uuid,
    pub request: i64,
    /// Whether it can have been sent before: not on a client's first connection.
    pub may_repeat: bool,
}

/// Runs the mutation unless its key was answered before; with no key it just runs. What has a secret in its answer, or wrote nothing,
/// leaves no answer behind and runs again when it is sent again. Errors: [`Error::Raced`] if the key was answered meanwhile; run again, it
/// is found.
pub async fn run_once(cx: &mut Writer, mutation: &dyn AnyMutation, key: Option<&Key>) -> Result<Value> {
    let Some(key) = key.filter(|_| !mutation.is_secret()) else { return mutation.run(cx).await };
    if key.may_repeat
        && let Some(answer) = answered(cx, key).await?
    {
        return Ok(answer);
    }
    let answer = mutation.run(cx).await?;
    if !cx.has_written() {
        return Ok(answer);
    }
    let now = cx.now();
    // Whoever moved to this node while another still runs the request waits here for that one's end. A unique violation would say the
    // same, but PostgreSQL would log it as an error.
    let written = cx
        .write(topic(key))
        .query(
            "INSERT INTO requests (session_id, request_id, answer, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
        )
        .bind(key.session)
        .bind(key.request)
        .bind(Json(answer.clone()))
        .bind(now)
        .execute()
        .await?;
    if written == 0 { Err(Error::Raced) } else { Ok(answer) }
}

async fn answered(cx: &mut Writer, key: &Key) -> Result<Option<Value>> {
    let row: Option<(Json<Value>,)> = cx
        .read(topic(key))
        .query("SELECT answer FROM requests WHERE session_id = $1 AND request_id = $2")
        .bind(key.session)
        .bind(key.request)
        .fetch_optional()
        .await?;
    Ok(row.map(|(answer,)| answer.0))
}

/// Removes some of the answers from before a time; answers how many. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    pub before: Millis,
}

impl Function for Forget {
    const NAME: &'static str = "requests:forget";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for Forget {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        let removed = cx
            .write_unnoticed("requests")
            .query(
                "DELETE FROM requests
                 WHERE (session_id, request_id) IN (
                     SELECT session_id, request_id FROM requests WHERE created_at < $1 ORDER BY created_at LIMIT 500
                 )",
            )
            .bind(self.before)
            .execute()
            .await?;
        Ok(removed)
    }
}

fn topic(key: &Key) -> Topic {
    Topic::new("requests", key.session)
}

/// Deletes the answers that tell of these visitors.
pub async fn erase(cx: &mut Writer, visitors: &[VisitorId]) -> Result<()> {
    for visitor in visitors {
        cx.write_unnoticed("requests")
            .query("DELETE FROM requests WHERE CAST(answer AS TEXT) LIKE $1")
            .bind(format!("%{visitor}%"))
            .execute()
            .await?;
    }
    Ok(())
}
