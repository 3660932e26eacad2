//! Invitations by e-mail: a known address is a member at once, another becomes one when it signs up.

use super::{insert, roles::check_may_give};
use crate::{
    core::{Action, Actor, Limit, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{auth::accounts, workspaces},
};
use shared::{
    Error as Refusal,
    auth::User,
    functions,
    id::{InvitationId, UserId, WorkspaceId},
    limits,
    permissions::{Permission, Role},
    widget_sessions::Success,
    workspace_members::{
        AcceptInvitation, AssignableRole, CancelInvitation, GetPendingInvitations,
        GetWorkspacePendingInvitations, Invitation, InvitationStatus, InviteToWorkspace, Invited, InvitedHow,
    },
};

functions! { "workspaceMembers (internal)" {
    Mutation invite = Invite -> InvitedHow;
} }

/// What an invitation's readers depend on.
fn topics(workspace: WorkspaceId, email: &str) -> [Topic; 2] {
    [Topic::new("invitations", workspace.0), Topic::of_text("invitations", email)]
}

impl Action for InviteToWorkspace {
    async fn run(self, cx: &Actor) -> Result<Invited> {
        if let Some(user) = cx.caller.user_id() {
            cx.app.rates().check(Limit::Invitation, user.0)?;
        }
        limits::url("Base URL", &self.base_url)?;
        let email = accounts::normalised(&self.email);
        let status = cx.mutate(Invite { workspace: self.workspace_id, email, role: self.role }).await?;
        Ok(Invited { status })
    }
}

/// The transaction behind an invitation.
#[derive(Clone)]
pub struct Invite {
    workspace: WorkspaceId,
    email: String,
    role: AssignableRole,
}

impl Mutation for Invite {
    async fn run(self, cx: &mut Writer) -> Result<InvitedHow> {
        let inviter = cx.user()?;
        workspaces::found(cx, self.workspace).await?;
        let agent = cx.agent(self.workspace, Permission::UsersInvite).await?;
        check_may_give(&agent, self.role)?;
        limits::email("E-mail", &self.email)?;
        if let Some(user) = accounts::by_email(cx, &self.email).await? {
            if super::membership(cx, user.id, self.workspace).await?.is_some() {
                return Err(Refusal::already_exists("User is already a member of this workspace").into());
            }
            insert(cx, self.workspace, user.id, self.role.into()).await?;
            return Ok(InvitedHow::Added);
        }
        if pending_to(cx, &self.email).await?.iter().any(|known| known.workspace_id == self.workspace) {
            return Err(Refusal::already_exists("Invitation already sent to this email").into());
        }
        self.store(cx, inviter).await?;
        Ok(InvitedHow::Invited)
    }
}

impl Invite {
    async fn store(self, cx: &mut Writer, inviter: UserId) -> Result<()> {
        let (id, now) = (InvitationId(cx.new_id()?), cx.now());
        cx.write(topics(self.workspace, &self.email))
            .query(
                "INSERT INTO invitations (id, workspace_id, email, role, invited_by, status, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(id)
            .bind(self.workspace)
            .bind(self.email)
            .bind(Role::from(self.role))
            .bind(inviter)
            .bind(InvitationStatus::Pending)
            .bind(now)
            .execute()
            .await?;
        Ok(())
    }
}

impl Mutation for AcceptInvitation {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let user = myself(cx).await?;
        let invitation = found(cx, self.invitation_id).await?;
        if invitation.email != user.email {
            return Err(Refusal::not_authorized("This invitation is not for you").into());
        }
        if invitation.status != InvitationStatus::Pending {
            return Err(Refusal::invalid("Invitation is no longer valid").into());
        }
        accept(cx, user.id, &invitation).await?;
        Ok(Success::YES)
    }
}

impl Query for GetPendingInvitations {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Invitation>> {
        let Some(user) = cx.caller().user_id() else { return Ok(Vec::new()) };
        let Some(user) = accounts::by_id(cx, user).await? else { return Ok(Vec::new()) };
        let mut invitations = pending_to(cx, &user.email).await?;
        for invitation in &mut invitations {
            invitation.workspace_name =
                workspaces::by_id(cx, invitation.workspace_id).await?.map(|workspace| workspace.name);
            invitation.inviter_name = inviter_name(cx, invitation).await?;
        }
        Ok(invitations)
    }
}

impl Query for GetWorkspacePendingInvitations {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Invitation>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::UsersRead).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut invitations: Vec<Invitation> = cx
            .read(Topic::new("invitations", self.workspace_id.0))
            .query(
                "SELECT id, created_at AS creation_time, workspace_id, email, role, invited_by, status, created_at,
                        CAST(NULL AS TEXT) AS workspace_name, CAST(NULL AS TEXT) AS inviter_name
                 FROM invitations
                 WHERE workspace_id = $1 AND status = $2
                 ORDER BY created_at, id",
            )
            .bind(self.workspace_id)
            .bind(InvitationStatus::Pending)
            .fetch_all()
            .await?;
        for invitation in &mut invitations {
            invitation.inviter_name = inviter_name(cx, invitation).await?;
        }
        Ok(invitations)
    }
}

