//! `widgetSessions:…`

pub mod matrix;

use crate::world::{World, on_each_store, user_hash};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{Code, Millis, workspaces::IdentityMode};

const NOBODY: &Caller = &Caller::NOBODY;
const MISSING: &str = "00000000000000000000000000000000";
const HOUR: Millis = 3_600_000;

/// Boots a device of Acme's site.
async fn boot(world: &World, device: &str, more: Value) -> Result<Value, shared::Error> {
    world.call(NOBODY, "widgetSessions:boot", arguments(world, device, more)).await
}

fn arguments(world: &World, device: &str, more: Value) -> Value {
    let mut args = json!({"workspaceId": world.acme, "sessionId": device});
    args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    args
}

fn proven(external: &str) -> Value {
    json!({"externalUserId": external, "userHash": user_hash(external)})
}

async fn validity(world: &World, token: &Value) -> Value {
    let args = json!({"workspaceId": world.acme, "sessionToken": token});
    world.call(NOBODY, "widgetSessions:validateSessionToken", args).await.unwrap()
}

async fn allow(world: &World, origins: Value) {
    let args = json!({"workspaceId": world.acme, "allowedOrigins": origins});
    world.call(&world.ben().caller, "workspaces:updateAllowedOrigins", args).await.unwrap();
}

#[tokio::test]
async fn boot_makes_a_visitor_once_a_device_and_a_session_each_time() {
    on_each_store(async |world| {
        let more = json!({
            "email": "Ana@Example.com", "name": "Ana", "referrer": "", "currentUrl": "https://acme.test/shop?opencom_authoring=secret",
            "customAttributes": {"plan": "pro", "none": null}, "location": {"city": "Lyon"}, "device": {"browser": "Firefox"},
        });
        let first = boot(world, "phone", more).await.unwrap();
        let visitor = &first["visitor"];
        assert_eq!(visitor["email"], "Ana@Example.com", "kept as it was sent");
        assert_eq!(visitor["sessionId"], "phone");
        assert_eq!(visitor["customAttributes"], json!({"plan": "pro", "none": null}));
        assert_eq!(visitor["location"], json!({"city": "Lyon"}));
        assert_eq!(visitor["firstSeenAt"], visitor["lastSeenAt"]);
        assert_eq!(visitor.get("referrer"), None);
        assert_eq!(visitor["currentUrl"], "https://acme.test/shop", "an author's token is nobody's to read");
        let signals = json!({"workspaceId": world.acme});
        let signals = world.call(&world.ben().caller, "workspaces:getHostedOnboardingIntegrationSignals", signals).await.unwrap();
        assert!(!signals.to_string().contains("secret"), "{signals}");
        assert_eq!(visitor["readableId"].as_str().unwrap().split('-').count(), 3);
        let token = first["sessionToken"].as_str().unwrap();
        assert!(token.len() == 68 && token.starts_with("wst_"));
        assert_eq!(first["expiresAt"].as_i64().unwrap(), world.clock.now() + 24 * HOUR);

        let more = json!({"customAttributes": {"seats": 3}, "name": "", "email": ""});
        let second = boot(world, "phone", more).await.unwrap();
        assert_eq!(second["visitor"]["_id"], visitor["_id"]);
        assert_eq!(second["visitor"]["name"], "Ana", "an empty text says nothing");
        assert_eq!(second["visitor"]["customAttributes"], json!({"plan": "pro", "none": null, "seats": 3}));
        assert_ne!(second["sessionToken"], first["sessionToken"]);
        assert_eq!(validity(world, &first["sessionToken"]).await["valid"], true, "older sessions stay");
        // The same device id on another site is somebody else.
        let elsewhere = json!({"workspaceId": world.globex, "sessionId": "phone"});
        let other = world.call(NOBODY, "widgetSessions:boot", elsewhere).await.unwrap();
        assert_ne!(other["visitor"]["_id"], visitor["_id"]);
    })
    .await;
}

#[tokio::test]
async fn two_tabs_that_boot_at_the_same_time_are_one_visitor() {
    on_each_store(async |world| {
        world.lets_commits_race();
        let boots = (0..8).map(|_| boot(world, "new phone", json!({})));
        let booted = futures_util::future::join_all(boots).await;
        let ids: std::collections::BTreeSet<String> =
            booted.into_iter().map(|boot| boot.unwrap()["visitor"]["_id"].to_string()).collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
    })
    .await;
}

