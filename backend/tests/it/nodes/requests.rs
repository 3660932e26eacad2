//! A request that is sent to one node while another still runs it.

use super::{By, Two, on_two};
use crate::talk::{NOBODY, by_visitor};
use docent::{
    core::{App, Chance, functions::Call},
    domain::requests::Key,
};
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};
use std::time::Duration;
use tokio::time::sleep;

async fn send(app: &App, args: Value, key: &Key) -> Result<Value, docent::core::Error> {
    let Call::Mutation(mutation) = app.call("messages:send", args).unwrap() else { unreachable!() };
    app.mutate_once(NOBODY, mutation, Some(key.clone())).await.map(|committed| committed.value)
}

/// Waits until so many transactions wait for a lock.
async fn waits_for_a_lock(two: &Two<'_>, count: i64) {
    let mut connection = PgConnection::connect_with(two.database).await.unwrap();
    loop {
        let sql = "SELECT COUNT(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let (waiting,): (i64,) = sqlx::query_as(sql).fetch_one(&mut connection).await.unwrap();
        if waiting == count {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_request_that_is_sent_to_another_node_while_it_still_runs_is_done_once_and_answered_by_both() {
    on_two(&[By::Nothing], async |two| {
        let c = two.begun().await;
        let args = by_visitor(two.world.ana(), &c, "Hello");
        for may_repeat in [true, false] {
            let key = Key { session: Chance.id().unwrap(), request: 1, may_repeat };
            let retries = || two.there.store().counters().retries() + two.here.store().counters().retries();
            let (before, list) = (retries(), json!({"conversationId": c}));
            let count = async || {
                let list = super::call(two.here, &two.ben().caller, "messages:list", list.clone()).await;
                list.unwrap().as_array().unwrap().len()
            };
            let had = count().await;
            // Both have looked for an answer and found none before either can write one.
            let mut holding = PgConnection::connect_with(two.database).await.unwrap();
            holding.execute("BEGIN; SELECT id FROM conversations FOR UPDATE").await.unwrap();
            let (one, other, ()) = tokio::join!(
                send(two.here, args.clone(), &key),
                send(&two.there, args.clone(), &key),
                async {
                    waits_for_a_lock(two, 2).await;
                    holding.execute("COMMIT").await.unwrap();
                }
            );
            assert_eq!(one.unwrap(), other.unwrap());
            assert_eq!(count().await, had + 1);
            assert_eq!(retries(), before + 1, "it was seen that the other was first");
            assert_eq!(send(two.here, args.clone(), &Key { may_repeat: true, ..key }).await.unwrap(), {
                let list = super::call(two.here, &two.ben().caller, "messages:list", list.clone()).await;
                list.unwrap().as_array().unwrap().last().unwrap()["_id"].clone()
            });
        }
    })
    .await;
}
