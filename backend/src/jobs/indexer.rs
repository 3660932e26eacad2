//! Gives words to search by to what an older version stored, and to what a backup of one brought: once, after the start.

use super::stops_before;
use crate::{
    core::{App, Caller, Result},
    domain::{messages, visitors},
};
use shared::id::{Uuid, VisitorId};
use std::time::Duration;
use tokio::sync::watch;

/// Between two batches, so that whoever writes meanwhile hardly waits.
const PAUSE: Duration = Duration::from_millis(20);

pub async fn run(app: App, mut stopping: watch::Receiver<bool>) {
    let done = async {
        if let Err(fault) = index(&app).await {
            tracing::error!(%fault, "not every old row can be searched yet; the next start goes on");
        }
    };
    stops_before(&mut stopping, done).await;
}

/// Makes every row searchable.
pub async fn index(app: &App) -> Result<()> {
    let mut after = VisitorId(Uuid::nil());
    while let Some(last) = app.mutate(&Caller::SYSTEM, visitors::IndexOld { after }).await?.value {
        after = last;
        tokio::time::sleep(PAUSE).await;
    }
    while app.mutate(&Caller::SYSTEM, messages::IndexOld).await?.value > 0 {
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}
