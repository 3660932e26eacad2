//! What a visitor is shown in the widget: published, public, and meant for it.

use super::{
    assets::For,
    reading::{is_public, rendered, rendered_all},
    rows, search,
};
use crate::{
    core::{Query, Reader, Result},
    domain::{self, visitors::Known},
};
use shared::{
    Error,
    articles::{
        Article, Found, GetForVisitor, ListForVisitor, Rendered, SearchForVisitor, Status, Visibility,
    },
    id::{VisitorId, WorkspaceId},
    permissions::Permission,
    visitors::Visitor,
};

/// The visitor whose articles are asked for: the one behind the token, or for a member with `articles.read` the one that it names.
/// None where there is no such visitor. Errors: those of the token; `mismatch` if another visitor is named; those of a member.
pub async fn visitor_of(
    cx: &mut Reader,
    workspace: WorkspaceId,
    named: Option<VisitorId>,
    token: Option<&str>,
    mismatch: &str,
) -> Result<Option<Visitor>> {
    let id = if cx.caller().user_id().is_some() {
        cx.agent(workspace, Permission::ArticlesRead).await?;
        named
    } else {
        let session = cx.visitor(token, workspace).await?;
        if named.is_some_and(|named| named != session.visitor) {
            return Err(Error::not_authorized(mismatch).into());
        }
        Some(session.visitor)
    };
    let Some(id) = id else { return Ok(None) };
    let visitor = domain::visitors::by_id(cx, id).await?;
    Ok(visitor.filter(|visitor| visitor.workspace_id == workspace))
}

/// Those of the articles that a visitor is shown.
pub async fn shown_to<T>(
    cx: &mut Reader,
    visitor: &Visitor,
    all: Vec<T>,
    article: impl Fn(&T) -> &Article,
) -> Result<Vec<T>> {
    let rules = all.iter().filter_map(|one| article(one).audience_rules.as_ref());
    let known = Known::of(cx, visitor, rules).await?;
    let is_shown = |one: &T| {
        let article = article(one);
        is_public(article) && known.is_meant(article.audience_rules.as_ref())
    };
    Ok(all.into_iter().filter(is_shown).collect())
}

const MISMATCH: &str = "Not authorized to read articles for this visitor";

impl Query for ListForVisitor {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Rendered>> {
        let token = self.session_token.as_deref();
        let visitor = visitor_of(cx, self.workspace_id, self.visitor_id, token, MISMATCH).await?;
        let Some(visitor) = visitor else { return Ok(Vec::new()) };
        let is_loose = self.without_collection == Some(true);
        let has_content = self.without_content != Some(true);
        let mut articles = rows::published(cx, self.workspace_id, self.collection_id).await?;
        articles.retain(|article| !is_loose || article.collection_id.is_none());
        let shown = shown_to(cx, &visitor, articles, |article| article).await?;
        let printed = |article| {
            if has_content { article } else { Article { content: String::new(), ..article } }
        };
        let most = self.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(0));
        let shown = shown.into_iter().take(most).map(printed).collect();
        rendered_all(cx, self.workspace_id, shown, For::Readers).await
    }
}

impl Query for SearchForVisitor {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Found>> {
        let token = self.session_token.as_deref();
        let visitor = visitor_of(cx, self.workspace_id, self.visitor_id, token, MISMATCH).await?;
        let Some(visitor) = visitor else { return Ok(Vec::new()) };
        let scope = search::Scope {
            workspace: self.workspace_id,
            status: Some(Status::Published),
            visibility: Some(Visibility::Public),
        };
        let found = search::found(cx, &scope, &self.query).await?;
        let mut shown = shown_to(cx, &visitor, found, |found| &found.article).await?;
        shown.truncate(search::MOST);
        Ok(shown)
    }
}

impl Query for GetForVisitor {
    async fn run(self, cx: &mut Reader) -> Result<Option<Rendered>> {
        let token = self.session_token.as_deref();
        let visitor = visitor_of(cx, self.workspace_id, self.visitor_id, token, MISMATCH).await?;
        let Some(visitor) = visitor else { return Ok(None) };
        let article = rows::by_id(cx, self.id).await?;
        let article = article.filter(|article| article.workspace_id == self.workspace_id);
        let shown = shown_to(cx, &visitor, article.into_iter().collect(), |article| article).await?;
        match shown.into_iter().next() {
            Some(article) => Ok(Some(rendered(cx, article, For::Readers).await?)),
            None => Ok(None),
        }
    }
}
