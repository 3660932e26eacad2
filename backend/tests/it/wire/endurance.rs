//! What a socket bears: clients that send much, that read slowly, that ask too much at once.

use super::client::{BOARD, World};
use serde_json::{Value, json};
use shared::id::Uuid;
use std::time::Duration;
use tokio::time::{Instant, sleep};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn a_client_that_never_stops_sending_still_gets_its_transitions() {
    World::run_unaudited(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.add(0, 0, "notes:slowTally", json!({ "board": BOARD, "millis": 700 })).await;
        ana.hear_a("Transition").await;
        let started = Instant::now();
        let (mut asked, mut answered) = (0, 0);
        while asked < 20 {
            ana.mutate(asked, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
            asked += 1;
        }
        loop {
            match ana.hear().await {
                frame
                    if frame["type"] == "Transition" && frame["modifications"][0]["value"] != Value::Null =>
                {
                    break;
                }
                frame if frame["type"] == "MutationResponse" => answered += 1,
                _ => continue,
            }
            ana.mutate(asked, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
            asked += 1;
            let waited = started.elapsed();
            assert!(waited < Duration::from_secs(10), "no transition in {waited:?}, {answered} answers");
        }
    })
    .await;
}

#[tokio::test]
async fn a_message_that_is_far_too_long_is_refused_and_the_socket_lives() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        let long = "x".repeat(5 * 1024 * 1024);
        ana.mutate(0, "notes:add", json!({ "board": BOARD, "body": 1, "more": long })).await;
        let refused = ana.hear_a("MutationResponse").await;
        assert_eq!(refused["success"], false);
        ana.mutate(1, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
        assert_eq!(ana.hear_a("MutationResponse").await["success"], true);
    })
    .await;
}

#[tokio::test]
async fn a_client_whose_frame_nobody_reads_is_told_not_to_come_back() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.send(Message::text("x".repeat(17 * 1024 * 1024))).await;
        // A client that looks late finds it too.
        sleep(Duration::from_millis(500)).await;
        let error = ana.hear_a("FatalError").await;
        assert!(error["error"].as_str().unwrap().contains("larger than 16 MiB"), "{error}");
        assert_eq!(ana.hear().await["code"], 1009);
    })
    .await;
}

#[tokio::test]
async fn live_queries_without_end_end_the_socket() {
    World::run_unaudited(async |world| {
        let mut ana = world.connect(1, 0).await;
        let add = |id: usize| {
            let board = Uuid::from_u128(id as u128).to_string();
            json!({ "type": "Add", "queryId": id, "udfPath": "notes:tally", "args": [{ "board": board }] })
        };
        let ask = |base: u32, ids: std::ops::Range<usize>| {
            let all: Vec<Value> = ids.map(add).collect();
            json!({ "type": "ModifyQuerySet", "baseVersion": base, "newVersion": base + 1, "modifications": all })
        };
        ana.say(ask(0, 0..1001)).await;
        let transition = ana.hear_a("Transition").await;
        let refused = &transition["modifications"][1000];
        assert_eq!(refused["errorData"]["code"], "RATE_LIMITED", "{refused}");
        ana.say(ask(1, 1001..2001)).await;
        let error = ana.hear_a("FatalError").await;
        assert!(error["error"].as_str().unwrap().contains("Too many live queries"), "{error}");
        assert_eq!(ana.hear().await["type"], "Close");
    })
    .await;
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_let_go_and_others_feel_nothing() {
    World::run_unaudited(async |world| {
        let mut slow = world.connect(1, 0).await;
        slow.add(0, 0, "notes:list", json!({ "board": BOARD })).await;
        slow.hear_a("Transition").await;
        let mut ana = world.connect(2, 0).await;
        let body = "x".repeat(2 * 1024 * 1024);
        for n in 0..6 {
            ana.mutate(n, "notes:add", json!({ "board": BOARD, "body": body })).await;
            assert_eq!(ana.hear_a("MutationResponse").await["success"], true);
        }
        assert_eq!(world.app.live().sockets().open(), 2);
        let started = Instant::now();
        while world.app.live().sockets().open() > 1 {
            assert!(started.elapsed() < Duration::from_secs(60), "the slow one is still there");
            sleep(Duration::from_millis(100)).await;
        }
        ana.mutate(99, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
        assert_eq!(ana.hear_a("MutationResponse").await["success"], true);
    })
    .await;
}

#[tokio::test]
async fn who_asks_when_every_connection_is_taken_is_told_to_come_again() {
    World::run(async |world| {
        let mut taken = Vec::new();
        for _ in 0..8 {
            taken.push(world.app.store().snapshot().await.unwrap());
        }
        let tally = json!({ "path": "notes:tally", "args": { "board": BOARD } });
        let call = tally.to_string();
        let (status, headers, body) = world.request("POST /api/query", "", call.as_bytes()).await;
        assert_eq!(status, 503, "{}", String::from_utf8_lossy(&body));
        assert!(headers.contains("retry-after: 1"), "{headers}");
        drop(taken);
        assert_eq!(world.post("/api/query", tally).await.0, 200);
    })
    .await;
}
