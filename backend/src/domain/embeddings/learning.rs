//! Learning what contents mean: by the job, and for a member who waits for it.

use super::{CountWanted, FindMissing, Known, Missing, Piece, Store, packed, pieces, unit};
use crate::{
    core::{Action, Actor, App, Caller, Limit, Query, Reader, Result},
    outside::ai::{Ai, BATCH, Fault},
};
use shared::{
    Error, Function,
    ai_agent::{ContentId, ContentType},
    embeddings::{BackfillExisting, Backfilled, ContentRef, Generate, GenerateBatch, Learned, MOST},
    function,
    id::WorkspaceId,
    permissions::Permission,
};
use std::collections::{HashMap, HashSet};

/// Contents that are looked for unless the caller says how many.
const USUAL: i64 = 50;

/// Stores what one content means; a piece that says what it said before is not asked for again.
pub async fn learn(app: &App, ai: &Ai, model: &str, content: Missing) -> Result<Result<(), Fault>> {
    let known = Known { id: content.id, model: model.to_owned() };
    let mut known: HashMap<String, Vec<u8>> = app.query(&Caller::SYSTEM, known).await?;
    let pieces = pieces(&content.title, &content.content);
    let new: Vec<&Piece> = pieces.iter().filter(|piece| !known.contains_key(&piece.hash)).collect();
    for batch in new.chunks(BATCH) {
        let texts: Vec<String> = batch.iter().map(|piece| piece.with_title(&content.title)).collect();
        let vectors = match ai.embed(&texts).await {
            Ok(vectors) => vectors,
            Err(fault) => return Ok(Err(fault)),
        };
        for (piece, vector) in batch.iter().zip(vectors) {
            let Some(unit) = unit(&vector) else {
                return Ok(Err(Fault::Garbled("an embedding has no direction".into())));
            };
            known.insert(piece.hash.clone(), packed(&unit));
        }
    }
    let vectors = pieces
        .iter()
        .filter_map(|piece| Some((piece.hash.clone(), known.get(&piece.hash)?.clone())))
        .collect();
    app.mutate(&Caller::SYSTEM, Store { content, model: model.to_owned(), vectors }).await?;
    Ok(Ok(()))
}

/// Whether a member may have something learned. Internal: it has no public name.
#[derive(Clone, Debug)]
struct MayLearn(WorkspaceId, Permission);

impl Function for MayLearn {
    const NAME: &'static str = "embeddings:mayLearn";
    type Kind = function::Query;
    type Output = ();
}

impl Query for MayLearn {
    async fn run(self, cx: &mut Reader) -> Result<()> {
        let agent = cx.agent(self.0, self.1).await?;
        cx.count(Limit::Ask, agent.user.0)?;
        Ok(())
    }
}

/// The model that the server has for it; an empty name where it has none.
fn model_of(app: &App) -> String {
    let model = app.config().ai.as_ref().and_then(Ai::embedding_model);
    model.unwrap_or_default().to_owned()
}

/// Learns what is found missing; answers what that was.
async fn learn_missing(app: &App, find: FindMissing) -> Result<HashSet<(ContentType, ContentId)>> {
    let model = find.model.clone();
    let missing = app.query(&Caller::SYSTEM, find).await?;
    let mut learned = HashSet::new();
    for content in missing {
        let Some(ai) = app.config().ai.as_ref().filter(|_| !model.is_empty()) else {
            let none =
                "This server has no model for embeddings: its operator sets one with --ai-embedding-model";
            return Err(Error::invalid(none).into());
        };
        learned.insert((content.kind, content.id));
        learn(app, ai, &model, content).await?.map_err(|fault| Error::invalid(fault.to_string()))?;
    }
    Ok(learned)
}

async fn learn_some(cx: &Actor, workspace: WorkspaceId, items: Vec<ContentRef>) -> Result<Vec<Learned>> {
    if items.len() as i64 > MOST {
        return Err(Error::invalid("Too many items").into());
    }
    cx.query(MayLearn(workspace, Permission::ArticlesRead)).await?;
    let find = FindMissing {
        model: model_of(&cx.app),
        workspace: Some(workspace),
        kinds: Some(items.iter().map(|item| item.content_type).collect()),
        contents: Some(items.iter().map(|item| item.content_id).collect()),
        most: MOST,
    };
    let learned = learn_missing(&cx.app, find).await?;
    let answer = |ContentRef { content_type, content_id }| Learned {
        content_type,
        content_id,
        processed: learned.contains(&(content_type, content_id)),
    };
    Ok(items.into_iter().map(answer).collect())
}

impl Action for Generate {
    async fn run(self, cx: &Actor) -> Result<Learned> {
        let item = ContentRef { content_type: self.content_type, content_id: self.content_id };
        let mut learned = learn_some(cx, self.workspace_id, vec![item]).await?;
        Ok(learned.remove(0))
    }
}

impl Action for GenerateBatch {
    async fn run(self, cx: &Actor) -> Result<Vec<Learned>> {
        learn_some(cx, self.workspace_id, self.items).await
    }
}

impl Action for BackfillExisting {
    async fn run(self, cx: &Actor) -> Result<Backfilled> {
        let workspace = self.workspace_id;
        cx.query(MayLearn(workspace, Permission::ArticlesPublish)).await?;
        let (model, kinds) = (model_of(&cx.app), self.content_types);
        let count = CountWanted { workspace, kinds: kinds.clone(), model: model.clone() };
        let (total, skipped) = cx.app.query(&Caller::SYSTEM, count).await?;
        let most = self.batch_size.unwrap_or(USUAL).clamp(1, MOST);
        let find = FindMissing { model, workspace: Some(workspace), kinds, contents: None, most };
        let processed = learn_missing(&cx.app, find).await?.len() as i64;
        Ok(Backfilled { total, processed, skipped, has_more: total > processed + skipped })
    }
}
