//! `docent serve` as a process of its own: what keeps it from starting, how it starts beside another, and how it stops.

mod health;

use crate::{
    process::{PATIENCE, Server, serve, url_of},
    store::place::{Place, each_store},
};
use docent::store::{Migration, Options, Store, migrations::MIGRATIONS};
use std::{
    fs,
    net::TcpListener,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::Command,
    time::{sleep, timeout},
};

const HALF_A_HEAD: &str = "GET /healthz HTTP/1.1\r\nHost: docent.test\r\nX-Half: ";
const HALF_A_BODY: &str =
    "POST /api/query HTTP/1.1\r\nHost: docent.test\r\nContent-Length: 100\r\n\r\n{\"path\":";

#[tokio::test]
async fn a_request_that_is_never_finished_does_not_keep_a_server_from_stopping() {
    let mut server = Server::start(&[]).await;
    let _stuck = [server.half_send(HALF_A_HEAD).await, server.half_send(HALF_A_BODY).await];
    server.stop().await;
    let (ended_well, said) = server.end(PATIENCE).await;
    assert!(ended_well, "{said}");
}

#[tokio::test]
async fn a_second_signal_ends_a_server_at_once() {
    let mut server = Server::start(&[]).await;
    let _stuck = server.half_send(HALF_A_BODY).await;
    server.stop().await;
    server.deafens().await;
    server.stop().await;
    let (ended_well, said) = server.end(Duration::from_secs(5)).await;
    assert!(!ended_well && said.contains("told to stop a second time"), "{said}");
}

#[tokio::test]
async fn one_sqlite_file_is_served_by_one_process_however_it_is_named() {
    let first = Server::start(&[]).await;
    let url = format!("sqlite:{}", first.data.join("docent.sqlite").display());
    let elsewhere = tempfile::tempdir().unwrap();
    for second in [serve(elsewhere.path(), &["--database", &url]), serve(&first.data, &[])] {
        refuses(second.0, &["another docent uses the database", "docent.sqlite", "choose another folder"])
            .await;
    }
}

/// Asserts that a server does not start, and that it says why.
async fn refuses(mut command: Command, words: &[&str]) {
    let refused = timeout(PATIENCE, command.output()).await.expect("it ends in time").unwrap();
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    for word in words {
        assert!(said.contains(word), "{word} is not in: {said}");
    }
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (command, address) = serve(folder.path(), &[]);
    let _other = TcpListener::bind(address).unwrap();
    let words = [&address.to_string(), "another program uses it", "choose another with --listen"];
    refuses(command, &words).await;
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file");
    std::fs::write(&file, "no folder").unwrap();
    for data in [file.clone(), file.join("data")] {
        refuses(serve(&data, &[]).0, &["a file", "cannot be used", "choose another with --data"]).await;
    }
    // A folder in the database's place cannot be opened as one, whoever asks.
    std::fs::create_dir_all(folder.path().join("data").join("docent.sqlite")).unwrap();
    let data = folder.path().join("data");
    refuses(serve(&data, &[]).0, &["docent.sqlite", "cannot be opened", "belongs to this user"]).await;
}

#[tokio::test]
async fn how_long_sockets_may_take_to_say_goodbye_is_the_operators_choice() {
    // A client that never answers a goodbye, for which the server would wait four seconds.
    let silent = "GET /api/1.48.0/sync HTTP/1.1\r\nHost: docent.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                  Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    let mut server = Server::start(&["--drain", "0"]).await;
    let mut socket = TcpStream::connect(server.address).await.unwrap();
    socket.write_all(silent.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    socket.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 101");
    let told = Instant::now();
    server.stop().await;
    let (ended_well, said) = server.end(PATIENCE).await;
    assert!(ended_well && told.elapsed() < Duration::from_secs(4), "{:?}: {said}", told.elapsed());
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    const NEXT: Migration = Migration { file: "9999_next.sql", sql: "CREATE TABLE next (n BIGINT);" };
    each_store(async |place: &Place| {
        let folder = tempfile::tempdir().unwrap();
        let migrations: Vec<Migration> = MIGRATIONS.iter().copied().chain([NEXT]).collect();
        let options = Options { migrations: migrations.leak(), ..Options::default() };
        Store::open_with(&place.location, &options).await.unwrap().close().await;
        let database = url_of(place);
        let words = ["migration 9999", "upgraded by a newer version", "restore a backup"];
        refuses(serve(folder.path(), &["--database", &database]).0, &words).await;
    })
    .await;
}

#[tokio::test]
async fn a_server_may_open_as_many_files_as_the_system_allows() {
    let server = Server::limited("-Sn 64").await;
    let limits = fs::read_to_string(format!("/proc/{}/limits", server.process.id().unwrap())).unwrap();
    let files = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    let [soft, hard] = files.split_whitespace().take(2).collect::<Vec<_>>()[..] else { panic!("{files}") };
    assert_eq!(soft, hard);
    assert_ne!(soft, "64");
}

#[tokio::test]
async fn a_server_with_no_file_for_one_more_connection_serves_those_it_has_and_rests() {
    let server = Server::limited("-n 80").await;
    let mut first = TcpStream::connect(server.address).await.unwrap();
    is_well(&mut first).await;
    let mut others = Vec::new();
    for _ in 0..120 {
        others.push(TcpStream::connect(server.address).await.unwrap());
    }
    let folder = format!("/proc/{}", server.process.id().unwrap());
    timeout(PATIENCE, async {
        while fs::read_dir(format!("{folder}/fd")).unwrap().count() < 80 {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("it takes what it can");
    let before = worked(&folder);
    sleep(Duration::from_secs(2)).await;
    let ticks = worked(&folder) - before;
    assert!(ticks < 50, "{ticks} hundredths of a second of work in two seconds");
    is_well(&mut first).await;
    drop(others);
    is_well(&mut TcpStream::connect(server.address).await.unwrap()).await;
}

/// A request on a connection that stays open.
async fn is_well(stream: &mut TcpStream) {
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: docent.test\r\n\r\n").await.unwrap();
    let mut answer = [0; 1024];
    let read = timeout(PATIENCE, stream.read(&mut answer)).await.expect("an answer in time").unwrap();
    assert!(answer[..read].starts_with(b"HTTP/1.1 200"), "{:?}", String::from_utf8_lossy(&answer[..read]));
}

/// How long a process has worked so far, in hundredths of a second (proc_pid_stat(5): utime and stime).
fn worked(folder: &str) -> u64 {
    let stat = fs::read_to_string(format!("{folder}/stat")).unwrap();
    let (_, after_name) = stat.rsplit_once(") ").unwrap();
    after_name.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum()
}
