//! Looking a caller up is the permission check (design §4): what these answer is what the rest of the call may rely on.

use super::{Error, Reader, Result, Who};
use crate::domain::{api_keys, auth, visitors, widget_sessions, workspace_members};
use shared::{
    Code, Error as Refusal, Millis,
    api_keys::Scopes,
    id::{UserId, VisitorId, WidgetSessionId, WorkspaceId},
    permissions::{Permission, Role, may},
};

/// A member of a workspace, or a key that acts for one.
#[derive(Clone, Debug)]
pub struct Agent {
    pub user: UserId,
    pub workspace: WorkspaceId,
    pub role: Role,
    /// The member's own list; when it is not empty it replaces the role's.
    pub permissions: Vec<String>,
    /// Of a key; it may do what both its maker and they allow.
    pub scopes: Option<Scopes>,
}

impl Agent {
    pub fn may(&self, permission: Permission) -> bool {
        may(self.role, &self.permissions, permission)
            && self.scopes.is_none_or(|scopes| scopes.allow(permission))
    }
}

/// A visitor that proved itself with a session token.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VisitorSession {
    pub id: WidgetSessionId,
    #[sqlx(rename = "visitor_id")]
    pub visitor: VisitorId,
    #[sqlx(rename = "workspace_id")]
    pub workspace: WorkspaceId,
    pub is_verified: bool,
    pub expires_at: Millis,
}

impl Reader {
    /// Begins a call: a caller whose session has ended since its door looked is nobody, and whatever a signed-in caller is
    /// answered depends on its session, so that signing out runs its subscriptions again.
    pub(super) async fn admit(&mut self) -> Result<()> {
        let is_good = match self.caller.who {
            Who::User { user, session } => auth::is_signed_in(self, user, session).await?,
            Who::Key { key, user, .. } => api_keys::is_good(self, key, user).await?,
            Who::Nobody | Who::System => true,
        };
        if !is_good {
            self.caller.who = Who::Nobody;
        }
        Ok(())
    }

    /// In whose name things are done: the signed-in user, of a key whoever made it. Errors: "Not authenticated".
    pub fn user(&self) -> Result<UserId> {
        self.caller.user_id().ok_or_else(|| Refusal::not_authenticated().into())
    }

    /// The signed-in user, for what is its own and no workspace's. Errors: "Not authenticated", also for a key.
    pub fn account(&self) -> Result<UserId> {
        self.caller.account().ok_or_else(|| Refusal::not_authenticated().into())
    }

    /// The caller as a member holding `permission`. Errors: "Not authenticated", "Not a member of this workspace",
    /// "Permission denied: <permission>".
    pub async fn agent(&mut self, workspace: WorkspaceId, permission: Permission) -> Result<Agent> {
        let agent = self.any_member(workspace).await?;
        if !agent.may(permission) {
            let message = format!("Permission denied: {}", permission.name());
            return Err(Refusal::new(Code::PermissionDenied, message).into());
        }
        Ok(agent)
    }

    /// The caller as a member, whatever it may do. Errors: "Not authenticated", "Not a member of this workspace".
    pub async fn any_member(&mut self, workspace: WorkspaceId) -> Result<Agent> {
        self.user()?;
        let member = self.member(workspace).await?;
        member.ok_or_else(|| Refusal::new(Code::NotWorkspaceMember, "Not a member of this workspace").into())
    }

    /// As [`Reader::agent`], for queries that answer "nothing" to those who may not ask.
    pub async fn agent_if_allowed(
        &mut self,
        workspace: WorkspaceId,
        permission: Permission,
    ) -> Result<Option<Agent>> {
        Ok(self.member(workspace).await?.filter(|agent| agent.may(permission)))
    }

    /// The caller's membership, if there is one.
    pub async fn member(&mut self, workspace: WorkspaceId) -> Result<Option<Agent>> {
        match self.caller.who {
            Who::User { user, .. } => workspace_members::membership(self, user, workspace).await,
            Who::Key { user, workspace: of, scopes, .. } if of == workspace => {
                let member = workspace_members::membership(self, user, workspace).await?;
                Ok(member.map(|agent| Agent { scopes: Some(scopes), ..agent }))
            }
            Who::Key { .. } | Who::Nobody | Who::System => Ok(None),
        }
    }

    /// The visitor behind a session token of this workspace. Errors, in this order: "Session token required", "Invalid session
    /// token", "Session token does not match workspace", "Session expired" (functions-identity.md §8); and in a mutation, where the
    /// workspace requires proof of what the visitor says it is, "Identity verification failed: …".
    pub async fn visitor(&mut self, token: Option<&str>, workspace: WorkspaceId) -> Result<VisitorSession> {
        let session = self.visitor_of(token).await?;
        if session.workspace != workspace {
            return Err(Refusal::not_authorized("Session token does not match workspace").into());
        }
        self.check_expiry(&session)?;
        if self.may_write {
            visitors::check_writer(self, &session).await?;
        }
        Ok(session)
    }

    /// As [`Reader::visitor`], for queries that answer "nothing" to those who may not ask.
    pub async fn visitor_if_allowed(
        &mut self,
        token: Option<&str>,
        workspace: WorkspaceId,
    ) -> Result<Option<VisitorSession>> {
        match self.visitor(token, workspace).await {
            Ok(session) => Ok(Some(session)),
            Err(Error::Refused(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// As [`Reader::visitor`], where no workspace is given; for proving who the visitor is, so nothing is asked of that yet.
    pub async fn visitor_anywhere(&mut self, token: Option<&str>) -> Result<VisitorSession> {
        let session = self.visitor_of(token).await?;
        self.check_expiry(&session)?;
        Ok(session)
    }

    async fn visitor_of(&mut self, token: Option<&str>) -> Result<VisitorSession> {
        let refuse = |message| Error::from(Refusal::new(Code::NotAuthenticated, message));
        let token = token.filter(|text| !text.is_empty()).ok_or_else(|| refuse("Session token required"))?;
        widget_sessions::by_token(self, token).await?.ok_or_else(|| refuse("Invalid session token"))
    }

    fn check_expiry(&mut self, session: &VisitorSession) -> Result<()> {
        if session.expires_at < self.now {
            return Err(Refusal::new(Code::SessionExpired, "Session expired").into());
        }
        self.wake_at(session.expires_at + 1);
        Ok(())
    }
}
