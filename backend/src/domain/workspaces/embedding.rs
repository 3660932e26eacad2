//! What the frame's door has to know of a workspace.

use crate::core::{Query, Reader, Result, Topic};
use shared::{Function, function, id::WorkspaceId};
use sqlx::types::Json;

/// Whether the workspace exists, and which sites may show its widget. Internal: it has no public name.
#[derive(Clone)]
pub struct Embedding {
    pub workspace: WorkspaceId,
}

/// Sites that may embed the widget; empty admits every site.
pub struct Sites {
    pub allowed_origins: Vec<String>,
}

impl Function for Embedding {
    const NAME: &'static str = "workspaces:embedding (internal)";
    type Kind = function::Query;
    type Output = Option<Sites>;
}

impl Query for Embedding {
    async fn run(self, cx: &mut Reader) -> Result<Option<Sites>> {
        let row: Option<(Json<Vec<String>>,)> = cx
            .read(Topic::new("workspaces", self.workspace.0))
            .query("SELECT allowed_origins FROM workspaces WHERE id = $1")
            .bind(self.workspace)
            .fetch_optional()
            .await?;
        Ok(row.map(|(allowed,)| Sites { allowed_origins: allowed.0 }))
    }
}
