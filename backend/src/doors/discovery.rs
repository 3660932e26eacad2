//! For clients that know nothing of the server but its address, what it is (functions-identity.md §12); and for servers of others that verify
//! our JWTs, who issues them, and the public key (wire-protocol.md §8).

use super::peer::Peer;
use crate::core::App;
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};
use shared::{discovery::GetMetadata, origin::Origin};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/.well-known/opencom.json", get(metadata).options(preflight))
        .route("/.well-known/jwks.json", get(jwks))
        .route("/.well-known/openid-configuration", get(configuration))
}

/// `GET /.well-known/opencom.json`. A token that is not good makes nobody of its sender, who is told what everybody is.
async fn metadata(State(app): State<App>, peer: Peer, headers: HeaderMap) -> Response {
    let allowed = match readable_by(&app, &headers) {
        Ok(allowed) => allowed,
        Err(refusal) => return *refusal,
    };
    let caller = peer.caller(&app, &headers).await.unwrap_or_else(|_| peer.nobody());
    let found = app.query(&caller, GetMetadata {}).await;
    let described = found.ok().and_then(|metadata| serde_json::to_value(metadata).ok());
    let Some(Value::Object(mut metadata)) = described else {
        let body = json!({"error": "Failed to retrieve instance metadata"});
        return (StatusCode::INTERNAL_SERVER_ERROR, allowed, Json(body)).into_response();
    };
    metadata.insert("convexUrl".into(), json!(app.config().public_url));
    (allowed, [(header::CACHE_CONTROL, "no-store")], Json(metadata)).into_response()
}

async fn preflight(State(app): State<App>, headers: HeaderMap) -> Response {
    match readable_by(&app, &headers) {
        Ok(allowed) => allowed.into_response(),
        Err(refusal) => *refusal,
    }
}

/// The headers for a page that may read what the server is; whoever is no page says no origin.
fn readable_by(app: &App, headers: &HeaderMap) -> Result<HeaderMap, Box<Response>> {
    let mut allowed = HeaderMap::new();
    allowed.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, OPTIONS"));
    allowed.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("Content-Type"));
    allowed.insert(header::VARY, HeaderValue::from_static("Origin"));
    let Some(value) = headers.get(header::ORIGIN) else { return Ok(allowed) };
    let origin = value.to_str().unwrap_or_default();
    let is_known = match &app.config().public_origins {
        Some(origins) => origins.iter().any(|known| known == origin),
        None => is_this_machine(origin),
    };
    if !is_known {
        let refusal = (StatusCode::FORBIDDEN, Json(json!({"error": "Origin not allowed"})));
        return Err(Box::new(refusal.into_response()));
    }
    allowed.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value.clone());
    Ok(allowed)
}

/// Whether an origin is http(s) on localhost or 127.0.0.1, whatever its port.
fn is_this_machine(origin: &str) -> bool {
    let host = |origin: &str| Some(origin.split_once("://")?.1.split(':').next()?.to_owned());
    let is_web = origin.starts_with("http://") || origin.starts_with("https://");
    let is_origin = is_web && Origin::parse(origin).is_some() && origin.matches('/').count() == 2;
    is_origin && matches!(host(origin).as_deref(), Some("localhost" | "127.0.0.1"))
}

async fn jwks(State(app): State<App>) -> Response {
    briefly_cached(app.keys().jwks())
}

async fn configuration(State(app): State<App>) -> Response {
    let issuer = app.keys().issuer();
    briefly_cached(json!({
        "issuer": issuer,
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "authorization_endpoint": format!("{issuer}/oauth/authorize"),
    }))
}

fn briefly_cached(body: Value) -> Response {
    let cache = "public, max-age=15, stale-while-revalidate=15, stale-if-error=86400";
    ([(header::CACHE_CONTROL, cache)], Json(body)).into_response()
}
