//! Whether the server lives and can serve: `/healthz` for whoever restarts it, `/readyz` for whoever sends it requests.

use crate::core::{App, Error};
use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::time::Duration;
use tokio::time::timeout;

/// A write that does nothing has to be through after so long.
const PATIENCE: Duration = Duration::from_secs(3);
/// With less room than this the database may be full at any moment.
const ROOM: u64 = 64 << 20;
/// A node that has not heard of the others for so many milliseconds shows old answers.
const LAG: i64 = 10_000;

pub fn routes() -> Router<App> {
    Router::new().route("/healthz", get(|| async { "ok" })).route("/readyz", get(ready))
}

#[derive(Serialize)]
struct Ready {
    status: &'static str,
    checks: Map<String, Value>,
}

/// 200 if requests are welcome, else 503; with a word on each thing that it depends on.
async fn ready(State(app): State<App>) -> (StatusCode, Json<Ready>) {
    let mut problems = 0;
    let mut checks = Map::new();
    let mut note = |name: &str, outcome: Result<&str, &str>| {
        problems += usize::from(outcome.is_err());
        checks.insert(name.into(), json!(outcome.unwrap_or_else(|problem| problem)));
    };
    note("stopping", if app.live().sockets().is_draining() { Err("the server stops") } else { Ok("no") });
    note("store", if writes(&app).await { Ok("ok") } else { Err("it takes no writes") });
    if let Some(room) = app.store().room() {
        note("disk", if room < ROOM { Err("it is nearly full") } else { Ok("ok") });
    }
    if let Some(lag) = app.bus().lag(app.clock()) {
        // Without messages a node is slower, and no better off behind another one.
        let outcome = match (lag < LAG, app.bus().is_connected()) {
            (false, _) => Err("what other nodes change is not seen"),
            (true, true) => Ok("ok"),
            (true, false) => Ok("slow: other nodes are not heard at once"),
        };
        note("nodes", outcome);
    }
    match problems {
        0 => (StatusCode::OK, Json(Ready { status: "ok", checks })),
        _ => (StatusCode::SERVICE_UNAVAILABLE, Json(Ready { status: "unavailable", checks })),
    }
}

/// Whether a write that does nothing goes through, all the way that others go.
async fn writes(app: &App) -> bool {
    let nothing = app.store().write(|tx| async { (tx, Ok::<(), Error>(())) });
    match timeout(PATIENCE, nothing).await {
        Ok(Ok(())) => true,
        Ok(Err(cause)) => {
            tracing::error!(?cause, "the store takes no writes");
            false
        }
        Err(_elapsed) => {
            tracing::error!("the store has taken no write for {PATIENCE:?}");
            false
        }
    }
}
