//! Roles and what they may do (functions-identity.md §2).

use serde::{Deserialize, Serialize};

/// A member's role in a workspace. API callers may assign all but `owner`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Role {
    Owner,
    Admin,
    Agent,
    Viewer,
}

macro_rules! permissions {
    ($($name:ident $text:literal)*) => {
        /// One thing that a member may do, `noun.verb` on the wire.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Permission { $(#[serde(rename = $text)] $name),* }

        impl Permission {
            pub const ALL: &[Self] = &[$(Self::$name),*];
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

permissions! {
    ConversationsRead "conversations.read"
    ConversationsReply "conversations.reply"
    ConversationsAssign "conversations.assign"
    ConversationsClose "conversations.close"
    ConversationsDelete "conversations.delete"
    UsersRead "users.read"
    UsersInvite "users.invite"
    UsersManage "users.manage"
    UsersRemove "users.remove"
    ArticlesRead "articles.read"
    ArticlesCreate "articles.create"
    ArticlesPublish "articles.publish"
    ArticlesDelete "articles.delete"
    SnippetsManage "snippets.manage"
    ChecklistsManage "checklists.manage"
    ToursManage "tours.manage"
    SettingsWorkspace "settings.workspace"
    SettingsSecurity "settings.security"
    SettingsIntegrations "settings.integrations"
    SettingsBilling "settings.billing"
    DataExport "data.export"
    DataDelete "data.delete"
    AuditRead "audit.read"
    FlowsPublish "flows.publish"
}

impl Role {
    /// What the role may do when the member has no permission list of its own.
    pub fn permissions(self) -> Vec<Permission> {
        use Permission::*;
        match self {
            Role::Owner => Permission::ALL.to_vec(),
            Role::Admin => Permission::ALL.iter().copied().filter(|p| *p != SettingsBilling).collect(),
            Role::Agent => vec![
                ConversationsRead,
                ConversationsReply,
                ConversationsAssign,
                ConversationsClose,
                UsersRead,
                ArticlesRead,
                SnippetsManage,
                ChecklistsManage,
            ],
            Role::Viewer => vec![ConversationsRead, UsersRead, ArticlesRead],
        }
    }
}

/// Whether a member with `role` and a stored list may do `wanted`. A non-empty list replaces the role's; unknown words in it
/// are harmless.
pub fn may(role: Role, listed: &[String], wanted: Permission) -> bool {
    if listed.is_empty() {
        role.permissions().contains(&wanted)
    } else {
        listed.iter().any(|word| word == wanted.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_replaces_the_roles_permissions_even_the_owners() {
        assert!(may(Role::Owner, &[], Permission::SettingsBilling));
        assert!(!may(Role::Admin, &[], Permission::SettingsBilling));
        assert!(!may(
            Role::Owner,
            &["conversations.read".into(), "nonsense".into()],
            Permission::UsersInvite
        ));
        assert!(may(Role::Viewer, &["audit.read".into()], Permission::AuditRead));
        assert!(!may(Role::Viewer, &[], Permission::AuditRead));
    }
}
