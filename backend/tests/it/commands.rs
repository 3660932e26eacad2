//! What an operator does with the binary: back up, restore, migrate, add a user.

mod damage;
mod moving;
pub mod shop;
mod upgrade;
mod users;

use crate::{
    process::{docent, run, url_of},
    store::place::{Place, each_store},
};
use docent::store::copy::Reading;
use serde_json::Value;
use shop::Shop;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

/// `docent backup`, which must succeed.
async fn back_up(place: &Place, data: &Path, file: &Path) {
    let mut command = docent(&["backup", "--database", &url_of(place), "--data"]);
    command.arg(data).arg(file);
    let (is_done, said) = run(command).await;
    assert!(is_done, "{said}");
}

/// `docent restore`; whether it was done, and what it said.
async fn restore(file: &Path, place: &Place, data: &Path) -> (bool, String) {
    let mut command = docent(&["restore", "--database", &url_of(place), "--data"]);
    command.arg(data).arg(file);
    run(command).await
}

/// Another place of the same kind.
async fn another(place: &Place) -> Place {
    if place.is_sqlite() { Place::file() } else { Place::database().await.unwrap() }
}

/// Every row of every table, sorted; JSON documents as values, since engines space them differently.
pub async fn rows(place: &Place) -> BTreeMap<String, Vec<String>> {
    let mut reading = Reading::begin(&place.location).await.unwrap();
    let mut all = BTreeMap::new();
    for table in reading.tables().await.unwrap() {
        let mut text = Vec::new();
        let take = |line: &[u8]| {
            text.extend(line);
            Ok(())
        };
        reading.rows(&table, take).await.unwrap();
        let mut lines: Vec<String> = String::from_utf8(text).unwrap().lines().map(same).collect();
        lines.sort();
        all.insert(table.name, lines);
    }
    all
}

fn same(line: &str) -> String {
    let fields = line.split('\t').map(|field| match field.starts_with(['{', '[']) {
        true => serde_json::from_str::<Value>(&field.replace("\\\\", "\\")).unwrap().to_string(),
        false => field.to_owned(),
    });
    fields.collect::<Vec<_>>().join("\t")
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

#[tokio::test]
async fn a_backup_made_while_others_write_is_one_moment_and_restores_to_the_same_rows() {
    each_store(async |place| {
        let folder = Folder::new();
        let shop = Shop::open(place, &folder.path("data")).await;
        let is_over = AtomicBool::new(false);
        let writing = async {
            let mut sent = 0;
            while !is_over.load(Ordering::Relaxed) {
                shop.ana_says(&format!("message {sent}")).await.unwrap();
                sent += 1;
            }
            sent
        };
        let backing_up = async {
            back_up(place, &shop.server.data, &folder.path("busy.tar.gz")).await;
            is_over.store(true, Ordering::Relaxed);
        };
        let (sent, ()) = tokio::join!(writing, backing_up);
        assert!(sent > 0);
        back_up(place, &shop.server.data, &folder.path("calm.tar.gz")).await;

        let calm = another(place).await;
        calm.run(async |calm| {
            let (is_done, said) = restore(&folder.path("calm.tar.gz"), calm, &folder.path("calm")).await;
            assert!(is_done, "{said}");
            let (before, after) = (rows(place).await, rows(calm).await);
            assert!(before["messages"].len() > sent);
            assert_eq!(before, after);
        })
        .await;

        let busy = another(place).await;
        busy.run(async |busy| {
            let (is_done, said) = restore(&folder.path("busy.tar.gz"), busy, &folder.path("busy")).await;
            assert!(is_done, "{said}");
            let restored = rows(busy).await;
            let last_seq = Shop::last_seq(busy).await;
            assert_eq!(restored["messages"].len() as i64, last_seq, "the count is of the same moment");
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_restored_server_serves_and_knows_everybody_who_was_signed_in() {
    each_store(async |place| {
        let folder = Folder::new();
        let mut shop = Shop::open(place, &folder.path("data")).await;
        back_up(place, &shop.server.data, &folder.path("backup.tar.gz")).await;
        let target = another(place).await;
        target
            .run(async |target| {
                let data = folder.path("elsewhere");
                let (is_done, said) = restore(&folder.path("backup.tar.gz"), target, &data).await;
                assert!(is_done, "{said}");
                shop.moves_to(target, &data).await;
                assert_eq!(shop.ben_reads().await, ["Do you open on Sundays?"]);
                shop.ana_says("Or on Mondays?").await.unwrap();
                shop.ben_comes_back().await;
                assert_eq!(shop.ben_reads().await, ["Do you open on Sundays?", "Or on Mondays?"]);
            })
            .await;
    })
    .await;
}
