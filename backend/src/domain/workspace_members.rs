//! Members of a workspace (functions-identity.md §6).

use crate::core::{Agent, Functions, Reader, Result, Topic};
use shared::{
    id::{UserId, WorkspaceId},
    permissions::Role,
};
use sqlx::types::Json;

pub fn register(_functions: &mut Functions) {}

/// A user's membership, if it has one.
pub async fn membership(cx: &mut Reader, user: UserId, workspace: WorkspaceId) -> Result<Option<Agent>> {
    let topic = Topic::new("workspace_members", user.0);
    let known = match cx.recall::<Vec<Agent>>(topic) {
        Some(known) => known,
        None => {
            let rows: Vec<(WorkspaceId, Role, Json<Vec<String>>)> = cx
                .read(topic)
                .query("SELECT workspace_id, role, permissions FROM workspace_members WHERE user_id = $1 ORDER BY created_at, id")
                .bind(user)
                .fetch_all()
                .await?;
            let agents: Vec<Agent> = rows
                .into_iter()
                .map(|(workspace, role, permissions)| Agent {
                    user,
                    workspace,
                    role,
                    permissions: permissions.0,
                })
                .collect();
            cx.remember(topic, &agents);
            agents
        }
    };
    Ok(known.into_iter().find(|agent| agent.workspace == workspace))
}
