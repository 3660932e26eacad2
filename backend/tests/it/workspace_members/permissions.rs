//! What each role may do (functions-identity.md §2), and that the rooms ask for it.

use super::membership;
use crate::world::{World, on_each_store};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{
    Code,
    permissions::{Permission, Role, may},
    workspace_members::AssignableRole,
};

/// The table as it is written: who holds what, in the order owner, admin, agent, viewer.
const TABLE: &[(&str, [bool; 4])] = &[
    ("conversations.read", [true, true, true, true]),
    ("users.read", [true, true, true, true]),
    ("articles.read", [true, true, true, true]),
    ("conversations.reply", [true, true, true, false]),
    ("conversations.assign", [true, true, true, false]),
    ("conversations.close", [true, true, true, false]),
    ("snippets.manage", [true, true, true, false]),
    ("checklists.manage", [true, true, true, false]),
    ("conversations.delete", [true, true, false, false]),
    ("users.invite", [true, true, false, false]),
    ("users.manage", [true, true, false, false]),
    ("users.remove", [true, true, false, false]),
    ("articles.create", [true, true, false, false]),
    ("articles.publish", [true, true, false, false]),
    ("articles.delete", [true, true, false, false]),
    ("tours.manage", [true, true, false, false]),
    ("settings.workspace", [true, true, false, false]),
    ("settings.security", [true, true, false, false]),
    ("settings.integrations", [true, true, false, false]),
    ("data.export", [true, true, false, false]),
    ("data.delete", [true, true, false, false]),
    // Ours: a viewer reads no audit log, and flows are published by those who run the workspace.
    ("audit.read", [true, true, false, false]),
    ("flows.publish", [true, true, false, false]),
    ("settings.billing", [true, false, false, false]),
];

const ROLES: [Role; 4] = [Role::Owner, Role::Admin, Role::Agent, Role::Viewer];

#[test]
fn each_role_holds_exactly_what_the_table_says() {
    assert_eq!(TABLE.len(), Permission::ALL.len());
    for permission in Permission::ALL {
        let row = TABLE.iter().find(|(name, _)| *name == permission.name());
        let (name, held) = row.unwrap_or_else(|| panic!("{} is not in the table", permission.name()));
        for (role, is_held) in ROLES.into_iter().zip(held) {
            assert_eq!(may(role, &[], *permission), *is_held, "{role:?} {name}");
        }
    }
}

/// Acme's members by role, in the order of [`ROLES`].
async fn members(world: &World) -> [Caller; 4] {
    let admin = world.colleague("admin@acme.test", "Ada", AssignableRole::Admin).await;
    let agent = world.colleague("agent@acme.test", "Gil", AssignableRole::Agent).await;
    [world.ben().caller.clone(), admin.caller, agent.caller, world.viewer().caller.clone()]
}

/// The functions that ask for a permission, with arguments that would else be refused for what they name.
fn guarded(
    world: &World,
    conversation: &Value,
    membership: &Value,
) -> Vec<(&'static str, &'static str, Value)> {
    let acme = world.acme;
    vec![
        ("conversations:create", "conversations.reply", json!({"workspaceId": acme})),
        ("conversations:updateStatus", "conversations.close", json!({"id": conversation, "status": "open"})),
        ("conversations:assign", "conversations.assign", json!({"id": conversation, "agentId": null})),
        (
            "messages:send",
            "conversations.reply",
            json!({"conversationId": conversation, "senderId": "x", "senderType": "agent", "content": "Hi"}),
        ),
        ("typing:set", "conversations.reply", json!({"conversationId": conversation, "isTyping": true})),
        ("presence:set", "conversations.read", json!({"workspaceId": acme, "status": "online"})),
        (
            "workspaceMembers:add",
            "users.invite",
            json!({"workspaceId": acme, "userId": world.viewer().id, "role": "viewer"}),
        ),
        ("workspaceMembers:updateRole", "users.manage", json!({"membershipId": membership, "role": "agent"})),
        (
            "workspaces:updateAllowedOrigins",
            "settings.security",
            json!({"workspaceId": acme, "allowedOrigins": []}),
        ),
        ("widgetSessions:getSettings", "settings.security", json!({"workspaceId": acme})),
        ("widgetSessions:updateSettings", "settings.security", json!({"workspaceId": acme})),
        ("messengerSettings:upsert", "settings.workspace", json!({"workspaceId": acme})),
    ]
}

#[tokio::test]
async fn every_room_asks_for_its_permission() {
    on_each_store(async |world| {
        let callers = members(world).await;
        let own = json!({"workspaceId": world.acme, "sessionToken": world.ana().token});
        let row = world.call(&Caller::NOBODY, "conversations:createForVisitor", own).await.unwrap();
        let helper = world.colleague("helper@acme.test", "Hal", AssignableRole::Agent).await;
        let helper = membership(world, helper.id).await["_id"].clone();
        for (name, permission, args) in guarded(world, &row["_id"], &helper) {
            let (_, held) = TABLE.iter().find(|(known, _)| *known == permission).unwrap();
            for ((caller, role), is_held) in callers.iter().zip(ROLES).zip(held) {
                match world.call(caller, name, args.clone()).await {
                    Ok(_) => assert!(is_held, "{role:?} may not {name}"),
                    Err(refusal) => {
                        assert!(!is_held, "{role:?} {name}: {refusal}");
                        let words = format!("Permission denied: {permission}");
                        assert_eq!((refusal.code, refusal.message), (Code::PermissionDenied, words));
                    }
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn only_owners_and_admins_make_admins() {
    on_each_store(async |world| {
        let [ben, admin, ..] = members(world).await;
        let eve = world.colleague("eve@acme.test", "Eve", AssignableRole::Agent).await;
        let eves = membership(world, eve.id).await["_id"].clone();
        // An agent whose own list lets it manage members, which the API cannot give yet.
        let (acme, id) = (world.acme, eve.id);
        let work = move |mut tx: docent::store::Tx| async move {
            let done = tx
                .query("UPDATE workspace_members SET permissions = $3 WHERE workspace_id = $1 AND user_id = $2")
                .bind(acme)
                .bind(id)
                .bind(sqlx::types::Json(["users.manage", "users.invite"]))
                .execute()
                .await;
            (tx, done)
        };
        world.app.store().write(work).await.unwrap();
        world.app.touch(docent::core::Topic::new("workspace_members", eve.id.0));
        let words = "Only owners and admins can promote users to admin";
        for (name, args) in [
            ("workspaceMembers:updateRole", json!({"membershipId": eves, "role": "admin"})),
            ("workspaceMembers:add", json!({"workspaceId": acme, "userId": world.cleo().id, "role": "admin"})),
            (
                "workspaceMembers:inviteToWorkspace",
                json!({"workspaceId": acme, "email": "x@y.test", "role": "admin", "baseUrl": "https://a.test"}),
            ),
        ] {
            world.refuses(&eve.caller, name, args.clone(), Code::NotAuthorized, words).await;
        }
        for caller in [&ben, &admin] {
            let promote = json!({"membershipId": eves, "role": "admin"});
            world.call(caller, "workspaceMembers:updateRole", promote).await.unwrap();
        }
    })
    .await;
}
