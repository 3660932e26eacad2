//! Writing, publishing and deleting articles.

use super::rows::{self, insert, next_position, place, remove, save};
use crate::{
    core::{Mutation, Result, Writer},
    domain::{collections, slug, workspace_members},
};
use serde_json::Value;
use shared::{
    Code, Error,
    articles::{
        Archive, Article, Create, MigrateLegacyInternalArticles, Migrated, Publish, Remove, Reorder, Status,
        Unpublish, Update, Visibility,
    },
    audience::Audience,
    id::{ArticleId, CollectionId, UserId, WorkspaceId},
    limits,
    permissions::Permission,
    widget_sessions::Success,
};

/// Tags of an article.
const MOST_TAGS: usize = 50;

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        signed_in(cx)?;
        let agent = cx.agent(self.workspace_id, Permission::ArticlesCreate).await?;
        check(Some(&self.title), Some(&self.content), self.tags.as_deref())?;
        let workspace = self.workspace_id;
        in_workspace(cx, workspace, self.collection_id).await?;
        let author = author(cx, workspace, self.author_id.unwrap_or(agent.user)).await?;
        let (id, now) = (ArticleId(cx.new_id()?), cx.now());
        let article = Article {
            id,
            creation_time: now,
            workspace_id: workspace,
            collection_id: self.collection_id,
            slug: free_slug(cx, workspace, &self.title).await?,
            title: self.title,
            content: self.content,
            widget_large_screen: false,
            visibility: self.visibility.unwrap_or_default(),
            status: Status::Draft,
            order: next_position(cx, workspace, self.collection_id).await?,
            created_at: now,
            updated_at: now,
            published_at: None,
            author_id: Some(author),
            audience_rules: None,
            tags: self.tags,
            legacy_folder_id: None,
        };
        insert(cx, &article).await?;
        Ok(id)
    }
}

impl Mutation for MigrateLegacyInternalArticles {
    async fn run(self, cx: &mut Writer) -> Result<Migrated> {
        signed_in(cx)?;
        cx.agent(self.workspace_id, Permission::ArticlesCreate).await?;
        Ok(Migrated::default())
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        let before = for_agent(cx, self.id, Permission::ArticlesCreate).await?;
        check(self.title.as_deref(), self.content.as_deref(), self.tags.as_deref())?;
        let rules = match self.audience_rules.filter(|rules| !rules.is_null()) {
            Some(rules) => Some(serde_json::to_value(Audience::parse(&rules)?)?),
            None => None,
        };
        in_workspace(cx, before.workspace_id, self.collection_id).await?;
        let title = self.title.unwrap_or_else(|| before.title.clone());
        let slug = match self.slug {
            Some(slug) => chosen_slug(cx, &before, &slug).await?,
            None if title == before.title => before.slug.clone(),
            None => free_slug(cx, before.workspace_id, &title).await?,
        };
        let visibility = self.visibility.unwrap_or(before.visibility);
        let kept: Option<Value> =
            before.audience_rules.clone().filter(|_| self.visibility != Some(Visibility::Internal));
        let after = Article {
            title,
            slug,
            content: self.content.unwrap_or_else(|| before.content.clone()),
            widget_large_screen: self.widget_large_screen.unwrap_or(before.widget_large_screen),
            collection_id: self.collection_id.or(before.collection_id),
            legacy_folder_id: self.folder_id.or_else(|| before.legacy_folder_id.clone()),
            visibility,
            tags: self.tags.or_else(|| before.tags.clone()),
            audience_rules: rules.or(kept),
            updated_at: cx.now(),
            ..before.clone()
        };
        save(cx, &before, &after).await?;
        Ok(after.id)
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let article = for_agent(cx, self.id, Permission::ArticlesDelete).await?;
        remove(cx, &article).await?;
        Ok(Success::YES)
    }
}

