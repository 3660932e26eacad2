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

#[tokio::test]
async fn metrics_count_calls_by_function_and_outcome_and_the_runs_of_live_queries() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let value = async |line: &str| {
            let text = talk.app.metrics().print(&talk.app).unwrap();
            let found = text.lines().find_map(|one| one.strip_prefix(line)?.trim().parse::<f64>().ok());
            found.unwrap_or_default()
        };
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
