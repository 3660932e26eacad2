//! What is known of events.

/// The columns of an [`Event`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, visitor_id, name, properties, created_at AS timestamp, url, session_id,
         event_type"
    };
}

use super::{days_ago, topic, workspace_topic};
use crate::{
    core::{Query, Reader, Result, Topic},
    domain::visitors,
    store::Filter,
};
use shared::{
    Millis,
    events::{Count, Event, GetDistinctNames, List},
    id::{VisitorId, WorkspaceId},
    permissions::Permission,
};
use std::collections::HashMap;

/// The most names that are told.
const NAMES: i64 = 1000;

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Event>> {
        let token = self.session_token.as_deref();
        if !may_read(cx, self.visitor_id, token, self.workspace_id).await? {
            return Ok(Vec::new());
        }
        Ok(cx
            .read(topic(self.visitor_id))
            .query(concat!(
                "SELECT ",
                columns!(),
                " FROM events WHERE visitor_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
            ))
            .bind(self.visitor_id)
            .bind(self.limit.unwrap_or(100).clamp(1, 1000))
            .fetch_all()
            .await?)
    }
}

impl Query for Count {
    async fn run(self, cx: &mut Reader) -> Result<i64> {
        let token = self.session_token.as_deref();
        if !may_read(cx, self.visitor_id, token, self.workspace_id).await? {
            return Ok(0);
        }
        let since = self.within_days.map(|days| days_ago(cx.now(), days));
        count(cx, self.visitor_id, &self.name, since).await
    }
}

/// How often a visitor did something, at or after a time if one is given. What leaves the time that is looked at asks for a run.
async fn count(cx: &mut Reader, visitor: VisitorId, name: &str, since: Option<Millis>) -> Result<i64> {
    let asked = (name.to_owned(), since);
    Ok(counts(cx, visitor, vec![asked.clone()]).await?.remove(&asked).unwrap_or_default())
}

/// What is counted in one statement.
const COUNTED: usize = 256;

/// The same for many names and times, in as few statements as can be.
pub async fn counts(
    cx: &mut Reader,
    visitor: VisitorId,
    asked: Vec<(String, Option<Millis>)>,
) -> Result<HashMap<(String, Option<Millis>), i64>> {
    let mut counts = HashMap::new();
    for some in asked.chunks(COUNTED) {
        let mut filter = Filter::new("WITH given (name, since) AS (VALUES ");
        // Filled up to a power of two, so that few texts have to be prepared.
        for place in 0..some.len().next_power_of_two() {
            let (name, since) = &some[place.min(some.len() - 1)];
            filter = filter.push_if(place > 0, ", ").push("(").bind(name.clone());
            filter = filter.push(", ").bind(since.unwrap_or(Millis::MIN)).push(")");
        }
        let filter = filter
            .push(
                ") SELECT asked.name, asked.since, COUNT(events.id), MIN(events.created_at)
                 FROM (SELECT DISTINCT name, since FROM given) AS asked
                 JOIN events ON events.name = asked.name AND events.created_at >= asked.since
                 WHERE events.visitor_id = ",
            )
            .bind(visitor)
            .push(" GROUP BY asked.name, asked.since");
        let rows: Vec<(String, Millis, i64, Millis)> =
            cx.read(topic(visitor)).filter(filter).fetch_all().await?;
        for (name, since, count, first) in rows {
            let since = Some(since).filter(|since| *since != Millis::MIN);
            if let Some(since) = since {
                cx.wake_at(cx.now().saturating_add(first.saturating_sub(since)).saturating_add(1));
            }
            counts.insert((name, since), count);
        }
    }
    Ok(counts)
}

/// Everything that these visitors did, oldest first.
pub async fn of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<Event>> {
    let topics: Vec<Topic> = visitors.iter().copied().map(topic).collect();
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM events WHERE "))
        .any_of("visitor_id", visitors.iter().copied())
        .push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// The visitor itself with token and workspace, else a member who may read conversations.
async fn may_read(
    cx: &mut Reader,
    visitor: VisitorId,
    token: Option<&str>,
    workspace: Option<WorkspaceId>,
) -> Result<bool> {
    if let (Some(_), Some(workspace)) = (token, workspace)
        && let Some(session) = cx.visitor_if_allowed(token, workspace).await?
        && session.visitor == visitor
    {
        return Ok(true);
    }
    let Some(row) = visitors::by_id(cx, visitor).await? else { return Ok(false) };
    Ok(cx.agent_if_allowed(row.workspace_id, Permission::ConversationsRead).await?.is_some())
}

impl Query for GetDistinctNames {
    async fn run(self, cx: &mut Reader) -> Result<Vec<String>> {
        let workspace = self.workspace_id;
        if cx.agent_if_allowed(workspace, Permission::ConversationsRead).await?.is_none() {
            return Ok(Vec::new());
        }
        // From name to name in the index, however often each of them happened.
        let names: Vec<(String,)> = cx
            .read(workspace_topic(workspace))
            .query(
                "WITH RECURSIVE known (name) AS (
                     SELECT MIN(name) FROM events WHERE workspace_id = $1
                     UNION ALL
                     SELECT (SELECT MIN(events.name) FROM events WHERE workspace_id = $1 AND events.name > known.name)
                     FROM known
                     WHERE known.name IS NOT NULL
                 )
                 SELECT name FROM known WHERE name IS NOT NULL LIMIT $2",
            )
            .bind(workspace)
            .bind(NAMES)
            .fetch_all()
            .await?;
        Ok(names.into_iter().map(|(name,)| name).collect())
    }
}
