//! How the widget looks (functions-identity.md §15 "messengerSettings").

use crate::{
    function::nullable,
    functions,
    id::{AttachmentId, MessengerSettingsId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

pub mod home;
use home::{
    AddHomeCard, Changed, GetHomeConfig, GetPublicHomeConfig, HomeConfig, RemoveHomeCard, ReorderHomeCards,
    ToggleHomeEnabled, UpdateHomeCard, UpdateHomeConfig,
};

functions! { "messengerSettings" {
    Query    getPublicSettings = GetPublicSettings -> Look;
    Query    get = Get -> Option<Look>;
    Query    getOrCreate = GetOrCreate -> Option<Settings>;
    Mutation upsert = Upsert -> MessengerSettingsId, nullable &["teamIntroduction", "launcherIconUrl", "privacyPolicyUrl"];
    Mutation generateLogoUploadUrl = GenerateLogoUploadUrl -> String;
    Mutation saveLogo = SaveLogo -> MessengerSettingsId;
    Mutation deleteLogo = DeleteLogo -> MessengerSettingsId;
    Query    getPublicHomeConfig = GetPublicHomeConfig -> HomeConfig;
    Query    getHomeConfig = GetHomeConfig -> HomeConfig;
    Mutation updateHomeConfig = UpdateHomeConfig -> Changed, free &["homeConfig"];
    Mutation toggleHomeEnabled = ToggleHomeEnabled -> Changed;
    Mutation addHomeCard = AddHomeCard -> Changed, free &["card"];
    Mutation removeHomeCard = RemoveHomeCard -> Changed;
    Mutation reorderHomeCards = ReorderHomeCards -> Changed;
    Mutation updateHomeCard = UpdateHomeCard -> Changed, free &["config"];
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum ThemeMode {
    Light,
    Dark,
    System,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Side {
    Left,
    Right,
}

/// What everybody may know of a workspace's widget. Spacings in CSS pixels, 0 to 100; colours `#RGB` or `#RRGGBB`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Look {
    pub primary_color: String,
    pub background_color: String,
    pub theme_mode: ThemeMode,
    pub launcher_position: Side,
    pub launcher_side_spacing: i64,
    pub launcher_bottom_spacing: i64,
    pub show_launcher: bool,
    pub welcome_message: String,
    pub team_introduction: Option<String>,
    pub show_teammate_avatars: bool,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub supported_languages: Vec<String>,
    pub default_language: String,
    pub mobile_enabled: bool,
    pub logo: Option<String>,
    pub launcher_icon_url: Option<String>,
    pub privacy_policy_url: Option<String>,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            primary_color: "#792cd4".into(),
            background_color: "#792cd4".into(),
            theme_mode: ThemeMode::System,
            launcher_position: Side::Right,
            launcher_side_spacing: 20,
            launcher_bottom_spacing: 20,
            show_launcher: true,
            welcome_message: "Hi there! How can we help you today?".into(),
            team_introduction: None,
            show_teammate_avatars: true,
            supported_languages: vec!["en".into()],
            default_language: "en".into(),
            mobile_enabled: true,
            logo: None,
            launcher_icon_url: None,
            privacy_policy_url: None,
        }
    }
}

/// The defaults for an unknown workspace or one that changed nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetPublicSettings {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.workspace`, else null.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Get {
    pub workspace_id: WorkspaceId,
}

/// The same with the usual settings where none were stored; nothing is stored by it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetOrCreate {
    pub workspace_id: WorkspaceId,
}

/// The look, and the file of its logo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    #[serde(flatten)]
    pub look: Look,
    pub logo_storage_id: Option<AttachmentId>,
}

/// Answers an address that takes the bytes of a picture, as `supportAttachments:generateUploadUrl` does. Needs `settings.workspace`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenerateLogoUploadUrl {
    pub workspace_id: WorkspaceId,
}

/// Makes an uploaded picture (PNG, JPEG, GIF or WEBP, at most 1 MiB) the logo. Needs `settings.workspace`. Errors: "Uploaded file not
/// found", INVALID_INPUT for another file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveLogo {
    pub workspace_id: WorkspaceId,
    pub storage_id: AttachmentId,
}

/// Needs `settings.workspace`. Errors: "Messenger settings not found".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteLogo {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.workspace`. Absent keeps, `null` clears.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Upsert {
    pub workspace_id: WorkspaceId,
    pub primary_color: Option<String>,
    pub background_color: Option<String>,
    pub theme_mode: Option<ThemeMode>,
    pub launcher_position: Option<Side>,
    pub launcher_side_spacing: Option<i64>,
    pub launcher_bottom_spacing: Option<i64>,
    pub show_launcher: Option<bool>,
    /// At most 500 characters.
    pub welcome_message: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub team_introduction: Option<Option<String>>,
    pub show_teammate_avatars: Option<bool>,
    pub supported_languages: Option<Vec<String>>,
    pub default_language: Option<String>,
    pub mobile_enabled: Option<bool>,
    #[serde(default, deserialize_with = "nullable")]
    pub launcher_icon_url: Option<Option<String>>,
    #[serde(default, deserialize_with = "nullable")]
    pub privacy_policy_url: Option<Option<String>>,
}

impl Upsert {
    /// A change of nothing, to be filled in.
    pub fn nothing(workspace_id: WorkspaceId) -> Self {
        Self {
            workspace_id,
            primary_color: None,
            background_color: None,
            theme_mode: None,
            launcher_position: None,
            launcher_side_spacing: None,
            launcher_bottom_spacing: None,
            show_launcher: None,
            welcome_message: None,
            team_introduction: None,
            show_teammate_avatars: None,
            supported_languages: None,
            default_language: None,
            mobile_enabled: None,
            launcher_icon_url: None,
            privacy_policy_url: None,
        }
    }
}
