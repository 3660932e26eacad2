//! What visitors did on the site (functions-identity.md §14).

mod reading;
mod tracking;

use crate::{
    core::{Functions, Mutation, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::{
    Millis,
    events::{Cleaned, CleanupOldAutoEvents, Count, GetDistinctNames, List, Track, TrackAutoEvent},
    id::{VisitorId, WorkspaceId},
    permissions::Permission,
};

pub use reading::{counts, of};

const DAY: f64 = 86_400_000.0;
/// Rows that one call deletes.
const BATCH: i64 = 1000;

pub fn register(functions: &mut Functions) {
    functions
        .mutation::<Track>()
        .mutation::<TrackAutoEvent>()
        .query::<List>()
        .query::<Count>()
        .query::<GetDistinctNames>()
        .mutation::<CleanupOldAutoEvents>();
}

fn topic(visitor: VisitorId) -> Topic {
    Topic::new("events", visitor.0)
}

fn workspace_topic(workspace: WorkspaceId) -> Topic {
    Topic::new("events", workspace.0)
}

/// So many days ago; more than any clock has passed is the beginning of time.
fn days_ago(now: Millis, days: f64) -> Millis {
    now.saturating_sub((days * DAY) as Millis)
}

/// Gives one visitor's events to another who turned out to be the same person.
pub async fn reassign(
    cx: &mut Writer,
    workspace: WorkspaceId,
    from: VisitorId,
    to: VisitorId,
) -> Result<u64> {
    Ok(cx
        .write([topic(from), topic(to), workspace_topic(workspace)])
        .query("UPDATE events SET visitor_id = $2 WHERE visitor_id = $1")
        .bind(from)
        .bind(to)
        .execute()
        .await?)
}

/// Deletes what a person did; answers how many events that were.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<u64> {
    let mut topics = vec![workspace_topic(person.visitor.workspace_id)];
    topics.extend(person.visitors.iter().copied().map(topic));
    let filter = Filter::new("DELETE FROM events WHERE ").any_of("visitor_id", person.visitors.clone());
    Ok(cx.write(topics).filter(filter).execute().await?)
}

impl Mutation for CleanupOldAutoEvents {
    async fn run(self, cx: &mut Writer) -> Result<Cleaned> {
        cx.agent(self.workspace_id, Permission::DataDelete).await?;
        let before = days_ago(cx.now(), self.ttl_days.unwrap_or(30.0));
        let deleted: Vec<(VisitorId,)> = cx
            .write(workspace_topic(self.workspace_id))
            .query(
                "DELETE FROM events
                 WHERE id IN (
                     SELECT id FROM events
                     WHERE workspace_id = $1 AND created_at < $2 AND event_type <> 'manual'
                     ORDER BY created_at
                     LIMIT $3
                 )
                 RETURNING visitor_id",
            )
            .bind(self.workspace_id)
            .bind(before)
            .bind(BATCH)
            .fetch_all()
            .await?;
        deleted.iter().for_each(|(visitor,)| cx.touch(topic(*visitor)));
        let deleted = deleted.len() as i64;
        Ok(Cleaned { deleted, has_more: deleted == BATCH })
    }
}
