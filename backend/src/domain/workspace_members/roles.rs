//! Who is a member and with which role; the owner changes by transfer only.

use super::{insert, topics};
use crate::{
    core::{Agent, Error, Mutation, Reader, Result, Topic, Writer},
    domain::{
        audit_logs::{self, Act},
        auth::accounts,
        presence, workspaces,
    },
};
use serde_json::json;
use shared::{
    Error as Refusal,
    id::{MembershipId, UserId, WorkspaceId},
    permissions::{Permission, Role},
    widget_sessions::Success,
    workspace_members::{Add, AssignableRole, Remove, TransferOwnership, UpdateRole},
};
use sqlx::types::Json;

/// A membership as its id names it.
#[derive(sqlx::FromRow)]
struct Found {
    id: MembershipId,
    workspace_id: WorkspaceId,
    user_id: UserId,
    role: Role,
}

impl Mutation for Add {
    async fn run(self, cx: &mut Writer) -> Result<MembershipId> {
        cx.user()?;
        workspaces::found(cx, self.workspace_id).await?;
        let agent = cx.agent(self.workspace_id, Permission::UsersInvite).await?;
        check_may_give(&agent, self.role)?;
        if accounts::by_id(cx, self.user_id).await?.is_none() {
            return Err(Refusal::not_found("User").into());
        }
        let is_new = super::membership(cx, self.user_id, self.workspace_id).await?.is_none();
        let id = insert(cx, self.workspace_id, self.user_id, self.role.into()).await?;
        if is_new {
            let details = json!({"role": self.role, "invitationStatus": "added"});
            let act = Act::new("user.invited", "workspaceMember").to(self.user_id).with(details);
            audit_logs::note(cx, self.workspace_id, act).await?;
        }
        Ok(id)
    }
}

impl Mutation for UpdateRole {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        cx.user()?;
        let found = found(cx, self.membership_id).await?;
        let agent = cx.agent(found.workspace_id, Permission::UsersManage).await?;
        if found.role == Role::Owner {
            return Err(refused("Cannot change owner role. Use ownership transfer instead."));
        }
        check_may_give(&agent, self.role)?;
        match set_role(cx, found.workspace_id, found.user_id, found.role, self.role.into()).await? {
            true => {
                let details = json!({"oldRole": found.role, "newRole": self.role});
                let act = Act::new("user.role.changed", "workspaceMember").to(found.user_id).with(details);
                audit_logs::note(cx, found.workspace_id, act).await?;
                Ok(Success::YES)
            }
            false => Err(changed_meanwhile()),
        }
    }
}

impl Mutation for Remove {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        cx.user()?;
        let found = found(cx, self.membership_id).await?;
        if cx.caller().account() != Some(found.user_id) {
            cx.agent(found.workspace_id, Permission::UsersRemove).await?;
        }
        if found.role == Role::Owner {
            return Err(refused("Cannot remove workspace owner. Transfer ownership first."));
        }
        let removed = cx
            .write(topics(found.workspace_id, found.user_id))
            .query("DELETE FROM workspace_members WHERE id = $1 AND role = $2")
            .bind(found.id)
            .bind(found.role)
            .execute()
            .await?;
        if removed == 0 {
            return Err(changed_meanwhile());
        }
        let act = Act::new("user.removed", "workspaceMember").to(found.user_id);
        audit_logs::note(cx, found.workspace_id, act.with(json!({"role": found.role}))).await?;
        presence::ended(cx, found.workspace_id, found.user_id);
        if let Some(user) = accounts::by_id(cx, found.user_id).await?
            && user.workspace_id == Some(found.workspace_id)
        {
            accounts::activate(cx, &user, None).await?;
        }
        Ok(Success::YES)
    }
}

impl Mutation for TransferOwnership {
    async fn run(self, cx: &mut Writer) -> Result<Success> {
        let user = cx.account()?;
        workspaces::found(cx, self.workspace_id).await?;
        let owner = cx.any_member(self.workspace_id).await?;
        if owner.role != Role::Owner {
            return Err(refused("Only the workspace owner can transfer ownership"));
        }
        let Some(heir) = super::membership(cx, self.new_owner_id, self.workspace_id).await? else {
            return Err(Refusal::invalid("New owner must be an existing workspace member").into());
        };
        // The old owner's row first: of two transfers the second waits there, and finds that it is too late.
        let is_done = heir.user == user
            || set_role(cx, self.workspace_id, user, Role::Owner, Role::Admin).await?
                && set_role(cx, self.workspace_id, heir.user, heir.role, Role::Owner).await?;
        if !is_done {
            return Err(changed_meanwhile());
        }
        let details = json!({"oldOwnerId": user, "newOwnerId": heir.user});
        let act = Act::new("user.ownership.transferred", "workspace").to(self.workspace_id).with(details);
        audit_logs::note(cx, self.workspace_id, act).await?;
        Ok(Success::YES)
    }
}

/// Only owners and admins make admins, whatever a member's own list of permissions says.
pub(super) fn check_may_give(agent: &Agent, role: AssignableRole) -> Result<()> {
    match (role, agent.role) {
        (AssignableRole::Admin, Role::Agent | Role::Viewer) => {
            Err(refused("Only owners and admins can promote users to admin"))
        }
        _ => Ok(()),
    }
}

/// Gives a member another role, unless it no longer has the one that it was seen with. A role comes with its own permissions: a list
/// from before is dropped.
async fn set_role(
    cx: &mut Writer,
    workspace: WorkspaceId,
    user: UserId,
    seen: Role,
    role: Role,
) -> Result<bool> {
    let changed = cx
        .write(topics(workspace, user))
        .query(
            "UPDATE workspace_members SET role = $4, permissions = $5
             WHERE workspace_id = $1 AND user_id = $2 AND role = $3",
        )
        .bind(workspace)
        .bind(user)
        .bind(seen)
        .bind(role)
        .bind(Json(Vec::<String>::new()))
        .execute()
        .await?;
    Ok(changed == 1)
}

async fn found(cx: &mut Reader, id: MembershipId) -> Result<Found> {
    let found: Option<Found> = cx
        .read(Topic::new("workspace_members", id.0))
        .query("SELECT id, workspace_id, user_id, role FROM workspace_members WHERE id = $1")
        .bind(id)
        .fetch_optional()
        .await?;
    found.ok_or_else(|| Refusal::not_found("Membership").into())
}

/// Somebody else was first; what the caller saw is no longer so.
fn changed_meanwhile() -> Error {
    refused("The membership was changed meanwhile; look at it again")
}

fn refused(message: &str) -> Error {
    Refusal::not_authorized(message).into()
}
