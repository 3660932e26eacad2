//! `workspaceMembers:…`

pub mod invitations;
pub mod matrix;
mod permissions;
mod together;

use crate::world::{World, on_each_store};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{Code, workspace_members::AssignableRole};

const NOBODY: &Caller = &Caller::NOBODY;
const MISSING: &str = "00000000000000000000000000000000";

/// The membership of a user at Acme.
pub async fn membership(world: &World, user: impl serde::Serialize) -> Value {
    let user = json!(user);
    let args = json!({"workspaceId": world.acme});
    let members = world.call(&world.ben().caller, "workspaceMembers:listByWorkspace", args).await.unwrap();
    members.as_array().unwrap().iter().find(|member| member["userId"] == user).cloned().unwrap_or_default()
}

#[tokio::test]
async fn list_by_user_shows_the_callers_workspaces_with_its_roles() {
    on_each_store(async |world| {
        let name = "workspaceMembers:listByUser";
        world.is_strict_about(name, json!({})).await;
        assert_eq!(world.call(NOBODY, name, json!({})).await.unwrap(), json!([]));
        let mine = world.call(&world.viewer().caller, name, json!({})).await.unwrap();
        let roles: Vec<_> = mine.as_array().unwrap().iter().map(|at| (&at["name"], &at["role"])).collect();
        assert_eq!(roles, [(&json!("Vera's own"), &json!("owner")), (&json!("Acme"), &json!("viewer"))]);
        assert!(!mine.to_string().contains("ecret"));
    })
    .await;
}

#[tokio::test]
async fn list_by_workspace_is_for_members() {
    on_each_store(async |world| {
        let (name, args) = ("workspaceMembers:listByWorkspace", json!({"workspaceId": world.acme}));
        world.is_strict_about(name, args.clone()).await;
        for stranger in [NOBODY, &world.cleo().caller] {
            assert_eq!(world.call(stranger, name, args.clone()).await.unwrap(), json!([]));
        }
        let members = world.call(&world.viewer().caller, name, args).await.unwrap();
        let emails: Vec<_> = members.as_array().unwrap().iter().map(|member| &member["email"]).collect();
        assert_eq!(emails, ["ben@acme.test", "vera@acme.test"]);
        assert_eq!(members[0]["role"], "owner");
    })
    .await;
}

#[tokio::test]
async fn get_member_role_is_the_callers_own() {
    on_each_store(async |world| {
        let (name, args) = ("workspaceMembers:getMemberRole", json!({"workspaceId": world.acme}));
        world.is_strict_about(name, args.clone()).await;
        let role = world.call(&world.ben().caller, name, args.clone()).await.unwrap();
        assert_eq!(role, json!({"role": "owner", "isOwner": true}));
        let role = world.call(&world.viewer().caller, name, args.clone()).await.unwrap();
        assert_eq!(role, json!({"role": "viewer", "isOwner": false}));
        for stranger in [NOBODY, &world.cleo().caller] {
            assert_eq!(world.call(stranger, name, args.clone()).await.unwrap(), Value::Null);
        }
    })
    .await;
}

#[tokio::test]
async fn add_makes_a_known_user_a_member_and_leaves_a_member_as_it_is() {
    on_each_store(async |world| {
        let name = "workspaceMembers:add";
        let cleo = world.cleo();
        let args = json!({"userId": cleo.id, "workspaceId": world.acme, "role": "agent"});
        world.is_strict_about(name, args.clone()).await;
        world.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let words = "Not a member of this workspace";
        world.refuses(&cleo.caller, name, args.clone(), Code::NotWorkspaceMember, words).await;
        let words = "Permission denied: users.invite";
        world.refuses(&world.viewer().caller, name, args.clone(), Code::PermissionDenied, words).await;
        let owner = json!({"userId": cleo.id, "workspaceId": world.acme, "role": "owner"});
        let ben = &world.ben().caller;
        world.refuses(ben, name, owner, Code::InvalidInput, "ArgumentValidationError").await;
        let unknown = json!({"userId": MISSING, "workspaceId": world.acme, "role": "agent"});
        world.refuses(ben, name, unknown, Code::NotFound, "User not found").await;
        let nowhere = json!({"userId": cleo.id, "workspaceId": MISSING, "role": "agent"});
        world.refuses(ben, name, nowhere, Code::NotFound, "Workspace not found").await;

        let id = world.call(ben, name, args).await.unwrap();
        let again = json!({"userId": cleo.id, "workspaceId": world.acme, "role": "viewer"});
        assert_eq!(world.call(ben, name, again).await.unwrap(), id);
        let member = membership(world, cleo.id).await;
        assert_eq!((&member["_id"], &member["role"]), (&id, &json!("agent")));
    })
    .await;
}

