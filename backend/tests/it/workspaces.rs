//! `workspaces:…`

pub mod matrix;
mod onboarding;

use crate::world::on_each_store;
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{Code, id::WorkspaceId};

const NOBODY: &Caller = &Caller::NOBODY;
const MISSING: &str = "00000000000000000000000000000000";

#[tokio::test]
async fn get_shows_a_member_everything_but_secrets_and_others_the_name() {
    on_each_store(async |world| {
        let (name, args) = ("workspaces:get", json!({"id": world.acme}));
        world.is_strict_about(name, args.clone()).await;
        world.verifies_identities(shared::workspaces::IdentityMode::Required).await;
        let full = world.call(&world.viewer().caller, name, args.clone()).await.unwrap();
        assert_eq!(full["name"], "Acme");
        assert_eq!(full["allowedOrigins"], json!([]));
        assert_eq!(full["identityVerificationMode"], "required");
        assert!(!full.to_string().contains("ecret"), "{full}");
        for stranger in [NOBODY, &world.cleo().caller] {
            let public = world.call(stranger, name, args.clone()).await.unwrap();
            let keys: Vec<&str> = public.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys.len(), 4, "{public}");
            assert_eq!(public["name"], "Acme");
        }
        assert_eq!(world.call(NOBODY, name, json!({"id": MISSING})).await.unwrap(), Value::Null);
    })
    .await;
}

#[tokio::test]
async fn get_public_workspace_context_is_the_given_workspace_or_the_oldest() {
    on_each_store(async |world| {
        let name = "workspaces:getPublicWorkspaceContext";
        world.is_strict_about(name, json!({"workspaceId": world.acme, "articleSlug": "start"})).await;
        let oldest = world.call(NOBODY, name, json!({})).await.unwrap();
        let known = [json!(world.acme), json!(world.globex), json!(world.viewer().workspace)];
        assert!(known.contains(&oldest["_id"]), "{oldest}");
        let given = world.call(NOBODY, name, json!({"workspaceId": world.globex})).await.unwrap();
        assert_eq!(given, json!({"_id": world.globex, "name": "Globex", "helpCenterAccessPolicy": "public"}));
        assert_eq!(world.call(NOBODY, name, json!({"workspaceId": MISSING})).await.unwrap(), Value::Null);
    })
    .await;
}

#[tokio::test]
async fn get_public_workspace_context_is_the_one_that_publishes_the_article() {
    on_each_store(async |world| {
        let context = async |args: Value| {
            let answer = world.call(NOBODY, "workspaces:getPublicWorkspaceContext", args).await.unwrap();
            answer["_id"].clone()
        };
        let (acme, globex) = (json!(world.acme), json!(world.globex));
        let publish = async |caller: &Caller, workspace: &Value, title: &str| {
            let new = json!({"workspaceId": workspace, "title": title, "content": "Text"});
            let id = world.call(caller, "articles:create", new).await.unwrap();
            world.call(caller, "articles:publish", json!({"id": id})).await.unwrap();
        };
        let (ben, cleo) = (&world.ben().caller, &world.cleo().caller);
        assert_eq!(context(json!({})).await, acme, "the oldest, as long as nobody publishes");
        publish(cleo, &globex, "Start").await;
        assert_eq!(context(json!({})).await, globex, "the oldest that publishes");
        assert_eq!(context(json!({"articleSlug": "start"})).await, globex);
        assert_eq!(context(json!({"articleSlug": "start", "workspaceId": acme})).await, acme);
        publish(ben, &acme, "Start").await;
        publish(ben, &acme, "Only here").await;
        assert_eq!(context(json!({"articleSlug": "start"})).await, acme, "of two neither, but the oldest");
        assert_eq!(context(json!({"articleSlug": "only-here"})).await, acme);
        let closed = json!({"workspaceId": acme, "policy": "restricted"});
        world.call(ben, "workspaces:updateHelpCenterAccessPolicy", closed).await.unwrap();
        assert_eq!(context(json!({"articleSlug": "start"})).await, globex);
        assert_eq!(context(json!({"articleSlug": "only-here"})).await, globex, "a restricted one has none");
    })
    .await;
}

#[tokio::test]
async fn get_by_name_finds_the_callers_own_workspaces_only() {
    on_each_store(async |world| {
        let name = "workspaces:getByName";
        world.is_strict_about(name, json!({"name": "Acme"})).await;
        let ben = &world.ben().caller;
        assert_eq!(world.call(ben, name, json!({"name": "Acme"})).await.unwrap()["_id"], json!(world.acme));
        for (caller, wanted) in
            [(ben, "Globex"), (ben, "acme"), (&world.cleo().caller, "Acme"), (NOBODY, "Acme")]
        {
            assert_eq!(world.call(caller, name, json!({"name": wanted})).await.unwrap(), Value::Null);
        }
        // A stranger's workspace of the same name does not stand in the way.
        let cleo = &world.cleo().caller;
        let own = world.call(cleo, "workspaces:create", json!({"name": "Acme"})).await.unwrap();
        assert_eq!(world.call(cleo, name, json!({"name": "Acme"})).await.unwrap()["_id"], own);
    })
    .await;
}

