//! The sync socket's state machine (wire-protocol.md §6 and §8).

use super::client::{BOARD, World};
use base64::{Engine, engine::general_purpose::STANDARD};
use docent::core::Topic;
use serde_json::{Value, json};
use shared::id::Uuid;

fn stamp(version: &Value) -> u64 {
    let text = version.as_str().unwrap_or_else(|| version["ts"].as_str().unwrap());
    u64::from_le_bytes(STANDARD.decode(text).unwrap().try_into().unwrap())
}

#[tokio::test]
async fn a_query_is_answered_and_followed_and_versions_join() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.add(0, 4, "notes:list", json!({ "board": BOARD })).await;
        let first = ana.hear_a("Transition").await;
        assert_eq!(first["startVersion"], json!({ "querySet": 0, "identity": 0, "ts": "AAAAAAAAAAA=" }));
        assert_eq!(first["endVersion"]["querySet"], 1);
        let updated =
            json!({ "type": "QueryUpdated", "queryId": 4, "value": [], "logLines": [], "journal": null });
        assert_eq!(first["modifications"], json!([updated]));
        let mut ben = world.connect(2, 0).await;
        ben.mutate(0, "notes:add", json!({ "board": BOARD, "body": "hello" })).await;
        let second = ana.hear_a("Transition").await;
        assert_eq!(second["startVersion"], first["endVersion"]);
        assert_eq!(second["modifications"][0]["value"], json!(["hello"]));
        assert!(stamp(&second["endVersion"]) > stamp(&first["endVersion"]));
        let remove = json!([{ "type": "Remove", "queryId": 4 }]);
        ana.say(
            json!({ "type": "ModifyQuerySet", "baseVersion": 1, "newVersion": 2, "modifications": remove }),
        )
        .await;
        let third = ana.hear_a("Transition").await;
        assert_eq!(third["modifications"], json!([{ "type": "QueryRemoved", "queryId": 4 }]));
        assert_eq!(world.app.live().subscriptions(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_mutation_is_answered_before_the_transition_that_holds_its_effects() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.add(0, 0, "notes:tally", json!({ "board": BOARD })).await;
        ana.hear_a("Transition").await;
        for n in 0..20 {
            ana.mutate(n, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
            let response = ana.hear().await;
            assert_eq!(response["type"], "MutationResponse", "{response}");
            let transition = ana.hear().await;
            assert_eq!(transition["type"], "Transition");
            assert!(stamp(&transition["endVersion"]) >= stamp(&response["ts"]));
            assert_eq!(transition["modifications"][0]["value"], n + 1);
        }
    })
    .await;
}

