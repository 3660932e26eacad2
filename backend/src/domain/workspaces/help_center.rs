//! Who may read a workspace's help centre (functions-identity.md §4).

use super::{found, topics};
use crate::{
    core::{Mutation, Result, Writer},
    domain::audit_logs::{self, Act, SETTINGS},
};
use serde_json::json;
use shared::{permissions::Permission, workspaces::UpdateHelpCenterAccessPolicy};

impl Mutation for UpdateHelpCenterAccessPolicy {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        let row = found(cx, self.workspace_id).await?;
        let old = row.help_center_access_policy;
        cx.write(topics(row.id, &row.name))
            .query("UPDATE workspaces SET help_center_access_policy = $2 WHERE id = $1")
            .bind(self.workspace_id)
            .bind(self.policy)
            .execute()
            .await?;
        let act = Act::changed(SETTINGS, "helpCenterAccessPolicy", json!(old), json!(self.policy));
        audit_logs::note(cx, self.workspace_id, act.to(self.workspace_id)).await
    }
}
