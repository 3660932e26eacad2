//! Removes uploaded files that nobody attached in time, or whose message is gone.

use super::stops_before;
use crate::{core::App, domain::media};
use std::time::Duration;
use tokio::sync::watch;

const EVERY: Duration = Duration::from_secs(60);

pub async fn run(app: App, mut stopping: watch::Receiver<bool>) {
    loop {
        if let Err(fault) = media::expired(&app).await {
            tracing::error!(%fault, "files could not be removed; trying again in a minute");
        }
        if stops_before(&mut stopping, tokio::time::sleep(EVERY)).await {
            return;
        }
    }
}
