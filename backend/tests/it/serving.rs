//! `docent serve` as a process of its own: what keeps it from starting, how it starts beside another, and how it stops.

mod health;

use crate::{
    process::{PATIENCE, Server, serve, url_of},
    store::place::{Place, each_store},
};
use docent::store::{Migration, Options, Store, migrations::MIGRATIONS};
use std::{net::TcpListener, time::Duration};
use tokio::{process::Command, time::timeout};

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