#[tokio::test]
async fn boot_refuses_what_is_missing_too_long_or_malformed() {
    on_each_store(async |world| {
        let name = "widgetSessions:boot";
        world.is_strict_about(name, arguments(world, "phone", json!({"email": "a@b.test"}))).await;
        let unknown = json!({"workspaceId": MISSING, "sessionId": "phone"});
        let words = "Origin validation failed: Workspace not found";
        world.refuses(NOBODY, name, unknown, Code::NotFound, words).await;
        let wrong = [
            (json!({"sessionId": ""}), "Session ID"),
            (json!({"sessionId": "x".repeat(256)}), "Session ID is too long"),
            (json!({"name": "x".repeat(256)}), "Name is too long"),
            (json!({"email": "nonsense"}), "E-mail"),
            (json!({"currentUrl": "x".repeat(2049)}), "Current URL is too long"),
            (json!({"externalUserId": "x".repeat(256)}), "External user id is too long"),
            (json!({"clientVersion": "x".repeat(256)}), "Client version is too long"),
            (json!({"device": {"browser": "x".repeat(256)}}), "device is too long"),
            (json!({"device": {"surprise": "x"}}), "ArgumentValidationError"),
            (json!({"device": {"browser": null}}), "`device` must not contain a null"),
            (json!({"existingVisitorId": format!("urn:uuid:{}", shared::id::Uuid::nil())}), "is not an id"),
            (json!({"customAttributes": {"text": "x".repeat(17_000)}}), "custom attributes is too long"),
            (json!({"customAttributes": {"$set": 1}}), "$set"),
            (json!({"customAttributes": {"deep": [[1]]}}), "nested too deeply"),
        ];
        for (more, words) in wrong {
            let words = if words.starts_with("custom") { "too long" } else { words };
            world.refuses(NOBODY, name, arguments(world, "phone", more), Code::InvalidInput, words).await;
        }
        let args = json!({"sessionId": "phone"});
        let none = world.call(NOBODY, "visitors:getBySession", args).await.unwrap();
        assert_eq!(none, Value::Null, "nothing was stored");
    })
    .await;
}

#[tokio::test]
async fn boot_is_refused_from_a_site_that_is_not_listed() {
    on_each_store(async |world| {
        allow(world, json!(["https://acme.test", "*.acme.example"])).await;
        let words = "Origin header is required when allowed origins are configured";
        let name = "widgetSessions:boot";
        world.refuses(NOBODY, name, arguments(world, "p", json!({})), Code::NotAuthorized, words).await;
        let evil = arguments(world, "p", json!({"origin": "https://evil.test"}));
        let words = "Origin validation failed: Origin not in allowed list";
        world.refuses(NOBODY, name, evil.clone(), Code::NotAuthorized, words).await;
        let listed = arguments(world, "p", json!({"origin": "https://acme.test"}));
        world.call(NOBODY, name, listed.clone()).await.unwrap();

        // The header of a browser counts as well, if it is not our own frame's: it must be a listed site's.
        let from = |origin: &str| Caller { origin: Some(origin.into()), ..Caller::NOBODY };
        world.refuses(&from("https://acme.test"), name, evil, Code::NotAuthorized, words).await;
        world.call(&from("https://shop.acme.example"), name, listed.clone()).await.unwrap();
        world.call(&from("https://acme.test"), name, arguments(world, "p", json!({}))).await.unwrap();
        world.refuses(&from("https://evil.test"), name, listed.clone(), Code::NotAuthorized, words).await;
        world.refuses(&from("null"), name, listed, Code::NotAuthorized, "Origin validation failed").await;
    })
    .await;
}

