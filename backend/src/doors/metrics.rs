//! `/metrics` for Prometheus, on a listener of its own: what a server does is its operator's business alone.

use crate::core::App;
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use tokio::net::TcpListener;

const TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub async fn serve(listener: TcpListener, app: App) {
    let router = Router::new().route("/metrics", get(print)).with_state(app);
    if let Err(cause) = axum::serve(listener, router).await {
        tracing::error!(%cause, "/metrics is no longer served");
    }
}

async fn print(State(app): State<App>) -> Response {
    match app.metrics().print(&app).await {
        Ok(text) => ([(header::CONTENT_TYPE, TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
