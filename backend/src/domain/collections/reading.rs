//! Collections with their numbers of articles, as the team, the public and a visitor are shown them.

use super::{all, by_id, columns, workspace_topic};
use crate::{
    core::{Query, Reader, Result},
    domain::articles::{self, Access, access, shown_to, visitor_of},
};
use shared::{
    articles::{Status, Visibility},
    collections::{Collection, Counted, Get, List, ListHierarchy, ListHierarchyForVisitor},
    id::{CollectionId, WorkspaceId},
};
use std::collections::{HashMap, HashSet};

impl Query for List {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Counted>> {
        let shown = shown(cx, self.workspace_id, self.public_only).await?;
        Ok(shown.into_iter().filter(|row| row.collection.parent_id == self.parent_id).collect())
    }
}

impl Query for ListHierarchy {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Counted>> {
        shown(cx, self.workspace_id, self.public_only).await
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Collection>> {
        let by_id = match self.id {
            Some(id) => by_id(cx, id).await?,
            None => None,
        };
        let found = match (by_id, self.slug, self.workspace_id) {
            (Some(collection), ..) => Some(collection),
            (None, Some(slug), Some(workspace)) => {
                let row = cx.read(workspace_topic(workspace)).query(concat!(
                    "SELECT ",
                    columns!(),
                    " FROM collections WHERE workspace_id = $1 AND slug = $2"
                ));
                row.bind(workspace).bind(slug).fetch_optional().await?
            }
            (None, ..) => None,
        };
        let Some(collection) = found else { return Ok(None) };
        Ok((access(cx, collection.workspace_id).await? != Access::Nothing).then_some(collection))
    }
}

impl Query for ListHierarchyForVisitor {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Counted>> {
        let mismatch = "Not authorized to list collections for this visitor";
        let token = self.session_token.as_deref();
        let visitor = visitor_of(cx, self.workspace_id, self.visitor_id, token, mismatch).await?;
        let Some(visitor) = visitor else { return Ok(Vec::new()) };
        let mut counts: HashMap<CollectionId, i64> = HashMap::new();
        let published = articles::published(cx, self.workspace_id, None).await?;
        for article in shown_to(cx, &visitor, published, |article| article).await? {
            if let Some(collection) = article.collection_id {
                *counts.entry(collection).or_default() += 1;
            }
        }
        let counted = |collection: Collection| {
            let count = counts.get(&collection.id).copied().unwrap_or(0);
            Counted { collection, article_count: count, published_article_count: count }
        };
        let all = all(cx, self.workspace_id).await?.into_iter().map(counted).collect();
        Ok(leading_somewhere(all))
    }
}

/// What the caller is shown: everything, or what leads to a published article.
async fn shown(cx: &mut Reader, workspace: WorkspaceId, public_only: Option<bool>) -> Result<Vec<Counted>> {
    let access = access(cx, workspace).await?;
    if access == Access::Nothing {
        return Ok(Vec::new());
    }
    let counts: Vec<(CollectionId, i64, i64)> = cx
        .read(articles::workspace_topic(workspace))
        .query(
            "SELECT collection_id, COUNT(*), COUNT(CASE WHEN status = $2 AND visibility = $3 THEN 1 END)
             FROM articles
             WHERE workspace_id = $1 AND collection_id IS NOT NULL
             GROUP BY collection_id",
        )
        .bind(workspace)
        .bind(Status::Published)
        .bind(Visibility::Public)
        .fetch_all()
        .await?;
    let counts: HashMap<CollectionId, (i64, i64)> =
        counts.into_iter().map(|(id, all, published)| (id, (all, published))).collect();
    let is_team = access == Access::Team;
    let counted = |collection: Collection| {
        let (all, published) = counts.get(&collection.id).copied().unwrap_or((0, 0));
        // How many drafts there are is the team's business.
        let article_count = if is_team { all } else { published };
        Counted { collection, article_count, published_article_count: published }
    };
    let all: Vec<Counted> = all(cx, workspace).await?.into_iter().map(counted).collect();
    Ok(if is_team && public_only != Some(true) { all } else { leading_somewhere(all) })
}

/// Collections with a published article, and all above them.
pub fn leading_somewhere(all: Vec<Counted>) -> Vec<Counted> {
    let parents: HashMap<CollectionId, Option<CollectionId>> =
        all.iter().map(|row| (row.collection.id, row.collection.parent_id)).collect();
    let mut kept = HashSet::new();
    for row in all.iter().filter(|row| row.published_article_count > 0) {
        let mut next = Some(row.collection.id);
        while let Some(id) = next.filter(|id| kept.insert(*id)) {
            next = parents.get(&id).copied().flatten();
        }
    }
    all.into_iter().filter(|row| kept.contains(&row.collection.id)).collect()
}