#[tokio::test]
async fn boots_of_one_address_are_limited_generously() {
    on_each_store(async |world| {
        let office = Caller { ip: Some("192.0.2.7".parse().unwrap()), ..Caller::NOBODY };
        let args = json!({"workspaceId": MISSING, "sessionId": "x"});
        for _ in 0..300 {
            let refusal = world.call(&office, "widgetSessions:boot", args.clone()).await.unwrap_err();
            assert_eq!(refusal.code, Code::NotFound);
        }
        world.refuses(&office, "widgetSessions:boot", args, Code::RateLimited, "Too many requests").await;
        assert!(boot(world, "phone", json!({})).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn nobody_becomes_another_visitor_by_naming_its_id_or_address() {
    on_each_store(async |world| {
        let victim = boot(world, "victim", json!({"email": "vic@example.com"})).await.unwrap();
        let claims = json!({"existingVisitorId": victim["visitor"]["_id"], "email": "vic@example.com"});
        let thief = boot(world, "thief", claims).await.unwrap();
        assert_ne!(thief["visitor"]["_id"], victim["visitor"]["_id"]);
        assert_eq!(thief["visitor"]["email"], "vic@example.com", "it may say so");
    })
    .await;
}

#[tokio::test]
async fn a_verified_visitor_comes_back_by_proof_and_never_by_device_id() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        let vic = boot(world, "laptop", proven("vic")).await.unwrap();
        assert_eq!(vic["visitor"]["identityVerified"], true);
        assert_eq!(validity(world, &vic["sessionToken"]).await["identityVerified"], true);

        // The same device without proof continues as a fresh visitor, from now on.
        let fresh = boot(world, "laptop", json!({})).await.unwrap();
        assert_ne!(fresh["visitor"]["_id"], vic["visitor"]["_id"]);
        assert_eq!(fresh["visitor"].get("externalUserId"), None);
        let again = boot(world, "laptop", json!({"externalUserId": "vic"})).await.unwrap();
        assert_eq!(again["visitor"]["_id"], fresh["visitor"]["_id"]);
        let bad = json!({"externalUserId": "vic", "userHash": "0".repeat(64)});
        let bad = boot(world, "laptop", bad).await.unwrap();
        assert_eq!(bad["visitor"]["_id"], fresh["visitor"]["_id"]);
        assert_eq!(bad["visitor"]["identityVerified"], false);

        // Proof works on every device, with the hash in any case.
        let elsewhere = json!({"externalUserId": "vic", "userHash": user_hash("vic").to_uppercase()});
        let elsewhere = boot(world, "phone", elsewhere).await.unwrap();
        assert_eq!(elsewhere["visitor"]["_id"], vic["visitor"]["_id"]);
        assert_eq!(validity(world, &vic["sessionToken"]).await["valid"], true);
    })
    .await;
}

#[tokio::test]
async fn what_was_done_before_signing_in_goes_along_with_proof() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        let vic = boot(world, "laptop", proven("vic")).await.unwrap();
        let anonymous = boot(world, "phone", json!({"name": "Vic"})).await.unwrap();
        let (id, token) = (&anonymous["visitor"]["_id"], &anonymous["sessionToken"]);
        let back = boot(world, "phone", proven("vic")).await.unwrap();
        assert_eq!(back["visitor"]["_id"], vic["visitor"]["_id"]);
        assert_eq!(back["visitor"]["name"], "Vic");
        assert_eq!(validity(world, token).await["valid"], false, "who had no proof has no session");
        let ben = &world.ben().caller;
        assert_eq!(world.call(ben, "visitors:get", json!({"id": id})).await.unwrap(), Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_device_whose_visitor_was_merged_starts_afresh() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        let vic = boot(world, "laptop", proven("vic")).await.unwrap();
        for _ in 0..3 {
            let anonymous = boot(world, "phone", json!({})).await.unwrap();
            assert_ne!(anonymous["visitor"]["_id"], vic["visitor"]["_id"]);
            let mut args = proven("vic");
            args["sessionToken"] = anonymous["sessionToken"].clone();
            let merged = world.call(NOBODY, "visitors:identify", args).await.unwrap();
            assert_eq!(merged["_id"], vic["visitor"]["_id"]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_device_whose_verified_visitor_went_to_another_starts_afresh() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        let vic = boot(world, "laptop", proven("vic")).await.unwrap();
        boot(world, "phone", proven("vic")).await.unwrap();
        let fresh = boot(world, "laptop", json!({})).await.unwrap();
        assert_ne!(fresh["visitor"]["_id"], vic["visitor"]["_id"]);
        let again = boot(world, "laptop", json!({})).await.unwrap();
        assert_eq!(again["visitor"]["_id"], fresh["visitor"]["_id"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_that_prove_one_new_person_at_once_are_one_visitor() {
    on_each_store(async |world| {
        world.lets_commits_race();
        world.verifies_identities(IdentityMode::Optional).await;
        let devices: Vec<String> = (0..8).map(|n| format!("device {n}")).collect();
        let boots = devices.iter().map(|device| boot(world, device, proven("vic")));
        let booted = futures_util::future::join_all(boots).await;
        let ids: std::collections::BTreeSet<String> =
            booted.into_iter().map(|boot| boot.unwrap()["visitor"]["_id"].to_string()).collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
    })
    .await;
}

#[tokio::test]
async fn a_remembered_visitor_that_only_claims_an_id_gives_way_to_the_verified_one() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        let claimed = boot(world, "phone", json!({"externalUserId": "vic"})).await.unwrap();
        let vic = boot(world, "laptop", proven("vic")).await.unwrap();
        let mut remembered = proven("vic");
        remembered["existingVisitorId"] = claimed["visitor"]["_id"].clone();
        let back = boot(world, "phone", remembered).await.unwrap();
        assert_eq!(back["visitor"]["_id"], vic["visitor"]["_id"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_refreshes_at_once_one_gets_the_new_token_and_the_others_learn_that_the_old_one_is_gone() {
    on_each_store(async |world| {
        world.lets_commits_race();
        let token = boot(world, "phone", json!({})).await.unwrap()["sessionToken"].clone();
        let args = json!({"sessionToken": token});
        let tries = (0..8).map(|_| world.call(NOBODY, "widgetSessions:refresh", args.clone()));
        let answers = futures_util::future::join_all(tries).await;
        let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(good.len(), 1, "{good:?}");
        assert!(bad.iter().all(|answer| answer.as_ref().unwrap_err().message == "Invalid session token"));
        let new = &good[0].as_ref().unwrap()["sessionToken"];
        assert_eq!(validity(world, new).await["valid"], true);
    })
    .await;
}

#[tokio::test]
async fn a_squatter_loses_the_visitor_when_its_owner_proves_itself() {
    on_each_store(async |world| {
        // While nothing is verified, somebody says it is Vic, on a device that Vic uses later.
        let squatter = boot(world, "shared pc", json!({"externalUserId": "vic"})).await.unwrap();
        world.verifies_identities(IdentityMode::Optional).await;
        let vic = boot(world, "shared pc", proven("vic")).await.unwrap();
        assert_eq!(vic["visitor"]["identityVerified"], true);
        assert_eq!(validity(world, &squatter["sessionToken"]).await["valid"], false);
        let back = boot(world, "shared pc", json!({"externalUserId": "vic"})).await.unwrap();
        assert_ne!(back["visitor"]["_id"], vic["visitor"]["_id"]);
    })
    .await;
}

#[tokio::test]
async fn where_proof_is_required_a_claim_without_it_is_refused_and_leaves_nothing() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Required).await;
        let name = "widgetSessions:boot";
        let args = arguments(world, "phone", json!({"externalUserId": "vic"}));
        let words = "Identity verification failed: userHash is required";
        world.refuses(NOBODY, name, args, Code::NotAuthorized, words).await;
        for hash in ["0".repeat(64), "not hex".into(), user_hash("ana")] {
            let args = arguments(world, "phone", json!({"externalUserId": "vic", "userHash": hash}));
            let words = "Identity verification failed: invalid userHash";
            world.refuses(NOBODY, name, args, Code::NotAuthorized, words).await;
        }
        let args = json!({"sessionId": "phone"});
        assert_eq!(world.call(NOBODY, "visitors:getBySession", args).await.unwrap(), Value::Null);
        assert!(boot(world, "phone", json!({})).await.is_ok(), "anonymous visitors are welcome");
        assert!(boot(world, "phone", proven("vic")).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn refresh_gives_a_new_token_and_the_old_one_stops() {
    on_each_store(async |world| {
        let (name, ana) = ("widgetSessions:refresh", world.ana());
        let args = json!({"sessionToken": ana.token});
        world.is_strict_about(name, args.clone()).await;
        world.clock.advance(20 * HOUR);
        let fresh = world.call(NOBODY, name, args.clone()).await.unwrap();
        assert_eq!(fresh["expiresAt"].as_i64().unwrap(), world.clock.now() + 24 * HOUR);
        assert_eq!(validity(world, &fresh["sessionToken"]).await["visitorId"], json!(ana.id));
        assert_eq!(validity(world, &json!(ana.token)).await["valid"], false);
        world.refuses(NOBODY, name, args, Code::NotAuthenticated, "Invalid session token").await;
        let empty = json!({"sessionToken": ""});
        world.refuses(NOBODY, name, empty, Code::NotAuthenticated, "Session token required").await;
        world.clock.advance(25 * HOUR);
        let late = json!({"sessionToken": fresh["sessionToken"]});
        world.refuses(NOBODY, name, late, Code::SessionExpired, "Session expired: please re-boot").await;
    })
    .await;
}

#[tokio::test]
async fn revoke_ends_a_session_and_twice_is_no_error() {
    on_each_store(async |world| {
        let (name, args) = ("widgetSessions:revoke", json!({"sessionToken": world.ana().token}));
        world.is_strict_about(name, args.clone()).await;
        for _ in 0..2 {
            assert_eq!(world.call(NOBODY, name, args.clone()).await.unwrap(), json!({"success": true}));
        }
        let reason = validity(world, &json!(world.ana().token)).await["reason"].clone();
        assert_eq!(reason, "Invalid session token");
    })
    .await;
}

#[tokio::test]
async fn validate_session_token_says_what_is_wrong_and_never_throws() {
    on_each_store(async |world| {
        let name = "widgetSessions:validateSessionToken";
        let (ana, dan) = (world.ana(), world.dan());
        let ask = async |token: &str, visitor: Value| {
            let mut args = json!({"workspaceId": world.acme, "sessionToken": token});
            if !visitor.is_null() {
                args["visitorId"] = visitor;
            }
            world.call(NOBODY, name, args).await.unwrap()
        };
        let args = json!({"workspaceId": world.acme, "sessionToken": ana.token, "visitorId": ana.id});
        world.is_strict_about(name, args).await;
        let good = json!({"valid": true, "visitorId": ana.id, "identityVerified": false});
        assert_eq!(ask(&ana.token, Value::Null).await, good);
        assert_eq!(ask(&ana.token, json!(ana.id)).await, good);
        let refused = [
            ("", Value::Null, "Session token required"),
            ("wst_nonsense", Value::Null, "Invalid session token"),
            (&dan.token, Value::Null, "Session token does not match workspace"),
            (&ana.token, json!(dan.id), "Session token does not match visitor"),
        ];
        for (token, visitor, reason) in refused {
            assert_eq!(ask(token, visitor).await, json!({"valid": false, "reason": reason}));
        }
        world.clock.advance(24 * HOUR);
        // On the last millisecond it still counts (Ana's session began a moment after the world).
        world.clock.advance(-2);
        assert_eq!(ask(&ana.token, Value::Null).await["valid"], true);
        world.clock.advance(3);
        let expired = ask(&ana.token, Value::Null).await;
        assert_eq!(expired, json!({"valid": false, "reason": "Session expired"}));
    })
    .await;
}

#[tokio::test]
async fn the_lifetime_of_sessions_is_a_workspaces_own_within_bounds() {
    on_each_store(async |world| {
        let (get, update) = ("widgetSessions:getSettings", "widgetSessions:updateSettings");
        let args = json!({"workspaceId": world.acme});
        let ben = &world.ben().caller;
        world.is_strict_about(get, args.clone()).await;
        world.is_strict_about(update, json!({"workspaceId": world.acme, "sessionLifetimeMs": HOUR})).await;
        assert_eq!(world.call(NOBODY, get, args.clone()).await.unwrap(), Value::Null);
        let usual = world.call(ben, get, args.clone()).await.unwrap();
        assert_eq!(usual, json!({"sessionLifetimeMs": 24 * HOUR}));
        for (wanted, got) in [(1, HOUR), (100 * 24 * HOUR, 7 * 24 * HOUR), (2 * HOUR, 2 * HOUR)] {
            let change = json!({"workspaceId": world.acme, "sessionLifetimeMs": wanted});
            assert_eq!(world.call(ben, update, change).await.unwrap(), json!({"success": true}));
            let now = world.call(ben, get, args.clone()).await.unwrap();
            assert_eq!(now, json!({"sessionLifetimeMs": got}));
        }
        world.call(ben, update, args.clone()).await.unwrap();
        let booted = boot(world, "phone", json!({})).await.unwrap();
        assert_eq!(booted["expiresAt"].as_i64().unwrap(), world.clock.now() + 2 * HOUR);
        world.refuses(NOBODY, update, args.clone(), Code::NotAuthenticated, "Not authenticated").await;
        for name in [get, update] {
            let words = "Permission denied: settings.security";
            world.refuses(&world.viewer().caller, name, args.clone(), Code::PermissionDenied, words).await;
            let words = "Not a member of this workspace";
            world.refuses(&world.cleo().caller, name, args.clone(), Code::NotWorkspaceMember, words).await;
        }
    })
    .await;
}
