//! A backup of one engine, restored into the other.

use super::{Folder, back_up, restore, rows, shop::Shop};
use crate::{store::place::Place, support_attachments::PNG};

async fn moves(from: &Place, to: &Place) {
    let folder = Folder::new();
    let mut shop = Shop::open(from, &folder.path("data")).await;
    shop.ana_says("Tabs\tlines\nand \\N \"größe\" 😀").await.unwrap();
    shop.ana_sends("price list.txt", b"10 EUR").await;
    shop.ben_publishes_a_picture(PNG).await;
    back_up(from, &shop.server.data, &folder.path("backup.tar.gz")).await;
    let (is_done, said) = restore(&folder.path("backup.tar.gz"), to, &folder.path("elsewhere")).await;
    assert!(is_done, "{said}");
    let (mut before, mut after) = (rows(from).await, rows(to).await);
    // A real number that is whole is printed with or without its fraction.
    for rows in [&mut before, &mut after] {
        rows.values_mut().flatten().for_each(|row| *row = row.replace(".0\t", "\t"));
    }
    assert_eq!(before, after);
    shop.moves_to(to, &folder.path("elsewhere")).await;
    shop.ana_says("Hello?").await.unwrap();
    assert_eq!(shop.ben_opens_the_file().await, b"10 EUR");
    assert_eq!(shop.a_reader_opens_the_picture().await, PNG);
    let read = shop.ben_reads().await;
    assert_eq!(
        [shop.ben_finds("grosse").await, shop.ben_finds("hello").await, shop.ben_finds("nowhere").await],
        [1, 1, 0]
    );
    assert_eq!(
        read,
        ["Do you open on Sundays?", "Tabs\tlines\nand \\N \"größe\" 😀", "Here it is", "Hello?"]
    );
}

#[tokio::test]
async fn whoever_outgrows_sqlite_moves_to_postgres_by_a_backup_and_can_move_back() {
    let Some(database) = Place::database().await else { return };
    database
        .run(async |postgres| Place::file().run(async |sqlite| moves(sqlite, postgres).await).await)
        .await;
    let database = Place::database().await.unwrap();
    database
        .run(async |postgres| Place::file().run(async |sqlite| moves(postgres, sqlite).await).await)
        .await;
}
