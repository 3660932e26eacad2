//! Opens snoozed conversations. Sleeps until the next one is due, and is told when one is snoozed for less long.

use super::stops_before;
use crate::{
    core::{App, Caller, Result},
    domain::conversations::{WakeSnoozed, next_due},
};
use shared::Millis;
use std::time::Duration;
use tokio::sync::watch;

/// Another node may have snoozed a conversation: looks at least so often.
const AT_LEAST: Millis = 60_000;

pub async fn run(app: App, mut stopping: watch::Receiver<bool>) {
    loop {
        app.memory().alarm().reset();
        let due = match open_due(&app).await {
            Ok(due) => due,
            Err(fault) => {
                tracing::error!(%fault, "snoozed conversations could not be opened; trying again in a minute");
                None
            }
        };
        let latest = app.clock().now() + AT_LEAST;
        let until = due.map_or(latest, |due| due.min(latest));
        if stops_before(&mut stopping, wait(&app, until)).await {
            return;
        }
    }
}

/// Opens all that are due; answers when the next one is.
async fn open_due(app: &App) -> Result<Option<Millis>> {
    while app.mutate(&Caller::SYSTEM, WakeSnoozed).await?.value > 0 {}
    next_due(app).await
}

/// Waits until `until`, or until an earlier time that the alarm is set to meanwhile.
async fn wait(app: &App, mut until: Millis) {
    let mut alarm = app.memory().alarm().watch();
    loop {
        if let Some(at) = *alarm.borrow_and_update() {
            until = until.min(at);
        }
        let left = u64::try_from(until - app.clock().now()).unwrap_or(0);
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(left)) => return,
            Ok(()) = alarm.changed() => {}
        }
    }
}
