//! Live queries while the store is not well: what is known stays known, and what may have been written is looked at again.

use super::{START, add, next, notes, subscribe, text, world};
use crate::store::place::{Place, each_store};
use docent::{
    core::{Caller, Clock, Topic},
    store::Location,
};
use notes::{ANNOUNCED, Announce, FAULTY};
use serde_json::json;
use shared::id::Uuid;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream},
    time::sleep,
};

#[tokio::test]
async fn a_store_that_fails_for_a_while_leaves_every_answer_as_it_was_until_it_is_well_again() {
    const BOARD: Uuid = Uuid::from_u128(0xfa01);
    each_store(async |place| {
        let app = world(place).await;
        let count = subscribe(&app, &Caller::NOBODY, "notes:flaky", json!({ "board": BOARD }));
        let none = next(&count, None).await;
        FAULTY.lock().unwrap().insert(BOARD);
        add(&app, BOARD, "a").await;
        sleep(Duration::from_millis(600)).await;
        assert!(Arc::ptr_eq(&count.latest().unwrap(), &none), "the last answer is kept");
        assert!(count.answer_at(app.board().now()).is_none(), "and it is not taken for a new one");
        FAULTY.lock().unwrap().remove(&BOARD);
        assert_eq!(text(&*next(&count, Some(&none)).await), "1");
        app.store().close().await;
    })
    .await;
}

#[tokio::test]
async fn a_fault_that_stays_is_told_and_what_comes_after_it_too() {
    const BOARD: Uuid = Uuid::from_u128(0xfa02);
    each_store(async |place| {
        let app = world(place).await;
        FAULTY.lock().unwrap().insert(BOARD);
        let count = subscribe(&app, &Caller::NOBODY, "notes:flaky", json!({ "board": BOARD }));
        let fault = next(&count, None).await;
        assert_eq!(text(&fault), "Internal server error");
        FAULTY.lock().unwrap().remove(&BOARD);
        assert_eq!(text(&*next(&count, Some(&fault)).await), "0");
        app.store().close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_row_changes_after_the_commit_alone() {
    const BOARD: Uuid = Uuid::from_u128(0xfa03);
    each_store(async |place| {
        let app = world(place).await;
        let announced = || ANNOUNCED.lock().unwrap().iter().filter(|board| **board == BOARD).count();
        let (before, since) = (announced(), app.board().now());
        app.mutate(&Caller::NOBODY, Announce { board: BOARD, fails: true }).await.unwrap_err();
        assert_eq!(announced(), before, "a mutation that fails announces nothing");
        app.mutate(&Caller::NOBODY, Announce { board: BOARD, fails: false }).await.unwrap();
        assert_eq!(announced(), before + 1);
        assert!(app.board().has_moved(&Topic::new("notes", BOARD), since), "its readers are woken");
        app.store().close().await;
    })
    .await;
}

#[tokio::test]
async fn a_database_that_was_restarted_is_found_again_and_no_answer_was_lost() {
    const BOARD: Uuid = Uuid::from_u128(0xfa05);
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let (app, other) = (world(place).await, world(place).await);
            let list = subscribe(&app, &Caller::NOBODY, "notes:list", json!({ "board": BOARD }));
            let empty = next(&list, None).await;
            // As a restart does: every connection of the server ends.
            let kill = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()";
            let mut snapshot = other.store().snapshot().await.unwrap();
            let (ended,): (i64,) = snapshot.query(kill).fetch_one().await.unwrap();
            assert!(ended >= 2);
            assert!(Arc::ptr_eq(&list.latest().unwrap(), &empty));
            add(&app, BOARD, "a").await;
            assert_eq!(text(&*next(&list, Some(&empty)).await), r#"["a"]"#);
        })
        .await;
}

/// Passes everything on to the database until a client commits: that reaches the database, but its answer never comes back.
async fn cut_the_next_commit(mut client: TcpStream, database: String, is_armed: Arc<AtomicBool>) {
    let server = TcpStream::connect(database).await.unwrap();
    let (mut from_server, mut to_server) = server.into_split();
    let (mut from_client, mut to_client) = client.split();
    let asking = async {
        let mut buffer = vec![0; 65536];
        loop {
            let read = from_client.read(&mut buffer).await.unwrap_or(0);
            if read == 0 || to_server.write_all(&buffer[..read]).await.is_err() {
                return;
            }
            let commits = buffer[..read].windows(7).any(|word| word == b"COMMIT\0");
            if commits && is_armed.swap(false, Ordering::SeqCst) {
                return;
            }
        }
    };
    let answering = async {
        let _ = copy(&mut from_server, &mut to_client).await;
    };
    tokio::select! {
        () = asking => (),
        () = answering => (),
    }
    // So that the database has heard all of it.
    sleep(Duration::from_millis(300)).await;
}

#[tokio::test]
async fn what_was_committed_although_its_answer_was_lost_is_seen_by_its_readers() {
    const BOARD: Uuid = Uuid::from_u128(0xfa04);
    let Some(place) = Place::database().await else { return };
    place
        .run(async |place| {
            let Location::Postgres(options) = &place.location else { panic!("it is a database") };
            let database = format!("{}:{}", options.get_host(), options.get_port());
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let port = listener.local_addr().unwrap().port();
            let is_armed = Arc::new(AtomicBool::new(false));
            let arm = is_armed.clone();
            let relay = tokio::spawn(async move {
                while let Ok((client, _)) = listener.accept().await {
                    tokio::spawn(cut_the_next_commit(client, database.clone(), is_armed.clone()));
                }
            });
            let relayed = Location::Postgres(Box::new((**options).clone().port(port)));
            let app = notes::open(&relayed, Clock::held(START)).await;
            let list = subscribe(&app, &Caller::NOBODY, "notes:list", json!({ "board": BOARD }));
            let empty = next(&list, None).await;
            arm.store(true, Ordering::SeqCst);
            let lost = app.mutate(&Caller::NOBODY, notes::Add { board: BOARD, body: "a".into() }).await;
            let lost = lost.unwrap_err().to_string();
            assert!(lost.contains("not known whether"), "{lost}");
            assert_eq!(text(&*next(&list, Some(&empty)).await), r#"["a"]"#);
            relay.abort();
        })
        .await;
}
