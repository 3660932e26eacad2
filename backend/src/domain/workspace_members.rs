//! Members of a workspace (functions-identity.md §6). Writes `workspace_members` and, in its part, `invitations`.

mod invitations;
mod roles;

use crate::{
    core::{Agent, Functions, Query, Reader, Result, Topic, Writer},
    domain::workspaces,
};
use shared::{
    auth::WorkspaceWithRole,
    id::{MembershipId, UserId, WorkspaceId},
    permissions::{Permission, Role},
    workspace_members::{
        AcceptInvitation, Add, CancelInvitation, GetMemberRole, GetPendingInvitations,
        GetWorkspacePendingInvitations, InviteToWorkspace, ListByUser, ListByWorkspace, Member, MemberRole,
        Remove, TransferOwnership, UpdateRole,
    },
};
use sqlx::types::Json;

pub fn register(functions: &mut Functions) {
    functions
        .query::<ListByUser>()
        .query::<ListByWorkspace>()
        .mutation::<Add>()
        .mutation::<UpdateRole>()
        .mutation::<Remove>()
        .action::<InviteToWorkspace>()
        .mutation::<AcceptInvitation>()
        .query::<GetPendingInvitations>()
        .query::<GetWorkspacePendingInvitations>()
        .mutation::<CancelInvitation>()
        .mutation::<TransferOwnership>()
        .query::<GetMemberRole>();
}

/// What a membership's readers depend on.
pub fn topics(workspace: WorkspaceId, user: UserId) -> [Topic; 2] {
    [Topic::new("workspace_members", user.0), Topic::new("workspace_members", workspace.0)]
}

impl Query for ListByUser {
    async fn run(self, cx: &mut Reader) -> Result<Vec<WorkspaceWithRole>> {
        match cx.caller().account() {
            Some(user) => of_user(cx, user).await,
            None => Ok(Vec::new()),
        }
    }
}

impl Query for ListByWorkspace {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Member>> {
        if cx.agent_if_allowed(self.workspace_id, Permission::UsersRead).await?.is_none() {
            return Ok(Vec::new());
        }
        let users: Vec<(UserId,)> = cx
            .read(Topic::new("workspace_members", self.workspace_id.0))
            .query("SELECT user_id FROM workspace_members WHERE workspace_id = $1")
            .bind(self.workspace_id)
            .fetch_all()
            .await?;
        let mut topics = vec![Topic::new("workspace_members", self.workspace_id.0)];
        // A member's name or address may change.
        topics.extend(users.iter().map(|(user,)| Topic::new("users", user.0)));
        Ok(cx
            .read(topics)
            .query(
                "SELECT workspace_members.id, workspace_members.user_id, users.email, users.name, workspace_members.role,
                        NULLIF(workspace_members.permissions, '[]') AS permissions, workspace_members.created_at
                 FROM workspace_members JOIN users ON users.id = workspace_members.user_id
                 WHERE workspace_members.workspace_id = $1
                 ORDER BY workspace_members.created_at, workspace_members.id",
            )
            .bind(self.workspace_id)
            .fetch_all::<Member>()
            .await?)
    }
}

impl Query for GetMemberRole {
    async fn run(self, cx: &mut Reader) -> Result<Option<MemberRole>> {
        Ok(cx.member(self.workspace_id).await?.map(|member| MemberRole {
            role: member.role,
            is_owner: member.role == Role::Owner,
            permissions: Some(member.permissions).filter(|list| !list.is_empty()),
        }))
    }
}

/// A user's membership, if it has one.
pub async fn membership(cx: &mut Reader, user: UserId, workspace: WorkspaceId) -> Result<Option<Agent>> {
    Ok(memberships(cx, user).await?.into_iter().find(|agent| agent.workspace == workspace))
}

/// The workspaces that a user is a member of, oldest membership first.
pub async fn workspaces_of(cx: &mut Reader, user: UserId) -> Result<Vec<WorkspaceId>> {
    Ok(memberships(cx, user).await?.into_iter().map(|agent| agent.workspace).collect())
}

/// The workspaces of a user with its role in each, oldest membership first.
pub async fn of_user(cx: &mut Reader, user: UserId) -> Result<Vec<WorkspaceWithRole>> {
    let mut all = Vec::new();
    for agent in memberships(cx, user).await? {
        if let Some(row) = workspaces::by_id(cx, agent.workspace).await? {
            all.push(WorkspaceWithRole { workspace: row.for_members(), role: agent.role });
        }
    }
    Ok(all)
}

/// Makes a user a member; one that is a member already stays as it is.
pub async fn insert(
    cx: &mut Writer,
    workspace: WorkspaceId,
    user: UserId,
    role: Role,
) -> Result<MembershipId> {
    let (id, now) = (MembershipId(cx.new_id()?), cx.now());
    let inserted: Option<(MembershipId,)> = cx
        .write(topics(workspace, user))
        .query(
            "INSERT INTO workspace_members (id, workspace_id, user_id, role, permissions, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (workspace_id, user_id) DO NOTHING
             RETURNING id",
        )
        .bind(id)
        .bind(workspace)
        .bind(user)
        .bind(role)
        .bind(Json(Vec::<String>::new()))
        .bind(now)
        .fetch_optional()
        .await?;
    if let Some((id,)) = inserted {
        return Ok(id);
    }
    let (id,) = cx
        .read(topics(workspace, user))
        .query("SELECT id FROM workspace_members WHERE workspace_id = $1 AND user_id = $2")
        .bind(workspace)
        .bind(user)
        .fetch_one()
        .await?;
    Ok(id)
}

/// Forgets within this transaction what is remembered of a user's memberships: the next look asks the store.
pub fn look_again(cx: &mut Writer, user: UserId) {
    cx.touch(Topic::new("workspace_members", user.0));
}

async fn memberships(cx: &mut Reader, user: UserId) -> Result<Vec<Agent>> {
    let topic = Topic::new("workspace_members", user.0);
    if let Some(known) = cx.recall::<Vec<Agent>>(topic) {
        return Ok(known);
    }
    let rows: Vec<(WorkspaceId, Role, Json<Vec<String>>)> = cx
        .read(topic)
        .query("SELECT workspace_id, role, permissions FROM workspace_members WHERE user_id = $1 ORDER BY created_at, id")
        .bind(user)
        .fetch_all()
        .await?;
    let agent = |(workspace, role, permissions): (_, _, Json<Vec<String>>)| Agent {
        user,
        workspace,
        role,
        permissions: permissions.0,
        scopes: None,
    };
    let agents: Vec<Agent> = rows.into_iter().map(agent).collect();
    cx.remember(topic, &agents);
    Ok(agents)
}