#[tokio::test]
async fn create_makes_the_caller_owner_of_a_new_workspace_even_if_the_name_is_taken() {
    on_each_store(async |world| {
        let name = "workspaces:create";
        world.is_strict_about(name, json!({"name": "Acme"})).await;
        let cleo = &world.cleo().caller;
        let id: WorkspaceId =
            serde_json::from_value(world.call(cleo, name, json!({"name": "Acme"})).await.unwrap()).unwrap();
        assert_ne!(id, world.acme);
        let args = json!({"workspaceId": id});
        let role = world.call(cleo, "workspaceMembers:getMemberRole", args).await.unwrap();
        assert_eq!(role, json!({"role": "owner", "isOwner": true}));
        let me = world.call(cleo, "auth:currentUser", json!({})).await.unwrap();
        assert_eq!(me["user"]["workspaceId"], json!(world.globex), "creating one does not switch to it");
        world.refuses(NOBODY, name, json!({"name": "X"}), Code::NotAuthenticated, "Not authenticated").await;
        world.refuses(cleo, name, json!({"name": " "}), Code::InvalidInput, "missing").await;
        world.refuses(cleo, name, json!({"name": "x".repeat(256)}), Code::InvalidInput, "too long").await;
    })
    .await;
}

#[tokio::test]
async fn get_or_create_default_gives_the_active_workspace_and_makes_one_when_none_is_left() {
    on_each_store(async |world| {
        let name = "workspaces:getOrCreateDefault";
        world.is_strict_about(name, json!({})).await;
        world.refuses(NOBODY, name, json!({}), Code::NotAuthenticated, "Not authenticated").await;
        let ben = &world.ben().caller;
        assert_eq!(world.call(ben, name, json!({})).await.unwrap()["_id"], json!(world.acme));
        // Vera works at Acme; once removed, she is back in her own.
        let vera = world.viewer();
        let acme = json!({"workspaceId": world.acme});
        world.call(&vera.caller, "auth:switchWorkspace", acme.clone()).await.unwrap();
        let members = world.call(ben, "workspaceMembers:listByWorkspace", acme).await.unwrap();
        let membership = json!({"membershipId": members[1]["_id"]});
        world.call(ben, "workspaceMembers:remove", membership).await.unwrap();
        let back = world.call(&vera.caller, name, json!({})).await.unwrap();
        assert_eq!(back["_id"], json!(vera.workspace));
        // Eve gives hers away and leaves it: she gets a new one.
        let eve = world.enrol("eve@example.com", "Eve").await;
        let add = json!({"userId": vera.id, "workspaceId": eve.workspace, "role": "admin"});
        world.call(&eve.caller, "workspaceMembers:add", add).await.unwrap();
        let transfer = json!({"workspaceId": eve.workspace, "newOwnerId": vera.id});
        world.call(&eve.caller, "workspaceMembers:transferOwnership", transfer).await.unwrap();
        let theirs = json!({"workspaceId": eve.workspace});
        let members = world.call(&eve.caller, "workspaceMembers:listByWorkspace", theirs).await.unwrap();
        let own =
            members.as_array().unwrap().iter().find(|member| member["userId"] == json!(eve.id)).unwrap();
        let own = json!({"membershipId": own["_id"]});
        world.call(&eve.caller, "workspaceMembers:remove", own).await.unwrap();
        let fresh = world.call(&eve.caller, name, json!({})).await.unwrap();
        assert_eq!(fresh["name"], "Default Workspace");
        assert_eq!(world.call(&eve.caller, name, json!({})).await.unwrap()["_id"], fresh["_id"]);
    })
    .await;
}

#[tokio::test]
async fn update_allowed_origins_needs_settings_security() {
    on_each_store(async |world| {
        let name = "workspaces:updateAllowedOrigins";
        let args = json!({"workspaceId": world.acme, "allowedOrigins": ["https://acme.test"]});
        world.is_strict_about(name, args.clone()).await;
        let words = "Permission denied: settings.security";
        world.refuses(&world.viewer().caller, name, args.clone(), Code::PermissionDenied, words).await;
        let words = "Not a member of this workspace";
        world.refuses(&world.cleo().caller, name, args.clone(), Code::NotWorkspaceMember, words).await;
        world.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let ben = &world.ben().caller;
        assert_eq!(world.call(ben, name, args).await.unwrap(), Value::Null);
        let full = world.call(ben, "workspaces:get", json!({"id": world.acme})).await.unwrap();
        assert_eq!(full["allowedOrigins"], json!(["https://acme.test"]));
        let many = vec!["https://acme.test"; 201];
        let args = json!({"workspaceId": world.acme, "allowedOrigins": many});
        world.refuses(ben, name, args, Code::InvalidInput, "too long").await;
        let args = json!({"workspaceId": world.acme, "allowedOrigins": ["x".repeat(2049)]});
        world.refuses(ben, name, args, Code::InvalidInput, "too long").await;
    })
    .await;
}

