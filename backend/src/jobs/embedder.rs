//! Learns what articles and snippets mean, where the server has a model for that and a workspace makes use of it; forgets what is of no
//! use any more.

use super::stops_before;
use crate::{
    core::{App, Caller, Result},
    domain::embeddings::{FindMissing, RemoveUnused, learn},
    outside::ai::Fault,
};
use std::time::Duration;
use tokio::sync::watch;

/// Another node may have stored an article: looks at least so often.
const AT_LEAST: Duration = Duration::from_secs(60);
/// Contents that are looked for at once.
const BATCH: i64 = 8;

pub async fn run(app: App, mut stopping: watch::Receiver<bool>) {
    let mut has_failed = false;
    loop {
        let done = async {
            match embed(&app).await {
                Ok(None) => has_failed = false,
                Ok(Some(fault)) if !has_failed => {
                    has_failed = true;
                    tracing::warn!(%fault, "what articles mean is not known yet; trying again each minute");
                }
                Ok(Some(_)) => {}
                Err(fault) => {
                    tracing::error!(%fault, "what articles mean could not be stored; trying again in a minute")
                }
            }
        };
        if stops_before(&mut stopping, done).await {
            return;
        }
        let next = async {
            tokio::select! {
                () = app.memory().stale().notified(), if !has_failed => {}
                () = tokio::time::sleep(AT_LEAST) => {}
            }
        };
        if stops_before(&mut stopping, next).await {
            return;
        }
    }
}

/// Brings all vectors up to date; answers why it could not.
pub async fn embed(app: &App) -> Result<Option<Fault>> {
    let ai = app.config().ai.clone();
    let model = ai.as_ref().and_then(|ai| ai.embedding_model().map(str::to_owned));
    while app.mutate(&Caller::SYSTEM, RemoveUnused { model: model.clone() }).await?.value > 0 {}
    let (Some(ai), Some(model)) = (ai, model) else { return Ok(None) };
    loop {
        let (model, most) = (model.clone(), BATCH);
        let find = FindMissing { model: model.clone(), workspace: None, kinds: None, contents: None, most };
        let missing = app.query(&Caller::SYSTEM, find).await?;
        if missing.is_empty() {
            return Ok(None);
        }
        for content in missing {
            if let Err(fault) = learn(app, &ai, &model, content).await? {
                return Ok(Some(fault));
            }
        }
    }
}
