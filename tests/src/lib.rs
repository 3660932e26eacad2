//! What the stories need: the real server as a process, host pages on other origins, a real Chromium.

pub mod api;
pub mod axe;
pub mod browser;
pub mod cable;
pub mod host;
pub mod keys;
pub mod nodes;
pub mod npm;
pub mod peers;
pub mod relay;
pub mod server;
pub mod socket;

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

/// How long anything that a story waits for may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A port of 127.0.0.1 that nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener.local_addr().expect("a bound listener has an address").port()
}

/// Asks again until it is answered; fails with `what` when [`PATIENCE`] ends.
pub async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    patiently(ask).await.unwrap_or_else(|| panic!("waited in vain: {what}"))
}

/// Asks again until it is answered; none when [`PATIENCE`] ends.
pub async fn patiently<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Some(answer) = ask().await {
            return Some(answer);
        }
        tokio::time::sleep(POLL).await;
    }
    None
}

/// Between two looks at the same thing.
const POLL: Duration = Duration::from_millis(25);
