//! What an operator sees of a running server: readiness, a full disk, ids of requests.

use crate::{
    commands::shop::Shop,
    process::{PATIENCE, Server, serve},
    wire::client::{self, World},
};

use serde_json::{Value, json};
use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{process::Command, time::sleep};

async fn ready(server: &client::Server) -> (u16, Value) {
    let (status, _, body) = server.request("GET /readyz", "", b"").await;
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn readiness_names_each_check_and_a_server_that_stops_is_not_ready_at_once() {
    World::run(async |world| {
        let all_well = json!({ "ready": true, "checks": { "store": "ok", "disk": "ok", "nodes": "ok" } });
        assert_eq!(ready(world).await, (200, all_well));
        world.app.live().sockets().drain(Duration::from_secs(1)).await;
        let stopping = json!({ "ready": false, "checks": { "stopping": "the server is stopping" } });
        assert_eq!(ready(world).await, (503, stopping));
        assert_eq!(world.request("GET /healthz", "", b"").await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn a_server_with_too_little_space_or_a_closed_store_is_not_ready() {
    World::run(async |world| {
        world.app.readiness().watch_space(Path::new("/"), u64::MAX);
        let (status, report) = ready(world).await;
        let disk = report["checks"]["disk"].as_str().unwrap();
        assert!(status == 503 && disk.ends_with("MiB are left in the data folder"), "{report}");
        assert_eq!(report["checks"]["store"], "ok");
        world.app.store().close().await;
        // An answer is good for a second.
        sleep(Duration::from_millis(1100)).await;
        assert_eq!(ready(world).await.1["checks"]["store"], "nothing can be written");
    })
    .await;
}

/// Sets how large a file of a running process may become, in bytes.
async fn limit_files(process: u32, bytes: &str) {
    let limit =
        Command::new("prlimit").args([format!("--pid={process}"), format!("--fsize={bytes}:")]).status();
    assert!(limit.await.unwrap().success());
}

#[tokio::test]
async fn on_a_full_disk_a_send_is_refused_reads_go_on_and_it_works_again_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let (command, address) = serve(folder.path(), &[]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(env!("CARGO_BIN_EXE_docent"));
    shell.args(command.as_std().get_args()).stdin(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let server = Server::of(shell, address, folder.path()).await;
    let shop = Shop::at(server).await;
    let process = shop.server.process.id().unwrap();
    let readyz = || client::request(shop.server.address, "GET /readyz", "", b"");
    assert_eq!(readyz().await.0, 200);

    limit_files(process, "600000").await;
    let mut sent = shop.ben_reads().await;
    let started = Instant::now();
    let refusal = loop {
        let content = format!("{} {}", sent.len(), "x".repeat(4000));
        match shop.ana_says(&content).await {
            Ok(_) => sent.push(content),
            Err(refusal) => break refusal,
        }
        assert!(started.elapsed() < PATIENCE, "the disk never was full");
    };
    // A file that may not grow is an I/O error to SQLite; only a device without space is "its disk is full".
    assert_eq!(refusal["errorMessage"], "Internal server error");
    assert_eq!(shop.ben_reads().await, sent, "reads go on, and nothing is half-written");
    // What is left of the file may hold less than a message and more than a probe.
    limit_files(process, "1000").await;
    sleep(Duration::from_millis(1100)).await;
    let (status, _, body) = readyz().await;
    assert_eq!(status, 503);
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["checks"]["store"], "nothing can be written");

    limit_files(process, "unlimited").await;
    shop.ana_says("Now?").await.unwrap();
    sent.push("Now?".into());
    assert_eq!(shop.ben_reads().await, sent);
    sleep(Duration::from_millis(1100)).await;
    assert_eq!(readyz().await.0, 200);
}

fn id_of(head: &str) -> &str {
    head.split("x-request-id: ").nth(1).expect("an id").split("\r\n").next().unwrap()
}

#[tokio::test]
async fn every_answer_has_an_id_and_only_a_trusted_proxy_gives_one() {
    let given = "X-Request-Id: proxy-1.2_3\r\n";
    let ask = async |server: &Server, headers: &str| {
        client::request(server.address, "GET /healthz", headers, b"").await.1
    };
    let alone = Server::start(&[]).await;
    let (one, two) = (ask(&alone, given).await, ask(&alone, given).await);
    assert!(id_of(&one) != "proxy-1.2_3" && id_of(&one) != id_of(&two), "{one}");
    let behind = Server::start(&["--trusted-proxies", "127.0.0.1"]).await;
    assert_eq!(id_of(&ask(&behind, given).await), "proxy-1.2_3");
    for wrong in ["", "a b", "a\"b", &"x".repeat(65)] {
        let answer = ask(&behind, &format!("X-Request-Id: {wrong}\r\n")).await;
        assert_eq!(id_of(&answer).len(), 16, "{wrong}");
    }
}

#[tokio::test]
async fn an_error_of_ours_shows_the_id_that_its_log_lines_have_and_no_token() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::at(folder.path(), &["--trusted-proxies", "127.0.0.1"]).await;
    let headers = "X-Request-Id: find-me\r\nAuthorization: Bearer secret-token\r\n";
    let (status, ..) = client::request(server.address, "GET /readyz?token=secret-token", headers, b"").await;
    assert_eq!(status, 200);
    server.stop().await;
    server.end(PATIENCE).await;

    let mut server =
        Server::at(folder.path(), &["--trusted-proxies", "127.0.0.1", "--least-space", "999999999999"]).await;
    let (status, head, _) =
        client::request(server.address, "GET /readyz?token=secret-token", headers, b"").await;
    assert_eq!((status, id_of(&head)), (503, "find-me"));
    server.stop().await;
    let (_, said) = server.end(PATIENCE).await;
    let line = said.lines().find(|line| line.contains("an error of ours")).expect("it is logged");
    assert!(line.contains("find-me") && line.contains("/readyz"), "{line}");
    assert!(!said.contains("secret-token"), "{said}");
}
