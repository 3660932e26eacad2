//! Invitations by e-mail. Anybody can sign up with an address, so whoever accepts one has to bring the token that the inviter was
//! given.

use super::{insert, roles::check_may_give};
use crate::{
    core::{Action, Actor, Limit, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{
        audit_logs::{self, Act},
        auth::accounts,
        email_channel, workspaces,
    },
    outside::mail::{Address, Letter},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::{
    Error as Refusal,
    auth::User,
    functions,
    id::{InvitationId, UserId, WorkspaceId},
    limits,
    permissions::{Permission, Role},
    widget_sessions::Success,
    workspace_members::{
        AcceptInvitation, Accepted, AssignableRole, CancelInvitation, GetPendingInvitations,
        GetWorkspacePendingInvitations, INVITATION_LASTS, Invitation, InvitationStatus, InviteToWorkspace,
        Invited, InvitedHow,
    },
};

functions! { "workspaceMembers (internal)" {
    Mutation invite = Invite -> Invited;
    Query    names = Names -> (String, String);
} }

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, created_at AS creation_time, workspace_id, email, role, invited_by, status, created_at, expires_at,
                    CAST(NULL AS TEXT) AS workspace_name, CAST(NULL AS TEXT) AS inviter_name
             FROM invitations
             WHERE ",
            $rest
        )
    };
}

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
        let invited =
            cx.mutate(Invite { workspace: self.workspace_id, email: email.clone(), role: self.role }).await?;
        let mailed = mail(cx, self.workspace_id, &email, &invited).await?.then_some(true);
        Ok(Invited { mailed, ..invited })
    }
}

/// Mails the link, if the server can; answers whether the mail has left. It waits in no queue, since the token in it is kept nowhere.
async fn mail(cx: &Actor, workspace: WorkspaceId, email: &str, invited: &Invited) -> Result<bool> {
    let mail = cx.app.mail();
    let (true, Some(from)) = (mail.can_send(), mail.from()) else { return Ok(false) };
    let Ok(to) = Address::new(None, email) else { return Ok(false) };
    let (inviter, workspace) = cx.query(Names { workspace }).await?;
    let address: String = email.bytes().map(encoded).collect();
    // Where the page is that asked says who asks; where the link leads says the server.
    let Invited { invitation_id, token, .. } = invited;
    let public_url = &cx.app.config().public_url;
    let link = format!("{public_url}/dashboard/invite?email={address}&invitation={invitation_id}#{token}");
    let (text, html) = email_channel::invitation(&inviter, &workspace, &link)?;
    let letter = Letter {
        from: from.clone(),
        to: vec![to],
        cc: Vec::new(),
        bcc: Vec::new(),
        reply_to: None,
        subject: format!("{inviter} has invited you to {workspace}"),
        text,
        html,
        message_id: format!("<{invitation_id}@{}>", mail.domain()),
        in_reply_to: None,
        references: Vec::new(),
        is_automatic: true,
    };
    match mail.send(&letter, &invitation_id.to_string()).await {
        Ok(_) => Ok(true),
        Err(failure) => {
            tracing::warn!(
                reason = failure.reason,
                "an invitation was not mailed; its link can be handed over"
            );
            Ok(false)
        }
    }
}

/// A byte as it stands in an address of a page.
fn encoded(byte: u8) -> String {
    match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    }
}

/// What the inviter and the workspace are called.
#[derive(Clone)]
pub struct Names {
    workspace: WorkspaceId,
}

