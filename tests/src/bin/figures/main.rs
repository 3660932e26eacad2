//! `cargo xtask bench` runs this: what the server can do on this machine, each figure beside the bare cost of the same work in the
//! same run. Absolute numbers belong to the machine; the ratios are what counts. Arguments name parts: `sends`, `process`, `page`, and
//! `reports`, `audience`, `lists` and `large`, which take long and run only when they are named.

mod audience;
mod bare;
mod echo;
mod filled;
mod large;
mod lists;
mod page;
mod process;
mod reports;
mod sends;

use std::{env, time::Duration};

/// What a slower disk takes longer for each commit.
const SLOW_DISK: Duration = Duration::from_millis(5);

/// How long each load runs.
const SECONDS: u64 = 5;
/// Clients that send at the same time, each in a conversation of its own.
const CLIENTS: [usize; 2] = [64, 512];

/// How long something is measured, unless `DOCENT_BENCH_SECONDS` says otherwise for everything.
fn lasting(seconds: u64) -> Duration {
    let said = env::var("DOCENT_BENCH_SECONDS").ok().and_then(|number| number.parse().ok());
    Duration::from_secs(said.unwrap_or(seconds))
}

#[tokio::main]
async fn main() {
    let asked: Vec<String> = env::args().skip(1).collect();
    if let [echo, port] = &asked[..]
        && echo == "echo"
    {
        return echo::serve(port.parse().expect("a port")).await;
    }
    let is_asked = |part: &str| asked.is_empty() || asked.iter().any(|name| name == part);
    if is_asked("sends") {
        sending().await;
    }
    if is_asked("process") {
        process::report().await;
    }
    if is_asked("page") {
        page::report().await;
    }
    if asked.iter().any(|name| name == "reports") {
        reports::report().await;
    }
    if asked.iter().any(|name| name == "audience") {
        audience::report().await;
    }
    if asked.iter().any(|name| name == "lists") {
        lists::report().await;
    }
    if asked.iter().any(|name| name == "large") {
        large::report().await;
    }
}

async fn sending() {
    let time = lasting(SECONDS);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sqlite = format!("sqlite:{}", folder.path().join("sends.sqlite").display());
    let slow = format!("sqlite:{}", folder.path().join("slow.sqlite").display());
    let mut stores = vec![("SQLite", sqlite, None), ("SQLite, fsync + 5 ms", slow, Some(SLOW_DISK))];
    if let Ok(url) = env::var("DOCENT_TEST_POSTGRES") {
        stores.push(("PostgreSQL", url, None));
    }
    println!("\nSends, {} s each, acknowledged as durable", time.as_secs());
    println!(
        "{:<21} {:>7} {:>10} {:>9} {:>9} {:>16} {:>12} {:>7}",
        "", "clients", "sends/s", "p50 ms", "p99 ms", "commits/send", "bare/s", "ratio"
    );
    for ((name, url, delay), clients) in
        stores.iter().flat_map(|store| CLIENTS.map(|clients| (store.clone(), clients)))
    {
        let ours = sends::measure(&url, clients, time, delay).await;
        let bare = bare::measure(&url, clients, time, delay).await;
        println!(
            "{name:<21} {clients:>7} {:>10.0} {:>9.2} {:>9.2} {:>16.3} {:>12.0} {:>7.2}",
            ours.rate,
            ours.p50,
            ours.p99,
            ours.commits_per_send,
            bare,
            ours.rate / bare
        );
    }
}
