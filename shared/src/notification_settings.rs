//! Which notifications an agent wants (functions-identity.md §15 "notificationSettings").

use crate::{
    function::nullable,
    functions,
    id::{NotificationDefaultsId, NotificationPreferencesId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "notificationSettings" {
    Query    getMyPreferences = GetMyPreferences -> Option<Preferences>;
    Mutation updateMyPreferences = UpdateMyPreferences -> NotificationPreferencesId,
        nullable &["newVisitorMessageEmail", "newVisitorMessagePush"];
    Query    getWorkspaceDefaults = GetWorkspaceDefaults -> Option<Wanted>;
    Mutation updateWorkspaceDefaults = UpdateWorkspaceDefaults -> NotificationDefaultsId;
} }

/// Whether there is an e-mail and a push message for a new message of a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Wanted {
    pub new_visitor_message_email: bool,
    pub new_visitor_message_push: bool,
}

impl Wanted {
    /// Of a workspace that has chosen nothing.
    pub const USUAL: Self = Self { new_visitor_message_email: true, new_visitor_message_push: true };
}

/// What a member wants otherwise than its workspace; null is what the workspace says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Overrides {
    pub new_visitor_message_email: Option<bool>,
    pub new_visitor_message_push: Option<bool>,
}

/// The caller's own, as a member; null for everybody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetMyPreferences {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    pub defaults: Wanted,
    pub overrides: Overrides,
    /// What the member gets.
    pub effective: Wanted,
    /// No push messages; e-mails come all the same.
    pub muted: bool,
    /// Whether the server sends e-mail at all (additive).
    #[serde(rename = "canMail")]
    pub can_mail: bool,
}

impl Preferences {
    pub fn new(defaults: Wanted, overrides: Overrides, muted: bool, can_mail: bool) -> Self {
        let or = |own: Option<bool>, default| own.unwrap_or(default);
        let effective = Wanted {
            new_visitor_message_email: or(
                overrides.new_visitor_message_email,
                defaults.new_visitor_message_email,
            ),
            new_visitor_message_push: !muted
                && or(overrides.new_visitor_message_push, defaults.new_visitor_message_push),
        };
        Self { defaults, overrides, effective, muted, can_mail }
    }
}

/// For members. Absent keeps; `null` (additive) goes back to what the workspace says.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateMyPreferences {
    pub workspace_id: WorkspaceId,
    #[serde(default, deserialize_with = "nullable")]
    pub new_visitor_message_email: Option<Option<bool>>,
    #[serde(default, deserialize_with = "nullable")]
    pub new_visitor_message_push: Option<Option<bool>>,
    pub muted: Option<bool>,
}

/// Needs `settings.workspace`, else null.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetWorkspaceDefaults {
    pub workspace_id: WorkspaceId,
}

/// Needs `settings.workspace`. Absent keeps.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateWorkspaceDefaults {
    pub workspace_id: WorkspaceId,
    pub new_visitor_message_email: Option<bool>,
    pub new_visitor_message_push: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_wish_counts_more_than_the_workspaces_and_muting_stops_pushes_alone() {
        let on = Some(true);
        let of = |defaults: (bool, bool), own: (Option<bool>, Option<bool>), muted| {
            let defaults =
                Wanted { new_visitor_message_email: defaults.0, new_visitor_message_push: defaults.1 };
            let own = Overrides { new_visitor_message_email: own.0, new_visitor_message_push: own.1 };
            let effective = Preferences::new(defaults, own, muted, true).effective;
            (effective.new_visitor_message_email, effective.new_visitor_message_push)
        };
        assert_eq!(of((true, false), (None, None), false), (true, false));
        assert_eq!(of((true, false), (Some(false), on), false), (false, true));
        assert_eq!(of((true, true), (on, on), true), (true, false));
    }
}
