//! What the widget does by itself (functions-identity.md §11). Writes `automation_settings`.

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::audit_logs::{self, Act, SETTINGS},
};
use shared::{
    automation_settings::{Get, GetOrCreate, Settings, Upsert},
    id::{AutomationSettingsId, WorkspaceId},
    permissions::Permission,
};

pub fn register(functions: &mut Functions) {
    functions.query::<Get>().query::<GetOrCreate>().mutation::<Upsert>();
}

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("automation_settings", workspace.0)
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Settings>> {
        match cx.member(self.workspace_id).await? {
            Some(_) => stored(cx, self.workspace_id).await,
            None => Ok(None),
        }
    }
}

impl Query for GetOrCreate {
    async fn run(self, cx: &mut Reader) -> Result<Settings> {
        Ok(stored(cx, self.workspace_id).await?.unwrap_or_else(|| Settings::usual(self.workspace_id)))
    }
}

impl Mutation for Upsert {
    async fn run(self, cx: &mut Writer) -> Result<AutomationSettingsId> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::SettingsWorkspace).await?;
        let (id, now) = (AutomationSettingsId(cx.new_id()?), cx.now());
        let usual = Settings::usual(workspace);
        // Of two at once that change different ones, both are kept.
        let (id,) = cx
            .write(topic(workspace))
            .query(
                "INSERT INTO automation_settings
                     (id, workspace_id, suggest_articles_enabled, show_reply_time_enabled, collect_email_enabled,
                      ask_for_rating_enabled, created_at, updated_at)
                 VALUES ($1, $2, COALESCE($3, $7), COALESCE($4, $8), COALESCE($5, $9), COALESCE($6, $10), $11, $11)
                 ON CONFLICT (workspace_id) DO UPDATE
                 SET suggest_articles_enabled = COALESCE($3, automation_settings.suggest_articles_enabled),
                     show_reply_time_enabled = COALESCE($4, automation_settings.show_reply_time_enabled),
                     collect_email_enabled = COALESCE($5, automation_settings.collect_email_enabled),
                     ask_for_rating_enabled = COALESCE($6, automation_settings.ask_for_rating_enabled),
                     updated_at = excluded.updated_at
                 RETURNING id",
            )
            .bind(id)
            .bind(workspace)
            .bind(self.suggest_articles_enabled)
            .bind(self.show_reply_time_enabled)
            .bind(self.collect_email_enabled)
            .bind(self.ask_for_rating_enabled)
            .bind(usual.suggest_articles_enabled)
            .bind(usual.show_reply_time_enabled)
            .bind(usual.collect_email_enabled)
            .bind(usual.ask_for_rating_enabled)
            .bind(now)
            .fetch_one()
            .await?;
        audit_logs::note(cx, workspace, Act::new(SETTINGS, "automationSettings").to(workspace)).await?;
        Ok(id)
    }
}

/// Whether visitors of a workspace are suggested articles while they write.
pub async fn suggests_articles(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    Ok(stored(cx, workspace).await?.is_some_and(|settings| settings.suggest_articles_enabled))
}

async fn stored(cx: &mut Reader, workspace: WorkspaceId) -> Result<Option<Settings>> {
    Ok(cx
        .read(topic(workspace))
        .query(
            "SELECT id, created_at AS creation_time, workspace_id, suggest_articles_enabled, show_reply_time_enabled,
                    collect_email_enabled, ask_for_rating_enabled, created_at, updated_at
             FROM automation_settings
             WHERE workspace_id = $1",
        )
        .bind(workspace)
        .fetch_optional()
        .await?)
}
