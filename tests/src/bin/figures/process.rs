//! The server as a process: how fast it starts, what it and its idle sockets take of memory.

use futures_util::future::join_all;
use std::{fs, time::Instant};
use tests::server::Server;
use tokio_tungstenite::connect_async;

/// Idle sockets of the memory figure.
const SOCKETS: usize = 2_000;

pub async fn report() {
    println!("\nThe server as a process (budgets: start ≤ 1 s, idle ≤ 60 MB, idle socket ≤ 20 KB)");
    let started = Instant::now();
    let server = Server::start().await;
    let first = started.elapsed();
    let idle = memory(server.id());
    let address = format!("ws://127.0.0.1:{}/api/1.48.0/sync", server.port);
    let mut sockets = Vec::new();
    for chunk in 0..SOCKETS / 100 {
        let opening = (0..100).map(|_| connect_async(address.as_str()));
        for socket in join_all(opening).await {
            sockets.push(socket.unwrap_or_else(|why| panic!("socket {} did not open: {why}", chunk * 100)));
        }
    }
    let busy = memory(server.id());
    println!("start to listening (first start, new database)   {:>8.0} ms", first.as_secs_f64() * 1000.0);
    println!("memory, idle (resident)                          {:>8.1} MB", idle as f64 / 1024.0);
    println!(
        "memory for each of {SOCKETS} idle sockets            {:>8.1} KB",
        busy.saturating_sub(idle) as f64 / SOCKETS as f64
    );
    let mut server = server;
    server.kill().await;
    let started = Instant::now();
    server.restart().await;
    println!(
        "start to listening (after a kill)                {:>8.0} ms",
        started.elapsed().as_secs_f64() * 1000.0
    );
}

/// Resident memory of a process in KiB.
fn memory(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}
