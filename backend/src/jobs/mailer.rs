//! Sends the mail that waits: at once after it was written, and again with growing pauses while nobody takes it.

use super::stops_before;
use crate::{
    core::{App, Caller, Result},
    domain::email_channel::letters::{Claim, Claimed, Finish},
};
use futures_util::future::join_all;
use std::time::Duration;
use tokio::sync::watch;

/// Another node may have written mail and gone: looks at least so often.
const AT_LEAST: Duration = Duration::from_secs(15);

pub async fn run(app: App, mut stopping: watch::Receiver<bool>) {
    loop {
        let has_more = match batch(&app).await {
            Ok(tried) => tried > 0,
            Err(fault) => {
                tracing::error!(%fault, "mail could not be looked at; trying again in a moment");
                false
            }
        };
        let wait = async {
            tokio::select! {
                () = std::future::ready(()), if has_more => {}
                () = app.mail().rung() => {}
                () = tokio::time::sleep(AT_LEAST) => {}
            }
        };
        if stops_before(&mut stopping, wait).await {
            return;
        }
    }
}

/// Tries everything that is due; answers how many mails that were.
pub async fn deliver(app: &App) -> Result<usize> {
    let mut tried = 0;
    loop {
        match batch(app).await? {
            0 => return Ok(tried),
            some => tried += some,
        }
    }
}

async fn batch(app: &App) -> Result<usize> {
    if !app.mail().can_send() {
        return Ok(0);
    }
    let claimed = app.mutate(&Caller::SYSTEM, Claim).await?.value;
    let tried = claimed.len();
    for done in join_all(claimed.into_iter().map(|one| send(app, one))).await {
        done?;
    }
    Ok(tried)
}

async fn send(app: &App, claimed: Claimed) -> Result<()> {
    let Claimed { id, lease, letter, attempts, .. } = claimed;
    let outcome = app.mail().send(&letter, &id.to_string()).await;
    if let Err(failure) = &outcome {
        tracing::warn!(letter = %id, attempts, reason = failure.reason, "a mail was not sent");
    }
    app.mutate(&Caller::SYSTEM, Finish { id, lease, outcome }).await?;
    Ok(())
}
