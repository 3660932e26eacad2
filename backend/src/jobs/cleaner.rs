//! Forgets, each hour, what nobody needs any more: answers kept for repeated requests, sessions that ended, identity
//! secrets that were rotated away, and audit logs that are older than their workspace keeps them.

use super::stops_before;
use crate::{
    core::{App, Caller, Mutation, Result},
    domain::{
        agent_notices, audit_logs, auth, authoring_sessions, email_channel::letters, requests,
        tooltip_authoring_sessions, widget_sessions, workspaces,
    },
};
use shared::Millis;
use std::time::Duration;
use tokio::sync::watch;

const EVERY: Duration = Duration::from_secs(3600);
const HOUR: Millis = 3_600_000;
/// A client that was cut off for longer is not told the old answer of a mutation that it sends again.
const REQUESTS: Millis = 24 * HOUR;
/// An ended sign-in or authoring session is told apart from an unknown one for so long.
const SESSIONS: Millis = 24 * HOUR;
/// What became of a mail is told by its provider within days.
const LETTERS: Millis = 30 * 24 * HOUR;
/// Nobody is told of what is older than a day.
const NOTICES: Millis = 30 * 24 * HOUR;
/// The installation page counts visitors' sessions of the last thirty days.
const WIDGET_SESSIONS: Millis = 31 * 24 * HOUR;

pub async fn run(app: App, mut stopping: watch::Receiver<bool>) {
    loop {
        if let Err(fault) = clean(&app).await {
            tracing::error!(%fault, "old rows could not be removed; trying again in an hour");
        }
        if stops_before(&mut stopping, tokio::time::sleep(EVERY)).await {
            return;
        }
    }
}

/// Removes everything that is old enough; answers how many rows that were.
pub async fn clean(app: &App) -> Result<u64> {
    let now = app.clock().now();
    let requests = all(app, requests::Forget { before: now - REQUESTS }).await?;
    let sessions = all(app, auth::Forget { before: now - SESSIONS }).await?;
    let widget_sessions = all(app, widget_sessions::Forget { before: now - WIDGET_SESSIONS }).await?;
    let secrets = all(app, workspaces::ForgetSecrets).await?;
    let letters = all(app, letters::Forget { before: now - LETTERS }).await?;
    let notices = all(app, agent_notices::Forget { before: now - NOTICES }).await?;
    let tours = all(app, authoring_sessions::Forget { before: now - SESSIONS }).await?;
    let tooltips = all(app, tooltip_authoring_sessions::Forget { before: now - SESSIONS }).await?;
    let mut logs = 0;
    for overdue in app.query(&Caller::SYSTEM, audit_logs::Overdue).await? {
        logs += all(app, overdue).await?;
    }
    Ok(requests + sessions + widget_sessions + secrets + letters + notices + tours + tooltips + logs)
}

/// Runs a mutation that removes a batch until nothing is left.
async fn all<F: Mutation<Output = u64>>(app: &App, forget: F) -> Result<u64> {
    let mut removed = 0;
    loop {
        match app.mutate(&Caller::SYSTEM, forget.clone()).await?.value {
            0 => return Ok(removed),
            some => removed += some,
        }
    }
}
