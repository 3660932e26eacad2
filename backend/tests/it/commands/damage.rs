//! Backups that are damaged, places that are not empty, and restores that are cut off.

use super::{Folder, another, back_up, restore, rows, shop::Shop};
use crate::{
    process::{PATIENCE, docent, run, url_of},
    store::place::{Place, each_store},
};
use docent::store::{Location, Store};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use std::{
    fs::{self, File},
    io::Read,
    path::Path,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// Whether a place is as if nothing had ever been restored into it.
async fn is_untouched(place: &Place) -> bool {
    match &place.location {
        Location::Sqlite(path) => !path.exists() && !path.with_added_extension("restoring").exists(),
        Location::Postgres(server) => {
            let mut connection = PgConnection::connect_with(server).await.unwrap();
            let sql = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = CURRENT_SCHEMA";
            sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut connection).await.unwrap() == 0
        }
    }
}

/// The archive with every member passed through `change`.
fn rewritten(from: &Path, to: &Path, change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) {
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(from).unwrap()));
    let mut written = tar::Builder::new(GzEncoder::new(File::create(to).unwrap(), Compression::fast()));
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().to_string_lossy().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let Some(content) = change(&path, content) else { continue };
        let mut header = entry.header().clone();
        header.set_size(content.len() as u64);
        written.append_data(&mut header, &path, content.as_slice()).unwrap();
    }
    written.into_inner().unwrap().finish().unwrap();
}

fn with_manifest(key: &'static str, value: Value) -> impl Fn(&str, Vec<u8>) -> Option<Vec<u8>> {
    move |path, content| match path {
        "manifest.json" => {
            let mut manifest: Value = serde_json::from_slice(&content).unwrap();
            manifest[key] = value.clone();
            Some(manifest.to_string().into_bytes())
        }
        _ => Some(content),
    }
}

