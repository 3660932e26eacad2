//! What an operator watches: `/metrics`, and traces.

use crate::{
    process::{PATIENCE, Server, docent, run},
    talk::{NOBODY, Talk, by_visitor, on_each},
};
use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode},
};
use docent::{app, doors};
use serde_json::json;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower::ServiceExt;

/// What stands behind a name in `/metrics`; 0 if it is not there.
async fn value(talk: &Talk<'_>, line: &str) -> f64 {
    let text = talk.app.metrics().print(&talk.app).await.unwrap();
    let found = text.lines().find_map(|one| one.strip_prefix(line)?.trim().parse::<f64>().ok());
    found.unwrap_or_default()
}

#[tokio::test]
async fn metrics_tell_how_the_store_the_limits_and_the_process_are() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let names =
            ["docent_store_commit_writes_count", "docent_store_commit_writes_sum", "docent_store_bytes"];
        let mut before = Vec::new();
        for name in names {
            before.push(value(&talk, name).await);
        }
        let text = "x".repeat(50_000);
        futures_util::future::join_all((0..20).map(|_| talk.ana_says(&c, &text))).await;
        for (name, before) in names.iter().zip(before) {
            assert!(before > 0.0 && value(&talk, name).await > before, "{name}");
        }
        for name in ["process_resident_memory_bytes", "process_open_fds", "process_max_fds"] {
            assert!(value(&talk, name).await > 0.0, "{name}");
        }
        let version = concat!(r#"docent_build_info{version=""#, env!("CARGO_PKG_VERSION"), r#""}"#);
        assert_eq!(value(&talk, version).await, 1.0);

        let refused = r#"docent_limit_refusals_total{limit="typing"}"#;
        assert_eq!(value(&talk, refused).await, 0.0);
        while talk.app.rates().check(docent::core::Limit::Typing, uuid::Uuid::from_u128(7)).is_ok() {}
        assert_eq!(value(&talk, refused).await, 1.0);
    })
    .await;
}

#[tokio::test]
async fn metrics_count_calls_by_function_and_outcome_and_the_runs_of_live_queries() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let value = async |line: &str| value(&talk, line).await;
        let sent = r#"docent_calls_total{function="messages:send",outcome="ok"}"#;
        let refused = r#"docent_calls_total{function="messages:send",outcome="refused"}"#;
        let before = (value(sent).await, value(refused).await);
        talk.ana_says(&c, "Hello").await;
        talk.call(NOBODY, "messages:send", by_visitor(&talk.dan, &c, "Hello")).await.unwrap_err();
        assert_eq!((value(sent).await, value(refused).await), (before.0 + 1.0, before.1 + 1.0));
        let count = r#"docent_call_duration_seconds_count{function="messages:send"}"#;
        assert_eq!(value(count).await, before.0 + before.1 + 2.0);
        assert!(value("docent_store_commits_total").await > 0.0);

        let runs = r#"docent_live_runs_total{function="messages:list"}"#;
        let was = value(runs).await;
        // The world keeps each query that is called live.
        talk.messages(&c).await;
        assert!(value(runs).await > was);
        assert!(value("docent_subscriptions").await > 0.0);
    })
    .await;
}

#[tokio::test]
async fn metrics_are_served_on_their_own_listener_and_nowhere_else() {
    on_each(async |talk: Talk<'_>| {
        talk.begun().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(doors::metrics::serve(listener, talk.app.clone()));
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET /metrics HTTP/1.1\r\nHost: docent.test\r\nConnection: close\r\n\r\n")
            .await
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("docent_calls_total") && answer.contains("# EOF"), "{answer}");
        serving.abort();
        let request = Request::get("/metrics").body(Body::empty()).unwrap();
        let status = app::router(talk.app.clone()).oneshot(request).await.unwrap().status();
        assert_eq!(status, StatusCode::NOT_FOUND);
    })
    .await;
}

/// A collector of traces that keeps what it is sent.
async fn collector() -> (String, Arc<Mutex<Vec<u8>>>) {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let all = kept.clone();
    let take = move |body: Bytes| {
        all.lock().unwrap().extend_from_slice(&body);
        std::future::ready(StatusCode::OK)
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = axum::Router::new().route("/v1/traces", axum::routing::post(take));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}"), kept)
}

#[tokio::test]
async fn a_trace_has_the_request_and_its_calls_and_nothing_that_was_said() {
    let (endpoint, kept) = collector().await;
    let mut server = Server::start(&["--otlp-endpoint", &endpoint]).await;
    let params = json!({"flow": "signUp", "email": "ben@shop.test", "password": "a long password"});
    let signed_up =
        server.call("action", "", "auth:signIn", json!({"provider": "password", "params": params})).await;
    let token = signed_up.unwrap()["tokens"]["token"].as_str().unwrap().to_owned();
    server.call("query", &token, "auth:currentUser", json!({})).await.unwrap();
    server.stop().await;
    let (is_well, said) = server.end(PATIENCE).await;
    assert!(is_well && !said.contains("traces"), "{said}");
    // The text of a span stands in the message as it is.
    let sent = String::from_utf8_lossy(&kept.lock().unwrap()).into_owned();
    for part in ["docent", "request", "/api/action", "auth:signIn", "auth:currentUser", "outcome"] {
        assert!(sent.contains(part), "{part}");
    }
    for secret in ["ben@shop.test", "a long password", token.as_str(), "signUp"] {
        assert!(!sent.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_collector_that_is_away_or_never_answers_keeps_nobody_waiting() {
    // Takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for address in [silent.local_addr().unwrap(), closed] {
        let mut server = Server::start(&["--otlp-endpoint", &format!("http://{address}")]).await;
        for _ in 0..20 {
            server.call("query", "", "auth:currentUser", json!({})).await.unwrap();
        }
        server.stop().await;
        let (is_well, said) = server.end(PATIENCE / 2).await;
        assert!(is_well, "{said}");
        let complaints = said.matches("traces do not reach their collector").count();
        assert_eq!(complaints, 1, "that it is away is said once: {said}");
    }
}

#[tokio::test]
async fn nats_on_sqlite_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = docent(&["serve", "--nats", "nats://127.0.0.1:1", "--listen", "127.0.0.1:0", "--data"]);
    command.arg(folder.path());
    let (is_well, said) = run(command).await;
    assert!(!is_well && said.contains("a SQLite database is served by one node, which needs none"), "{said}");
}

#[tokio::test]
async fn an_address_for_traces_that_cannot_be_used_is_refused_at_once() {
    for wrong in ["collector", "https://collector:4318", "http://a b"] {
        let (is_well, said) = run(docent(&["serve", "--otlp-endpoint", wrong])).await;
        assert!(
            !is_well && said.contains("--otlp-endpoint is no address like http://127.0.0.1:4318"),
            "{said}"
        );
    }
}
