//! Members of a workspace and invitations to it (functions-identity.md §6).

use crate::{
    Millis,
    auth::WorkspaceWithRole,
    functions,
    id::{InvitationId, MembershipId, UserId, WorkspaceId},
    permissions::Role,
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "workspaceMembers" {
    Query    listByUser = ListByUser -> Vec<WorkspaceWithRole>;
    Query    listByWorkspace = ListByWorkspace -> Vec<Member>;
    Mutation add = Add -> MembershipId;
    Mutation updateRole = UpdateRole -> Success;
    Mutation remove = Remove -> Success;
    Action   inviteToWorkspace = InviteToWorkspace -> Invited;
    Mutation acceptInvitation = AcceptInvitation -> Accepted;
    Query    getPendingInvitations = GetPendingInvitations -> Vec<Invitation>;
    Query    getWorkspacePendingInvitations = GetWorkspacePendingInvitations -> Vec<Invitation>;
    Mutation cancelInvitation = CancelInvitation -> Success;
    Mutation transferOwnership = TransferOwnership -> Success;
    Query    getMemberRole = GetMemberRole -> Option<MemberRole>;
} }

/// A role that the API can give: every one but owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignableRole {
    Admin,
    Agent,
    Viewer,
}

impl From<AssignableRole> for Role {
    fn from(role: AssignableRole) -> Self {
        match role {
            AssignableRole::Admin => Role::Admin,
            AssignableRole::Agent => Role::Agent,
            AssignableRole::Viewer => Role::Viewer,
        }
    }
}

/// A member as a colleague sees it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Member {
    #[serde(rename = "_id")]
    pub id: MembershipId,
    pub user_id: UserId,
    pub email: String,
    pub name: Option<String>,
    pub role: Role,
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub permissions: Option<Vec<String>>,
    pub created_at: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum InvitationStatus {
    Pending,
    Accepted,
    Declined,
}

#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Invitation {
    #[serde(rename = "_id")]
    pub id: InvitationId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub email: String,
    pub role: Role,
    pub invited_by: UserId,
    pub status: InvitationStatus,
    pub created_at: Millis,
    /// Past it the invitation lets nobody in.
    pub expires_at: Option<Millis>,
    pub workspace_name: Option<String>,
    pub inviter_name: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListByUser {}

/// Needs `users.read`, else `[]`. Oldest membership first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListByWorkspace {
    pub workspace_id: WorkspaceId,
}

/// Needs `users.invite`. An existing membership stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Add {
    pub user_id: UserId,
    pub workspace_id: WorkspaceId,
    pub role: AssignableRole,
}

/// Needs `users.manage`; the owner's role changes by transfer only.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateRole {
    pub membership_id: MembershipId,
    pub role: AssignableRole,
}

/// Needs `users.remove`, or the membership is the caller's own. The owner cannot be removed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Remove {
    pub membership_id: MembershipId,
}

/// How long an invitation can be accepted: 7 days.
pub const INVITATION_LASTS: Millis = 7 * 24 * 3_600_000;

/// Needs `users.invite`. Makes an invitation, whether or not the e-mail has an account: having one does not prove that the address is
/// one's own. It is accepted by [`AcceptInvitation`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InviteToWorkspace {
    pub workspace_id: WorkspaceId,
    pub email: String,
    pub role: AssignableRole,
    /// Where the link in the invitation will point to.
    pub base_url: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitedHow {
    Invited,
}

/// Id and token are what the inviter hands over, in a link; the server keeps only the token's hash.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invited {
    pub status: InvitedHow,
    pub invitation_id: InvitationId,
    /// `inv_` and 64 hex digits.
    pub token: String,
    pub expires_at: Millis,
    /// Whether a mail with the link has left (additive); absent where none did.
    pub mailed: Option<bool>,
}

/// For the account of the invited e-mail, and only with the invitation's token.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptInvitation {
    pub invitation_id: InvitationId,
    pub token: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    pub success: bool,
    /// Of which the caller is a member now.
    pub workspace_id: WorkspaceId,
}

/// Invitations to the caller's own e-mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GetPendingInvitations {}

/// Needs `users.read`, else `[]`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetWorkspacePendingInvitations {
    pub workspace_id: WorkspaceId,
}

/// Needs `users.manage`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CancelInvitation {
    pub invitation_id: InvitationId,
}

/// By the owner only, to a member, who becomes owner; the old owner becomes admin.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransferOwnership {
    pub workspace_id: WorkspaceId,
    pub new_owner_id: UserId,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetMemberRole {
    pub workspace_id: WorkspaceId,
}

/// The caller's own role.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberRole {
    pub role: Role,
    pub permissions: Option<Vec<String>>,
    pub is_owner: bool,
}
