//! What a workspace knows of a question: its published articles and its snippets, found by their words and, where there are vectors, by
//! their meaning (functions-inbox.md §9 "Vector search rule"). It reads other rooms; its own table is what members used last.

mod access;
mod looking;
mod ranking;
mod searching;

use crate::{
    core::{App, Functions, Reader, Result},
    domain::{articles, embeddings, snippets, visitors::Known},
    store::search::Wanted,
};
pub use looking::{Asker, Look};
use ranking::{Candidate, ranked};
pub use searching::{MayLook, between};
use shared::{
    ai_agent::{ContentId, ContentType, KnowledgeSource},
    articles::{Article, Visibility},
    id::{ArticleId, SnippetId, WorkspaceId},
    knowledge::{GetFrequentlyUsed, GetRecentlyUsed, Search, SearchWithEmbeddings, TrackAccess},
    snippets::Snippet,
    visitors::Visitor,
};

/// Snippets that are looked through.
const SNIPPETS: i64 = 1000;
/// Contents that are near in meaning, from which those that may be read are kept.
const NEAR: usize = 24;
/// Characters of a question that count.
const LONGEST: usize = 2000;

pub fn register(functions: &mut Functions) {
    functions
        .query::<Search>()
        .action::<SearchWithEmbeddings>()
        .mutation::<TrackAccess>()
        .query::<GetRecentlyUsed>()
        .query::<GetFrequentlyUsed>();
}

/// For whom something is looked up.
#[derive(Clone, Copy)]
enum For<'v> {
    /// The team reads everything.
    Team,
    /// A visitor's question: public articles that are meant for it, and what the team lets answer.
    Visitor(&'v Visitor),
    /// Somebody of whom nothing is known: public articles that are meant for everybody.
    Anybody,
}

/// A question, and where to look.
struct Lookup<'q> {
    workspace: WorkspaceId,
    kinds: &'q [ContentType],
    reader: For<'q>,
    query: &'q str,
    is_unfinished: bool,
    /// What it means, by which model.
    vector: Option<&'q Meaning>,
    most: usize,
}

/// A text as a vector of length one.
#[derive(Clone, Debug)]
pub struct Meaning {
    pub model: String,
    pub vector: Vec<f32>,
}

/// Something that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub kind: ContentType,
    pub id: ContentId,
    pub title: String,
    /// The part that answers best, at most 2000 characters.
    pub text: String,
    /// 0 to 100.
    pub score: f64,
    pub is_by_meaning: bool,
}

/// What the settings' sources are, one by one.
pub fn kinds(sources: &[KnowledgeSource]) -> Vec<ContentType> {
    let kind = |source: &KnowledgeSource| match source {
        KnowledgeSource::Articles => ContentType::Article,
        KnowledgeSource::InternalArticles => ContentType::InternalArticle,
        KnowledgeSource::Snippets => ContentType::Snippet,
    };
    let mut kinds: Vec<ContentType> = sources.iter().map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// What a text means, if the server has a model for it; one that fails is no reason to find nothing.
async fn meaning(app: &App, text: &str) -> Option<Meaning> {
    let ai = app.config().ai.as_ref()?;
    let model = ai.embedding_model()?.to_owned();
    let text: String = text.chars().take(LONGEST).collect();
    match ai.embed(&[text]).await {
        Ok(vectors) => {
            let vector = embeddings::unit(vectors.first()?)?;
            Some(Meaning { model, vector })
        }
        Err(fault) => {
            tracing::warn!(%fault, "a question is looked up by its words alone");
            None
        }
    }
}

/// What is known of a question, the best first.
async fn found(cx: &mut Reader, lookup: Lookup<'_>) -> Result<Vec<Found>> {
    let query: String = lookup.query.chars().take(LONGEST).collect();
    let wanted = if lookup.is_unfinished { Wanted::unfinished(&query) } else { Wanted::any_of(&query) };
    let near = match lookup.vector {
        Some(Meaning { model, vector }) => {
            embeddings::nearest(cx, lookup.workspace, lookup.kinds, model, vector, NEAR).await?
        }
        None => Vec::new(),
    };
    let mut candidates = Vec::new();
    for kind in lookup.kinds {
        let ids = near.iter().filter(|near| near.kind == *kind).map(|near| near.id).collect();
        candidates.extend(of_kind(cx, &lookup, *kind, wanted.as_ref(), ids).await?);
    }
    Ok(ranked(candidates, wanted.as_ref(), &near, lookup.most))
}

async fn of_kind(
    cx: &mut Reader,
    lookup: &Lookup<'_>,
    kind: ContentType,
    wanted: Option<&Wanted>,
    near: Vec<ContentId>,
) -> Result<Vec<Candidate>> {
    let workspace = lookup.workspace;
    let visibility = match kind {
        ContentType::Article => Visibility::Public,
        ContentType::InternalArticle => Visibility::Internal,
        ContentType::Snippet => return of_snippets(cx, workspace, near).await,
    };
    let mut all = match wanted {
        Some(wanted) => articles::candidates(cx, workspace, visibility, wanted).await?,
        None => Vec::new(),
    };
    let mut ids: Vec<ArticleId> = near.into_iter().map(|id| ArticleId(id.0)).collect();
    ids.retain(|id| all.iter().all(|article| article.id != *id));
    all.extend(articles::published_of(cx, workspace, visibility, ids).await?);
    if kind == ContentType::Article {
        all = meant(cx, lookup.reader, all).await?;
    }
    let candidate = |article: Article| Candidate {
        kind,
        id: ContentId(article.id.0),
        text: article.content,
        title: article.title,
        changed: article.updated_at,
    };
    Ok(all.into_iter().map(candidate).collect())
}

/// Those of the public articles that are meant for the reader.
async fn meant(cx: &mut Reader, reader: For<'_>, mut all: Vec<Article>) -> Result<Vec<Article>> {
    match reader {
        For::Team => {}
        For::Anybody => all.retain(|article| article.audience_rules.is_none()),
        For::Visitor(visitor) => {
            let rules = all.iter().filter_map(|article| article.audience_rules.as_ref());
            let known = Known::of(cx, visitor, rules).await?;
            all.retain(|article| known.is_meant(article.audience_rules.as_ref()));
        }
    }
    Ok(all)
}

async fn of_snippets(
    cx: &mut Reader,
    workspace: WorkspaceId,
    near: Vec<ContentId>,
) -> Result<Vec<Candidate>> {
    let mut all = snippets::latest(cx, workspace, SNIPPETS).await?;
    let mut ids: Vec<SnippetId> = near.into_iter().map(|id| SnippetId(id.0)).collect();
    ids.retain(|id| all.iter().all(|snippet| snippet.id != *id));
    all.extend(snippets::by_ids(cx, workspace, ids).await?);
    let candidate = |snippet: Snippet| Candidate {
        kind: ContentType::Snippet,
        id: ContentId(snippet.id.0),
        title: snippet.name,
        text: snippet.content,
        changed: snippet.updated_at,
    };
    Ok(all.into_iter().map(candidate).collect())
}
