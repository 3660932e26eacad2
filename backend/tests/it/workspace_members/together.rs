//! What members do at the same time.

use super::{invitations::invite, membership};
use crate::world::{Person, World, on_each_store};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::workspace_members::AssignableRole;

async fn members(world: &World) -> Vec<Value> {
    let mut tx = world.app.store().snapshot().await.unwrap();
    let rows: Vec<(String,)> = tx
        .query("SELECT role FROM workspace_members WHERE workspace_id = $1")
        .bind(world.acme)
        .fetch_all()
        .await
        .unwrap();
    rows.into_iter().map(|(role,)| json!(role)).collect()
}

async fn team(world: &World) -> Vec<Person> {
    let mut team = Vec::new();
    for n in 0..4 {
        let email = format!("colleague{n}@acme.test");
        team.push(world.colleague(&email, &format!("Colleague {n}"), AssignableRole::Admin).await);
    }
    team
}

async fn owners(world: &World) -> usize {
    members(world).await.iter().filter(|role| **role == "owner").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_transfers_of_ownership_at_once_one_succeeds() {
    on_each_store(async |world| {
        let team = team(world).await;
        world.lets_commits_race();
        let transfers = team.iter().map(|heir| {
            let args = json!({"workspaceId": world.acme, "newOwnerId": heir.id});
            world.call(&world.ben().caller, "workspaceMembers:transferOwnership", args)
        });
        let done = join_all(transfers).await;
        assert_eq!(done.iter().filter(|answer| answer.is_ok()).count(), 1, "{done:?}");
        assert_eq!(owners(world).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_keeps_one_owner_whatever_is_done_to_its_heir() {
    on_each_store(async |world| {
        let team = team(world).await;
        let mut own = Vec::new();
        for heir in &team {
            own.push(membership(world, heir.id).await["_id"].clone());
        }
        world.lets_commits_race();
        let mut owner = world.ben();
        for (n, (heir, membership)) in team.iter().zip(own).enumerate() {
            let transfer = json!({"workspaceId": world.acme, "newOwnerId": heir.id});
            let name = if n % 2 == 0 { "workspaceMembers:remove" } else { "workspaceMembers:updateRole" };
            let mut change = json!({"membershipId": membership});
            if n % 2 == 1 {
                change["role"] = json!("viewer");
            }
            let (transferred, _) = tokio::join!(
                world.call(&owner.caller, "workspaceMembers:transferOwnership", transfer),
                world.call(&owner.caller, name, change),
            );
            assert_eq!(owners(world).await, 1, "after {name}");
            if transferred.is_ok() {
                owner = heir;
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_invitations_of_one_address_at_once_one_is_made() {
    on_each_store(async |world| {
        world.lets_commits_race();
        let answers = join_all((0..8).map(|_| invite(world, "eve@example.com"))).await;
        let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(made.len(), 1, "{made:?} {refused:?}");
        for refusal in refused {
            assert!(refusal.unwrap_err().message.contains("Invitation already sent to this email"));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_without_a_workspace_who_asks_for_one_at_once_gets_one() {
    on_each_store(async |world| {
        // Eve gives hers away and leaves.
        let eve = world.enrol("eve@example.com", "Eve").await;
        let add = json!({"userId": world.ben().id, "workspaceId": eve.workspace, "role": "admin"});
        world.call(&eve.caller, "workspaceMembers:add", add).await.unwrap();
        let transfer = json!({"workspaceId": eve.workspace, "newOwnerId": world.ben().id});
        world.call(&eve.caller, "workspaceMembers:transferOwnership", transfer).await.unwrap();
        let list = json!({"workspaceId": eve.workspace});
        let members = world.call(&eve.caller, "workspaceMembers:listByWorkspace", list).await.unwrap();
        let own = members.as_array().unwrap().iter().find(|member| member["userId"] == json!(eve.id));
        let leave = json!({"membershipId": own.unwrap()["_id"]});
        world.call(&eve.caller, "workspaceMembers:remove", leave).await.unwrap();
        world.lets_commits_race();
        let asks = (0..8).map(|_| world.call(&eve.caller, "workspaces:getOrCreateDefault", json!({})));
        let ids: std::collections::BTreeSet<String> =
            join_all(asks).await.into_iter().map(|answer| answer.unwrap()["_id"].to_string()).collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
    })
    .await;
}
