//! What an operator watches: `/metrics`.

use crate::talk::{NOBODY, Talk, by_visitor, on_each};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use docent::{app, doors};
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
