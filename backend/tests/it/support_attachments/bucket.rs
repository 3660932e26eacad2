//! Files in a bucket instead of a folder.

use super::{
    Got, HOUR, PNG, address, args_of, ask, files, post,
    s3::{self, S3},
    staged, upload,
};
use crate::{
    store::place::Place,
    talk::{NOBODY, Talk, by_visitor},
    world::World,
};
use axum::{body::Body, http::StatusCode};
use docent::{
    domain::media,
    outside::files::{Bucket, Files, Settings},
    store::Store,
};
use serde_json::json;
use shared::id::Uuid;

/// The test on each store, with a bucket of its own.
async fn on_each(test: impl AsyncFn(Talk<'_>, &S3)) {
    let run = async |place: &Place| {
        let (server, settings) = S3::start().await;
        with(place, settings, async |world: &World| test(Talk::of(world).await, &server).await).await;
    };
    Place::file().run(async |place| run(place).await).await;
    if let Some(database) = Place::database().await {
        database.run(async |place| run(place).await).await;
    }
}

async fn with(place: &Place, settings: Settings, test: impl AsyncFn(&World)) {
    let store = Store::open(&place.location).await.unwrap();
    let incoming = tempfile::tempdir().unwrap();
    let bucket = Bucket::new(settings).ok().unwrap();
    let world = World::keeping(store.clone(), Files::in_bucket(bucket, incoming.path().into())).await;
    test(&world).await;
    store.close().await;
}

async fn get(talk: &Talk<'_>, link: &str, headers: &[(&str, &str)]) -> Got {
    ask(talk, "GET", link, headers, Body::empty()).await
}

#[tokio::test]
async fn a_file_goes_into_the_bucket_and_comes_back_whole_and_in_parts() {
    on_each(async |talk, bucket| {
        let made = upload(&talk, NOBODY, Some(&talk.ana), "digits.txt", b"0123456789").await;
        let id = made["attachmentId"].as_str().unwrap();
        assert_eq!(bucket.keys(), [format!("docent/{id}")]);
        assert_eq!(files(&talk), 0, "nothing lies in a folder");
        let link = talk.app.link(id.parse().unwrap());
        let whole = get(&talk, &link, &[]).await;
        assert_eq!((whole.status, whole.body.as_ref()), (StatusCode::OK, &b"0123456789"[..]));
        let part = get(&talk, &link, &[("range", "bytes=7-")]).await;
        assert_eq!((part.status, part.body.as_ref()), (StatusCode::PARTIAL_CONTENT, &b"789"[..]));
        assert_eq!(part.headers["content-range"], "bytes 7-9/10");
        bucket.lose(&format!("docent/{id}"));
        assert_eq!(get(&talk, &link, &[]).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn bytes_in_the_bucket_are_not_exchanged_and_an_empty_file_is_one() {
    on_each(async |talk, bucket| {
        let address = address(&talk, NOBODY, Some(&talk.ana)).await;
        let id = post(&talk, &address, PNG).await;
        let again = ask(&talk, "POST", &address, &[], b"other".to_vec()).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let key = format!("docent/{}", id.as_str().unwrap());
        assert_eq!(bucket.bytes(&key).as_deref(), Some(PNG));
        // Whoever gets past that, at the same time, meets the bucket.
        let files = talk.app.files();
        let mut second = files.begin().await.unwrap();
        second.write(b"other").await.unwrap();
        let refused = files.keep(id.as_str().unwrap().parse::<Uuid>().unwrap(), second).await.unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
        assert_eq!(bucket.bytes(&key).as_deref(), Some(PNG));
        let empty = Uuid::from_u128(7);
        files.keep(empty, files.begin().await.unwrap()).await.unwrap();
        let pieces: Vec<_> = futures_util::StreamExt::collect(files.read(empty, 0..0).await.unwrap()).await;
        assert!(pieces.is_empty());
        let missing = files.read(Uuid::from_u128(8), 0..0).await.err().unwrap();
        assert_eq!(missing.kind(), std::io::ErrorKind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn what_is_erased_or_was_never_attached_leaves_the_bucket() {
    on_each(async |talk, bucket| {
        let c = talk.begun().await;
        let mut message = by_visitor(&talk.ana, &c, "");
        message["attachmentIds"] = json!([staged(&talk).await]);
        talk.call(NOBODY, "messages:send", message).await.unwrap();
        staged(&talk).await;
        assert_eq!(bucket.keys().len(), 2);
        talk.clock.advance(2 * HOUR);
        assert_eq!(media::expired(&talk.app).await.unwrap(), 1);
        assert_eq!(bucket.keys().len(), 1, "nobody attached it in time");
        talk.call(&talk.ben, "visitors:eraseData", json!({"visitorId": talk.ana.id})).await.unwrap();
        assert_eq!(bucket.keys(), [""; 0]);
        // What is gone already is no trouble.
        talk.app.files().remove(Uuid::from_u128(9)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_bucket_that_is_in_trouble_takes_no_half_of_a_file_and_is_said_in_the_log_alone() {
    on_each(async |talk, bucket| {
        let address = address(&talk, NOBODY, Some(&talk.ana)).await;
        bucket.will_answer(Some(StatusCode::FORBIDDEN));
        let refused = ask(&talk, "POST", &address, &[], PNG.to_vec()).await;
        assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!String::from_utf8_lossy(&refused.body).contains("bucket"), "{}", refused.json());
        bucket.will_answer(None);
        assert_eq!(bucket.keys(), [""; 0]);
        // The same address takes it when the bucket is well again.
        let mut args = args_of(&talk, Some(&talk.ana));
        args["storageId"] = post(&talk, &address, PNG).await;
        args["fileName"] = json!("chart.png");
        let made = talk.call(NOBODY, "supportAttachments:finalizeUpload", args).await.unwrap();
        let link = talk.app.link(made["attachmentId"].as_str().unwrap().parse().unwrap());
        bucket.will_answer(Some(StatusCode::FORBIDDEN));
        assert_eq!(get(&talk, &link, &[]).await.status, StatusCode::INTERNAL_SERVER_ERROR);
        talk.clock.advance(2 * HOUR);
        assert!(media::expired(&talk.app).await.is_err());
        bucket.will_answer(None);
        assert_eq!(media::expired(&talk.app).await.unwrap(), 1, "its row was kept until its bytes could go");
        assert_eq!(bucket.keys(), [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_bucket_that_is_away_or_has_other_keys_is_an_error_that_says_why() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let incoming = tempfile::tempdir().unwrap();
    let files =
        |settings: Settings| Files::in_bucket(Bucket::new(settings).ok().unwrap(), incoming.path().into());
    let keeping = async |settings: Settings| {
        let files = files(settings);
        let why = files.keep(Uuid::from_u128(1), files.begin().await.unwrap()).await.unwrap_err().to_string();
        assert!(why.contains("the bucket cannot be used") && !why.contains(s3::SECRET), "{why}");
    };
    keeping(s3::settings(&format!("http://{closed}"))).await;
    let (server, settings) = S3::start().await;
    keeping(Settings { secret_key: Some("another".into()), ..settings.clone() }).await;
    assert_eq!((server.requests(), server.keys().len()), (1, 0), "a refusal is not asked for again");
    // A fault that passes is.
    server.will_answer(Some(StatusCode::SERVICE_UNAVAILABLE));
    let healing = server.clone();
    let healed = tokio::spawn(async move {
        while healing.requests() < 2 {
            tokio::task::yield_now().await;
        }
        healing.will_answer(None);
    });
    let files = files(settings);
    let mut incoming = files.begin().await.unwrap();
    incoming.write(b"bytes").await.unwrap();
    files.keep(Uuid::from_u128(2), incoming).await.unwrap();
    healed.await.unwrap();
    assert_eq!(server.keys().len(), 1);
}

#[tokio::test]
async fn a_backup_takes_files_out_of_a_bucket_and_puts_them_into_one() {
    let (server, settings) = S3::start().await;
    let incoming = tempfile::tempdir().unwrap();
    let files = Files::in_bucket(Bucket::new(settings).ok().unwrap(), incoming.path().into());
    assert!(files.ids().await.unwrap().is_empty());
    let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    files.copy_in(one, b"bytes").await.unwrap();
    files.copy_in(one, b"bytes again").await.unwrap();
    files.copy_in(other, b"").await.unwrap();
    assert_eq!(files.ids().await.unwrap(), [one, other]);
    assert_eq!(files.copy_out(one).await.unwrap().as_deref(), Some(&b"bytes again"[..]));
    assert_eq!(files.copy_out(Uuid::from_u128(3)).await.unwrap(), None);
    assert_eq!(server.keys().len(), 2);
}