#[tokio::test]
async fn update_help_center_access_policy_needs_settings_workspace() {
    on_each_store(async |world| {
        let name = "workspaces:updateHelpCenterAccessPolicy";
        let args = json!({"workspaceId": world.acme, "policy": "restricted"});
        world.is_strict_about(name, args.clone()).await;
        let words = "Permission denied: settings.workspace";
        world.refuses(&world.viewer().caller, name, args.clone(), Code::PermissionDenied, words).await;
        world.refuses(NOBODY, name, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        let ben = &world.ben().caller;
        let unknown = json!({"workspaceId": world.acme, "policy": "secret"});
        world.refuses(ben, name, unknown, Code::InvalidInput, "ArgumentValidationError").await;
        for policy in ["restricted", "public"] {
            let args = json!({"workspaceId": world.acme, "policy": policy});
            assert_eq!(world.call(ben, name, args).await.unwrap(), Value::Null);
            let full = world.call(ben, "workspaces:get", json!({"id": world.acme})).await.unwrap();
            assert_eq!(full["helpCenterAccessPolicy"], policy);
        }
    })
    .await;
}

#[tokio::test]
async fn validate_origin_says_whether_and_why() {
    on_each_store(async |world| {
        let name = "workspaces:validateOrigin";
        let ask = async |workspace: &str, origin: &str| {
            let args = json!({"workspaceId": workspace, "origin": origin});
            let verdict = world.call(NOBODY, name, args).await.unwrap();
            (verdict["valid"].as_bool().unwrap(), verdict["reason"].as_str().unwrap().to_owned())
        };
        let acme = world.acme.to_string();
        world.is_strict_about(name, json!({"workspaceId": acme, "origin": "https://a.com"})).await;
        assert_eq!(ask(MISSING, "https://a.com").await, (false, "Workspace not found".into()));
        let open = (true, "No origin restrictions configured".into());
        assert_eq!(ask(&acme, "not-a-valid-origin").await, open);
        let args = json!({"workspaceId": acme, "allowedOrigins": ["https://a.com:8080", "*.acme.test"]});
        world.call(&world.ben().caller, "workspaces:updateAllowedOrigins", args).await.unwrap();
        assert_eq!(ask(&acme, "https://a.com:8080").await, (true, "Origin allowed".into()));
        assert_eq!(ask(&acme, "https://shop.acme.test").await, (true, "Origin allowed".into()));
        assert_eq!(ask(&acme, "https://a.com:3000").await, (false, "Origin not in allowed list".into()));
        assert_eq!(ask(&acme, "ftp://a.com").await, (false, "Origin must be a valid http(s) origin".into()));
    })
    .await;
}

#[tokio::test]
async fn get_hosted_onboarding_integration_signals_groups_the_widgets_sessions() {
    on_each_store(async |world| {
        let name = "workspaces:getHostedOnboardingIntegrationSignals";
        let args = json!({"workspaceId": world.acme});
        world.is_strict_about(name, args.clone()).await;
        for stranger in [NOBODY, &world.cleo().caller] {
            assert_eq!(world.call(stranger, name, args.clone()).await.unwrap(), Value::Null);
        }
        let boot = |device: &str, origin: &str| {
            json!({"workspaceId": world.acme, "sessionId": device, "origin": origin, "device": {"platform": "web"}})
        };
        world.clock.advance(1_000);
        for (device, origin) in [("a", "https://a.com"), ("b", "https://a.com"), ("c", "https://b.com")] {
            world.call(NOBODY, "widgetSessions:boot", boot(device, origin)).await.unwrap();
        }
        let signals = world.call(&world.viewer().caller, name, args.clone()).await.unwrap();
        assert_eq!(signals["hasRecognizedInstall"], true);
        let found = signals["integrations"].as_array().unwrap();
        assert_eq!(found.len(), 3, "Ana's, and one a site: {found:?}");
        let a = found.iter().find(|integration| integration["origin"] == "https://a.com").unwrap();
        assert_eq!((&a["sessionCount"], &a["activeSessionCount"]), (&json!(2), &json!(2)));
        assert_eq!((&a["clientType"], &a["devicePlatform"]), (&json!("web_widget"), &json!("web")));
        world.clock.advance(25 * 3_600_000);
        let later = world.call(&world.viewer().caller, name, args).await.unwrap();
        assert_eq!(later["hasRecognizedInstall"], false);
        assert_eq!(later["integrations"][0]["isActiveNow"], false);
    })
    .await;
}
