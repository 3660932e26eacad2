//! The connections of browsers and programs: each is accepted until the server stops, and may keep us waiting for so long only.

use axum::{Router, body::Body, extract::ConnectInfo, serve::Listener};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{net::SocketAddr, pin::pin, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time::timeout,
};
use tower::Service;

/// How long the head of a request may take, and how long a connection may stay silent between two.
const HEAD: Duration = Duration::from_secs(30);

/// Answers requests until `stopping` ends, then lets those finish that were begun, for at most `limit`.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    stopping: impl Future<Output = ()>,
    limit: Duration,
) {
    let (open, mut stopping) = (watch::Sender::new(false), pin!(stopping));
    loop {
        tokio::select! {
            (stream, peer) = accept(&mut listener) => {
                tokio::spawn(answer(stream, peer, router.clone(), open.subscribe()));
            }
            () = &mut stopping => break,
        }
    }
    drop(listener);
    open.send_replace(true);
    if timeout(limit, open.closed()).await.is_err() {
        tracing::warn!("requests that took longer than {limit:?} were left unfinished");
    }
}

/// The next connection. When there is no file for one (EMFILE), axum's listener logs it and looks again after a second, while those that
/// are open go on. What we write goes out at once: a frame that waits for the next one would be late by the client's patience.
async fn accept(listener: &mut TcpListener) -> (TcpStream, SocketAddr) {
    let (stream, peer) = Listener::accept(listener).await;
    if let Err(cause) = stream.set_nodelay(true) {
        tracing::debug!(%cause, "a connection will be slow");
    }
    (stream, peer)
}

async fn answer(stream: TcpStream, peer: SocketAddr, router: Router, mut is_stopping: watch::Receiver<bool>) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = async { drop(is_stopping.wait_for(|is_stopping| *is_stopping).await) } => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(cause) = ended {
        tracing::debug!(%cause, "a connection failed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn small_frames_leave_at_once() {
        let mut listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (_client, (accepted, _)) =
            tokio::join!(TcpStream::connect(listener.local_addr().unwrap()), accept(&mut listener));
        assert!(accepted.nodelay().unwrap());
    }
}