#[tokio::test]
async fn update_role_spares_the_owner_and_lets_nobody_but_admins_make_admins() {
    on_each_store(async |world| {
        let name = "workspaceMembers:updateRole";
        let vera = membership(world, world.viewer().id).await["_id"].clone();
        let args = json!({"membershipId": vera, "role": "agent"});
        world.is_strict_about(name, args.clone()).await;
        world.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let words = "Not a member of this workspace";
        world.refuses(&world.cleo().caller, name, args.clone(), Code::NotWorkspaceMember, words).await;
        let words = "Permission denied: users.manage";
        world.refuses(&world.viewer().caller, name, args.clone(), Code::PermissionDenied, words).await;
        let ben = &world.ben().caller;
        let missing = json!({"membershipId": MISSING, "role": "agent"});
        world.refuses(ben, name, missing, Code::NotFound, "Membership not found").await;
        let own = json!({"membershipId": membership(world, world.ben().id).await["_id"], "role": "agent"});
        world.refuses(ben, name, own, Code::NotAuthorized, "Cannot change owner role").await;
        assert_eq!(world.call(ben, name, args).await.unwrap(), json!({"success": true}));
        assert_eq!(membership(world, world.viewer().id).await["role"], "agent");
        let admin = json!({"membershipId": vera, "role": "admin"});
        world.call(ben, name, admin).await.unwrap();
        // An admin may step down.
        let agent = json!({"membershipId": vera, "role": "agent"});
        world.call(&world.viewer().caller, name, agent).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn remove_takes_a_member_away_at_once_but_never_the_owner() {
    on_each_store(async |world| {
        let name = "workspaceMembers:remove";
        let eve = world.colleague("eve@example.com", "Eve", AssignableRole::Agent).await;
        let args = json!({"membershipId": membership(world, eve.id).await["_id"]});
        world.is_strict_about(name, args.clone()).await;
        world.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let words = "Permission denied: users.remove";
        world.refuses(&world.viewer().caller, name, args.clone(), Code::PermissionDenied, words).await;
        let words = "Not a member of this workspace";
        world.refuses(&world.cleo().caller, name, args.clone(), Code::NotWorkspaceMember, words).await;
        let ben = &world.ben().caller;
        let own = json!({"membershipId": membership(world, world.ben().id).await["_id"]});
        world.refuses(ben, name, own, Code::NotAuthorized, "Cannot remove workspace owner").await;
        let visitor = json!({"id": world.ana().id});
        assert_ne!(world.call(&eve.caller, "visitors:get", visitor.clone()).await.unwrap(), Value::Null);
        assert_eq!(world.call(ben, name, args.clone()).await.unwrap(), json!({"success": true}));
        assert_eq!(world.call(&eve.caller, "visitors:get", visitor).await.unwrap(), Value::Null);
        world.refuses(ben, name, args, Code::NotFound, "Membership not found").await;
        // Anybody may leave.
        let vera = json!({"membershipId": membership(world, world.viewer().id).await["_id"]});
        world.call(&world.viewer().caller, name, vera).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn transfer_ownership_is_the_owners_alone() {
    on_each_store(async |world| {
        let name = "workspaceMembers:transferOwnership";
        let (ben, vera) = (world.ben(), world.viewer());
        let args = json!({"workspaceId": world.acme, "newOwnerId": vera.id});
        world.is_strict_about(name, args.clone()).await;
        world.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let words = "Only the workspace owner can transfer ownership";
        world.refuses(&vera.caller, name, args.clone(), Code::NotAuthorized, words).await;
        let words = "Not a member of this workspace";
        world.refuses(&world.cleo().caller, name, args.clone(), Code::NotWorkspaceMember, words).await;
        let stranger = json!({"workspaceId": world.acme, "newOwnerId": world.cleo().id});
        let words = "New owner must be an existing workspace member";
        world.refuses(&ben.caller, name, stranger, Code::InvalidInput, words).await;
        assert_eq!(world.call(&ben.caller, name, args).await.unwrap(), json!({"success": true}));
        assert_eq!(membership(world, vera.id).await["role"], "owner");
        assert_eq!(membership(world, ben.id).await["role"], "admin");
    })
    .await;
}
