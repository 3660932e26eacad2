//! Keys that programs of a workspace's owner call with (surfaces.md "chats", "Auth and errors"). A key acts for whoever made it, in
//! one workspace, as far as its scopes go; when its maker leaves the workspace it can do nothing. Needs `settings.integrations`, of a
//! key the scope `keys:manage`. Errors: "Not authenticated", "API key not found", "Not a member of this workspace", "Permission
//! denied: settings.integrations", "Permission denied: keys:manage".

use crate::{
    Millis, functions,
    id::{ApiKeyId, UserId, WorkspaceId},
    permissions::Permission,
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "apiKeys" {
    Query    list = List -> Vec<ApiKey>;
    Mutation create = Create -> Created, secret true;
    Mutation revoke = Revoke -> Success;
} }

/// As many keys of a workspace may be in use at a time.
pub const MOST: i64 = 100;

/// What a key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    #[serde(rename = "chats:read")]
    ChatsRead,
    #[serde(rename = "chats:write")]
    ChatsWrite,
    #[serde(rename = "keys:manage")]
    KeysManage,
}

impl Scope {
    pub const ALL: [Self; 3] = [Self::ChatsRead, Self::ChatsWrite, Self::KeysManage];
    /// Of a key that is made without naming any.
    pub const USUAL: [Self; 2] = [Self::ChatsRead, Self::ChatsWrite];

    pub fn name(self) -> &'static str {
        match self {
            Self::ChatsRead => "chats:read",
            Self::ChatsWrite => "chats:write",
            Self::KeysManage => "keys:manage",
        }
    }

    /// What its holder may do where a member would need a permission. Keys are managed by the scope alone.
    fn permissions(self) -> &'static [Permission] {
        use Permission::{
            ArticlesRead, ConversationsAssign, ConversationsClose, ConversationsRead, ConversationsReply,
            UsersRead,
        };
        match self {
            Self::ChatsRead => &[ConversationsRead, UsersRead, ArticlesRead],
            Self::ChatsWrite => &[ConversationsReply, ConversationsAssign, ConversationsClose],
            Self::KeysManage => &[],
        }
    }
}

/// The scopes of a key, each once, on the wire a list of their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Scope>", into = "Vec<Scope>")]
pub struct Scopes(u8);

impl Scopes {
    pub fn has(self, scope: Scope) -> bool {
        self.0 & 1 << scope as u8 != 0
    }

    /// Whether all of these are among others.
    pub fn are_among(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    pub fn allow(self, permission: Permission) -> bool {
        Vec::from(self).into_iter().any(|scope: Scope| scope.permissions().contains(&permission))
    }
}

impl From<Vec<Scope>> for Scopes {
    fn from(list: Vec<Scope>) -> Self {
        Self(list.into_iter().fold(0, |bits, scope| bits | 1 << scope as u8))
    }
}

impl From<Scopes> for Vec<Scope> {
    fn from(scopes: Scopes) -> Self {
        Scope::ALL.into_iter().filter(|scope| scopes.has(*scope)).collect()
    }
}

/// What is kept of a key: nothing that it could be made from.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct ApiKey {
    #[serde(rename = "_id")]
    pub id: ApiKeyId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub name: String,
    /// The beginning of the key, which tells keys apart: `ck_` and 8 hexadecimal digits.
    pub prefix: String,
    #[cfg_attr(feature = "server", sqlx(json))]
    pub scopes: Scopes,
    /// For whom it acts.
    pub created_by: UserId,
    pub created_at: Millis,
    pub expires_at: Option<Millis>,
    /// At most a minute old.
    pub last_used_at: Option<Millis>,
    pub revoked_at: Option<Millis>,
}

/// The newest 1,000, also those that are of no use any more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
}

/// Without `scopes`, [`Scope::USUAL`]; without `expiresAt`, for ever. Errors also: "The name is missing", "A key needs a scope", "A key
/// gives no scope that it has not", "The time of expiry has passed", "At most 100 keys can be in use".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub scopes: Option<Scopes>,
    pub expires_at: Option<Millis>,
}

/// A new key, with the one copy of it that there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    #[serde(flatten)]
    pub row: ApiKey,
    /// `ck_`, 8 hexadecimal digits, `_`, 40 letters and digits.
    pub key: String,
}

/// It is refused from now on. One that was revoked stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoke {
    pub id: ApiKeyId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_allow_what_they_name_and_nothing_else() {
        let read = Scopes::from(vec![Scope::ChatsRead, Scope::ChatsRead]);
        assert!(read.allow(Permission::ConversationsRead) && !read.allow(Permission::ConversationsReply));
        let usual = Scopes::from(Scope::USUAL.to_vec());
        assert!(
            usual.allow(Permission::ConversationsReply) && !usual.allow(Permission::SettingsIntegrations)
        );
        assert!(read.are_among(usual) && !usual.are_among(read));
        let manage = Scopes::from(vec![Scope::KeysManage]);
        assert!(Permission::ALL.iter().all(|permission| !manage.allow(*permission)));
        assert_eq!(serde_json::to_string(&usual).unwrap(), r#"["chats:read","chats:write"]"#);
        assert!(serde_json::from_str::<Scopes>(r#"["chats:delete"]"#).is_err());
    }
}
