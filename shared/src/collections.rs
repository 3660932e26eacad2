//! Collections of articles, in each other (functions-inbox.md §5; seed "Source: collections.ts").

use crate::{
    Millis,
    function::nullable,
    functions,
    id::{CollectionId, VisitorId, WorkspaceId},
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "collections" {
    Query    list = List -> Vec<Counted>;
    Query    listHierarchy = ListHierarchy -> Vec<Counted>;
    Query    get = Get -> Option<Collection>;
    Mutation create = Create -> CollectionId;
    Mutation update = Update -> CollectionId, nullable &["parentId"];
    Mutation remove = Remove -> Success;
    Mutation reorder = Reorder -> CollectionId;
    Query    listHierarchyForVisitor = ListHierarchyForVisitor -> Vec<Counted>;
} }

/// One row of `collections`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Collection {
    #[serde(rename = "_id")]
    pub id: CollectionId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    /// The name in an address: `a-z`, `0-9` and hyphens, one of a kind in its workspace.
    pub slug: String,
    pub description: Option<String>,
    pub icon: Option<String>,
    /// None at the root.
    pub parent_id: Option<CollectionId>,
    /// Place among its siblings, ascending.
    #[cfg_attr(feature = "server", sqlx(rename = "position"))]
    pub order: i64,
    pub created_at: Millis,
    pub updated_at: Millis,
}

/// A collection and how many articles are directly in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counted {
    #[serde(flatten)]
    pub collection: Collection,
    /// Of every status; for a visitor, those that it may read.
    pub article_count: i64,
    /// Published and public.
    pub published_article_count: i64,
}

/// The direct children of a collection, or the roots, by `order`. Who is not of the team, or asks for `publicOnly`, is shown those
/// that lead to a published article.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub parent_id: Option<CollectionId>,
    pub public_only: Option<bool>,
}

/// The whole tree as a flat list, by `order`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListHierarchy {
    pub workspace_id: WorkspaceId,
    pub public_only: Option<bool>,
}

/// By id, else by slug and workspace.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Get {
    pub id: Option<CollectionId>,
    pub slug: Option<String>,
    pub workspace_id: Option<WorkspaceId>,
}

/// Last among its siblings. Needs `articles.create`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub description: Option<String>,
    pub icon: Option<String>,
    pub parent_id: Option<CollectionId>,
}

/// Changes what is given; a `parentId` of null moves it to the root. Needs `articles.create`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: CollectionId,
    pub name: Option<String>,
    pub description: Option<String>,
    pub icon: Option<String>,
    /// None leaves it where it is.
    #[serde(default, deserialize_with = "nullable")]
    pub parent_id: Option<Option<CollectionId>>,
}

/// Deletes an empty one. Needs `articles.create`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Remove {
    pub id: CollectionId,
}

/// Writes this collection's place and no other's. Needs `articles.create`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reorder {
    pub id: CollectionId,
    pub new_order: i64,
}

/// Collections with an article that the visitor may read, and all above them; flat, by `order`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListHierarchyForVisitor {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}
