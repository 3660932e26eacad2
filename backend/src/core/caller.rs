//! Who is calling. Visitors prove themselves inside the call, by their session token; everybody else at the door.

use shared::{
    api_keys::Scopes,
    id::{ApiKeyId, SessionId, UserId, WorkspaceId},
};
use std::{net::IpAddr, sync::Arc};

/// The party behind a call, as its door established it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// No login (a visitor with a session token in its arguments is one of these).
    Nobody,
    /// A signed-in user: a JWT that verified and whose session still lives.
    User { user: UserId, session: SessionId },
    /// A program with an API key, which acts for whoever made the key, in one workspace and as far as its scopes go.
    Key { key: ApiKeyId, user: UserId, workspace: WorkspaceId, scopes: Scopes },
    /// The server itself: jobs, the command line, `docent demo`.
    System,
}

/// A caller and the circumstances of its call.
#[derive(Clone, Debug)]
pub struct Caller {
    pub who: Who,
    /// The `Origin` header, if a browser sent one from a page that is not ours.
    pub origin: Option<String>,
    /// The client's address, behind trusted proxies the forwarded one.
    pub ip: Option<IpAddr>,
    /// What the client calls itself; it proves nothing.
    pub user_agent: Option<Arc<str>>,
    /// The number of the socket that the call came through.
    pub socket: Option<u64>,
}

impl Caller {
    pub const NOBODY: Self =
        Self { who: Who::Nobody, origin: None, ip: None, user_agent: None, socket: None };
    pub const SYSTEM: Self = Self { who: Who::System, ..Self::NOBODY };

    pub fn user(user: UserId, session: SessionId) -> Self {
        Self { who: Who::User { user, session }, ..Self::NOBODY }
    }

    /// In whose name things are done: the signed-in user, of a key whoever made it.
    pub fn user_id(&self) -> Option<UserId> {
        match self.who {
            Who::User { user, .. } | Who::Key { user, .. } => Some(user),
            Who::Nobody | Who::System => None,
        }
    }

    /// The signed-in user, for what is its own and no workspace's: no key has a part in that.
    pub fn account(&self) -> Option<UserId> {
        match self.who {
            Who::User { user, .. } => Some(user),
            Who::Nobody | Who::Key { .. } | Who::System => None,
        }
    }
}
