//! `cargo xtask bench` runs this: what the server can do on this machine, each figure beside the bare cost of the same work in the
//! same run. Absolute numbers belong to the machine; the ratios are what counts.

mod bare;
mod page;
mod process;
mod sends;

use std::{env, time::Duration};

/// How long each load runs.
const SECONDS: u64 = 5;
/// Clients that send at the same time, each in a conversation of its own.
const CLIENTS: usize = 64;

#[tokio::main]
async fn main() {
    let time = Duration::from_secs(
        env::var("DOCENT_BENCH_SECONDS").ok().and_then(|n| n.parse().ok()).unwrap_or(SECONDS),
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sqlite = format!("sqlite:{}", folder.path().join("sends.sqlite").display());
    let mut stores = vec![("SQLite", sqlite)];
    if let Ok(url) = env::var("DOCENT_TEST_POSTGRES") {
        stores.push(("PostgreSQL", url));
    }
    println!("\nSends, {CLIENTS} clients, {} s each, acknowledged as durable", time.as_secs());
    println!(
        "{:<12} {:>10} {:>9} {:>9} {:>16} {:>12} {:>7}",
        "", "sends/s", "p50 ms", "p99 ms", "commits/send", "bare/s", "ratio"
    );
    for (name, url) in stores {
        let ours = sends::measure(&url, CLIENTS, time).await;
        let bare = bare::measure(&url, CLIENTS, time).await;
        println!(
            "{name:<12} {:>10.0} {:>9.2} {:>9.2} {:>16.3} {:>12.0} {:>7.2}",
            ours.rate,
            ours.p50,
            ours.p99,
            ours.commits_per_send,
            bare,
            ours.rate / bare
        );
    }
    process::report().await;
    page::report().await;
}
