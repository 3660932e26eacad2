//! Invitations to a workspace.

use super::{MISSING, NOBODY, membership};
use crate::world::{World, on_each_store};
use serde_json::{Value, json};
use shared::Code;

const ACCEPT: &str = "workspaceMembers:acceptInvitation";
const DAY: i64 = 86_400_000;

pub async fn invite(world: &World, email: &str) -> Result<Value, shared::Error> {
    let args = json!({
        "workspaceId": world.acme, "email": email, "role": "agent", "baseUrl": "https://acme.test",
    });
    world.call(&world.ben().caller, "workspaceMembers:inviteToWorkspace", args).await
}

/// What the link of an invitation leads to.
fn by_link(invited: &Value) -> Value {
    json!({"invitationId": invited["invitationId"], "token": invited["token"]})
}

async fn only_invitation(world: &World) -> Value {
    let args = json!({"workspaceId": world.acme});
    let name = "workspaceMembers:getWorkspacePendingInvitations";
    let pending = world.call(&world.ben().caller, name, args).await.unwrap();
    assert_eq!(pending.as_array().unwrap().len(), 1, "{pending}");
    pending[0].clone()
}

#[tokio::test]
async fn invite_to_workspace_invites_an_address_whether_or_not_it_has_an_account() {
    on_each_store(async |world| {
        let name = "workspaceMembers:inviteToWorkspace";
        let args = json!({
            "workspaceId": world.acme, "email": "eve@example.com", "role": "agent", "baseUrl": "https://acme.test",
        });
        world.is_strict_about(name, args.clone()).await;
        world.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let words = "Permission denied: users.invite";
        world.refuses(&world.viewer().caller, name, args.clone(), Code::PermissionDenied, words).await;
        let words = "Not a member of this workspace";
        world.refuses(&world.cleo().caller, name, args, Code::NotWorkspaceMember, words).await;

        let invited = invite(world, " Eve@Example.com ").await.unwrap();
        assert_eq!(invited["status"], "invited");
        assert_eq!(invited["expiresAt"].as_i64().unwrap(), world.clock.now() + 7 * DAY);
        let token = invited["token"].as_str().unwrap();
        assert!(token.len() == 68 && token.starts_with("inv_"), "{token}");
        let refusal = invite(world, "eve@example.com").await.unwrap_err();
        assert_eq!(refusal.code, Code::AlreadyExists);
        assert!(refusal.message.contains("Invitation already sent to this email"));
        // Cleo has an account with that address, and no more proof that it is hers than anybody.
        assert_eq!(invite(world, &world.cleo().email).await.unwrap()["status"], "invited");
        assert_eq!(membership(world, world.cleo().id).await, Value::Null);
        let refusal = invite(world, &world.viewer().email).await.unwrap_err();
        assert!(refusal.message.contains("User is already a member of this workspace"));
        assert_eq!(invite(world, "nonsense").await.unwrap_err().code, Code::InvalidInput);
        let long = format!("{}@example.com", "x".repeat(250));
        assert_eq!(invite(world, &long).await.unwrap_err().code, Code::InvalidInput);
    })
    .await;
}

#[tokio::test]
async fn invitations_are_limited() {
    on_each_store(async |world| {
        for n in 0..50 {
            let _ = invite(world, &format!("not an address {n}")).await;
        }
        assert_eq!(invite(world, "eve@example.com").await.unwrap_err().code, Code::RateLimited);
    })
    .await;
}

#[tokio::test]
async fn pending_invitations_are_shown_to_the_team_and_to_the_invited() {
    on_each_store(async |world| {
        let (of_team, own) =
            ("workspaceMembers:getWorkspacePendingInvitations", "workspaceMembers:getPendingInvitations");
        let args = json!({"workspaceId": world.acme});
        world.is_strict_about(of_team, args.clone()).await;
        world.is_strict_about(own, json!({})).await;
        invite(world, "eve@example.com").await.unwrap();
        let invitation = only_invitation(world).await;
        assert_eq!(invitation["email"], "eve@example.com");
        assert_eq!(invitation["inviterName"], "Ben");
        assert_eq!((&invitation["role"], &invitation["status"]), (&json!("agent"), &json!("pending")));
        for stranger in [NOBODY, &world.cleo().caller] {
            assert_eq!(world.call(stranger, of_team, args.clone()).await.unwrap(), json!([]));
            assert_eq!(world.call(stranger, own, json!({})).await.unwrap(), json!([]));
        }
    })
    .await;
}

