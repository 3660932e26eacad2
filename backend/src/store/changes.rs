//! What each node has committed, for the others (design §6 "Between nodes"). PostgreSQL only.
//!
//! A row is written by the transaction that it is about, so it is there exactly if the transaction is. Rows are not read by
//! age, since a transaction that began early may commit late: a reader keeps the snapshot of its last look and asks for what
//! that snapshot could not see, so that each row is read once.

use std::{
    collections::{BTreeSet, HashSet},
    time::Duration,
};

use sqlx::PgPool;
use uuid::Uuid;

use super::{Tx, tables};
use crate::core::Topic;

/// How long a row is kept. A node that has not looked for nearly so long cannot know what it missed.
const KEPT: Duration = Duration::from_secs(600);
/// A transaction is as old as its beginning, and may take a while.
const MARGIN: Duration = Duration::from_secs(60);

/// What one node has not heard yet of the others' commits.
pub struct Feed {
    pool: PgPool,
    node: Uuid,
    last: Option<Look>,
}

/// The moment of a look: a snapshot as PostgreSQL prints it, and the database's clock in milliseconds.
struct Look {
    snapshot: String,
    at: i64,
}

/// What one look found.
#[derive(Debug, PartialEq, Eq)]
pub enum News {
    /// Every topic that others have written since the last look, and the latest stamp among them.
    Heard { topics: BTreeSet<Topic>, stamp: u64 },
    /// Nobody knows what was written meanwhile: everything may have been.
    Missed,
}

/// Writes down what the transaction changes, as its last statement.
pub(crate) async fn note(
    tx: &mut Tx,
    node: Uuid,
    stamp: u64,
    topics: &BTreeSet<Topic>,
) -> Result<(), sqlx::Error> {
    tx.query("INSERT INTO changes (node, stamp, topics) VALUES ($1, $2, $3)")
        .bind(node)
        .bind(i64::try_from(stamp).unwrap_or(i64::MAX))
        .bind(print(topics))
        .execute()
        .await
        .map(drop)
}

/// Tells whoever listens on a channel of this database.
pub(crate) async fn notify(pool: &PgPool, channel: &str, text: &str) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT pg_notify($1, $2)").bind(channel).bind(text).execute(pool).await.map(drop)
}

impl Feed {
    pub(super) fn new(pool: PgPool, node: Uuid) -> Self {
        Self { pool, node, last: None }
    }

    /// Reads what others have committed since the last look; the first one only notes the moment.
    pub async fn look(&mut self) -> Result<News, sqlx::Error> {
        let Some(last) = &self.last else {
            self.last = Some(self.begin().await?);
            return Ok(News::Missed);
        };
        // In two parts, since each finds its rows by the key.
        type Found = (String, i64, Option<i64>, Option<String>);
        let found: Vec<Found> = sqlx::query_as(
            "WITH unseen AS (
                 SELECT node, stamp, topics FROM changes WHERE xid >= pg_snapshot_xmax($1::pg_snapshot)
                 UNION ALL
                 SELECT node, stamp, topics FROM changes
                 WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip($1::pg_snapshot)))
             )
             SELECT pg_current_snapshot()::text,
                    CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT),
                    unseen.stamp,
                    unseen.topics
             FROM (VALUES (1)) AS always LEFT JOIN unseen ON node <> $2",
        )
        .bind(&last.snapshot)
        .bind(self.node)
        .fetch_all(&self.pool)
        .await?;
        let (snapshot, at, ..) = found.first().cloned().ok_or(sqlx::Error::RowNotFound)?;
        let now = Look { snapshot, at };
        let has_missed = now.misses_since(last);
        self.last = Some(now);
        if has_missed {
            return Ok(News::Missed);
        }
        let stamps = found.iter().filter_map(|(.., stamp, _)| u64::try_from((*stamp)?).ok());
        let stamp = stamps.max().unwrap_or_default();
        // Many rows name the same topics: each text is read once.
        let texts: HashSet<&str> = found.iter().filter_map(|(.., topics)| topics.as_deref()).collect();
        Ok(News::Heard { topics: texts.into_iter().flat_map(parse).collect(), stamp })
    }

    /// The moment from which this node listens. Rows of transactions that this server has not begun yet are from another one,
    /// whose copy it is, and their numbers will be needed.
    async fn begin(&self) -> Result<Look, sqlx::Error> {
        sqlx::query("DELETE FROM changes WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())")
            .execute(&self.pool)
            .await?;
        let (snapshot, at) = sqlx::query_as(
            "SELECT pg_current_snapshot()::text, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(Look { snapshot, at })
    }

    /// Removes what every node that is awake has read.
    pub async fn prune(&self) -> Result<u64, sqlx::Error> {
        let done = sqlx::query("DELETE FROM changes WHERE at < now() - $1 * INTERVAL '1 second'")
            .bind(KEPT.as_secs_f64())
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }
}

impl Look {
    /// Whether rows may have been removed between the two looks, or the server was replaced by one that is behind.
    fn misses_since(&self, last: &Self) -> bool {
        let limit = KEPT.saturating_sub(MARGIN).as_millis();
        self.at.abs_diff(last.at) > u64::try_from(limit).unwrap_or(u64::MAX) || self.next() < last.next()
    }

    /// The number of the first transaction that had not begun.
    fn next(&self) -> u64 {
        self.snapshot.split(':').nth(1).and_then(|number| number.parse().ok()).unwrap_or_default()
    }
}

/// `table key` for each topic, separated by commas.
fn print(topics: &BTreeSet<Topic>) -> String {
    let one = |topic: &Topic| format!("{} {}", topic.table, topic.key.simple());
    topics.iter().map(one).collect::<Vec<_>>().join(",")
}

/// The topics of a row; a table that only a newer program has is nobody's here.
fn parse(text: &str) -> impl Iterator<Item = Topic> {
    text.split(',').filter_map(|one| {
        let (table, key) = one.split_once(' ')?;
        Some(Topic::new(tables().get(table)?, key.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_come_back_as_they_were_and_unknown_tables_do_not() {
        let key = Uuid::from_u128(7);
        let topics = BTreeSet::from([Topic::new("messages", key), Topic::new("conversations", Uuid::nil())]);
        assert_eq!(parse(&print(&topics)).collect::<BTreeSet<_>>(), topics);
        assert_eq!(parse(&print(&BTreeSet::from([Topic::new("of a newer program", key)]))).count(), 0);
    }

    #[test]
    fn a_look_after_ten_minutes_or_at_an_older_server_has_missed_something() {
        let look = |snapshot: &str, at| Look { snapshot: snapshot.to_owned(), at };
        let last = look("100:120:100,110", 1_000_000);
        assert!(!look("120:130:", 1_000_000 + 60_000).misses_since(&last));
        assert!(look("120:130:", 1_000_000 + 600_000).misses_since(&last));
        assert!(look("90:119:", 1_000_001).misses_since(&last));
    }
}
