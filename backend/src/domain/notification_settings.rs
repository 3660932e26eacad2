//! Which notifications agents want (functions-identity.md §15 "notificationSettings"). Writes `notification_preferences` and
//! `workspace_notification_defaults`.

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::audit_logs::{self, Act, SETTINGS},
};
use shared::{
    id::{NotificationDefaultsId, NotificationPreferencesId, UserId, WorkspaceId},
    notification_settings::{
        GetMyPreferences, GetWorkspaceDefaults, Overrides, Preferences, UpdateMyPreferences,
        UpdateWorkspaceDefaults, Wanted,
    },
    permissions::Permission,
};

pub fn register(functions: &mut Functions) {
    functions
        .query::<GetMyPreferences>()
        .mutation::<UpdateMyPreferences>()
        .query::<GetWorkspaceDefaults>()
        .mutation::<UpdateWorkspaceDefaults>();
}

/// What readers of one member's wishes depend on.
fn topic(user: UserId) -> Topic {
    Topic::new("notification_preferences", user.0)
}

fn defaults_topic(workspace: WorkspaceId) -> Topic {
    Topic::new("workspace_notification_defaults", workspace.0)
}

impl Query for GetMyPreferences {
    async fn run(self, cx: &mut Reader) -> Result<Option<Preferences>> {
        // A person's own, so not for whoever holds a key of it.
        let Some(_) = cx.caller().account() else { return Ok(None) };
        match cx.member(self.workspace_id).await? {
            Some(member) => of(cx, self.workspace_id, member.user).await.map(Some),
            None => Ok(None),
        }
    }
}

/// What a member wants of a workspace.
async fn of(cx: &mut Reader, workspace: WorkspaceId, user: UserId) -> Result<Preferences> {
    let own: Option<(bool, Option<bool>, Option<bool>)> = cx
        .read(topic(user))
        .query(
            "SELECT muted, new_visitor_message_email, new_visitor_message_push
             FROM notification_preferences
             WHERE workspace_id = $1 AND user_id = $2",
        )
        .bind(workspace)
        .bind(user)
        .fetch_optional()
        .await?;
    let defaults = defaults(cx, workspace).await?;
    let (muted, new_visitor_message_email, new_visitor_message_push) = own.unwrap_or_default();
    let overrides = Overrides { new_visitor_message_email, new_visitor_message_push };
    Ok(Preferences::new(defaults, overrides, muted))
}

impl Mutation for UpdateMyPreferences {
    async fn run(self, cx: &mut Writer) -> Result<NotificationPreferencesId> {
        cx.account()?;
        let member = cx.any_member(self.workspace_id).await?;
        let (id, now) = (NotificationPreferencesId(cx.new_id()?), cx.now());
        let (email, push) = (self.new_visitor_message_email, self.new_visitor_message_push);
        // What is absent is kept as it is then, also if another change is made at the same time.
        let (id,) = cx
            .write(topic(member.user))
            .query(
                "INSERT INTO notification_preferences
                     (id, workspace_id, user_id, muted, new_visitor_message_email, new_visitor_message_push, created_at,
                      updated_at)
                 VALUES ($1, $2, $3, COALESCE($4, FALSE), $5, $6, $7, $7)
                 ON CONFLICT (workspace_id, user_id) DO UPDATE
                 SET muted = COALESCE($4, notification_preferences.muted),
                     new_visitor_message_email =
                         CASE WHEN $8 THEN $5 ELSE notification_preferences.new_visitor_message_email END,
                     new_visitor_message_push =
                         CASE WHEN $9 THEN $6 ELSE notification_preferences.new_visitor_message_push END,
                     updated_at = excluded.updated_at
                 RETURNING id",
            )
            .bind(id)
            .bind(self.workspace_id)
            .bind(member.user)
            .bind(self.muted)
            .bind(email.flatten())
            .bind(push.flatten())
            .bind(now)
            .bind(email.is_some())
            .bind(push.is_some())
            .fetch_one()
            .await?;
        Ok(id)
    }
}

impl Query for GetWorkspaceDefaults {
    async fn run(self, cx: &mut Reader) -> Result<Option<Wanted>> {
        match cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await? {
            Some(_) => defaults(cx, self.workspace_id).await.map(Some),
            None => Ok(None),
        }
    }
}

impl Mutation for UpdateWorkspaceDefaults {
    async fn run(self, cx: &mut Writer) -> Result<NotificationDefaultsId> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::SettingsWorkspace).await?;
        let (id, now) = (NotificationDefaultsId(cx.new_id()?), cx.now());
        let (id,) = cx
            .write(defaults_topic(workspace))
            .query(
                "INSERT INTO workspace_notification_defaults
                     (id, workspace_id, new_visitor_message_email, new_visitor_message_push, created_at, updated_at)
                 VALUES ($1, $2, COALESCE($3, $5), COALESCE($4, $6), $7, $7)
                 ON CONFLICT (workspace_id) DO UPDATE
                 SET new_visitor_message_email =
                         COALESCE($3, workspace_notification_defaults.new_visitor_message_email),
                     new_visitor_message_push =
                         COALESCE($4, workspace_notification_defaults.new_visitor_message_push),
                     updated_at = excluded.updated_at
                 RETURNING id",
            )
            .bind(id)
            .bind(workspace)
            .bind(self.new_visitor_message_email)
            .bind(self.new_visitor_message_push)
            .bind(Wanted::USUAL.new_visitor_message_email)
            .bind(Wanted::USUAL.new_visitor_message_push)
            .bind(now)
            .fetch_one()
            .await?;
        audit_logs::note(cx, workspace, Act::new(SETTINGS, "notificationDefaults").to(workspace)).await?;
        Ok(id)
    }
}

async fn defaults(cx: &mut Reader, workspace: WorkspaceId) -> Result<Wanted> {
    let stored = cx
        .read(defaults_topic(workspace))
        .query(
            "SELECT new_visitor_message_email, new_visitor_message_push
             FROM workspace_notification_defaults
             WHERE workspace_id = $1",
        )
        .bind(workspace)
        .fetch_optional()
        .await?;
    Ok(stored.unwrap_or(Wanted::USUAL))
}
