//! Who may read a workspace's help centre (functions-identity.md §4).

use super::topic;
use crate::core::{Mutation, Result, Writer};
use shared::{permissions::Permission, workspaces::UpdateHelpCenterAccessPolicy};

impl Mutation for UpdateHelpCenterAccessPolicy {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        cx.agent(self.workspace_id, Permission::SettingsWorkspace).await?;
        cx.write(topic(self.workspace_id))
            .query("UPDATE workspaces SET help_center_access_policy = $2 WHERE id = $1")
            .bind(self.workspace_id)
            .bind(self.policy)
            .execute()
            .await?;
        Ok(())
    }
}
