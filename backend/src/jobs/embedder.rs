//! Learns what articles and snippets mean, where the server has a model for that and a workspace makes use of it; forgets what is of no
//! use any more.

use super::stops_before;
use crate::{
    core::{App, Caller, Result},
    domain::embeddings::{self, FindMissing, Known, Missing, Piece, RemoveUnused, Store},
    outside::ai::{Ai, BATCH, Fault},
};
use std::{collections::HashMap, time::Duration};
use tokio::sync::watch;

/// Another node may have stored an article: looks at least so often.
const AT_LEAST: Duration = Duration::from_secs(60);

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
        let missing = app.query(&Caller::SYSTEM, FindMissing { model: model.clone() }).await?;
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

/// Stores what one content means; a piece that says what it said before is not asked for again.
async fn learn(app: &App, ai: &Ai, model: &str, content: Missing) -> Result<Result<(), Fault>> {
    let known = Known { id: content.id, model: model.to_owned() };
    let mut known: HashMap<String, Vec<u8>> = app.query(&Caller::SYSTEM, known).await?;
    let pieces = embeddings::pieces(&content.title, &content.content);
    let new: Vec<&Piece> = pieces.iter().filter(|piece| !known.contains_key(&piece.hash)).collect();
    for batch in new.chunks(BATCH) {
        let texts: Vec<String> = batch.iter().map(|piece| piece.with_title(&content.title)).collect();
        let vectors = match ai.embed(&texts).await {
            Ok(vectors) => vectors,
            Err(fault) => return Ok(Err(fault)),
        };
        for (piece, vector) in batch.iter().zip(vectors) {
            let Some(unit) = embeddings::unit(&vector) else {
                return Ok(Err(Fault::Garbled("an embedding has no direction".into())));
            };
            known.insert(piece.hash.clone(), embeddings::packed(&unit));
        }
    }
    let vectors = pieces
        .iter()
        .filter_map(|piece| Some((piece.hash.clone(), known.get(&piece.hash)?.clone())))
        .collect();
    app.mutate(&Caller::SYSTEM, Store { content, model: model.to_owned(), vectors }).await?;
    Ok(Ok(()))
}
