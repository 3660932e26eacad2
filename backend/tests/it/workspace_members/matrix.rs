//! Who may call `workspaceMembers:…`.

use crate::matrix::{Cast, Cell::*, Column, Line, Token::*};
use serde_json::{Value, json};

#[rustfmt::skip]
pub const LINES: &[Line] = &[
    //                                                      nobody  visitor other   viewer  agent   admin   owner   stranger key
    ("workspaceMembers:listByUser",                     No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Answer, Empty]),
    ("workspaceMembers:listByWorkspace",                No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("workspaceMembers:getMemberRole",                  No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("workspaceMembers:add",                            No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("workspaceMembers:updateRole",                     No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("workspaceMembers:remove",                         No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("workspaceMembers:inviteToWorkspace",              No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    ("workspaceMembers:getWorkspacePendingInvitations", No, [Empty,  Empty,  Empty,  Answer, Answer, Answer, Answer, Empty, Answer]),
    ("workspaceMembers:cancelInvitation",               No, [SignIn, SignIn, SignIn, Denied, Denied, Answer, Answer, Outside, Denied]),
    // The invitation is the stranger's.
    ("workspaceMembers:getPendingInvitations",          No, [Empty,  Empty,  Empty,  Empty,  Empty,  Empty,  Empty,  Answer, Empty]),
    // The last two: they change who is who.
    ("workspaceMembers:transferOwnership",              No, [SignIn, SignIn, SignIn, Unfit,  Unfit,  Unfit,  Answer, Outside, SignIn]),
    ("workspaceMembers:acceptInvitation",               No, [SignIn, SignIn, SignIn, Unfit,  Unfit,  Unfit,  Unfit,  Answer, SignIn]),
];

pub async fn arguments(cast: &Cast<'_>, name: &str, column: Column) -> Value {
    let (world, acme) = (cast.world, cast.world.acme);
    match name {
        "workspaceMembers:listByUser" => json!({}),
        "workspaceMembers:add" => {
            let new = world.enrol(&address(cast), "New").await;
            json!({"workspaceId": acme, "userId": new.id, "role": "agent"})
        }
        "workspaceMembers:updateRole" => json!({"membershipId": membership(cast).await, "role": "viewer"}),
        "workspaceMembers:remove" => json!({"membershipId": membership(cast).await}),
        "workspaceMembers:inviteToWorkspace" => invitation(cast, &address(cast)),
        "workspaceMembers:cancelInvitation" => {
            let invited =
                cast.done("workspaceMembers:inviteToWorkspace", invitation(cast, &address(cast))).await;
            json!({"invitationId": invited["invitationId"]})
        }
        "workspaceMembers:getPendingInvitations" => {
            invite_the_stranger(cast).await;
            json!({})
        }
        // The stranger has accepted by then.
        "workspaceMembers:acceptInvitation" if column == Column::ApiKey => {
            let invited =
                cast.done("workspaceMembers:inviteToWorkspace", invitation(cast, &address(cast))).await;
            json!({"invitationId": invited["invitationId"], "token": invited["token"]})
        }
        "workspaceMembers:getWorkspacePendingInvitations" => {
            cast.done("workspaceMembers:inviteToWorkspace", invitation(cast, &address(cast))).await;
            json!({"workspaceId": acme})
        }
        "workspaceMembers:transferOwnership" => json!({"workspaceId": acme, "newOwnerId": cast.admin.id}),
        "workspaceMembers:acceptInvitation" => {
            let invited = invite_the_stranger(cast).await;
            json!({"invitationId": invited["invitationId"], "token": invited["token"]})
        }
        _ => json!({"workspaceId": acme}),
    }
}

fn address(cast: &Cast<'_>) -> String {
    format!("{}@new.test", cast.fresh("new"))
}

fn invitation(cast: &Cast<'_>, email: &str) -> Value {
    json!({"workspaceId": cast.world.acme, "email": email, "role": "agent", "baseUrl": "https://acme.test"})
}

/// The membership of a new colleague.
async fn membership(cast: &Cast<'_>) -> Value {
    let new = cast.world.enrol(&address(cast), "New").await;
    let args = json!({"workspaceId": cast.world.acme, "userId": new.id, "role": "agent"});
    cast.done("workspaceMembers:add", args).await
}

/// A new invitation of the stranger in place of an old one, which an address has but one of.
async fn invite_the_stranger(cast: &Cast<'_>) -> Value {
    let args = json!({"workspaceId": cast.world.acme});
    let pending = cast.done("workspaceMembers:getWorkspacePendingInvitations", args).await;
    let email = &cast.world.cleo().email;
    for invitation in pending.as_array().unwrap().iter().filter(|known| known["email"] == *email) {
        let args = json!({"invitationId": invitation["_id"]});
        cast.done("workspaceMembers:cancelInvitation", args).await;
    }
    cast.done("workspaceMembers:inviteToWorkspace", invitation(cast, email)).await
}
