//! Mails those who have left what was written meanwhile: visitors what the team has answered, members what visitors have written.

use super::stops_before;
use crate::{
    core::{App, Caller, Result},
    domain::{
        agent_notices::{Find, Tell, Unnoticed},
        email_channel::away::{MailReplies, Wanted},
    },
};
use std::time::Duration;
use tokio::sync::watch;

const EVERY: Duration = Duration::from_secs(30);

pub async fn run(app: App, mut stopping: watch::Receiver<bool>) {
    loop {
        if let Err(fault) = remind(&app).await {
            tracing::error!(%fault, "answers could not be mailed to visitors who left; trying again in a moment");
        }
        if let Err(fault) = notify(&app).await {
            tracing::error!(%fault, "members could not be told by mail what visitors wrote; trying again in a moment");
        }
        if stops_before(&mut stopping, tokio::time::sleep(EVERY)).await {
            return;
        }
    }
}

/// Writes the mails to visitors that are due in every workspace that wants them.
pub async fn remind(app: &App) -> Result<()> {
    if !app.mail().can_send() {
        return Ok(());
    }
    for workspace in app.query(&Caller::SYSTEM, Wanted).await? {
        while app.mutate(&Caller::SYSTEM, MailReplies(workspace)).await?.value > 0 {}
    }
    Ok(())
}

/// Writes the mails to members that are due.
pub async fn notify(app: &App) -> Result<()> {
    if !app.mail().can_send() {
        return Ok(());
    }
    for workspace in app.query(&Caller::SYSTEM, Unnoticed).await? {
        while app.mutate(&Caller::SYSTEM, Find(workspace)).await?.value > 0 {}
    }
    while app.mutate(&Caller::SYSTEM, Tell).await?.value > 0 {}
    Ok(())
}