impl Query for Names {
    async fn run(self, cx: &mut Reader) -> Result<(String, String)> {
        let me = myself(cx).await?;
        let workspace = workspaces::found(cx, self.workspace).await?;
        Ok((me.name.unwrap_or(me.email), workspace.name))
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
    async fn run(self, cx: &mut Writer) -> Result<Invited> {
        let inviter = cx.user()?;
        workspaces::found(cx, self.workspace).await?;
        let agent = cx.agent(self.workspace, Permission::UsersInvite).await?;
        check_may_give(&agent, self.role)?;
        limits::email("E-mail", &self.email)?;
        if let Some(user) = accounts::by_email(cx, &self.email).await?
            && super::membership(cx, user.id, self.workspace).await?.is_some()
        {
            return Err(Refusal::already_exists("User is already a member of this workspace").into());
        }
        if pending_to(cx, &self.email).await?.iter().any(|known| known.workspace_id == self.workspace) {
            return Err(Refusal::already_exists("Invitation already sent to this email").into());
        }
        decline_expired(cx, self.workspace, &self.email).await?;
        self.store(cx, inviter).await
    }
}

impl Invite {
    async fn store(self, cx: &mut Writer, inviter: UserId) -> Result<Invited> {
        let (id, now) = (InvitationId(cx.new_id()?), cx.now());
        let token = format!("inv_{}", cx.chance().hex::<32>()?);
        let expires_at = now + INVITATION_LASTS;
        let act = log("user.invited", id, &self.email, self.role.into(), InvitationStatus::Pending);
        audit_logs::note(cx, self.workspace, act).await?;
        cx.write(topics(self.workspace, &self.email))
            .query(
                "INSERT INTO invitations
                     (id, workspace_id, email, role, invited_by, status, token_hash, expires_at, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(id)
            .bind(self.workspace)
            .bind(self.email)
            .bind(Role::from(self.role))
            .bind(inviter)
            .bind(InvitationStatus::Pending)
            .bind(Sha256::digest(&token).to_vec())
            .bind(expires_at)
            .bind(now)
            .execute()
            .await?;
        Ok(Invited { status: InvitedHow::Invited, invitation_id: id, token, expires_at, mailed: None })
    }
}

impl Mutation for AcceptInvitation {
    async fn run(self, cx: &mut Writer) -> Result<Accepted> {
        let user = myself(cx).await?;
        let invitation = found(cx, self.invitation_id).await?;
        if invitation.email != user.email {
            return Err(Refusal::not_authorized("This invitation is not for you").into());
        }
        let refused = match self.token {
            None => Some(Refusal::not_authorized("Open the link of the invitation to accept it")),
            Some(token) if take(cx, &invitation, &token).await? => None,
            Some(_) => Some(Refusal::invalid("Invitation is no longer valid")),
        };
        if let Some(refusal) = refused {
            return Err(refusal.into());
        }
        insert(cx, invitation.workspace_id, user.id, invitation.role).await?;
        let Invitation { id, email, role, .. } = &invitation;
        let act = log("user.invited", *id, email, *role, InvitationStatus::Accepted);
        audit_logs::note(cx, invitation.workspace_id, act).await?;
        Ok(Accepted { success: true, workspace_id: invitation.workspace_id })
    }
}

impl Query for GetPendingInvitations {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Invitation>> {
        let Some(user) = cx.caller().account() else { return Ok(Vec::new()) };
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
        let now = cx.now();
        let mut invitations: Vec<Invitation> = cx
            .read(Topic::new("invitations", self.workspace_id.0))
            .query(select!("workspace_id = $1 AND status = $2 AND expires_at > $3 ORDER BY created_at, id"))
            .bind(self.workspace_id)
            .bind(InvitationStatus::Pending)
            .bind(now)
            .fetch_all()
            .await?;
        wake_at_expiry(cx, &invitations);
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
        cx.write(topics(invitation.workspace_id, &invitation.email))
            .query("UPDATE invitations SET status = $2 WHERE id = $1")
            .bind(invitation.id)
            .bind(InvitationStatus::Declined)
            .execute()
            .await?;
        let Invitation { id, email, role, .. } = &invitation;
        let act = log("user.removed", *id, email, *role, InvitationStatus::Declined);
        audit_logs::note(cx, invitation.workspace_id, act).await?;
        Ok(Success::YES)
    }
}

/// What is logged of an invitation.
fn log(action: &'static str, id: InvitationId, email: &str, role: Role, status: InvitationStatus) -> Act {
    let details = json!({"email": email, "role": role, "invitationStatus": status});
    Act::new(action, "workspaceInvitation").to(id).with(details)
}

/// Marks an invitation as accepted, if it can be with this token; of two at once, the first one's.
async fn take(cx: &mut Writer, invitation: &Invitation, token: &str) -> Result<bool> {
    let now = cx.now();
    let taken = cx
        .write(topics(invitation.workspace_id, &invitation.email))
        .query(
            "UPDATE invitations SET status = $4
             WHERE id = $1 AND token_hash = $2 AND status = $3 AND expires_at > $5",
        )
        .bind(invitation.id)
        .bind(Sha256::digest(token).to_vec())
        .bind(InvitationStatus::Pending)
        .bind(InvitationStatus::Accepted)
        .bind(now)
        .execute()
        .await?;
    Ok(taken == 1)
}

async fn decline_expired(cx: &mut Writer, workspace: WorkspaceId, email: &str) -> Result<()> {
    let now = cx.now();
    cx.write(topics(workspace, email))
        .query(
            "UPDATE invitations SET status = $4
             WHERE workspace_id = $1 AND email = $2 AND status = $3 AND expires_at <= $5",
        )
        .bind(workspace)
        .bind(email.to_owned())
        .bind(InvitationStatus::Pending)
        .bind(InvitationStatus::Declined)
        .bind(now)
        .execute()
        .await?;
    Ok(())
}

async fn pending_to(cx: &mut Reader, email: &str) -> Result<Vec<Invitation>> {
    let now = cx.now();
    let invitations: Vec<Invitation> = cx
        .read(Topic::of_text("invitations", email))
        .query(select!("email = $1 AND status = $2 AND expires_at > $3 ORDER BY created_at, id"))
        .bind(email.to_owned())
        .bind(InvitationStatus::Pending)
        .bind(now)
        .fetch_all()
        .await?;
    wake_at_expiry(cx, &invitations);
    Ok(invitations)
}

fn wake_at_expiry(cx: &mut Reader, invitations: &[Invitation]) {
    if let Some(first) = invitations.iter().filter_map(|invitation| invitation.expires_at).min() {
        cx.wake_at(first);
    }
}

async fn found(cx: &mut Reader, id: InvitationId) -> Result<Invitation> {
    let found: Option<Invitation> =
        cx.read(Topic::new("invitations", id.0)).query(select!("id = $1")).bind(id).fetch_optional().await?;
    found.ok_or_else(|| Refusal::not_found("Invitation").into())
}

/// The inviter's name, else its address.
async fn inviter_name(cx: &mut Reader, invitation: &Invitation) -> Result<Option<String>> {
    let inviter = accounts::by_id(cx, invitation.invited_by).await?;
    Ok(inviter.map(|user| user.name.unwrap_or(user.email)))
}

async fn myself(cx: &mut Reader) -> Result<User> {
    let user = cx.account()?;
    accounts::by_id(cx, user).await?.ok_or_else(|| Refusal::not_found("User").into())
}
