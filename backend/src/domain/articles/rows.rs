//! The rows of `articles` and the words that they are found by.

use super::{assets, topic, topics, workspace_topic};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::embeddings,
    store::search::Words,
};
use shared::{
    ai_agent::ContentId,
    articles::{Article, Status, Visibility},
    id::{ArticleId, CollectionId, WorkspaceId},
};
use sqlx::types::Json;

/// The columns of an [`Article`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, collection_id, title, slug, content, widget_large_screen,
         visibility, status, position, created_at, updated_at, published_at, author_id, audience_rules, tag_names,
         legacy_folder_id"
    };
}
pub(super) use columns;

pub async fn by_id(cx: &mut Reader, id: ArticleId) -> Result<Option<Article>> {
    let row = cx.read(topic(id)).query(concat!("SELECT ", columns!(), " FROM articles WHERE id = $1"));
    Ok(row.bind(id).fetch_optional().await?)
}

pub async fn by_slug(cx: &mut Reader, workspace: WorkspaceId, slug: &str) -> Result<Option<Article>> {
    let row = cx.read(workspace_topic(workspace)).query(concat!(
        "SELECT ",
        columns!(),
        " FROM articles WHERE workspace_id = $1 AND slug = $2"
    ));
    Ok(row.bind(workspace).bind(slug.to_owned()).fetch_optional().await?)
}

/// Every published, public article of a workspace, or of one of its collections, by place.
pub async fn published(
    cx: &mut Reader,
    workspace: WorkspaceId,
    collection: Option<CollectionId>,
) -> Result<Vec<Article>> {
    let rows = cx
        .read(workspace_topic(workspace))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM articles
             WHERE workspace_id = $1 AND status = $2 AND visibility = $3
               AND (CAST($4 AS UUID) IS NULL OR collection_id = $4)
             ORDER BY position, id"
        ))
        .bind(workspace)
        .bind(Status::Published)
        .bind(Visibility::Public);
    Ok(rows.bind(collection).fetch_all().await?)
}

/// Whether a workspace has an article that the public may read.
pub async fn is_any_public(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    let found: Option<(ArticleId,)> = cx
        .read(workspace_topic(workspace))
        .query("SELECT id FROM articles WHERE workspace_id = $1 AND status = $2 AND visibility = $3 LIMIT 1")
        .bind(workspace)
        .bind(Status::Published)
        .bind(Visibility::Public)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}

/// The slugs of a workspace's articles that begin with this one.
pub async fn slugs(cx: &mut Reader, workspace: WorkspaceId, base: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = cx
        .read(workspace_topic(workspace))
        .query("SELECT slug FROM articles WHERE workspace_id = $1 AND (slug = $2 OR slug LIKE $3)")
        .bind(workspace)
        .bind(base.to_owned())
        // A slug has no wildcard of its own.
        .bind(format!("{base}-%"))
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(slug,)| slug).collect())
}

/// The place after the last article of a collection, or after the last one without a collection.
pub async fn next_position(
    cx: &mut Reader,
    workspace: WorkspaceId,
    collection: Option<CollectionId>,
) -> Result<i64> {
    let (last,): (Option<i64>,) = cx
        .read(workspace_topic(workspace))
        .query(
            "SELECT MAX(position) FROM articles
             WHERE workspace_id = $1 AND (collection_id = $2 OR (collection_id IS NULL AND CAST($2 AS UUID) IS NULL))",
        )
        .bind(workspace)
        .bind(collection)
        .fetch_one()
        .await?;
    Ok(last.map_or(0, |last| last + 1))
}

