//! A NATS that is away, and what the server says of it.

use crate::{
    process::{PATIENCE, Server, url_of},
    store::place::Place,
};
use std::process::Stdio;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    net::TcpListener,
    process::{ChildStderr, Command},
    time::timeout,
};

/// Reads on until a line holds these words; answers all that was read.
async fn until(log: &mut Lines<BufReader<ChildStderr>>, words: &str) -> Vec<String> {
    let mut read = Vec::new();
    timeout(PATIENCE, async {
        while !read.last().is_some_and(|line: &String| line.contains(words)) {
            read.push(log.next_line().await.unwrap().expect("the server goes on"));
        }
    })
    .await
    .unwrap_or_else(|_| panic!("{words:?} was not said: {read:?}"));
    read
}

/// Lines at level WARN or ERROR, but for one that each binary without assets begins with.
fn complaints(lines: &[String]) -> Vec<&String> {
    let is_bad = |line: &&String| line.contains("WARN") || line.contains("ERROR");
    lines.iter().filter(is_bad).filter(|line| !line.contains("no widget")).collect()
}

#[tokio::test]
async fn that_nats_is_away_and_why_is_said_once_and_once_that_it_is_back() {
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let nowhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = nowhere.local_addr().unwrap();
            let url = format!("nats://{address}");
            // Whoever connects is cut off, which is an attempt that fails.
            let attempts = async {
                for _ in 0..8 {
                    drop(timeout(PATIENCE, nowhere.accept()).await.expect("it tries again"));
                }
            };
            let database = url_of(place);
            let arguments = ["--database", &database, "--nats", &url];
            let (mut server, ()) = tokio::join!(Server::start(&arguments), attempts);
            drop(nowhere);
            let mut log = BufReader::new(server.process.stderr.take().unwrap()).lines();
            let mut said = until(&mut log, "trying again").await;
            if std::env::var_os("DOCENT_TEST_NATS").is_some() {
                let mut nats = Command::new("nats-server");
                nats.args(["-a", "127.0.0.1", "-p", &address.port().to_string()]);
                nats.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
                let mut running = nats.spawn().unwrap();
                said.extend(until(&mut log, "other nodes are heard at once").await);
                assert_eq!(complaints(&said).len(), 1, "{said:#?}");
                running.kill().await.unwrap();
                said = until(&mut log, "other nodes are not heard").await;
                running = nats.spawn().unwrap();
                said.extend(until(&mut log, "other nodes are heard at once").await);
                assert!(complaints(&said).len() <= 2, "{said:#?}");
                drop(running);
            }
            server.stop().await;
        })
        .await;
}
