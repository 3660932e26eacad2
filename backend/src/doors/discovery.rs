//! For servers of others that verify our JWTs: who issues them, and the public key (wire-protocol.md §8).

use crate::core::App;
use axum::{
    Json, Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/.well-known/jwks.json", get(jwks))
        .route("/.well-known/openid-configuration", get(configuration))
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
