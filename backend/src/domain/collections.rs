//! Collections of articles (functions-inbox.md §5). Writes `collections`.

mod editing;
mod reading;

use crate::core::{Functions, Reader, Result, Topic};
use shared::{
    collections::{
        Collection, Create, Get, List, ListHierarchy, ListHierarchyForVisitor, Remove, Reorder, Update,
    },
    id::{CollectionId, WorkspaceId},
};

pub use reading::leading_somewhere;

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<ListHierarchy>()
        .query::<Get>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .mutation::<Reorder>()
        .query::<ListHierarchyForVisitor>();
}

/// Every collection of a workspace.
fn workspace_topic(workspace: WorkspaceId) -> Topic {
    Topic::new("collections", workspace.0)
}

/// What a collection's readers depend on.
fn topics(collection: &Collection) -> [Topic; 2] {
    [Topic::new("collections", collection.id.0), workspace_topic(collection.workspace_id)]
}

/// The columns of a [`Collection`].
macro_rules! columns {
    () => {
        "id, created_at AS creation_time, workspace_id, name, slug, description, icon, parent_id, position, created_at,
         updated_at"
    };
}
use columns;

pub async fn by_id(cx: &mut Reader, id: CollectionId) -> Result<Option<Collection>> {
    let row = cx.read(Topic::new("collections", id.0)).query(concat!(
        "SELECT ",
        columns!(),
        " FROM collections WHERE id = $1"
    ));
    Ok(row.bind(id).fetch_optional().await?)
}

/// Every collection of a workspace, by place.
pub async fn all(cx: &mut Reader, workspace: WorkspaceId) -> Result<Vec<Collection>> {
    let rows = cx.read(workspace_topic(workspace)).query(concat!(
        "SELECT ",
        columns!(),
        " FROM collections WHERE workspace_id = $1 ORDER BY position, id"
    ));
    Ok(rows.bind(workspace).fetch_all().await?)
}
