//! Sites whose pages loaded a workspace's widget: what the install page waits for. A page that nobody opens the chat on starts no
//! session, but it fetches the public config. Memory answers; the store is what a restart and the other nodes know.

use crate::{
    core::{App, Caller, Limit, Mutation, Reader, Result, Topic, Writer},
    domain::workspaces,
    live::{Event, MOST_SITES, News},
};
use shared::{
    Function, Millis, function,
    id::WorkspaceId,
    origin::{self, Origin},
    workspaces::Sighting,
};
use std::collections::HashMap;

/// A domain name has at most 253 letters.
const LONGEST: usize = 300;
const LATELY: Millis = 30 * 24 * 3_600_000;

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("sightings", workspace.0)
}

/// A page at `origin` has asked for the config of a workspace that exists. Costs a look into memory; whoever watches is told at
/// once, and now and then it is stored in the background.
pub fn see(app: &App, workspace: WorkspaceId, origin: &str) {
    let Some(origin) = Some(origin).filter(|text| text.len() <= LONGEST).and_then(Origin::parse) else {
        return;
    };
    let (origin, at) = (origin.to_string(), app.clock().now());
    let news = app.memory().sightings().see(workspace, &origin, at);
    if news == News::Nothing {
        return;
    }
    app.touch(topic(workspace));
    app.bus().tell(Event::Seen { workspace, origin: origin.clone() });
    if news == News::Due && app.rates().check(Limit::Sighting, workspace.0).is_ok() {
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(cause) = app.mutate(&Caller::NOBODY, Keep { workspace, origin, at }).await {
                tracing::warn!(?cause, "where the widget was seen could not be stored");
            }
        });
    }
}

/// Another node has seen a site; it stores it if that is due.
pub fn hear(app: &App, workspace: WorkspaceId, origin: &str) {
    if app.memory().sightings().see(workspace, origin, app.clock().now()) != News::Nothing {
        app.touch(topic(workspace));
    }
}

/// Stores a sighting and forgets the oldest. Internal: it has no public name.
#[derive(Clone)]
struct Keep {
    workspace: WorkspaceId,
    origin: String,
    at: Millis,
}

impl Function for Keep {
    const NAME: &'static str = "sightings:keep (internal)";
    type Kind = function::Mutation;
    type Output = ();
}

impl Mutation for Keep {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.write(topic(self.workspace))
            .query(
                "INSERT INTO sightings (workspace_id, origin, seen_at)
                 VALUES ($1, $2, $3)
                 ON CONFLICT (workspace_id, origin) DO UPDATE SET seen_at = excluded.seen_at",
            )
            .bind(self.workspace)
            .bind(self.origin)
            .bind(self.at)
            .execute()
            .await?;
        cx.write([topic(self.workspace), topic(self.workspace)])
            .query(
                "DELETE FROM sightings
                 WHERE workspace_id = $1 AND origin NOT IN (
                     SELECT origin FROM sightings WHERE workspace_id = $1 ORDER BY seen_at DESC, origin LIMIT $2
                 )",
            )
            .bind(self.workspace)
            .bind(MOST_SITES as i64)
            .execute()
            .await?;
        Ok(())
    }
}

/// Where the widget was loaded in the last 30 days; the latest first.
pub async fn of(cx: &mut Reader, workspace: WorkspaceId) -> Result<Vec<Sighting>> {
    let since = cx.now() - LATELY;
    let stored: Vec<(String, Millis)> = cx
        .read(topic(workspace))
        .query(
            "SELECT origin, seen_at
             FROM sightings
             WHERE workspace_id = $1 AND seen_at >= $2",
        )
        .bind(workspace)
        .bind(since)
        .fetch_all()
        .await?;
    let mut newest: HashMap<String, Millis> = HashMap::new();
    for (origin, seen_at) in stored.into_iter().chain(cx.app().memory().sightings().of(workspace)) {
        let known = newest.entry(origin).or_insert(seen_at);
        *known = seen_at.max(*known);
    }
    let allowed = workspaces::found(cx, workspace).await?.allowed_origins.0;
    let mut all: Vec<_> = newest
        .into_iter()
        .filter(|(_, seen_at)| *seen_at >= since)
        .map(|(origin, seen_at)| Sighting {
            is_allowed: origin::check(&allowed, Some(&origin)).is_ok(),
            origin,
            seen_at,
        })
        .collect();
    all.sort_unstable_by(|a, b| (b.seen_at, &a.origin).cmp(&(a.seen_at, &b.origin)));
    all.truncate(MOST_SITES);
    Ok(all)
}
