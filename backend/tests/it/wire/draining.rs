//! A server that stops: its sockets go one after the other, and what they have begun is answered.

use super::client::{BOARD, World};
use crate::live::notes::BEGUN;
use futures_util::future::join_all;
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;
use tokio_tungstenite::{connect_async, tungstenite::Error};

const LIMIT: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_server_that_stops_says_so_to_every_socket() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.add(0, 0, "notes:tally", json!({ "board": BOARD })).await;
        ana.hear_a("Transition").await;
        assert_eq!(world.app.live().sockets().open(), 1);
        let (closed, ()) =
            tokio::join!(ana.hear(), world.app.live().sockets().drain(Duration::from_secs(10)));
        assert_eq!(closed["code"], 1001);
        assert_eq!(world.app.live().sockets().open(), 0);
        assert_eq!(world.app.live().subscriptions(), 0);
    })
    .await;
}

#[tokio::test]
async fn many_sockets_do_not_all_go_at_once() {
    World::run_unaudited(async |world| {
        let mut clients = Vec::new();
        for n in 0..60 {
            let mut client = world.connect(n, 0).await;
            client.add(0, 0, "notes:tally", json!({ "board": BOARD })).await;
            client.hear_a("Transition").await;
            clients.push(client);
        }
        let closing = clients.iter_mut().map(async |client| {
            let closed = client.hear().await;
            assert_eq!(closed["code"], 1001, "{closed}");
            Instant::now()
        });
        let started = Instant::now();
        let (closed, ()) = tokio::join!(join_all(closing), world.app.live().sockets().drain(LIMIT));
        // Sixty random moments in 59 times 5 ms.
        let (first, last) = (closed.iter().min().unwrap(), closed.iter().max().unwrap());
        assert!(*last - *first > Duration::from_millis(100), "all went within {:?}", *last - *first);
        assert!(started.elapsed() < LIMIT);
    })
    .await;
}

#[tokio::test]
async fn what_was_begun_is_answered_before_its_client_is_let_go() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.add(0, 0, "notes:tally", json!({ "board": BOARD })).await;
        ana.hear_a("Transition").await;
        ana.mutate(0, "notes:addSlowly", json!({ "board": BOARD })).await;
        BEGUN.notified().await;
        let told = async { (ana.hear().await, ana.hear().await, ana.hear().await) };
        let ((response, transition, closed), ()) =
            tokio::join!(told, world.app.live().sockets().drain(LIMIT));
        assert_eq!((&response["success"], &response["result"]), (&json!(true), &json!(1)), "{response}");
        assert_eq!(transition["modifications"][0]["value"], 1, "{transition}");
        assert_eq!(closed["code"], 1001, "{closed}");
    })
    .await;
}

#[tokio::test]
async fn a_server_that_stops_sends_new_sockets_elsewhere() {
    World::run(async |world| {
        let sockets = world.app.live().sockets();
        assert!(!sockets.are_draining());
        sockets.drain(LIMIT).await;
        assert!(sockets.are_draining());
        let address = format!("ws://{}/api/1.48.0/sync", world.address);
        let Err(Error::Http(refused)) = connect_async(address).await else { panic!("a socket opened") };
        assert_eq!(refused.status(), 503);
        assert_eq!(refused.headers()["retry-after"], "1");
    })
    .await;
}
