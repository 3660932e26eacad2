//! The functions over HTTP (wire-protocol.md §2).

use super::client::{BOARD, World};
use docent::core::Limit;
use serde_json::{Value, json};

#[tokio::test]
async fn a_call_answers_in_the_format_that_was_asked_for() {
    World::run(async |world| {
        let value = json!({ "big": { "$integer": "+/////////8=" }, "raw": { "$bytes": "AAEC" }, "n": 1.5 });
        let call = |format: Option<&str>| {
            let mut call = json!({ "path": "notes:echo", "args": [{ "value": value }] });
            if let Some(format) = format {
                call["format"] = format.into();
            }
            call
        };
        let plain =
            json!({ "status": "success", "value": { "big": "-5", "raw": "AAEC", "n": 1.5 }, "logLines": [] });
        let encoded = json!({ "status": "success", "value": value, "logLines": [] });
        for (format, expected) in [
            (None, &plain),
            (Some("json"), &plain),
            (Some("convex_clean_json"), &plain),
            (Some("convex_encoded_json"), &encoded),
            (Some("convex_json"), &encoded),
        ] {
            assert_eq!(world.post("/api/action", call(format)).await, (200, expected.clone()), "{format:?}");
        }
        assert_eq!(world.post("/api/action", call(Some("xml"))).await.0, 400);
    })
    .await;
}

#[tokio::test]
async fn every_route_reaches_its_function() {
    World::run(async |world| {
        let add = json!({ "path": "notes:add", "args": { "board": BOARD, "body": "a" } });
        assert_eq!(world.post("/api/mutation", add.clone()).await.1["value"], 1);
        assert_eq!(world.post("/api/function", add).await.1["value"], 2);
        let list = json!({ "args": [{ "board": BOARD }] });
        assert_eq!(world.post("/api/run/notes/list", list.clone()).await.1["value"], json!(["a", "a"]));
        let tally = json!({ "path": "notes.js:tally", "args": [{ "board": BOARD }] });
        assert_eq!(world.post("/api/query", tally.clone()).await.1["value"], 2);
        let address = format!("GET /api/query?path=notes:tally&args=%7B%22board%22%3A%22{BOARD}%22%7D");
        let (status, _, body) = world.request(&address, "", b"").await;
        assert_eq!((status, body), (200, br#"{"status":"success","value":2,"logLines":[]}"#.to_vec()));
        let unknown = json!({ "path": "notes:nothing", "args": {} });
        let (status, batch) = world.post("/api/query_batch", json!({ "queries": [tally, unknown] })).await;
        assert_eq!(status, 200);
        assert_eq!(batch["results"][0]["value"], 2);
        assert_eq!(batch["results"][1]["errorData"]["code"], "NOT_FOUND");
    })
    .await;
}

#[tokio::test]
async fn a_query_at_a_stamp_answers_until_what_it_reads_has_changed() {
    World::run(async |world| {
        let (_, stamp) = world.post("/api/query_ts", json!({})).await;
        let at = json!({ "path": "notes:tally", "args": [{ "board": BOARD }], "ts": stamp["ts"] });
        assert_eq!(world.post("/api/query_at_ts", at.clone()).await.1["value"], 0);
        world
            .post("/api/mutation", json!({ "path": "notes:add", "args": { "board": BOARD, "body": "a" } }))
            .await;
        let (status, gone) = world.post("/api/query_at_ts", at).await;
        assert_eq!((status, &gone["code"]), (400, &json!("SnapshotTooOld")));
    })
    .await;
}

#[tokio::test]
async fn browsers_of_every_origin_may_call_but_bring_no_cookies() {
    World::run(async |world| {
        let asked = "Origin: https://shop.test\r\nAccess-Control-Request-Method: POST\r\n\
                     Access-Control-Request-Headers: content-type,convex-client,authorization\r\n";
        let (status, headers, _) = world.request("OPTIONS /api/mutation", asked, b"").await;
        assert_eq!(status, 200);
        assert!(headers.contains("access-control-allow-origin: https://shop.test"), "{headers}");
        assert!(headers.contains("convex-client"), "{headers}");
        assert!(!headers.contains("allow-credentials"), "{headers}");
        let (_, headers, _) =
            world.request("POST /api/query", "Origin: https://shop.test\r\n", b"not json").await;
        assert!(
            headers.contains("access-control-allow-origin: https://shop.test"),
            "refusals can be read too"
        );
    })
    .await;
}

#[tokio::test]
async fn an_address_that_calls_too_often_is_told_when_to_come_again() {
    World::run(async |world| {
        let address: std::net::IpAddr = "127.0.0.1".parse().unwrap();
        while world.app.rates().check(Limit::Call, Some(address)).is_ok() {}
        let call = json!({ "path": "notes:tally", "args": { "board": BOARD } });
        let (status, headers, body) = world.request("POST /api/query", "", call.to_string().as_bytes()).await;
        assert_eq!(status, 429, "{headers}");
        for line in ["retry-after: 1", "ratelimit-reset: 1", "ratelimit-remaining: 0"] {
            assert!(headers.contains(line), "{headers} lacks {line}");
        }
        assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["code"], "RATE_LIMITED");
        world.app.clock().advance(10);
        assert_eq!(world.post("/api/query", call).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn a_function_that_is_called_too_often_says_how_long_to_wait() {
    World::run(async |world| {
        let address: std::net::IpAddr = "127.0.0.1".parse().unwrap();
        while world.app.rates().check(Limit::Boot, Some(address)).is_ok() {}
        let args = json!({ "workspaceId": BOARD, "sessionId": "ana's phone" });
        let (status, answer) =
            world.post("/api/mutation", json!({ "path": "widgetSessions:boot", "args": args })).await;
        assert_eq!(status, 200);
        assert_eq!(answer["errorData"]["code"], "RATE_LIMITED", "{answer}");
        assert_eq!(answer["errorData"]["retryAfter"], 1, "{answer}");
    })
    .await;
}