#[tokio::test]
async fn a_damaged_backup_is_refused_before_anything_is_written() {
    each_store(async |place| {
        let folder = Folder::new();
        let shop = Shop::open(place, &folder.path("data")).await;
        let whole = folder.path("whole.tar.gz");
        back_up(place, &shop.server.data, &whole).await;
        let bytes = fs::read(&whole).unwrap();
        let damaged = |name: &str, bytes: &[u8]| fs::write(folder.path(name), bytes).unwrap();
        damaged("cut", &bytes[..bytes.len() / 2]);
        damaged("empty", &[]);
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        damaged("flipped", &flipped);
        rewritten(&whole, &folder.path("changed"), |path, mut content| {
            if path.starts_with("tables/messages/") {
                content[0] ^= 1;
            }
            Some(content)
        });
        rewritten(&whole, &folder.path("fewer"), |path, content| {
            (!path.starts_with("tables/messages/")).then_some(content)
        });
        rewritten(&whole, &folder.path("headless"), |path, content| {
            (path != "manifest.json").then_some(content)
        });
        rewritten(&whole, &folder.path("newer form"), with_manifest("format", json!(3)));
        rewritten(&whole, &folder.path("newer schema"), with_manifest("migration", json!(9999)));
        let target = another(place).await;
        target
            .run(async |target| {
                for (name, words) in [
                    ("cut", "is damaged or no backup"),
                    ("empty", "is damaged or no backup"),
                    ("flipped", "is damaged or no backup"),
                    ("changed", "tables/messages/000001 is missing or has another content"),
                    ("fewer", "tables/messages/000001 is missing or has another content"),
                    ("headless", "its end is missing"),
                    ("newer form", "made by a newer version (format 3"),
                    ("newer schema", "at migration 9999"),
                    ("nowhere", "there is no backup"),
                ] {
                    let data = folder.path("target");
                    let (is_done, said) = restore(&folder.path(name), target, &data).await;
                    assert!(!is_done && said.contains(words), "{name}: {said}");
                    assert!(!data.exists() && is_untouched(target).await, "{name}");
                    let mut verify = docent(&["restore", "--verify-only"]);
                    verify.arg(folder.path(name)).current_dir(folder.0.path());
                    let (is_whole, said) = run(verify).await;
                    assert!(!is_whole && said.contains(words), "{name}: {said}");
                }
                let mut verify = docent(&["restore", "--verify-only"]);
                verify.arg(&whole).current_dir(folder.0.path());
                let (is_whole, said) = run(verify).await;
                assert!(is_whole && said.contains("is whole"), "{said}");
                assert!(is_untouched(target).await);
            })
            .await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_restored_over_what_is_there() {
    each_store(async |place| {
        let folder = Folder::new();
        let shop = Shop::open(place, &folder.path("data")).await;
        let backup = folder.path("backup.tar.gz");
        back_up(place, &shop.server.data, &backup).await;
        let before = fs::read(&backup).unwrap();
        let mut again = docent(&["backup", "--database", &url_of(place)]);
        again.arg(&backup);
        let (is_done, said) = run(again).await;
        assert!(!is_done && said.contains("there is such a file already"), "{said}");
        assert_eq!(fs::read(&backup).unwrap(), before);

        shop.server.stop().await;
        shop.server.deafens().await;
        let kept = rows(place).await;
        let target = another(place).await;
        target
            .run(async |target| {
                let data = folder.path("target");
                fs::create_dir(&data).unwrap();
                fs::write(data.join("secret"), "another secret, of another server, long enough").unwrap();
                let (is_done, said) = restore(&backup, target, &data).await;
                assert!(!is_done && said.contains("is another secret"), "{said}");
                assert!(is_untouched(target).await);
                fs::remove_file(data.join("secret")).unwrap();
                assert!(restore(&backup, target, &data).await.0);
                let (is_done, said) = restore(&backup, target, &data).await;
                assert!(!is_done && said.contains("is not empty"), "{said}");
                assert_eq!(rows(target).await, kept);
            })
            .await;
    })
    .await;
}

/// Fills a table with rows enough for a restore to take a while.
async fn grow(place: &Place) {
    let store = Store::open(&place.location).await.unwrap();
    let grown = store.write(|mut tx| async move {
        let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
             INSERT INTO sightings (workspace_id, origin, seen_at)
             SELECT workspaces.id, 'https://shop' || n.i || '.test', n.i FROM workspaces, n";
        let done = tx.query(sql).execute().await;
        (tx, done)
    });
    grown.await.unwrap();
    store.close().await;
}

/// Waits until a restore is in the middle of it.
async fn is_half_way(place: &Place) -> bool {
    match &place.location {
        Location::Sqlite(path) => {
            fs::metadata(path.with_added_extension("restoring")).is_ok_and(|file| file.len() > 4_000_000)
        }
        Location::Postgres(server) => {
            let mut connection = PgConnection::connect_with(server).await.unwrap();
            let sql = "SELECT COUNT(*) FROM pg_stat_activity
                       WHERE datname = current_database() AND query LIKE 'COPY \"sightings\"%'";
            sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut connection).await.unwrap() > 0
        }
    }
}

#[tokio::test]
async fn a_restore_that_is_killed_half_way_leaves_no_half_of_a_database_and_can_be_repeated() {
    each_store(async |place| {
        let folder = Folder::new();
        let mut shop = Shop::open(place, &folder.path("data")).await;
        shop.server.stop().await;
        shop.server.end(PATIENCE).await;
        grow(place).await;
        let backup = folder.path("backup.tar.gz");
        back_up(place, &shop.server.data, &backup).await;
        let target = another(place).await;
        target
            .run(async |target| {
                let mut command = docent(&["restore", "--database", &url_of(target), "--data"]);
                let mut restoring = command.arg(folder.path("target")).arg(&backup).spawn().unwrap();
                let started = Instant::now();
                while !is_half_way(target).await {
                    assert!(restoring.try_wait().unwrap().is_none(), "it ended before it could be killed");
                    assert!(started.elapsed() < PATIENCE, "it never was half-way");
                    sleep(Duration::from_millis(2)).await;
                }
                restoring.kill().await.unwrap();
                match &target.location {
                    Location::Sqlite(path) => assert!(!path.exists()),
                    Location::Postgres(_) => {
                        while !is_untouched(target).await {
                            assert!(started.elapsed() < PATIENCE, "half of it is there");
                            sleep(Duration::from_millis(20)).await;
                        }
                    }
                }
                let (is_done, said) = restore(&backup, target, &folder.path("target")).await;
                assert!(is_done, "{said}");
                assert_eq!(rows(target).await, rows(place).await);
            })
            .await;
    })
    .await;
}