pub async fn insert(cx: &mut Writer, article: &Article) -> Result<()> {
    cx.write(topics(article))
        .query(
            "INSERT INTO articles
                 (id, workspace_id, collection_id, title, slug, content, widget_large_screen, visibility, status, position,
                  audience_rules, tag_names, author_id, legacy_folder_id, published_at, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        )
        .bind(article.id)
        .bind(article.workspace_id)
        .bind(article.collection_id)
        .bind(article.title.clone())
        .bind(article.slug.clone())
        .bind(article.content.clone())
        .bind(article.widget_large_screen)
        .bind(article.visibility)
        .bind(article.status)
        .bind(article.order)
        .bind(article.audience_rules.clone().map(Json))
        .bind(article.tags.clone().map(Json))
        .bind(article.author_id)
        .bind(article.legacy_folder_id.clone())
        .bind(article.published_at)
        .bind(article.created_at)
        .bind(article.updated_at)
        .execute()
        .await?;
    assets::note_uses(cx, "", article).await?;
    index(cx, article).await
}

/// Stores an article's place; no text of it has changed.
pub async fn place(cx: &mut Writer, article: &Article, position: i64) -> Result<()> {
    cx.write(topics(article))
        .query("UPDATE articles SET position = $2 WHERE id = $1")
        .bind(article.id)
        .bind(position)
        .execute()
        .await?;
    Ok(())
}

/// Stores what has changed of an article.
pub async fn save(cx: &mut Writer, before: &Article, after: &Article) -> Result<()> {
    cx.write(topics(after))
        .query(
            "UPDATE articles
             SET collection_id = $2, title = $3, slug = $4, content = $5, widget_large_screen = $6, visibility = $7,
                 status = $8, audience_rules = $9, tag_names = $10, legacy_folder_id = $11, published_at = $12, updated_at = $13
             WHERE id = $1",
        )
        .bind(after.id)
        .bind(after.collection_id)
        .bind(after.title.clone())
        .bind(after.slug.clone())
        .bind(after.content.clone())
        .bind(after.widget_large_screen)
        .bind(after.visibility)
        .bind(after.status)
        .bind(after.audience_rules.clone().map(Json))
        .bind(after.tags.clone().map(Json))
        .bind(after.legacy_folder_id.clone())
        .bind(after.published_at)
        .bind(after.updated_at)
        .execute()
        .await?;
    if before.slug != after.slug {
        keep_slug(cx, before, after).await?;
    }
    assets::note_uses(cx, &before.content, after).await?;
    let is_said_otherwise =
        (&before.title, &before.content, &before.tags) != (&after.title, &after.content, &after.tags);
    match is_said_otherwise {
        true => index(cx, after).await,
        // Published or not, or for others: what is found by its meaning follows.
        false => {
            embeddings::stale(cx);
            Ok(())
        }
    }
}

/// Links to the address that a published article had lead to it under its new one. An address that is in use again is former no more.
async fn keep_slug(cx: &mut Writer, before: &Article, after: &Article) -> Result<()> {
    let workspace = after.workspace_id;
    cx.write(slugs_topic(workspace))
        .query("DELETE FROM article_slugs WHERE workspace_id = $1 AND slug = $2")
        .bind(workspace)
        .bind(after.slug.clone())
        .execute()
        .await?;
    if before.published_at.is_none() {
        return Ok(());
    }
    cx.write(slugs_topic(workspace))
        .query(
            "INSERT INTO article_slugs (workspace_id, slug, article_id) VALUES ($1, $2, $3)
             ON CONFLICT (workspace_id, slug) DO UPDATE SET article_id = excluded.article_id",
        )
        .bind(workspace)
        .bind(before.slug.clone())
        .bind(after.id)
        .execute()
        .await?;
    Ok(())
}

/// Deletes an article with its words, its pictures, its former addresses and what readers said of it.
pub async fn remove(cx: &mut Writer, article: &Article) -> Result<()> {
    let id = article.id;
    assets::forget(cx, article).await?;
    embeddings::forget(cx, ContentId(id.0)).await?;
    cx.write(words_topic(article.workspace_id))
        .query("DELETE FROM article_words WHERE article_id = $1")
        .bind(id)
        .execute()
        .await?;
    cx.write(slugs_topic(article.workspace_id))
        .query("DELETE FROM article_slugs WHERE article_id = $1")
        .bind(id)
        .execute()
        .await?;
    cx.write(super::feedback::topic(id))
        .query("DELETE FROM article_feedback WHERE article_id = $1")
        .bind(id)
        .execute()
        .await?;
    cx.write(topics(article)).query("DELETE FROM articles WHERE id = $1").bind(id).execute().await?;
    Ok(())
}

async fn index(cx: &mut Writer, article: &Article) -> Result<()> {
    embeddings::stale(cx);
    let tags = article.tags.iter().flatten().map(String::as_str);
    let words = Words::of([article.title.as_str(), article.content.as_str()].into_iter().chain(tags));
    cx.write(words_topic(article.workspace_id))
        .query(
            "INSERT INTO article_words (article_id, words) VALUES ($1, $2)
             ON CONFLICT (article_id) DO UPDATE SET words = excluded.words",
        )
        .bind(article.id)
        .bind(words.with_title(&article.title).kept(article.workspace_id))
        .execute()
        .await?;
    Ok(())
}

pub fn words_topic(workspace: WorkspaceId) -> Topic {
    Topic::new("article_words", workspace.0)
}

/// The addresses that a workspace's articles have had.
pub fn slugs_topic(workspace: WorkspaceId) -> Topic {
    Topic::new("article_slugs", workspace.0)
}
