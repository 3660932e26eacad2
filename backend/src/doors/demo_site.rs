//! The demo site: the files of `www/demo` on an origin of their own, with the tag of the demo workspace filled in.

use super::assets;
use crate::core::App;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use shared::id::WorkspaceId;
use tokio::net::TcpListener;

/// Serves the demo site until the process ends.
pub async fn serve(listener: TcpListener, app: App, workspace: WorkspaceId) {
    let site = Router::new().route("/", get(home)).route("/{*path}", get(file)).with_state((app, workspace));
    if let Err(cause) = axum::serve(listener, site).await {
        tracing::error!(%cause, "the demo site stopped");
    }
}

type Site = (App, WorkspaceId);

async fn home(State(site): State<Site>) -> Response {
    page(&site, "index.html")
}

async fn file(State(site): State<Site>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    if path.ends_with(".html") { page(&site, &path) } else { assets::demo(&path, &headers) }
}

/// Both values are our own: an address and 32 hex digits.
fn page((app, workspace): &Site, name: &str) -> Response {
    match assets::text(&format!("demo/{name}")) {
        Some(text) => {
            let filled = text
                .replace("{{ origin }}", &app.config().public_url)
                .replace("{{ workspace }}", &workspace.to_string());
            Html(filled).into_response()
        }
        None => (StatusCode::NOT_FOUND, "Not found").into_response(),
    }
}
