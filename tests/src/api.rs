//! The functions API over plain HTTP, as any program would call it.

use http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::{Value, json};
use std::net::IpAddr;

/// Calls a function; its error fails the test.
pub async fn call(origin: &str, kind: &str, path: &str, args: Value, token: Option<&str>) -> Value {
    let answer = try_call(origin, kind, path, args, token).await;
    assert_eq!(answer["status"], "success", "{path}: {answer}");
    answer["value"].clone()
}

/// Calls a function and answers the whole body; no answer fails the test.
pub async fn try_call(origin: &str, kind: &str, path: &str, args: Value, token: Option<&str>) -> Value {
    reach(origin, kind, path, args, token, None)
        .await
        .unwrap_or_else(|| panic!("{path}: the server does not answer"))
}

/// Calls a function and answers the whole body, or nothing if that did not come. A server that trusts us believes that it comes
/// `from` that address.
pub async fn reach(
    origin: &str,
    kind: &str,
    path: &str,
    args: Value,
    token: Option<&str>,
    from: Option<IpAddr>,
) -> Option<Value> {
    let body = json!({ "path": path, "args": args, "format": "json" }).to_string();
    let mut request =
        Request::post(format!("{origin}/api/{kind}")).header(header::CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if let Some(from) = from {
        request = request.header("x-forwarded-for", from.to_string());
    }
    let request = request.body(Full::from(body)).expect("a request");
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<axum::body::Bytes>>();
    let bytes = client.request(request).await.ok()?.into_body().collect().await.ok()?.to_bytes();
    let answer = serde_json::from_slice(&bytes);
    Some(answer.unwrap_or_else(|_| panic!("{path}: not JSON: {}", String::from_utf8_lossy(&bytes))))
}

/// The status that a GET of this address is answered with.
pub async fn status(url: &str) -> u16 {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<axum::body::Bytes>>();
    client.get(url.parse().expect("an address")).await.expect("an answer").status().as_u16()
}
