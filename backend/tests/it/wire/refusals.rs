//! What is refused, over HTTP and over the socket: each with a clear error, and nothing lost.

use super::client::{BOARD, START, World};
use docent::core::{Chance, Keys};
use serde_json::{Value, json};
use shared::id::{SessionId, UserId, Uuid};
use tokio_tungstenite::tungstenite::Message;

/// Calls that reach no function body: path, arguments, code, and a part of the message.
fn bad_calls() -> [(&'static str, Value, &'static str, &'static str); 7] {
    [
        ("notes:nothing", json!({}), "NOT_FOUND", "Could not find public function for 'notes:nothing'"),
        ("notes:add", json!({ "board": BOARD }), "INVALID_INPUT", "missing field `body`"),
        (
            "notes:add",
            json!({ "board": BOARD, "body": "a", "more": 1 }),
            "INVALID_INPUT",
            "unknown field `more`",
        ),
        ("notes:add", json!({ "board": BOARD, "body": 5 }), "INVALID_INPUT", "invalid type: integer `5`"),
        ("notes:add", json!({ "board": "no id", "body": "a" }), "INVALID_INPUT", "notes:add"),
        ("notes:add", json!({ "board": BOARD, "body": null }), "INVALID_INPUT", "`body` must not be null"),
        ("notes:add", json!({ "board": BOARD, "body": { "$integer": "AQ==" } }), "INVALID_INPUT", "$integer"),
    ]
}

#[tokio::test]
async fn a_bad_call_over_http_says_what_is_wrong() {
    World::run(async |world| {
        for (path, args, code, part) in bad_calls() {
            let (status, answer) = world.post("/api/mutation", json!({ "path": path, "args": [args] })).await;
            assert_eq!((status, &answer["status"]), (200, &json!("error")), "{answer}");
            assert_eq!(answer["errorData"]["code"], code, "{answer}");
            assert_eq!(answer["errorData"]["message"], answer["errorMessage"]);
            assert!(answer["errorMessage"].as_str().unwrap().contains(part), "{answer}");
        }
        let (_, answer) = world.post("/api/query", json!({ "path": "notes:add", "args": {} })).await;
        assert_eq!(answer["errorData"]["code"], "INVALID_INPUT", "{answer}");
        let (_, answer) = world.post("/api/mutation", json!({ "path": "notes:refuse", "args": {} })).await;
        assert_eq!(answer["errorData"], json!({ "code": "NOT_AUTHORIZED", "message": "Not today" }));
        let tally = json!({ "path": "notes:tally", "args": { "board": BOARD } });
        assert_eq!(world.post("/api/query", tally).await.1["value"], 0, "nothing was written");
    })
    .await;
}

#[tokio::test]
async fn a_bad_call_over_the_socket_says_what_is_wrong_and_the_socket_lives() {
    World::run(async |world| {
        let mut socket = world.connect(1, 0).await;
        for (request, (path, args, code, part)) in bad_calls().into_iter().enumerate() {
            let request = request as i64;
            socket.mutate(request, path, args).await;
            let answer = socket.hear_a("MutationResponse").await;
            assert_eq!((&answer["requestId"], &answer["success"]), (&json!(request), &json!(false)));
            assert_eq!(answer["errorData"]["code"], code, "{answer}");
            assert!(answer["result"].as_str().unwrap().contains(part), "{answer}");
        }
        for (base, (path, args, code, part)) in bad_calls().into_iter().enumerate() {
            socket.add(base as u32, base as i64, path, args).await;
            let transition = socket.hear_a("Transition").await;
            let failed = &transition["modifications"][0];
            assert_eq!(failed["type"], "QueryFailed", "{transition}");
            let is_mutation = failed["errorMessage"].as_str().unwrap().contains("only a query");
            assert!(is_mutation || failed["errorData"]["code"] == code, "{failed}");
            assert!(is_mutation || failed["errorMessage"].as_str().unwrap().contains(part), "{failed}");
        }
        socket.mutate(99, "notes:add", json!({ "board": BOARD, "body": "a" })).await;
        assert_eq!(socket.hear_a("MutationResponse").await["result"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_bad_request_over_http_has_a_status_of_its_own() {
    World::run(async |world| {
        let code = async |line: &str, headers: &str, body: &[u8]| {
            let (status, _, answer) = world.request(line, headers, body).await;
            let answer: Value = serde_json::from_slice(&answer).unwrap();
            assert!(answer["message"].is_string(), "{answer}");
            (status, answer["code"].as_str().unwrap().to_owned())
        };
        let bad = (400, "BadRequest".to_owned());
        assert_eq!(code("POST /api/mutation", "", b"not json").await, bad);
        assert_eq!(code("POST /api/mutation", "", br#"{"args":{}}"#).await, bad);
        assert_eq!(code("POST /api/mutation", "", br#"{"path":"","args":{}}"#).await, bad);
        assert_eq!(code("POST /api/mutation", "", br#"{"path":"no such path","args":{}}"#).await, bad);
        assert_eq!(code("POST /api/run/notes", "", br#"{"args":{}}"#).await, bad);
        assert_eq!(code("GET /api/query?path=notes:tally&args=%7B", "", b"").await, bad);
        let large = vec![b' '; 5 * 1024 * 1024];
        assert_eq!(code("POST /api/mutation", "", &large).await, (413, "PayloadTooLarge".to_owned()));
    })
    .await;
}

/// An expired, a forged and a foreign token, and what is said about each.
fn bad_tokens(world: &World) -> [(String, &'static str); 5] {
    let (ben, session) = (UserId(Uuid::from_u128(7)), SessionId(Uuid::from_u128(8)));
    let expired = world.token_of(START - 3_600_000);
    let stranger = Keys::derive(b"another secret", world.app.keys().issuer()).unwrap();
    let elsewhere = Keys::derive(b"a secret for tests", "http://elsewhere.test").unwrap();
    [
        (expired, "SESSION_EXPIRED"),
        (stranger.sign(Chance, ben, session, START).unwrap(), "InvalidAuthHeader"),
        (elsewhere.sign(Chance, ben, session, START).unwrap(), "InvalidAuthHeader"),
        // Ours, but of no session.
        (world.app.keys().sign(Chance, ben, session, START).unwrap(), "InvalidAuthHeader"),
        ("nonsense".into(), "InvalidAuthHeader"),
    ]
}

#[tokio::test]
async fn a_bad_token_over_http_is_401() {
    World::run(async |world| {
        let call = json!({ "path": "notes:whoAmI", "args": {} });
        for (token, code) in bad_tokens(world) {
            let bearer = format!("Authorization: Bearer {token}\r\n");
            let (status, answer) = world.post_as("/api/query", &bearer, call.clone()).await;
            assert_eq!((status, &answer["code"]), (401, &json!(code)));
        }
        let (status, answer) = world.post_as("/api/query", "Authorization: Convex key\r\n", call).await;
        assert_eq!((status, &answer["code"]), (401, &json!("InvalidAuthHeader")));
    })
    .await;
}

#[tokio::test]
async fn a_bad_token_over_the_socket_is_an_auth_error_and_the_end() {
    World::run(async |world| {
        for (token, _) in bad_tokens(world) {
            let mut socket = world.connect(1, 0).await;
            socket.authenticate(0, &token).await;
            let error = socket.hear_a("AuthError").await;
            assert_eq!((&error["baseVersion"], &error["authUpdateAttempted"]), (&json!(0), &json!(true)));
            assert_eq!(socket.hear().await["type"], "Close");
        }
        let mut socket = world.connect(1, 0).await;
        socket
            .say(json!({ "type": "Authenticate", "baseVersion": 0, "tokenType": "Admin", "value": "key" }))
            .await;
        socket.hear_a("AuthError").await;
    })
    .await;
}

#[tokio::test]
async fn a_malformed_frame_is_answered_and_ends_the_socket() {
    World::run(async |world| {
        for text in [
            "not json",
            "[]",
            r#"{"type":"Nonsense"}"#,
            r#"{"type":"Mutation","requestId":1}"#,
            r#"{"type":"Connect","sessionId":"no uuid","connectionCount":0}"#,
        ] {
            let mut socket = world.socket().await;
            socket.say_text(text.into()).await;
            let error = socket.hear_a("FatalError").await;
            assert!(error["error"].as_str().unwrap().starts_with("This is no message of the sync protocol"));
            assert_eq!(socket.hear().await["code"], 1002, "{text}");
        }
        let mut socket = world.socket().await;
        socket.send(Message::binary(vec![1, 2, 3])).await;
        assert_eq!(socket.hear().await["code"], 1003);
        assert_eq!(world.app.live().subscriptions(), 0);
    })
    .await;
}

#[tokio::test]
async fn versions_that_do_not_follow_close_the_socket_so_that_it_starts_over() {
    World::run(async |world| {
        let mut socket = world.connect(1, 0).await;
        socket.add(3, 1, "notes:tally", json!({ "board": BOARD })).await;
        assert_eq!(socket.hear().await["code"], 1011);
        let mut socket = world.connect(1, 0).await;
        socket.authenticate(1, &world.token()).await;
        assert_eq!(socket.hear().await["code"], 1011);
    })
    .await;
}
