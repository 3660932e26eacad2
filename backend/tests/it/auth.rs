//! Accounts and sign-in.

use crate::world::on_each_store;
use docent::core::Caller;
use serde_json::json;
use shared::{auth, permissions::Role};

#[tokio::test]
async fn signing_up_makes_a_user_who_owns_a_workspace() {
    on_each_store(async |world| {
        let sign_up = json!({
            "provider": "password",
            "params": {"flow": "signUp", "email": " Eve@Example.com ", "password": "correct horse", "name": "Eve"},
        });
        let answer = world.call(&Caller::NOBODY, "auth:signIn", sign_up).await.unwrap();
        let token = answer["tokens"]["token"].as_str().unwrap();
        let caller = docent::domain::auth::caller(&world.app, token, None, None).await.unwrap();
        let me = world.run(&caller, auth::CurrentUser {}).await.unwrap().unwrap();
        assert_eq!(me.user.email, "eve@example.com");
        assert_eq!(me.workspaces.len(), 1);
        assert_eq!(me.workspaces[0].workspace.name, "Eve's Workspace");
        assert_eq!(me.workspaces[0].role, Role::Owner);
        assert_eq!(me.user.workspace_id, Some(me.workspaces[0].workspace.id));
    })
    .await;
}
