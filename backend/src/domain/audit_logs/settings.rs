//! For how long a workspace's log is kept.

use super::{Act, SECURITY, note, permitted};
use crate::core::{Mutation, Query, Reader, Result, Topic, Writer};
use serde_json::json;
use shared::{
    Error as Refusal,
    audit_logs::{GetSettings, RETENTION, RETENTIONS, Settings, UpdateSettings},
    id::{AuditLogSettingsId, WorkspaceId},
    permissions::Permission,
    widget_sessions::Success,
};

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("audit_log_settings", workspace.0)
}

impl Query for GetSettings {
    async fn run(self, cx: &mut Reader) -> Result<Option<Settings>> {
        if cx.caller().user_id().is_none() {
            return Ok(None);
        }
        permitted(cx, self.workspace_id, Permission::SettingsSecurity).await?;
        of(cx, self.workspace_id).await.map(Some)
    }
}

impl Mutation for UpdateSettings {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        permitted(cx, self.workspace_id, Permission::SettingsSecurity).await?;
        if !RETENTIONS.contains(&self.retention_days) {
            return Err(Refusal::invalid("Retention days must be 30, 90, or 365").into());
        }
        let old = of(cx, self.workspace_id).await?.retention_days;
        let (id, now) = (AuditLogSettingsId(cx.new_id()?), cx.now());
        cx.write(topic(self.workspace_id))
            .query(
                "INSERT INTO audit_log_settings (id, workspace_id, retention_days, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $4)
                 ON CONFLICT (workspace_id) DO UPDATE
                 SET retention_days = excluded.retention_days, updated_at = excluded.updated_at",
            )
            .bind(id)
            .bind(self.workspace_id)
            .bind(self.retention_days)
            .bind(now)
            .execute()
            .await?;
        let act = Act::changed(SECURITY, "auditLogRetentionDays", json!(old), json!(self.retention_days));
        note(cx, self.workspace_id, act.to(self.workspace_id)).await?;
        Ok(Success::YES)
    }
}

async fn of(cx: &mut Reader, workspace: WorkspaceId) -> Result<Settings> {
    let stored = cx
        .read(topic(workspace))
        .query(
            "SELECT id, created_at AS creation_time, workspace_id, retention_days, created_at, updated_at
             FROM audit_log_settings
             WHERE workspace_id = $1",
        )
        .bind(workspace)
        .fetch_optional()
        .await?;
    Ok(stored.unwrap_or(Settings {
        id: None,
        creation_time: None,
        workspace_id: workspace,
        retention_days: RETENTION,
        created_at: 0,
        updated_at: 0,
    }))
}
