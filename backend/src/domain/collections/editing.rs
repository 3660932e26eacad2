//! Making, moving and deleting collections.

use super::{all, by_id, topics};
use crate::{
    core::{Mutation, Result, Writer},
    domain::{articles, slug},
};
use shared::{
    Error,
    collections::{Collection, Create, Remove, Reorder, Update},
    id::{CollectionId, WorkspaceId},
    limits,
    permissions::Permission,
    widget_sessions::Success,
};

impl Mutation for Create {
    async fn run(self, cx: &mut Writer) -> Result<CollectionId> {
        cx.agent(self.workspace_id, Permission::ArticlesCreate).await?;
        lock(cx, self.workspace_id).await?;
        check(Some(&self.name), self.description.as_deref(), self.icon.as_deref())?;
        let all = all(cx, self.workspace_id).await?;
        if let Some(parent) = self.parent_id {
            find(&all, parent).ok_or_else(|| Error::not_found("Parent collection"))?;
        }
        let siblings = all.iter().filter(|sibling| sibling.parent_id == self.parent_id);
        let (id, now) = (CollectionId(cx.new_id()?), cx.now());
        let collection = Collection {
            id,
            creation_time: now,
            workspace_id: self.workspace_id,
            slug: free_slug(&all, &self.name),
            name: self.name,
            description: self.description,
            icon: self.icon,
            parent_id: self.parent_id,
            order: siblings.map(|sibling| sibling.order + 1).max().unwrap_or(0),
            created_at: now,
            updated_at: now,
        };
        cx.write(topics(&collection))
            .query(
                "INSERT INTO collections
                     (id, workspace_id, name, slug, description, icon, parent_id, position, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
            )
            .bind(id)
            .bind(collection.workspace_id)
            .bind(collection.name.clone())
            .bind(collection.slug.clone())
            .bind(collection.description.clone())
            .bind(collection.icon.clone())
            .bind(collection.parent_id)
            .bind(collection.order)
            .bind(now)
            .execute()
            .await?;
        Ok(id)
    }
}

impl Mutation for Update {
    async fn run(self, cx: &mut Writer) -> Result<CollectionId> {
        let before = for_agent(cx, self.id).await?;
        check(self.name.as_deref(), self.description.as_deref(), self.icon.as_deref())?;
        let all = all(cx, before.workspace_id).await?;
        if let Some(Some(parent)) = self.parent_id {
            may_move(&all, self.id, parent)?;
        }
        let name = self.name.unwrap_or_else(|| before.name.clone());
        let slug = if name == before.name { before.slug.clone() } else { free_slug(&all, &name) };
        let after = Collection {
            name,
            slug,
            description: self.description.or_else(|| before.description.clone()),
            icon: self.icon.or_else(|| before.icon.clone()),
            parent_id: self.parent_id.unwrap_or(before.parent_id),
            updated_at: cx.now(),
            ..before
        };
        save(cx, &after).await
    }
}

impl Mutation for Reorder {
    async fn run(self, cx: &mut Writer) -> Result<CollectionId> {
        let before = for_agent(cx, self.id).await?;
        let after = Collection { order: self.new_order, updated_at: cx.now(), ..before };
        save(cx, &after).await
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let collection = for_agent(cx, self.id).await?;
        let all = all(cx, collection.workspace_id).await?;
        if all.iter().any(|child| child.parent_id == Some(self.id)) {
            return Err(Error::invalid("Cannot delete collection with child collections").into());
        }
        let (articles,): (i64,) = cx
            .read(articles::workspace_topic(collection.workspace_id))
            .query("SELECT COUNT(*) FROM articles WHERE collection_id = $1")
            .bind(self.id)
            .fetch_one()
            .await?;
        if articles > 0 {
            return Err(Error::invalid("Cannot delete collection with articles").into());
        }
        cx.write(topics(&collection))
            .query("DELETE FROM collections WHERE id = $1")
            .bind(self.id)
            .execute()
            .await?;
        Ok(Success::YES)
    }
}

/// The collection, for a member who may write articles, locked with its tree: two who move collections into each other at once would
/// make a circle. Errors, in this order: "Not authenticated", "Collection not found", those of a member.
async fn for_agent(cx: &mut Writer, id: CollectionId) -> Result<Collection> {
    cx.user()?;
    let collection = by_id(cx, id).await?.ok_or_else(|| Error::not_found("Collection"))?;
    cx.agent(collection.workspace_id, Permission::ArticlesCreate).await?;
    lock(cx, collection.workspace_id).await?;
    Ok(collection)
}

async fn lock(cx: &mut Writer, workspace: WorkspaceId) -> Result<()> {
    // Changes nothing, and takes the locks of all rows in one order. Nobody's answer changes.
    cx.write_unnoticed("collections")
        .query("UPDATE collections SET position = position WHERE workspace_id = $1")
        .bind(workspace)
        .execute()
        .await?;
    Ok(())
}

async fn save(cx: &mut Writer, after: &Collection) -> Result<CollectionId> {
    cx.write(topics(after))
        .query(
            "UPDATE collections
             SET name = $2, slug = $3, description = $4, icon = $5, parent_id = $6, position = $7, updated_at = $8
             WHERE id = $1",
        )
        .bind(after.id)
        .bind(after.name.clone())
        .bind(after.slug.clone())
        .bind(after.description.clone())
        .bind(after.icon.clone())
        .bind(after.parent_id)
        .bind(after.order)
        .bind(after.updated_at)
        .execute()
        .await?;
    Ok(after.id)
}

fn find(all: &[Collection], id: CollectionId) -> Option<&Collection> {
    all.iter().find(|collection| collection.id == id)
}

/// Errors: the new parent is the collection itself, below it, or not there.
fn may_move(all: &[Collection], id: CollectionId, parent: CollectionId) -> Result<()> {
    if parent == id {
        return Err(Error::invalid("Collection cannot be its own parent").into());
    }
    let mut above = Some(find(all, parent).ok_or_else(|| Error::not_found("Parent collection"))?);
    while let Some(collection) = above {
        if collection.parent_id == Some(id) {
            return Err(Error::invalid("Collection cannot be moved into its own descendant").into());
        }
        above = collection.parent_id.and_then(|parent| find(all, parent));
    }
    Ok(())
}

fn check(name: Option<&str>, description: Option<&str>, icon: Option<&str>) -> Result<()> {
    if let Some(name) = name {
        limits::title("The name", name)?;
        if name.trim().is_empty() {
            return Err(Error::invalid("The name is empty").into());
        }
    }
    description.map_or(Ok(()), |text| limits::content("The description", text))?;
    icon.map_or(Ok(()), |text| limits::url("The icon", text))?;
    Ok(())
}

fn free_slug(all: &[Collection], name: &str) -> String {
    let taken: Vec<String> = all.iter().map(|collection| collection.slug.clone()).collect();
    slug::free(slug::of(name, "collection"), &taken)
}
