//! What the widget does by itself (functions-identity.md §11).

use crate::{
    Millis, functions,
    id::{AutomationSettingsId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "automationSettings" {
    Query    get = Get -> Option<Settings>;
    Query    getOrCreate = GetOrCreate -> Settings;
    Mutation upsert = Upsert -> AutomationSettingsId;
} }

/// One row of `automation_settings`; without id, and with zeros as times, while a workspace has chosen nothing.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Settings {
    #[serde(rename = "_id")]
    pub id: Option<AutomationSettingsId>,
    #[serde(rename = "_creationTime")]
    pub creation_time: Option<Millis>,
    pub workspace_id: WorkspaceId,
    /// Articles are suggested while a visitor writes.
    pub suggest_articles_enabled: bool,
    /// The expected reply time is shown.
    pub show_reply_time_enabled: bool,
    /// A visitor is asked for an e-mail address.
    pub collect_email_enabled: bool,
    /// A visitor is asked to rate a closed conversation.
    pub ask_for_rating_enabled: bool,
    pub created_at: Millis,
    pub updated_at: Millis,
}

impl Settings {
    /// Of a workspace that has chosen nothing.
    pub fn usual(workspace_id: WorkspaceId) -> Self {
        Self {
            id: None,
            creation_time: None,
            workspace_id,
            suggest_articles_enabled: false,
            show_reply_time_enabled: false,
            collect_email_enabled: true,
            ask_for_rating_enabled: false,
            created_at: 0,
            updated_at: 0,
        }
    }
}

/// What is stored, for members; null if nothing is, and for everybody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Get {
    pub workspace_id: WorkspaceId,
}

/// What is stored, else the defaults; for everybody, since the widget lives by it. Stores nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetOrCreate {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.workspace`. Absent keeps.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Upsert {
    pub workspace_id: WorkspaceId,
    pub suggest_articles_enabled: Option<bool>,
    pub show_reply_time_enabled: Option<bool>,
    pub collect_email_enabled: Option<bool>,
    pub ask_for_rating_enabled: Option<bool>,
}
