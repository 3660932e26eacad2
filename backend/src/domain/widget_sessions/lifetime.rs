//! How long a workspace's sessions live (lifetimes of the seed).

use crate::{
    core::{Mutation, Query, Reader, Result, Writer},
    domain::{
        audit_logs::{self, Act, SECURITY},
        workspaces,
    },
};
use serde_json::json;
use shared::{
    Millis,
    permissions::Permission,
    widget_sessions::{
        GetSettings, LIFETIME, LONGEST_LIFETIME, SHORTEST_LIFETIME, Settings, Success, UpdateSettings,
    },
};

/// The lifetime of a session that begins now.
pub fn of(workspace: &workspaces::Row) -> Millis {
    match workspace.session_lifetime_ms {
        None | Some(0) => LIFETIME,
        Some(chosen) => chosen.clamp(SHORTEST_LIFETIME, LONGEST_LIFETIME),
    }
}

impl Query for GetSettings {
    async fn run(self, cx: &mut Reader) -> Result<Option<Settings>> {
        if cx.caller().user_id().is_none() {
            return Ok(None);
        }
        cx.agent(self.workspace_id, Permission::SettingsSecurity).await?;
        let workspace = workspaces::found(cx, self.workspace_id).await?;
        Ok(Some(Settings { session_lifetime_ms: of(&workspace) }))
    }
}

impl Mutation for UpdateSettings {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        cx.agent(self.workspace_id, Permission::SettingsSecurity).await?;
        if let Some(lifetime) = self.session_lifetime_ms {
            let lifetime = lifetime.clamp(SHORTEST_LIFETIME, LONGEST_LIFETIME);
            let old = of(&workspaces::found(cx, self.workspace_id).await?);
            workspaces::set_session_lifetime(cx, self.workspace_id, lifetime).await?;
            let act = Act::changed(SECURITY, "sessionLifetimeMs", json!(old), json!(lifetime));
            audit_logs::note(cx, self.workspace_id, act.to(self.workspace_id)).await?;
        }
        Ok(Success::YES)
    }
}
