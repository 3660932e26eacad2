//! How many sockets somebody may have and how fast they are read: what is over it is told or waits, and nothing is lost.

use super::client::{BOARD, Socket, World};
use docent::live::MOST_PER_USER;
use serde_json::json;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::{connect_async, tungstenite::Error};

const DEADLINE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn an_address_with_too_many_sockets_is_refused_one_more_until_one_closes() {
    World::run(async |world| {
        let sockets = world.app.live().sockets();
        sockets.limit_addresses(2);
        let mut ana = world.connect(1, 0).await;
        let _ben = world.connect(2, 0).await;
        let address = format!("ws://{}/api/1.48.0/sync", world.address);
        let Err(Error::Http(refused)) = connect_async(address).await else { panic!("a third socket opened") };
        assert_eq!(refused.status(), 429);
        assert_eq!(refused.headers()["retry-after"], "10");
        // A refusal takes no place, and those who have one are served.
        assert_eq!(sockets.open(), 2);
        ana.mutate(0, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
        assert_eq!(ana.hear_a("MutationResponse").await["success"], true);
        drop(ana);
        timeout(DEADLINE, sockets.count().wait_for(|open| *open == 1)).await.unwrap().unwrap();
        let mut cyd = world.connect(3, 0).await;
        cyd.mutate(0, "notes:add", json!({ "board": BOARD, "body": "y" })).await;
        assert_eq!(cyd.hear_a("MutationResponse").await["success"], true);
    })
    .await;
}

#[tokio::test]
async fn a_user_with_too_many_sockets_is_told_to_come_back_later_and_others_are_served() {
    World::run(async |world| {
        let sockets = world.app.live().sockets();
        let mut ben = signed_in(world, 1).await;
        let others: Vec<_> = (1..MOST_PER_USER).filter_map(|_| sockets.seat(world.ben.id.0)).collect();
        assert_eq!(others.len(), MOST_PER_USER - 1);
        let mut late = world.connect(2, 0).await;
        late.authenticate(0, &world.token()).await;
        let closed = late.hear().await;
        assert_eq!(closed["code"], 1013, "{closed}");
        assert_eq!(closed["reason"], "TooManyConcurrentRequests");
        // The same user again on a socket that has its seat, and a new one where one was given back.
        ben.authenticate(1, &world.token()).await;
        assert_eq!(ben.hear_a("Transition").await["endVersion"]["identity"], 2);
        drop(others);
        signed_in(world, 3).await;
    })
    .await;
}

#[tokio::test]
async fn a_client_that_sends_too_fast_is_read_slower_and_loses_nothing() {
    World::run_unaudited(async |world| {
        let mut ana = world.connect(1, 0).await;
        let started = Instant::now();
        let event = json!({ "type": "Event", "eventType": "x", "event": null });
        for _ in 0..1049 {
            ana.say(event.clone()).await;
        }
        ana.mutate(0, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
        assert_eq!(ana.hear_a("MutationResponse").await["result"], 1);
        // `Connect`, the events and the mutation are 1051 frames: 51 more than the burst, at 100 a second.
        assert!(started.elapsed() >= Duration::from_millis(500), "{:?}", started.elapsed());
    })
    .await;
}

async fn signed_in(world: &World, session: u128) -> Socket {
    let mut socket = world.connect(session, 0).await;
    socket.authenticate(0, &world.token()).await;
    assert_eq!(socket.hear_a("Transition").await["endVersion"]["identity"], 1);
    socket
}
