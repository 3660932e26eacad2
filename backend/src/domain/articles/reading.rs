//! What the team and the public read.

use super::{
    assets::{For, addressed, pictures},
    rows::{self, columns},
    search, workspace_topic,
};
use crate::{
    core::{Query, Reader, Result},
    domain::{
        rich_text::{self, Pictures},
        visitors, workspaces,
    },
    store::Filter,
};
use shared::{
    Millis,
    articles::{Article, Found, Get, List, Preview, PreviewAudience, Rendered, Search, Status, Visibility},
    id::{ArticleId, WorkspaceId},
    limits,
    permissions::Permission,
    rich_text::Block,
    segments::Reach,
    workspaces::HelpCenterAccess,
};

/// Articles of a list without a limit.
const MOST: i64 = 10_000;

/// How much of a help centre a caller may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    Team,
    /// What is published and public.
    Public,
    Nothing,
}

/// What the caller may read of a workspace's help centre. Errors: "Permission denied: articles.read" for a member without it.
pub async fn access(cx: &mut Reader, workspace: WorkspaceId) -> Result<Access> {
    if cx.member(workspace).await?.is_some() {
        cx.agent(workspace, Permission::ArticlesRead).await?;
        return Ok(Access::Team);
    }
    let row = workspaces::by_id(cx, workspace).await?;
    let is_open = row.is_some_and(|row| row.help_center_access_policy == HelpCenterAccess::Public);
    Ok(if is_open { Access::Public } else { Access::Nothing })
}

/// Whether everybody may read it.
pub fn is_public(article: &Article) -> bool {
    article.status == Status::Published && article.visibility == Visibility::Public
}

/// The articles of a workspace, ready to be shown to these.
pub async fn rendered_all(
    cx: &mut Reader,
    workspace: WorkspaceId,
    articles: Vec<Article>,
    whom: For,
) -> Result<Vec<Rendered>> {
    let texts = articles.iter().map(|article| article.content.as_str());
    let pictures = pictures(cx, workspace, texts, whom).await?;
    Ok(articles.into_iter().map(|article| with_pictures(article, &pictures)).collect())
}

pub async fn rendered(cx: &mut Reader, article: Article, whom: For) -> Result<Rendered> {
    let texts = std::iter::once(article.content.as_str());
    let pictures = pictures(cx, article.workspace_id, texts, whom).await?;
    Ok(with_pictures(article, &pictures))
}

fn with_pictures(article: Article, pictures: &Pictures) -> Rendered {
    Rendered {
        rendered_content: addressed(&article.content, pictures),
        blocks: rich_text::parse_with(&article.content, pictures),
        article,
    }
}

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Article>> {
        let access = access(cx, self.workspace_id).await?;
        if access == Access::Nothing {
            return Ok(Vec::new());
        }
        let filter = Filter::new(concat!("SELECT ", columns!(), " FROM articles WHERE workspace_id = "))
            .bind(self.workspace_id)
            .and(" AND status = ", self.status)
            .and(" AND visibility = ", self.visibility)
            .and(" AND collection_id = ", self.collection_id);
        let most = self.limit.map_or(MOST, |limit| limit.clamp(1, 500));
        let filter = match access {
            Access::Team if self.by_order != Some(true) => {
                let filter = match place(cx, self.workspace_id, self.cursor).await? {
                    // The first condition is where the index is entered.
                    Some(Place { updated_at, title, id, .. }) => filter
                        .push(" AND updated_at <= ")
                        .bind(updated_at)
                        .push(" AND (updated_at < ")
                        .bind(updated_at)
                        .push(" OR ")
                        .keyset("(title, id) >", (title, id))
                        .push(")"),
                    None => filter,
                };
                filter.push(" ORDER BY updated_at DESC, title, id")
            }
            _ => {
                let is_public = access != Access::Team;
                let filter = filter
                    .and(" AND status = ", is_public.then_some(Status::Published))
                    .and(" AND visibility = ", is_public.then_some(Visibility::Public));
                let filter = match place(cx, self.workspace_id, self.cursor).await? {
                    Some(Place { position, id, .. }) => {
                        filter.push(" AND ").keyset("(position, id) >", (position, id))
                    }
                    None => filter,
                };
                filter.push(" ORDER BY position, id")
            }
        };
        let filter = filter.push(" LIMIT ").bind(most);
        Ok(cx.read(workspace_topic(self.workspace_id)).filter(filter).fetch_all().await?)
    }
}

/// Where an article stands in the lists.
#[derive(sqlx::FromRow)]
struct Place {
    updated_at: Millis,
    title: String,
    position: i64,
    id: ArticleId,
}

async fn place(cx: &mut Reader, workspace: WorkspaceId, cursor: Option<ArticleId>) -> Result<Option<Place>> {
    let Some(id) = cursor else { return Ok(None) };
    let place = cx
        .read(workspace_topic(workspace))
        .query("SELECT updated_at, title, position, id FROM articles WHERE id = $1 AND workspace_id = $2");
    Ok(place.bind(id).bind(workspace).fetch_optional().await?)
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Rendered>> {
        let by_id = match self.id {
            Some(id) => rows::by_id(cx, id).await?,
            None => None,
        };
        let article = match (by_id, self.slug.as_deref(), self.workspace_id) {
            (Some(article), ..) => article,
            (None, Some(slug), Some(workspace)) => match rows::by_slug(cx, workspace, slug).await? {
                Some(article) => article,
                None => return Ok(None),
            },
            (None, ..) => return Ok(None),
        };
        let access = access(cx, article.workspace_id).await?;
        let may_read = match access {
            Access::Team => true,
            Access::Public => is_public(&article),
            Access::Nothing => false,
        };
        let is_wanted = self.visibility.is_none_or(|wanted| wanted == article.visibility);
        if !may_read || !is_wanted {
            return Ok(None);
        }
        let whom = if access == Access::Team { For::Team } else { For::Readers };
        Ok(Some(rendered(cx, article, whom).await?))
    }
}

impl Query for Search {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Found>> {
        let access = access(cx, self.workspace_id).await?;
        if access == Access::Nothing {
            return Ok(Vec::new());
        }
        let wants_all = access == Access::Team && self.published_only == Some(false);
        let scope = search::Scope {
            workspace: self.workspace_id,
            status: (!wants_all).then_some(Status::Published),
            visibility: if access == Access::Team { self.visibility } else { Some(Visibility::Public) },
        };
        if self.visibility.is_some() && scope.visibility != self.visibility {
            return Ok(Vec::new());
        }
        let found = search::found(cx, &scope, &self.query).await?;
        Ok(found.into_iter().take(search::MOST).collect())
    }
}

impl Query for Preview {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Block>> {
        cx.agent(self.workspace_id, Permission::ArticlesCreate).await?;
        limits::content("The article", &self.content)?;
        let texts = std::iter::once(self.content.as_str());
        let pictures = pictures(cx, self.workspace_id, texts, For::Team).await?;
        Ok(rich_text::parse_with(&self.content, &pictures))
    }
}

impl Query for PreviewAudience {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Reach> {
        cx.agent(self.workspace_id, Permission::ArticlesCreate).await?;
        visitors::reached(cx, self.workspace_id, self.audience_rules.as_ref()).await
    }
}
