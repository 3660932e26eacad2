//! The sync socket (wire-protocol.md §3 to §8): one actor a connection, which reads frames strictly in order and writes them itself,
//! so that nothing queues up for a slow client.

mod connection;
mod frames;
mod identity;
mod pace;
mod pulse;
mod queries;
mod wire;

use super::{peer::Peer, request_id};
use crate::core::App;
use axum::{
    Router,
    extract::{Path, State, WebSocketUpgrade},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use connection::Connection;
use tracing::{Instrument, info_span};
use wire::Wire;

/// The largest message that a client may send, in bytes: arguments of 16 MiB and what is around them (wire-protocol.md §2).
const LARGEST_FRAME: usize = 16 * 1024 * 1024 + 2000;
/// What a connection keeps ready for reading and for writing, in bytes.
const BUFFER: usize = 4 * 1024;

/// Seconds until a client that was refused a socket may come again.
const RETRY_AFTER: &str = "10";

/// `/api/{version}/sync` for the npm client, `/api/sync` for others.
pub fn routes() -> Router<App> {
    Router::new().route("/api/sync", get(open_plain)).route("/api/{version}/sync", get(open))
}

async fn open_plain(state: State<App>, peer: Peer, upgrade: WebSocketUpgrade) -> Response {
    open(state, Path(String::new()), peer, upgrade).await
}

async fn open(
    State(app): State<App>,
    Path(version): Path<String>,
    peer: Peer,
    upgrade: WebSocketUpgrade,
) -> Response {
    // What happens on a socket is logged with the id of the request that opened it; its calls are traces of their own, or those of
    // a day would be one trace.
    let id = request_id::current();
    let (takes_chunks, span) = (knows_chunks(&version), info_span!(parent: None, "socket", id));
    if app.live().sockets().are_draining() {
        // A balancer tries another node; a client comes back a little later.
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")], "Restarting").into_response();
    }
    let Some(place) = app.live().sockets().join(peer.ip) else { return too_many() };
    upgrade
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_message_size(LARGEST_FRAME)
        .max_frame_size(LARGEST_FRAME)
        .on_failed_upgrade(|cause| tracing::debug!(%cause, "a socket was not opened"))
        .on_upgrade(move |socket| {
            let connection = async move {
                Box::pin(Connection::new(app, peer, Wire::new(socket, takes_chunks)).run()).await;
                drop(place);
            };
            connection.instrument(span)
        })
}

/// Refused before it costs anything. The npm client sees a socket that does not open, and comes back later each time.
fn too_many() -> Response {
    let text = "Too many sockets from this address";
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, RETRY_AFTER)], text).into_response()
}

/// Large transitions may be cut for clients since 1.28.
fn knows_chunks(version: &str) -> bool {
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().ok());
    matches!((numbers.next(), numbers.next()), (Some(Some(1)), Some(Some(minor))) if minor >= 28)
}
