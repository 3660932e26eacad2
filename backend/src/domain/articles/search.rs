//! Finding articles by their words, the best first.

use super::{
    rows::{columns, words_topic},
    workspace_topic,
};
use crate::{
    core::{Limit, Reader, Result},
    store::{
        Filter,
        search::{Index, Wanted, excerpt, marked, unmarked},
    },
};
use shared::{
    Error,
    articles::{Article, Found, Status, Visibility},
    id::{ArticleId, WorkspaceId},
    rich_text,
};
use std::cmp::Reverse;

/// Articles of an answer.
pub const MOST: usize = 20;
/// Articles that are weighed for one: those with a word in their title first, then the newest.
const CANDIDATES: i64 = 200;
/// Characters of a query.
const LONGEST: usize = 200;

/// Which articles are looked through.
pub struct Scope {
    pub workspace: WorkspaceId,
    pub status: Option<Status>,
    pub visibility: Option<Visibility>,
}

/// Articles that hold every word of the query, the best first, more than are shown; for a query without words the latest. Errors:
/// INVALID_INPUT for a query that is too long, RATE_LIMITED.
pub async fn found(cx: &mut Reader, scope: &Scope, query: &str) -> Result<Vec<Found>> {
    if query.chars().count() > LONGEST {
        return Err(Error::invalid("Query exceeds max length").into());
    }
    let Some(wanted) = Wanted::parse(query) else { return latest(cx, scope).await };
    cx.count(Limit::Search, cx.caller().ip)?;
    let mut ids = hits(cx, scope, &wanted.in_title()).await?;
    for id in hits(cx, scope, &wanted).await? {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM articles WHERE ")).any_of("id", ids);
    let articles: Vec<Article> = cx.read(workspace_topic(scope.workspace)).filter(filter).fetch_all().await?;
    let mut found: Vec<(Article, u32, String)> = articles
        .into_iter()
        .map(|article| {
            let text = rich_text::plain(&crate::domain::rich_text::parse(&article.content));
            let score = 10 * wanted.score(&article.title) + wanted.score(&text).min(10);
            (article, score, text)
        })
        .collect();
    found.sort_by_key(|(article, score, _)| (Reverse(*score), Reverse(article.updated_at), article.id));
    let shown = |(article, _, text): (Article, u32, String)| Found {
        title_pieces: marked(&article.title, &wanted),
        excerpt: excerpt(&text, &wanted),
        article,
    };
    Ok(found.into_iter().map(shown).collect())
}

/// Published articles with a word of a question, at most [`CANDIDATES`] by each way: by the title, then the newest. Who may read them
/// is for the caller to say.
pub async fn candidates(
    cx: &mut Reader,
    workspace: WorkspaceId,
    visibility: Visibility,
    wanted: &Wanted,
) -> Result<Vec<Article>> {
    let scope = Scope { workspace, status: Some(Status::Published), visibility: Some(visibility) };
    let mut ids = hits(cx, &scope, &wanted.in_title()).await?;
    for id in hits(cx, &scope, wanted).await? {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    published_of(cx, workspace, visibility, ids).await
}

/// Those of some articles that are published, of this workspace, and seen so.
pub async fn published_of(
    cx: &mut Reader,
    workspace: WorkspaceId,
    visibility: Visibility,
    ids: Vec<ArticleId>,
) -> Result<Vec<Article>> {
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM articles WHERE workspace_id = "))
        .bind(workspace)
        .and(" AND status = ", Some(Status::Published))
        .and(" AND visibility = ", Some(visibility))
        .push(" AND ")
        .any_of("id", ids);
    Ok(cx.read(workspace_topic(workspace)).filter(filter).fetch_all().await?)
}

async fn hits(cx: &mut Reader, scope: &Scope, wanted: &Wanted) -> Result<Vec<ArticleId>> {
    let engine = cx.engine();
    let filter = Filter::hits("SELECT articles.id", engine, Index::Articles, scope.workspace, wanted)
        .push(" AND articles.workspace_id = ")
        .bind(scope.workspace)
        .and(" AND articles.status = ", scope.status)
        .and(" AND articles.visibility = ", scope.visibility)
        .newest_hits(engine, Index::Articles, None, CANDIDATES);
    let topics = [workspace_topic(scope.workspace), words_topic(scope.workspace)];
    let found: Vec<(ArticleId,)> = cx.read(topics).filter(filter).fetch_all().await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

async fn latest(cx: &mut Reader, scope: &Scope) -> Result<Vec<Found>> {
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM articles WHERE workspace_id = "))
        .bind(scope.workspace)
        .and(" AND status = ", scope.status)
        .and(" AND visibility = ", scope.visibility)
        .push(" ORDER BY updated_at DESC, title, id LIMIT ")
        .bind(CANDIDATES);
    let articles: Vec<Article> = cx.read(workspace_topic(scope.workspace)).filter(filter).fetch_all().await?;
    let shown =
        |article: Article| Found { title_pieces: unmarked(&article.title), excerpt: Vec::new(), article };
    Ok(articles.into_iter().map(shown).collect())
}