#[tokio::test]
async fn accept_invitation_makes_the_invited_a_member_once() {
    on_each_store(async |world| {
        let invited = invite(world, "eve@example.com").await.unwrap();
        let eve = world.enrol("eve@example.com", "Eve").await;
        assert_eq!(membership(world, eve.id).await, Value::Null, "an address alone lets nobody in");
        let own = world.call(&eve.caller, "workspaceMembers:getPendingInvitations", json!({})).await.unwrap();
        assert_eq!((&own[0]["workspaceName"], &own[0]["inviterName"]), (&json!("Acme"), &json!("Ben")));
        let accepted = world.call(&eve.caller, ACCEPT, by_link(&invited)).await.unwrap();
        assert_eq!(accepted, json!({"success": true, "workspaceId": world.acme}));
        assert_eq!(membership(world, eve.id).await["role"], "agent");
        let words = "Invitation is no longer valid";
        world.refuses(&eve.caller, ACCEPT, by_link(&invited), Code::InvalidInput, words).await;
        let pending = json!({"workspaceId": world.acme});
        let name = "workspaceMembers:getWorkspacePendingInvitations";
        assert_eq!(world.call(&world.ben().caller, name, pending).await.unwrap(), json!([]));
    })
    .await;
}

#[tokio::test]
async fn accept_invitation_needs_its_own_token_in_time_and_the_invited_address() {
    on_each_store(async |world| {
        let invited = invite(world, "eve@example.com").await.unwrap();
        let args = by_link(&invited);
        world.is_strict_about(ACCEPT, args.clone()).await;
        world.refuses(NOBODY, ACCEPT, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let (cleo, words) = (&world.cleo().caller, "This invitation is not for you");
        world.refuses(cleo, ACCEPT, args.clone(), Code::NotAuthorized, words).await;
        let missing = json!({"invitationId": MISSING, "token": invited["token"]});
        world.refuses(cleo, ACCEPT, missing, Code::NotFound, "Invitation not found").await;

        let eve = world.enrol("eve@example.com", "Eve").await.caller;
        let bare = json!({"invitationId": invited["invitationId"]});
        world.refuses(&eve, ACCEPT, bare, Code::NotAuthorized, "Open the link of the invitation").await;
        let words = "Invitation is no longer valid";
        for token in ["", "inv_nonsense", &format!("inv_{}", "0".repeat(64))] {
            let forged = json!({"invitationId": invited["invitationId"], "token": token});
            world.refuses(&eve, ACCEPT, forged, Code::InvalidInput, words).await;
        }
        let other = invite(world, "eva@example.com").await.unwrap();
        let mixed = json!({"invitationId": invited["invitationId"], "token": other["token"]});
        world.refuses(&eve, ACCEPT, mixed, Code::InvalidInput, words).await;
        world.clock.advance(7 * DAY);
        world.refuses(&eve, ACCEPT, args, Code::InvalidInput, words).await;
        // One that nobody accepted in time can be sent again.
        let again = invite(world, "eve@example.com").await.unwrap();
        world.call(&eve, ACCEPT, by_link(&again)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_invitation_that_is_no_longer_good_is_not_shown() {
    on_each_store(async |world| {
        invite(world, "eve@example.com").await.unwrap();
        let args = json!({"workspaceId": world.acme});
        let name = "workspaceMembers:getWorkspacePendingInvitations";
        let shown = world.call(&world.ben().caller, name, args.clone()).await.unwrap();
        assert_eq!(shown[0]["expiresAt"].as_i64().unwrap(), world.clock.now() + 7 * DAY);
        assert!(!shown.to_string().contains("oken"), "{shown}");
        world.clock.advance(7 * DAY);
        assert_eq!(world.call(&world.ben().caller, name, args).await.unwrap(), json!([]));
    })
    .await;
}

#[tokio::test]
async fn cancel_invitation_needs_users_manage() {
    on_each_store(async |world| {
        let name = "workspaceMembers:cancelInvitation";
        let invited = invite(world, "eve@example.com").await.unwrap();
        let args = json!({"invitationId": invited["invitationId"]});
        world.is_strict_about(name, args.clone()).await;
        world.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let words = "Permission denied: users.manage";
        world.refuses(&world.viewer().caller, name, args.clone(), Code::PermissionDenied, words).await;
        let words = "Not a member of this workspace";
        world.refuses(&world.cleo().caller, name, args.clone(), Code::NotWorkspaceMember, words).await;
        let ben = &world.ben().caller;
        let missing = json!({"invitationId": MISSING});
        world.refuses(ben, name, missing, Code::NotFound, "Invitation not found").await;
        assert_eq!(world.call(ben, name, args).await.unwrap(), json!({"success": true}));
        let eve = world.enrol("eve@example.com", "Eve").await.caller;
        let words = "Invitation is no longer valid";
        world.refuses(&eve, ACCEPT, by_link(&invited), Code::InvalidInput, words).await;
        // It can be sent again.
        let again = invite(world, "eve@example.com").await.unwrap();
        world.call(&eve, ACCEPT, by_link(&again)).await.unwrap();
    })
    .await;
}