impl Mutation for Publish {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        let now = cx.now();
        becomes(cx, self.id, Status::Published, |_| Some(now)).await
    }
}

impl Mutation for Unpublish {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        becomes(cx, self.id, Status::Draft, |_| None).await
    }
}

impl Mutation for Archive {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        becomes(cx, self.id, Status::Archived, |before| before.published_at).await
    }
}

impl Mutation for Reorder {
    async fn run(self, cx: &mut Writer) -> Result<ArticleId> {
        let article = for_agent(cx, self.id, Permission::ArticlesCreate).await?;
        place(cx, &article, self.new_order).await?;
        Ok(self.id)
    }
}

async fn becomes(
    cx: &mut Writer,
    id: ArticleId,
    status: Status,
    published_at: impl FnOnce(&Article) -> Option<shared::Millis>,
) -> Result<ArticleId> {
    let before = for_agent(cx, id, Permission::ArticlesPublish).await?;
    let published_at = published_at(&before);
    let after = Article { status, published_at, updated_at: cx.now(), ..before.clone() };
    save(cx, &before, &after).await?;
    Ok(id)
}

/// The article, for a member who holds `permission`. Errors, in this order: "Not authenticated: Authentication required", "Article
/// not found", those of a member.
async fn for_agent(cx: &mut Writer, id: ArticleId, permission: Permission) -> Result<Article> {
    signed_in(cx)?;
    let article = rows::by_id(cx, id).await?.ok_or_else(|| Error::not_found("Article"))?;
    cx.agent(article.workspace_id, permission).await?;
    Ok(article)
}

/// Clients look for one of these words or the other.
pub fn signed_in(cx: &mut Writer) -> Result<UserId> {
    let refused = || Error::new(Code::NotAuthenticated, "Not authenticated: Authentication required");
    cx.caller().user_id().ok_or_else(|| refused().into())
}

fn check(title: Option<&str>, content: Option<&str>, tags: Option<&[String]>) -> Result<()> {
    if let Some(title) = title {
        limits::title("The title", title)?;
        if title.trim().is_empty() {
            return Err(Error::invalid("The title is empty").into());
        }
    }
    content.map_or(Ok(()), |content| limits::content("The article", content))?;
    let tags = tags.unwrap_or_default();
    limits::at_most("The list of tags", tags.len(), MOST_TAGS, "tags")?;
    tags.iter().try_for_each(|tag| limits::title("A tag", tag))?;
    Ok(())
}

/// Errors: "Collection not found" unless the collection is one of the workspace's.
async fn in_workspace(cx: &mut Writer, workspace: WorkspaceId, id: Option<CollectionId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let found = collections::by_id(cx, id).await?.filter(|found| found.workspace_id == workspace);
    found.map(drop).ok_or_else(|| Error::not_found("Collection").into())
}

async fn author(cx: &mut Writer, workspace: WorkspaceId, user: UserId) -> Result<UserId> {
    let member = workspace_members::membership(cx, user, workspace).await?;
    member.map(|member| member.user).ok_or_else(|| Error::not_found("Author").into())
}

async fn free_slug(cx: &mut Writer, workspace: WorkspaceId, title: &str) -> Result<String> {
    let base = slug::of(title, "article");
    let taken = rows::slugs(cx, workspace, &base).await?;
    Ok(slug::free(base, &taken))
}

/// The slug that an author chose. Errors: INVALID_INPUT for one that says nothing, or is another article's.
async fn chosen_slug(cx: &mut Writer, article: &Article, wish: &str) -> Result<String> {
    limits::title("The address", wish)?;
    let slug = slug::of(wish, "");
    if slug.is_empty() {
        return Err(Error::invalid("The address has no letter or digit of a to z and 0 to 9").into());
    }
    match rows::by_slug(cx, article.workspace_id, &slug).await? {
        Some(other) if other.id != article.id => {
            Err(Error::invalid("Another article has this address").into())
        }
        _ => Ok(slug),
    }
}