#[tokio::test]
async fn mutations_sent_at_once_run_in_order_and_all_are_answered() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.add(0, 0, "notes:tally", json!({ "board": BOARD })).await;
        for n in 0..300 {
            ana.mutate(n, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
        }
        let (mut answered, mut newest, mut seen) = (0, 0, json!(0));
        while answered < 300 || seen != 300 {
            let frame = ana.hear().await;
            match frame["type"].as_str().unwrap() {
                "MutationResponse" => {
                    assert_eq!(
                        (&frame["requestId"], &frame["result"]),
                        (&json!(answered), &json!(answered + 1))
                    );
                    answered += 1;
                    newest = stamp(&frame["ts"]);
                }
                "Transition" => {
                    assert!(stamp(&frame["endVersion"]) >= newest);
                    if let Some(update) = frame["modifications"].get(0) {
                        seen = update["value"].clone();
                        assert_eq!(seen, answered, "it holds what was answered and nothing that was not");
                    }
                }
                _ => panic!("{frame}"),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_mutation_that_changes_nothing_is_followed_by_an_empty_transition() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.mutate(0, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
        let response = ana.hear_a("MutationResponse").await;
        let transition = ana.hear_a("Transition").await;
        assert_eq!(transition["modifications"], json!([]));
        assert!(stamp(&transition["endVersion"]) >= stamp(&response["ts"]));
    })
    .await;
}

#[tokio::test]
async fn a_mutation_sent_again_after_a_reconnect_is_answered_and_not_run_again() {
    World::run(async |world| {
        let add = json!({ "board": BOARD, "body": "once" });
        let mut ana = world.connect(1, 0).await;
        ana.mutate(5, "notes:add", add.clone()).await;
        assert_eq!(ana.hear_a("MutationResponse").await["result"], 1);
        drop(ana);
        let mut ana = world.connect(1, 1).await;
        ana.mutate(5, "notes:add", add.clone()).await;
        ana.mutate(6, "notes:add", add.clone()).await;
        assert_eq!(ana.hear_a("MutationResponse").await["result"], 1, "the old answer");
        assert_eq!(ana.hear_a("MutationResponse").await["result"], 2);
        let mut other = world.connect(2, 1).await;
        other.mutate(5, "notes:add", add).await;
        assert_eq!(other.hear_a("MutationResponse").await["result"], 3, "another client's fifth is another");
    })
    .await;
}

#[tokio::test]
async fn a_socket_works_without_connect() {
    World::run(async |world| {
        let mut ana = world.socket().await;
        ana.authenticate(0, &world.token()).await;
        ana.add(0, 0, "notes:whoAmI", json!({})).await;
        ana.mutate(0, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
        let mut identity = json!(0);
        let mut value = Value::Null;
        while identity != 1 || value.is_null() {
            let transition = ana.hear_a("Transition").await;
            identity = transition["endVersion"]["identity"].clone();
            value = transition["modifications"].get(0).map_or(value, |update| update["value"].clone());
        }
        assert_eq!(value, world.ben.id.to_string());
    })
    .await;
}

#[tokio::test]
async fn signing_in_asks_every_query_again_and_a_second_token_of_the_session_does_not() {
    World::run(async |world| {
        let mut ben = world.connect(1, 0).await;
        ben.add(0, 0, "notes:whoAmI", json!({})).await;
        assert_eq!(ben.hear_a("Transition").await["modifications"][0]["value"], Value::Null);
        ben.authenticate(0, &world.token()).await;
        let signed_in = ben.hear_a("Transition").await;
        assert_eq!(signed_in["endVersion"]["identity"], 1);
        assert_eq!(signed_in["modifications"][0]["value"], world.ben.id.to_string());
        ben.authenticate(1, &world.token()).await;
        let confirmed = ben.hear_a("Transition").await;
        assert_eq!(confirmed["endVersion"]["identity"], 2);
        assert_eq!(confirmed["modifications"], json!([]));
        ben.say(json!({ "type": "Authenticate", "baseVersion": 2, "tokenType": "None" })).await;
        let signed_out = ben.hear_a("Transition").await;
        assert_eq!(signed_out["endVersion"]["identity"], 3);
        assert_eq!(signed_out["modifications"][0]["value"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_token_that_expires_ends_the_socket_with_an_auth_error() {
    World::run(async |world| {
        let mut ben = world.connect(1, 0).await;
        ben.authenticate(0, &world.token()).await;
        ben.hear_a("Transition").await;
        world.app.clock().advance(3_600_000);
        let error = ben.hear_a("AuthError").await;
        assert_eq!((&error["baseVersion"], &error["authUpdateAttempted"]), (&json!(1), &json!(false)));
        assert_eq!(ben.hear().await["type"], "Close");
    })
    .await;
}

#[tokio::test]
async fn a_session_that_ends_elsewhere_ends_the_socket_at_once() {
    World::run(async |world| {
        let mut ben = world.connect(1, 0).await;
        ben.authenticate(0, &world.token()).await;
        ben.hear_a("Transition").await;
        let bearer = format!("Authorization: Bearer {}\r\n", world.token());
        let (status, _) =
            world.post_as("/api/action", &bearer, json!({ "path": "auth:signOut", "args": {} })).await;
        assert_eq!(status, 200);
        assert_eq!(ben.hear_a("AuthError").await["authUpdateAttempted"], false);
        let (status, answer) = world.post_as("/api/query", &bearer, json!({ "path": "notes:whoAmI" })).await;
        assert_eq!((status, &answer["code"]), (401, &json!("InvalidAuthHeader")));
    })
    .await;
}

#[tokio::test]
async fn actions_run_beside_everything_else() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.say(json!({ "type": "Action", "requestId": 3, "udfPath": "notes:echo", "args": [{ "value": [1, "two"] }] }))
            .await;
        let response = ana.hear_a("ActionResponse").await;
        assert_eq!(response, json!({
            "type": "ActionResponse", "requestId": 3, "success": true, "result": [1, "two"], "logLines": [],
        }));
        ana.say(json!({ "type": "Event", "eventType": "ClientConnect", "event": { "anything": 1 } })).await;
        ana.mutate(4, "notes:refuse", json!({})).await;
        let response = ana.hear_a("MutationResponse").await;
        assert_eq!((&response["success"], &response["result"]), (&json!(false), &json!("Not today")));
        assert!(response.get("ts").is_none());
    })
    .await;
}

#[tokio::test]
async fn what_many_changes_made_is_sent_as_one() {
    World::run(async |world| {
        let mut ana = world.connect(1, 0).await;
        ana.add(0, 0, "notes:tally", json!({ "board": BOARD })).await;
        ana.hear_a("Transition").await;
        for _ in 0..50 {
            world.app.touch(Topic::new("notes", Uuid::from_u128(1)));
        }
        let mut ben = world.connect(2, 0).await;
        ben.mutate(0, "notes:add", json!({ "board": BOARD, "body": "x" })).await;
        let next = ana.hear_a("Transition").await;
        assert_eq!(next["modifications"][0]["value"], 1, "equal answers in between were not sent");
    })
    .await;
}
