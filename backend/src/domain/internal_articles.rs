//! Articles for the team alone, as older clients call them (functions-inbox.md §4): what is asked of them is asked of the articles.

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Writer},
    domain::articles::by_id,
};
use shared::{
    Error,
    articles::{self, Article, Visibility},
    id::ArticleId,
    internal_articles::{Archive, Create, Get, GetAllTags, List, Publish, Remove, Search, Unpublish, Update},
    widget_sessions::Success,
};
use std::collections::BTreeSet;

/// Articles of an answer to a search.
const MOST: usize = 20;
/// Articles whose tags are looked through, those that were changed last.
const TAGGED: i64 = 500;

pub fn register(functions: &mut Functions) {
    functions
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .mutation::<Publish>()
        .mutation::<Unpublish>()
        .mutation::<Archive>()
        .query::<Get>()
        .query::<List>()
        .query::<Search>()
        .query::<GetAllTags>();
}

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        let article = articles::Create {
            workspace_id: self.workspace_id,
            title: self.title,
            content: self.content,
            collection_id: None,
            visibility: Some(Visibility::Internal),
            tags: self.tags,
            author_id: None,
        };
        let id = cx.mutate(article).await?;
        match self.folder_id {
            Some(folder) => cx.mutate(articles::Update { folder_id: Some(folder), ..nothing(id) }).await,
            None => Ok(id),
        }
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        internal(cx, self.id).await?;
        let change = articles::Update {
            title: self.title,
            content: self.content,
            tags: self.tags,
            folder_id: self.folder_id,
            ..nothing(self.id)
        };
        cx.mutate(change).await
    }
}

/// A change of nothing.
fn nothing(id: ArticleId) -> articles::Update {
    articles::Update {
        id,
        title: None,
        slug: None,
        content: None,
        widget_large_screen: None,
        collection_id: None,
        folder_id: None,
        visibility: None,
        tags: None,
        audience_rules: None,
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        internal(cx, self.id).await?;
        cx.mutate(articles::Remove { id: self.id }).await
    }
}

impl Mutation for Publish {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        internal(cx, self.id).await?;
        cx.mutate(articles::Publish { id: self.id }).await
    }
}

impl Mutation for Unpublish {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        internal(cx, self.id).await?;
        cx.mutate(articles::Unpublish { id: self.id }).await
    }
}

impl Mutation for Archive {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        internal(cx, self.id).await?;
        cx.mutate(articles::Archive { id: self.id }).await
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Article>> {
        let asked = articles::Get {
            id: Some(self.id),
            slug: None,
            workspace_id: None,
            visibility: Some(Visibility::Internal),
        };
        Ok(cx.query(asked).await?.map(|rendered| rendered.article))
    }
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Article>> {
        let asked = articles::List {
            workspace_id: self.workspace_id,
            status: self.status,
            collection_id: None,
            visibility: Some(Visibility::Internal),
            limit: self.limit,
            by_order: None,
            cursor: self.cursor,
        };
        let mut rows = cx.query(asked).await?;
        rows.retain(|row| self.folder_id.is_none() || row.legacy_folder_id == self.folder_id);
        Ok(rows)
    }
}

impl Query for Search {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Article>> {
        let asked = articles::Search {
            workspace_id: self.workspace_id,
            query: self.query.clone(),
            published_only: Some(false),
            visibility: Some(Visibility::Internal),
        };
        let mut rows: Vec<Article> = cx.query(asked).await?.into_iter().map(|found| found.article).collect();
        let text = self.query.trim().to_lowercase();
        let has_tag = |row: &Article| row.tags.iter().flatten().any(|tag| tag.to_lowercase().contains(&text));
        if rows.len() < MOST {
            let known: BTreeSet<ArticleId> = rows.iter().map(|row| row.id).collect();
            let tagged = all(cx, self.workspace_id).await?;
            rows.extend(tagged.into_iter().filter(|row| !known.contains(&row.id) && has_tag(row)));
        }
        rows.truncate(MOST);
        Ok(rows)
    }
}

impl Query for GetAllTags {
    async fn run(self, cx: &mut Reader) -> Result<Vec<String>> {
        let rows = all(cx, self.workspace_id).await?;
        let tags: BTreeSet<String> = rows.into_iter().flat_map(|row| row.tags.unwrap_or_default()).collect();
        Ok(tags.into_iter().collect())
    }
}

async fn all(cx: &mut Reader, workspace_id: shared::id::WorkspaceId) -> Result<Vec<Article>> {
    cx.query(List { workspace_id, status: None, folder_id: None, limit: Some(TAGGED), cursor: None }).await
}

/// Refuses an article that is not internal, to those who could change it otherwise; whoever calls is looked at by the articles. Errors:
/// "Article not found".
async fn internal(cx: &mut Writer, id: ArticleId) -> Result<()> {
    if cx.caller().user_id().is_none() {
        return Ok(());
    }
    let is_public = by_id(cx, id).await?.is_some_and(|row| row.visibility == Visibility::Public);
    if is_public { Err(Error::not_found("Article").into()) } else { Ok(()) }
}
