//! How the widget looks (functions-identity.md §15 "messengerSettings"). Writes `messenger_settings` and, in its part,
//! `messenger_homes`.

mod check;
pub mod home;
mod logo;

use crate::{
    core::{Functions, Mutation, Query, Reader, Result, Topic, Writer},
    domain::audit_logs::{self, Act, SETTINGS},
};
use shared::{
    id::{MessengerSettingsId, WorkspaceId},
    messenger_settings::{Get, GetOrCreate, GetPublicSettings, Look, Settings, Upsert},
    permissions::Permission,
};
use sqlx::types::Json;

pub fn register(functions: &mut Functions) {
    functions.query::<GetPublicSettings>().query::<Get>().query::<GetOrCreate>().mutation::<Upsert>();
    home::register(functions);
    logo::register(functions);
}

/// What the settings' readers depend on.
pub fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("messenger_settings", workspace.0)
}

impl Query for GetPublicSettings {
    async fn run(self, cx: &mut Reader) -> Result<Look> {
        Ok(stored(cx, self.workspace_id).await?.unwrap_or_default())
    }
}

impl Query for Get {
    async fn run(self, cx: &mut Reader) -> Result<Option<Look>> {
        match cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await? {
            Some(_) => stored(cx, self.workspace_id).await,
            None => Ok(None),
        }
    }
}

impl Query for GetOrCreate {
    async fn run(self, cx: &mut Reader) -> Result<Option<Settings>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::SettingsWorkspace).await?.is_none() {
            return Ok(None);
        }
        let look = row(cx, self.workspace_id).await?.unwrap_or_default();
        let logo_storage_id = look.logo.as_deref().and_then(|id| id.parse().ok());
        Ok(Some(Settings { look: with_link(cx, look), logo_storage_id }))
    }
}

impl Mutation for Upsert {
    async fn run(self, cx: &mut Writer) -> Result<MessengerSettingsId> {
        let workspace = self.workspace_id;
        cx.agent(workspace, Permission::SettingsWorkspace).await?;
        let look = changed(stored(cx, workspace).await?.unwrap_or_default(), self);
        check::look(&look)?;
        audit_logs::note(cx, workspace, Act::new(SETTINGS, "messengerSettings").to(workspace)).await?;
        store(cx, workspace, look).await
    }
}

/// With a link to the logo in place of its id.
async fn stored(cx: &mut Reader, workspace: WorkspaceId) -> Result<Option<Look>> {
    Ok(row(cx, workspace).await?.map(|look| with_link(cx, look)))
}

fn with_link(cx: &Reader, look: Look) -> Look {
    Look { logo: look.logo.and_then(|id| Some(cx.app().link(id.parse().ok()?))), ..look }
}

/// With the id of the logo.
async fn row(cx: &mut Reader, workspace: WorkspaceId) -> Result<Option<Look>> {
    Ok(cx
        .read(topic(workspace))
        .query(
            "SELECT primary_color, background_color, theme_mode, launcher_position, launcher_side_spacing,
                    launcher_bottom_spacing, show_launcher, welcome_message, team_introduction, show_teammate_avatars,
                    supported_languages, default_language, mobile_enabled, logo, launcher_icon_url, privacy_policy_url
             FROM messenger_settings
             WHERE workspace_id = $1",
        )
        .bind(workspace)
        .fetch_optional()
        .await?)
}

/// Absent keeps, `null` clears.
fn changed(look: Look, change: Upsert) -> Look {
    Look {
        primary_color: change.primary_color.unwrap_or(look.primary_color),
        background_color: change.background_color.unwrap_or(look.background_color),
        theme_mode: change.theme_mode.unwrap_or(look.theme_mode),
        launcher_position: change.launcher_position.unwrap_or(look.launcher_position),
        launcher_side_spacing: change.launcher_side_spacing.unwrap_or(look.launcher_side_spacing),
        launcher_bottom_spacing: change.launcher_bottom_spacing.unwrap_or(look.launcher_bottom_spacing),
        show_launcher: change.show_launcher.unwrap_or(look.show_launcher),
        welcome_message: change.welcome_message.unwrap_or(look.welcome_message),
        team_introduction: change.team_introduction.unwrap_or(look.team_introduction),
        show_teammate_avatars: change.show_teammate_avatars.unwrap_or(look.show_teammate_avatars),
        supported_languages: change.supported_languages.unwrap_or(look.supported_languages),
        default_language: change.default_language.unwrap_or(look.default_language),
        mobile_enabled: change.mobile_enabled.unwrap_or(look.mobile_enabled),
        logo: look.logo,
        launcher_icon_url: change.launcher_icon_url.unwrap_or(look.launcher_icon_url),
        privacy_policy_url: change.privacy_policy_url.unwrap_or(look.privacy_policy_url),
    }
}

async fn store(cx: &mut Writer, workspace: WorkspaceId, look: Look) -> Result<MessengerSettingsId> {
    let (id, now) = (MessengerSettingsId(cx.new_id()?), cx.now());
    let (id,) = cx
        .write(topic(workspace))
        .query(
            "INSERT INTO messenger_settings
                 (id, workspace_id, primary_color, background_color, theme_mode, launcher_position,
                  launcher_side_spacing, launcher_bottom_spacing, show_launcher, welcome_message, team_introduction,
                  show_teammate_avatars, supported_languages, default_language, mobile_enabled, launcher_icon_url,
                  privacy_policy_url, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
             ON CONFLICT (workspace_id) DO UPDATE
             SET primary_color = excluded.primary_color, background_color = excluded.background_color,
                 theme_mode = excluded.theme_mode, launcher_position = excluded.launcher_position,
                 launcher_side_spacing = excluded.launcher_side_spacing,
                 launcher_bottom_spacing = excluded.launcher_bottom_spacing, show_launcher = excluded.show_launcher,
                 welcome_message = excluded.welcome_message, team_introduction = excluded.team_introduction,
                 show_teammate_avatars = excluded.show_teammate_avatars,
                 supported_languages = excluded.supported_languages, default_language = excluded.default_language,
                 mobile_enabled = excluded.mobile_enabled, launcher_icon_url = excluded.launcher_icon_url,
                 privacy_policy_url = excluded.privacy_policy_url, updated_at = excluded.updated_at
             RETURNING id",
        )
        .bind(id)
        .bind(workspace)
        .bind(look.primary_color)
        .bind(look.background_color)
        .bind(look.theme_mode)
        .bind(look.launcher_position)
        .bind(look.launcher_side_spacing)
        .bind(look.launcher_bottom_spacing)
        .bind(look.show_launcher)
        .bind(look.welcome_message)
        .bind(look.team_introduction)
        .bind(look.show_teammate_avatars)
        .bind(Json(look.supported_languages))
        .bind(look.default_language)
        .bind(look.mobile_enabled)
        .bind(look.launcher_icon_url)
        .bind(look.privacy_policy_url)
        .bind(now)
        .fetch_one()
        .await?;
    Ok(id)
}
