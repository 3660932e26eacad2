//! The signed-in user's own page: who it is, where it works, and what sign-up left empty.

use super::accounts;
use crate::{
    core::{Error, Mutation, Query, Reader, Result, Writer},
    domain::{
        audit_logs::{self, Act, SETTINGS},
        workspace_members, workspaces,
    },
};
use serde_json::json;
use shared::{
    Code, Error as Refusal,
    auth::{
        CompleteSignupProfile, CurrentUser, GetUserWorkspaces, Me, ProfileCompleted, SwitchWorkspace,
        Switched, User, WorkspaceWithRole,
    },
    limits,
    permissions::Role,
};

impl Query for CurrentUser {
    async fn run(self, cx: &mut Reader) -> Result<Option<Me>> {
        let Some(user) = cx.caller().account() else { return Ok(None) };
        let Some(user) = accounts::by_id(cx, user).await? else { return Ok(None) };
        let workspaces = workspace_members::of_user(cx, user.id).await?;
        Ok(Some(Me { user, workspaces }))
    }
}

impl Query for GetUserWorkspaces {
    async fn run(self, cx: &mut Reader) -> Result<Vec<WorkspaceWithRole>> {
        match cx.caller().account() {
            Some(user) => workspace_members::of_user(cx, user).await,
            None => Ok(Vec::new()),
        }
    }
}

impl Mutation for SwitchWorkspace {
    async fn run(self, cx: &mut Writer) -> Result<Switched> {
        let user = account(cx).await?;
        let Some(member) = cx.member(self.workspace_id).await? else {
            let message = "You are not a member of this workspace";
            return Err(Refusal::new(Code::NotWorkspaceMember, message).into());
        };
        accounts::activate(cx, &user, Some(self.workspace_id)).await?;
        Ok(Switched { user: User { workspace_id: Some(self.workspace_id), role: Some(member.role), ..user } })
    }
}

impl Mutation for CompleteSignupProfile {
    async fn run(self, cx: &mut Writer) -> Result<ProfileCompleted> {
        let user = account(cx).await?;
        let filled =
            |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let (name, workspace_name) = (filled(self.name), filled(self.workspace_name));
        limits::title("Name", name.as_deref().unwrap_or_default())?;
        limits::title("Workspace name", workspace_name.as_deref().unwrap_or_default())?;
        let mut done =
            ProfileCompleted { success: true, user_name_updated: false, workspace_name_updated: false };
        if let Some(workspace_name) = workspace_name {
            done.workspace_name_updated = rename_new_workspace(cx, &user, &workspace_name).await?;
        }
        let has_name = user.name.as_deref().is_some_and(|name| !name.trim().is_empty());
        if let Some(name) = name.filter(|_| !has_name) {
            accounts::rename(cx, &user, &name).await?;
            done.user_name_updated = true;
        }
        Ok(done)
    }
}

/// Renames the active workspace while it still has the name that sign-up gave it, and only for its owner or an admin.
async fn rename_new_workspace(cx: &mut Writer, user: &User, name: &str) -> Result<bool> {
    let Some(active) = user.workspace_id else { return Ok(false) };
    let Some(member) = cx.member(active).await? else { return Ok(false) };
    let Some(workspace) = workspaces::by_id(cx, active).await? else { return Ok(false) };
    let by_email = accounts::default_workspace_name(accounts::local_part(&user.email));
    let by_name = user.name.as_deref().map(accounts::default_workspace_name);
    let is_new = workspace.name.trim().is_empty()
        || workspace.name == by_email
        || Some(&workspace.name) == by_name.as_ref();
    if !is_new || !matches!(member.role, Role::Owner | Role::Admin) {
        return Ok(false);
    }
    workspaces::rename(cx, &workspace, name).await?;
    let act = Act::changed(SETTINGS, "name", json!(workspace.name), json!(name)).to(workspace.id);
    audit_logs::note(cx, workspace.id, act).await?;
    Ok(true)
}

/// The caller's own row. Errors: "Not authenticated", "User not found".
async fn account(cx: &mut Reader) -> Result<User> {
    let user = cx.account()?;
    accounts::by_id(cx, user).await?.ok_or_else(|| Error::from(Refusal::not_found("User")))
}
