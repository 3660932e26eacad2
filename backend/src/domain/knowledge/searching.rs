//! The team searches what it knows, by words and by meaning.

use super::{Asker, Found, Look};
use crate::{
    core::{Action, Actor, Limit, Query, Reader, Result},
    domain::{ai_agent, articles, snippets},
    store::search::Wanted,
};
use shared::{
    Function,
    ai_agent::{ContentId, ContentType},
    articles::{Article, Visibility},
    function,
    id::{ArticleId, SnippetId, WorkspaceId},
    knowledge::{Item, Search, SearchWithEmbeddings},
    limits,
    permissions::Permission,
    snippets::Snippet,
};
use std::{cmp::Reverse, collections::HashMap};

/// Characters of an excerpt: before what was found, after it, and of one in which nothing was.
const BEFORE: usize = 50;
const AFTER: usize = 100;
const BEGINNING: usize = 150;
/// Occurrences in a content that count.
const COUNTED: usize = 5;

/// Every kind unless some are named.
pub fn kinds(named: Option<Vec<ContentType>>) -> Vec<ContentType> {
    let all = || vec![ContentType::Article, ContentType::InternalArticle, ContentType::Snippet];
    let mut kinds = named.unwrap_or_else(all);
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

pub fn between(limit: Option<i64>, usual: usize, most: i64) -> usize {
    limit.map_or(usual, |limit| usize::try_from(limit.clamp(1, most)).unwrap_or(usual))
}

/// Whether a member may look, and by meaning: nothing leaves the server for a workspace that makes no use of a model. Internal: it has no
/// public name.
#[derive(Clone, Debug)]
pub struct MayLook(pub WorkspaceId);

impl Function for MayLook {
    const NAME: &'static str = "knowledge:mayLook";
    type Kind = function::Query;
    type Output = bool;
}

impl Query for MayLook {
    async fn run(self, cx: &mut Reader) -> Result<bool> {
        let agent = cx.agent(self.0, Permission::ArticlesRead).await?;
        cx.count(Limit::Search, agent.user.0)?;
        let behaviour = ai_agent::behaviour(cx, self.0).await?;
        Ok(behaviour.enabled || behaviour.suggestions_enabled)
    }
}

impl Query for Search {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Item>> {
        let workspace = self.workspace_id;
        let agent = cx.agent(workspace, Permission::ArticlesRead).await?;
        limits::title("The query", &self.query)?;
        cx.count(Limit::Search, agent.user.0)?;
        let query = self.query.trim().to_lowercase();
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for kind in kinds(self.content_types) {
            let all = match (kind, Wanted::parse(&query)) {
                (ContentType::Snippet, _) => {
                    snippets::holding(cx, workspace, &query).await?.into_iter().map(of_snippet).collect()
                }
                (_, None) => Vec::new(),
                (kind, Some(wanted)) => articles::candidates(cx, workspace, visibility(kind), &wanted)
                    .await?
                    .into_iter()
                    .map(of_article)
                    .collect::<Vec<_>>(),
            };
            found.extend(all);
        }
        if let Some(tags) = self.tags.filter(|tags| !tags.is_empty()) {
            let has = |item: &Item| item.tags.iter().flatten().any(|tag| tags.contains(tag));
            found.retain(|item| item.kind != ContentType::InternalArticle || has(item));
        }
        for item in &mut found {
            item.relevance_score = score(item, &query) as f64;
            item.snippet = excerpt(&item.content, &query);
        }
        found.sort_by_key(|item| (Reverse(item.relevance_score as u64), Reverse(item.updated_at), item.id));
        found.truncate(between(self.limit, 50, 100));
        Ok(found)
    }
}

fn score(item: &Item, query: &str) -> usize {
    let title = item.title.to_lowercase();
    let mut score = item.content.to_lowercase().matches(query).count().min(COUNTED);
    if title.contains(query) {
        score += 10;
    }
    if title.starts_with(query) {
        score += 5;
    }
    if title == query {
        score += 10;
    }
    score
}

impl Action for SearchWithEmbeddings {
    async fn run(self, cx: &Actor) -> Result<Vec<Item>> {
        limits::content("The query", &self.query)?;
        let workspace = self.workspace_id;
        let uses_meaning = cx.query(MayLook(workspace)).await?;
        if self.query.trim().is_empty() {
            return Ok(Vec::new());
        }
        let look = Look {
            workspace,
            kinds: kinds(self.content_types),
            query: self.query,
            asker: Asker::Team,
            most: between(self.limit, 20, 50),
        };
        let (found, _) = look.run(&cx.app, &cx.caller, uses_meaning).await?;
        let contents = found.iter().map(|found| (found.kind, found.id)).collect();
        let mut known = cx.query(Describe { workspace, contents }).await?;
        let shown = |found: Found| {
            let item = known.remove(&(found.kind, found.id))?;
            Some(Item { relevance_score: found.score / 100.0, snippet: beginning(&found.text), ..item })
        };
        Ok(found.into_iter().filter_map(shown).collect())
    }
}

/// Describes contents, in a transaction of its own. Internal: it has no public name.
#[derive(Clone, Debug)]
struct Describe {
    workspace: WorkspaceId,
    contents: Vec<(ContentType, ContentId)>,
}

impl Function for Describe {
    const NAME: &'static str = "knowledge:describe";
    type Kind = function::Query;
    type Output = HashMap<(ContentType, ContentId), Item>;
}

impl Query for Describe {
    async fn run(self, cx: &mut Reader) -> Result<HashMap<(ContentType, ContentId), Item>> {
        described(cx, self.workspace, &self.contents).await
    }
}

/// Those of some contents that are there: published articles, and snippets.
pub async fn described(
    cx: &mut Reader,
    workspace: WorkspaceId,
    contents: &[(ContentType, ContentId)],
) -> Result<HashMap<(ContentType, ContentId), Item>> {
    let mut items: Vec<Item> = Vec::new();
    for kind in kinds(None) {
        let ids = contents.iter().filter(|(of, _)| *of == kind).map(|(_, id)| id.0);
        match kind {
            ContentType::Snippet => {
                let found = snippets::by_ids(cx, workspace, ids.map(SnippetId).collect()).await?;
                items.extend(found.into_iter().map(of_snippet));
            }
            kind => {
                let ids = ids.map(ArticleId).collect();
                let found = articles::published_of(cx, workspace, visibility(kind), ids).await?;
                items.extend(found.into_iter().map(of_article));
            }
        }
    }
    Ok(items.into_iter().map(|item| ((item.kind, item.id), item)).collect())
}

fn visibility(kind: ContentType) -> Visibility {
    if kind == ContentType::InternalArticle { Visibility::Internal } else { Visibility::Public }
}

fn of_article(article: Article) -> Item {
    let kind = match article.visibility {
        Visibility::Internal => ContentType::InternalArticle,
        Visibility::Public => ContentType::Article,
    };
    Item {
        id: ContentId(article.id.0),
        kind,
        snippet: beginning(&article.content),
        title: article.title,
        content: article.content,
        slug: Some(article.slug),
        tags: article.tags,
        relevance_score: 0.0,
        updated_at: article.updated_at,
    }
}

fn of_snippet(snippet: Snippet) -> Item {
    Item {
        id: ContentId(snippet.id.0),
        kind: ContentType::Snippet,
        snippet: beginning(&snippet.content),
        title: snippet.name,
        content: snippet.content,
        slug: None,
        tags: None,
        relevance_score: 0.0,
        updated_at: snippet.updated_at,
    }
}

fn beginning(text: &str) -> String {
    cut(&text.chars().collect::<Vec<_>>(), 0, BEGINNING)
}

/// The text around the first place where the query stands, else its beginning.
fn excerpt(text: &str, query: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    // One letter for each, so that places stay what they are.
    let folded: Vec<char> =
        letters.iter().map(|letter| letter.to_lowercase().next().unwrap_or(*letter)).collect();
    let wanted: Vec<char> = query.chars().collect();
    match folded.windows(wanted.len().max(1)).position(|window| window == wanted.as_slice()) {
        Some(at) => cut(&letters, at.saturating_sub(BEFORE), at + wanted.len() + AFTER),
        None => cut(&letters, 0, BEGINNING),
    }
}

fn cut(letters: &[char], from: usize, to: usize) -> String {
    let to = to.min(letters.len());
    let mut text = String::new();
    if from > 0 {
        text.push_str("...");
    }
    text.extend(&letters[from..to]);
    if to < letters.len() {
        text.push_str("...");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_around_what_was_found() {
        let text = format!("{}Needle{}", "ä".repeat(60), "ö".repeat(120));
        let expected = format!("...{}Needle{}...", "ä".repeat(50), "ö".repeat(100));
        assert_eq!(excerpt(&text, "needle"), expected);
        assert_eq!(excerpt("Short İ text", "nothing"), "Short İ text");
        assert_eq!(excerpt(&"x".repeat(151), "y"), format!("{}...", "x".repeat(150)));
        assert_eq!(excerpt("c++ and C++", "c++"), "c++ and C++");
    }
}
