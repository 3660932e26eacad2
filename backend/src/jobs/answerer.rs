//! Answers visitors by a language model: takes conversations that wait, a few at once, and gives back what it has not ended when the
//! server stops.

use super::stops_before;
use crate::{
    core::{App, Caller, Result},
    domain::ai_agent::{self, Claim, Due, Release, Turn},
};
use std::time::Duration;
use tokio::{sync::watch, task::JoinSet};

/// Another node may have left a turn behind: looks at least so often.
const AT_LEAST: Duration = Duration::from_secs(5);
/// Turns that are answered at once.
const AT_ONCE: usize = 8;

pub async fn run(app: App, mut stopping: watch::Receiver<bool>) {
    let mut running = JoinSet::new();
    let mut has_failed = false;
    loop {
        match begin(&app, &mut running, &stopping).await {
            Ok(()) => has_failed = false,
            Err(fault) if !has_failed => {
                has_failed = true;
                tracing::error!(%fault, "conversations that wait for an answer cannot be read; trying again in a moment");
            }
            Err(_) => {}
        }
        let next = async {
            tokio::select! {
                () = app.memory().asked().notified() => {}
                Some(_) = running.join_next() => {}
                () = tokio::time::sleep(AT_LEAST) => {}
            }
        };
        if stops_before(&mut stopping, next).await {
            break;
        }
    }
    while running.join_next().await.is_some() {}
}

async fn begin(app: &App, running: &mut JoinSet<()>, stopping: &watch::Receiver<bool>) -> Result<()> {
    while running.len() < AT_ONCE
        && let Some(turn) = claim(app).await?
    {
        running.spawn(one(app.clone(), turn, stopping.clone()));
    }
    Ok(())
}

async fn claim(app: &App) -> Result<Option<Turn>> {
    if !app.query(&Caller::SYSTEM, Due).await? {
        return Ok(None);
    }
    let claim = Claim { conversation: None, lasts: ai_agent::answering::lease(app) };
    Ok(app.mutate(&Caller::SYSTEM, claim).await?.value)
}

async fn one(app: App, turn: Turn, mut stopping: watch::Receiver<bool>) {
    let answered = async {
        if let Err(fault) = ai_agent::answer(&app, &turn).await {
            tracing::error!(%fault, "an answer could not be stored; it is tried again when its time is over");
        }
    };
    if stops_before(&mut stopping, answered).await
        && let Err(fault) = app.mutate(&Caller::SYSTEM, Release(turn)).await
    {
        tracing::warn!(%fault, "an answer that was begun is made by another node only later");
    }
}

/// Answers everything that waits, one after another; answers how many that were.
pub async fn answer_all(app: &App) -> Result<usize> {
    let mut answered = 0;
    while let Some(turn) = claim(app).await? {
        ai_agent::answer(app, &turn).await?;
        answered += 1;
    }
    Ok(answered)
}
