//! Group commit on SQLite.

use futures_util::future::join_all;

use super::{bodies, inserting, open, place::Place};

#[tokio::test]
async fn works_that_wait_share_a_commit() {
    Place::file()
        .run(async |place| {
            let store = open(place).await;
            let done = join_all((0..200).map(|n| store.write(inserting(n)))).await;
            done.into_iter().for_each(|done| done.unwrap());
            let counters = store.counters();
            assert_eq!(counters.works(), 200);
            assert!(counters.commits() < 100, "{} commits for 200 works", counters.commits());
            assert_eq!(bodies(&store).await.len(), 200);
        })
        .await;
}

#[tokio::test]
async fn a_work_that_comes_alone_is_committed_alone() {
    Place::file()
        .run(async |place| {
            let store = open(place).await;
            for n in 0..3 {
                store.write(inserting(n)).await.unwrap();
                assert_eq!(store.counters().commits(), n as u64 + 1);
            }
        })
        .await;
}

#[tokio::test]
async fn a_work_sees_what_the_works_before_it_wrote() {
    Place::file()
        .run(async |place| {
            let store = open(place).await;
            let works = (0..50).map(|n| {
                store.write(move |mut tx| async move {
                    let seen = async {
                        let (seen,): (i64,) = tx.query("SELECT COUNT(*) FROM notes").fetch_one().await?;
                        super::insert(&mut tx, super::Note::new(n)).await?;
                        Ok::<i64, sqlx::Error>(seen)
                    }
                    .await;
                    (tx, seen)
                })
            });
            let seen: Vec<i64> = join_all(works).await.into_iter().map(|seen| seen.unwrap()).collect();
            assert_eq!(seen, (0..50).collect::<Vec<i64>>());
        })
        .await;
}