impl Mutation for CancelInvitation {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        cx.user()?;
        let invitation = found(cx, self.invitation_id).await?;
        cx.agent(invitation.workspace_id, Permission::UsersManage).await?;
        set_status(cx, &invitation, InvitationStatus::Declined).await?;
        Ok(Success::YES)
    }
}

/// Makes a new user a member of every workspace that has invited its address.
pub async fn accept_all(cx: &mut Writer, user: UserId, email: &str) -> Result<()> {
    for invitation in pending_to(cx, email).await? {
        accept(cx, user, &invitation).await?;
    }
    Ok(())
}

async fn accept(cx: &mut Writer, user: UserId, invitation: &Invitation) -> Result<()> {
    insert(cx, invitation.workspace_id, user, invitation.role).await?;
    set_status(cx, invitation, InvitationStatus::Accepted).await
}

async fn set_status(cx: &mut Writer, invitation: &Invitation, status: InvitationStatus) -> Result<()> {
    cx.write(topics(invitation.workspace_id, &invitation.email))
        .query("UPDATE invitations SET status = $2 WHERE id = $1")
        .bind(invitation.id)
        .bind(status)
        .execute()
        .await?;
    Ok(())
}

async fn pending_to(cx: &mut Reader, email: &str) -> Result<Vec<Invitation>> {
    Ok(cx
        .read(Topic::of_text("invitations", email))
        .query(
            "SELECT id, created_at AS creation_time, workspace_id, email, role, invited_by, status, created_at,
                    CAST(NULL AS TEXT) AS workspace_name, CAST(NULL AS TEXT) AS inviter_name
             FROM invitations
             WHERE email = $1 AND status = $2
             ORDER BY created_at, id",
        )
        .bind(email.to_owned())
        .bind(InvitationStatus::Pending)
        .fetch_all()
        .await?)
}

async fn found(cx: &mut Reader, id: InvitationId) -> Result<Invitation> {
    let found: Option<Invitation> = cx
        .read(Topic::new("invitations", id.0))
        .query(
            "SELECT id, created_at AS creation_time, workspace_id, email, role, invited_by, status, created_at,
                    CAST(NULL AS TEXT) AS workspace_name, CAST(NULL AS TEXT) AS inviter_name
             FROM invitations
             WHERE id = $1",
        )
        .bind(id)
        .fetch_optional()
        .await?;
    found.ok_or_else(|| Refusal::not_found("Invitation").into())
}

/// The inviter's name, else its address.
async fn inviter_name(cx: &mut Reader, invitation: &Invitation) -> Result<Option<String>> {
    let inviter = accounts::by_id(cx, invitation.invited_by).await?;
    Ok(inviter.map(|user| user.name.unwrap_or(user.email)))
}

async fn myself(cx: &mut Reader) -> Result<User> {
    let user = cx.user()?;
    accounts::by_id(cx, user).await?.ok_or_else(|| Refusal::not_found("User").into())
}
