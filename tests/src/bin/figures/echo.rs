//! The least that a socket can cost: an axum server that sends back what it gets, with buffers as small as ours, in a process of its own.

use crate::process::memory;
use axum::{
    Router,
    extract::ws::{WebSocket, WebSocketUpgrade},
    routing::get,
};
use futures_util::future::join_all;
use std::{env, process::Stdio};
use tests::{free_port, until};
use tokio::{
    net::{TcpListener, TcpStream},
    process::Command,
};
use tokio_tungstenite::connect_async;

/// Kilobytes that each of so many idle sockets takes there.
pub async fn memory_of(count: usize) -> f64 {
    let port = free_port();
    let own = env::current_exe().expect("the path of this program");
    let mut process = Command::new(own)
        .args(["echo", &port.to_string()])
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("it starts");
    until("the echo server listens", async || TcpStream::connect(("127.0.0.1", port)).await.ok()).await;
    let id = process.id().expect("it runs");
    let before = memory(id);
    let mut sockets = Vec::new();
    while sockets.len() < count {
        let address = format!("ws://127.0.0.1:{port}/");
        let opening = (0..100).map(|_| connect_async(&address));
        sockets.extend(join_all(opening).await.into_iter().map(|opened| opened.expect("it is taken")));
    }
    let busy = memory(id);
    process.kill().await.expect("it ends");
    busy.saturating_sub(before) as f64 / count as f64
}

/// Serves until it is killed.
pub async fn serve(port: u16) {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
    let upgrade = |upgrade: WebSocketUpgrade| async {
        upgrade.read_buffer_size(4096).write_buffer_size(4096).on_upgrade(echo)
    };
    axum::serve(listener, Router::new().route("/", get(upgrade))).await.expect("it serves");
}

async fn echo(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        if socket.send(message).await.is_err() {
            return;
        }
    }
}
