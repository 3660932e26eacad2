//! Whether the server lives and can serve.

use crate::core::App;
use axum::{Router, extract::State, http::StatusCode, routing::get};

pub fn routes() -> Router<App> {
    Router::new().route("/healthz", get(|| async { "ok" })).route("/readyz", get(ready))
}

/// 200 when the store answers, else 503.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store().snapshot().await {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(cause) => {
            tracing::error!(%cause, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer")
        }
    }
}
