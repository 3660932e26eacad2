//! What is open to a reader of whom nothing is known: published, public, and meant for everybody. An article with an audience is
//! shown to those that are in it, and nobody can tell whether this reader is.

use super::{
    reading::is_public,
    rows::{self, slugs_topic},
    search, workspace_topic,
};
use crate::{
    core::{Reader, Result},
    store::Filter,
};
use shared::{
    Millis,
    articles::{Article, Found, Status, Visibility},
    id::{ArticleId, CollectionId, WorkspaceId},
};
use std::collections::HashMap;

/// An article without its content.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    pub id: ArticleId,
    pub title: String,
    pub slug: String,
    pub updated_at: Millis,
}

/// Whether everybody is meant to read it.
pub fn is_open(article: &Article) -> bool {
    is_public(article) && article.audience_rules.is_none()
}

/// The open articles of a collection by place, at most `most`.
pub async fn of_collection(
    cx: &mut Reader,
    workspace: WorkspaceId,
    collection: CollectionId,
    most: i64,
) -> Result<Vec<Listed>> {
    let filter = listed(workspace)
        .push(" AND collection_id = ")
        .bind(collection)
        .push(" ORDER BY position, id LIMIT ")
        .bind(most);
    Ok(cx.read(workspace_topic(workspace)).filter(filter).fetch_all().await?)
}

/// The open articles in no collection by place, at most `most`.
pub async fn loose(cx: &mut Reader, workspace: WorkspaceId, most: i64) -> Result<Vec<Listed>> {
    let filter = listed(workspace).push(" AND collection_id IS NULL ORDER BY position, id LIMIT ").bind(most);
    Ok(cx.read(workspace_topic(workspace)).filter(filter).fetch_all().await?)
}

/// All open articles, the latest change first, at most `most`.
pub async fn latest(cx: &mut Reader, workspace: WorkspaceId, most: i64) -> Result<Vec<Listed>> {
    let filter = listed(workspace).push(" ORDER BY updated_at DESC, title, id LIMIT ").bind(most);
    Ok(cx.read(workspace_topic(workspace)).filter(filter).fetch_all().await?)
}

fn listed(workspace: WorkspaceId) -> Filter {
    Filter::new(
        "SELECT id, title, slug, updated_at FROM articles WHERE audience_rules IS NULL AND workspace_id = ",
    )
    .bind(workspace)
    .and(" AND status = ", Some(Status::Published))
    .and(" AND visibility = ", Some(Visibility::Public))
}

/// How many open articles are directly in each collection.
pub async fn counts(cx: &mut Reader, workspace: WorkspaceId) -> Result<HashMap<CollectionId, i64>> {
    let counts: Vec<(CollectionId, i64)> = cx
        .read(workspace_topic(workspace))
        .query(
            "SELECT collection_id, COUNT(*)
             FROM articles
             WHERE workspace_id = $1 AND status = $2 AND visibility = $3 AND audience_rules IS NULL
               AND collection_id IS NOT NULL
             GROUP BY collection_id",
        )
        .bind(workspace)
        .bind(Status::Published)
        .bind(Visibility::Public)
        .fetch_all()
        .await?;
    Ok(counts.into_iter().collect())
}

/// The open article of that slug, or the one that had it before.
pub async fn by_slug(cx: &mut Reader, workspace: WorkspaceId, slug: &str) -> Result<Option<Article>> {
    if let Some(article) = rows::by_slug(cx, workspace, slug).await? {
        return Ok(Some(article).filter(is_open));
    }
    let former: Option<(ArticleId,)> = cx
        .read(slugs_topic(workspace))
        .query("SELECT article_id FROM article_slugs WHERE workspace_id = $1 AND slug = $2")
        .bind(workspace)
        .bind(slug.to_owned())
        .fetch_optional()
        .await?;
    let Some((id,)) = former else { return Ok(None) };
    Ok(rows::by_id(cx, id).await?.filter(is_open))
}

/// Open articles that hold every word of the query, the best first, at most 20. Errors: those of a search.
pub async fn found(cx: &mut Reader, workspace: WorkspaceId, query: &str) -> Result<Vec<Found>> {
    let scope =
        search::Scope { workspace, status: Some(Status::Published), visibility: Some(Visibility::Public) };
    let found = search::found(cx, &scope, query).await?;
    Ok(found.into_iter().filter(|found| is_open(&found.article)).take(search::MOST).collect())
}
