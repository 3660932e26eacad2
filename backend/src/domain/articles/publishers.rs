//! Whose articles everybody may read.

use crate::core::{Limit, Reader, Result, Topic};
use shared::{
    articles::{Status, Visibility},
    id::{Uuid, WorkspaceId},
    workspaces::HelpCenterAccess,
};

/// Of all workspaces.
fn everywhere() -> [Topic; 2] {
    ["workspaces", "articles"].map(|table| Topic::new(table, Uuid::nil()))
}

/// The one workspace that lets everybody read an article with this slug; none where several do. Errors: RATE_LIMITED.
pub async fn publisher_of(cx: &mut Reader, slug: &str) -> Result<Option<WorkspaceId>> {
    cx.count(Limit::Search, cx.caller().ip)?;
    let found: Vec<(WorkspaceId,)> = cx
        .read(everywhere())
        .query(
            "SELECT id FROM workspaces
             WHERE help_center_access_policy = $1 AND EXISTS (
                 SELECT 1 FROM articles
                 WHERE articles.workspace_id = workspaces.id AND slug = $2 AND status = $3 AND visibility = $4
             )
             LIMIT 2",
        )
        .bind(HelpCenterAccess::Public)
        .bind(slug.to_owned())
        .bind(Status::Published)
        .bind(Visibility::Public)
        .fetch_all()
        .await?;
    Ok(match found[..] {
        [(only,)] => Some(only),
        _ => None,
    })
}

/// The oldest workspace that lets everybody read an article.
pub async fn oldest_publisher(cx: &mut Reader) -> Result<Option<WorkspaceId>> {
    let found: Option<(WorkspaceId,)> = cx
        .read(everywhere())
        .query(
            "SELECT id FROM workspaces
             WHERE help_center_access_policy = $1 AND EXISTS (
                 SELECT 1 FROM articles
                 WHERE articles.workspace_id = workspaces.id AND status = $2 AND visibility = $3
             )
             ORDER BY created_at, id
             LIMIT 1",
        )
        .bind(HelpCenterAccess::Public)
        .bind(Status::Published)
        .bind(Visibility::Public)
        .fetch_optional()
        .await?;
    Ok(found.map(|(id,)| id))
}
