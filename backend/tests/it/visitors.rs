//! `visitors:…`

mod directory;
pub mod matrix;
mod merging;
mod privacy;

use crate::world::{Visitor, World, on_each_store, user_hash};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{Code, workspaces::IdentityMode};

const NOBODY: &Caller = &Caller::NOBODY;
const MISSING: &str = "00000000000000000000000000000000";
const MINUTE: i64 = 60_000;

async fn identify(world: &World, who: &Visitor, more: Value) -> Result<Value, shared::Error> {
    let mut args = json!({"sessionToken": who.token});
    args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.call(NOBODY, "visitors:identify", args).await
}

fn proven(external: &str, more: Value) -> Value {
    let mut args = json!({"externalUserId": external, "userHash": user_hash(external)});
    args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    args
}

/// Whose session it is now.
async fn owner(world: &World, who: &Visitor) -> Value {
    let args = json!({"workspaceId": who.workspace, "sessionToken": who.token});
    let validity = world.call(NOBODY, "widgetSessions:validateSessionToken", args).await.unwrap();
    validity.get("visitorId").cloned().unwrap_or_default()
}

#[tokio::test]
async fn get_shows_a_visitor_to_the_team_of_its_workspace() {
    on_each_store(async |world| {
        let (name, args) = ("visitors:get", json!({"id": world.ana().id}));
        world.is_strict_about(name, args.clone()).await;
        let seen = world.call(&world.viewer().caller, name, args.clone()).await.unwrap();
        assert_eq!(seen["sessionId"], json!(world.ana().session_id));
        for stranger in [NOBODY, &world.cleo().caller] {
            assert_eq!(world.call(stranger, name, args.clone()).await.unwrap(), Value::Null);
        }
        let missing = world.call(&world.ben().caller, name, json!({"id": MISSING})).await.unwrap();
        assert_eq!(missing, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn get_by_session_shows_the_whole_to_itself_and_its_team_and_the_rest_a_name() {
    on_each_store(async |world| {
        let (name, ana) = ("visitors:getBySession", world.ana());
        identify(world, ana, json!({"name": "Ana", "email": "ana@example.com"})).await.unwrap();
        let args = json!({"sessionId": ana.session_id});
        let with_token = json!({"sessionId": ana.session_id, "sessionToken": ana.token});
        world.is_strict_about(name, with_token.clone()).await;
        let whole = world.call(NOBODY, name, with_token).await.unwrap();
        assert_eq!(whole["email"], "ana@example.com");
        let team = world.call(&world.viewer().caller, name, args.clone()).await.unwrap();
        assert_eq!(team["email"], "ana@example.com");
        let strange_token = json!({"sessionId": ana.session_id, "sessionToken": world.dan().token});
        for (caller, args) in [(NOBODY, args.clone()), (&world.cleo().caller, args), (NOBODY, strange_token)]
        {
            let public = world.call(caller, name, args).await.unwrap();
            let keys: Vec<&str> = public.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, ["_id", "name", "readableId", "workspaceId"], "{public}");
        }
        let unknown = world.call(NOBODY, name, json!({"sessionId": "nobody's"})).await.unwrap();
        assert_eq!(unknown, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn identify_updates_the_visitor_that_the_token_names() {
    on_each_store(async |world| {
        let (ana, name) = (world.ana(), "visitors:identify");
        let strict = json!({"sessionToken": ana.token, "visitorId": ana.id, "name": "Ana"});
        world.is_strict_about(name, strict).await;
        let first = json!({"name": "Ana", "email": "ana@example.com", "customAttributes": {"plan": "pro"}});
        identify(world, ana, first).await.unwrap();
        world.clock.advance(5 * MINUTE);
        let more = json!({"name": "", "customAttributes": {"seats": 3}, "externalUserId": "u-1"});
        let updated = identify(world, ana, more).await.unwrap();
        assert_eq!((&updated["name"], &updated["externalUserId"]), (&json!("Ana"), &json!("u-1")));
        assert_eq!(updated["customAttributes"], json!({"plan": "pro", "seats": 3}));
        assert_eq!(updated["lastSeenAt"].as_i64(), Some(world.clock.now()));
        assert_eq!(updated["identityVerified"], false);
        // Another visitor's id beside the token changes nothing.
        let other = world.visitor(world.acme, "other").await;
        let same = identify(world, ana, json!({"visitorId": other.id, "name": "Ana B."})).await.unwrap();
        assert_eq!((&same["_id"], &same["name"]), (&json!(ana.id), &json!("Ana B.")));
    })
    .await;
}

#[tokio::test]
async fn identify_needs_a_good_token_of_the_right_workspace() {
    on_each_store(async |world| {
        let name = "visitors:identify";
        let (ana, dan) = (world.ana(), world.dan());
        let bare = json!({"visitorId": ana.id, "name": "Mallory"});
        world.refuses(NOBODY, name, bare, Code::NotAuthenticated, "Session token required").await;
        let unknown = json!({"sessionToken": "wst_nonsense"});
        world.refuses(NOBODY, name, unknown, Code::NotAuthenticated, "Invalid session token").await;
        let foreign = json!({"sessionToken": dan.token, "visitorId": ana.id, "name": "Mallory"});
        let words = "Session token does not match workspace";
        world.refuses(NOBODY, name, foreign, Code::NotAuthorized, words).await;
        let missing = json!({"sessionToken": ana.token, "visitorId": MISSING});
        world.refuses(NOBODY, name, missing, Code::NotFound, "Visitor not found").await;
        let long = json!({"sessionToken": ana.token, "name": "x".repeat(256)});
        world.refuses(NOBODY, name, long, Code::InvalidInput, "Name is too long").await;
        let full = json!({"a": "x".repeat(9_000)});
        identify(world, ana, json!({"customAttributes": full})).await.unwrap();
        let fuller = json!({"sessionToken": ana.token, "customAttributes": {"b": "x".repeat(9_000)}});
        world.refuses(NOBODY, name, fuller, Code::InvalidInput, "custom attributes").await;
        let allowed = json!({"workspaceId": world.acme, "allowedOrigins": ["https://acme.test"]});
        world.call(&world.ben().caller, "workspaces:updateAllowedOrigins", allowed).await.unwrap();
        let evil = json!({"sessionToken": ana.token, "origin": "https://evil.test"});
        world.refuses(NOBODY, name, evil, Code::NotAuthorized, "Origin validation failed").await;
        let good = json!({"sessionToken": ana.token, "origin": "https://acme.test"});
        world.call(NOBODY, name, good).await.unwrap();
        world.clock.advance(25 * 60 * MINUTE);
        let late = json!({"sessionToken": ana.token});
        world.refuses(NOBODY, name, late, Code::SessionExpired, "Session expired").await;
    })
    .await;
}

#[tokio::test]
async fn a_claimed_address_merges_nobody_and_a_proven_person_takes_its_own_along() {
    on_each_store(async |world| {
        let ana = world.ana();
        let earlier = world.visitor(world.acme, "old phone").await;
        identify(world, &earlier, json!({"email": "ana@example.com", "name": "Ana"})).await.unwrap();
        let claimed = identify(world, ana, json!({"email": "ana@example.com"})).await.unwrap();
        assert_eq!(claimed["_id"], json!(ana.id));

        world.verifies_identities(IdentityMode::Optional).await;
        let late = world.visitor(world.acme, "new phone").await;
        let merged =
            identify(world, &late, proven("ana", json!({"email": "ana@example.com"}))).await.unwrap();
        assert_ne!(merged["_id"], json!(late.id));
        assert_eq!(merged["identityVerified"], true);
        assert_eq!(owner(world, &late).await, merged["_id"], "the session goes along");
        // Whoever was in that visitor without proof is out.
        let canonical = if merged["_id"] == json!(ana.id) { ana } else { &earlier };
        assert_eq!(owner(world, canonical).await, Value::Null);
        let gone = world.call(&world.ben().caller, "visitors:get", json!({"id": late.id})).await.unwrap();
        assert_eq!(gone, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn conversations_go_along_when_an_anonymous_visitor_proves_who_it_is() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Required).await;
        let laptop = world.visitor(world.acme, "laptop").await;
        let person = identify(world, &laptop, proven("ana", json!({}))).await.unwrap();
        let phone = world.visitor(world.acme, "phone").await;
        let args = json!({"workspaceId": world.acme, "sessionToken": phone.token});
        let talk = world.call(NOBODY, "conversations:createForVisitor", args.clone()).await.unwrap();
        let known = identify(world, &phone, proven("ana", json!({}))).await.unwrap();
        assert_eq!(known["_id"], person["_id"]);
        for token in [&phone.token, &laptop.token] {
            let args = json!({"workspaceId": world.acme, "sessionToken": token});
            let list = world.call(NOBODY, "conversations:listByVisitor", args).await.unwrap();
            assert_eq!(list[0]["_id"], talk["_id"]);
            assert_eq!(list[0]["visitorId"], person["_id"]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_message_sent_again_by_the_person_its_visitor_turned_out_to_be_is_stored_once() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        let laptop = world.visitor(world.acme, "laptop").await;
        identify(world, &laptop, proven("ana", json!({}))).await.unwrap();
        let phone = world.visitor(world.acme, "phone").await;
        let own = json!({"workspaceId": world.acme, "sessionToken": phone.token});
        let talk = world.call(NOBODY, "conversations:createForVisitor", own).await.unwrap();
        let send = json!({
            "conversationId": talk["_id"], "senderId": phone.id, "senderType": "visitor", "content": "Hi",
            "sessionToken": phone.token, "clientMessageId": "once",
        });
        let first = world.call(NOBODY, "messages:send", send.clone()).await.unwrap();
        let person = identify(world, &phone, proven("ana", json!({}))).await.unwrap();
        assert_eq!(world.call(NOBODY, "messages:send", send).await.unwrap(), first);
        let list = json!({"conversationId": talk["_id"]});
        let messages = world.call(&world.ben().caller, "messages:list", list).await.unwrap();
        assert_eq!(messages.as_array().unwrap().len(), 2, "the greeting and the message");
        assert_eq!(messages[1]["senderId"], person["_id"]);
    })
    .await;
}

#[tokio::test]
async fn a_person_who_proves_to_be_another_leaves_the_first_ones_visitor_alone() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        let shared = world.visitor(world.acme, "shared pc").await;
        let ana = identify(world, &shared, proven("ana", json!({"email": "ana@example.com"}))).await.unwrap();
        let bob = identify(world, &shared, proven("bob", json!({"email": "ana@example.com"}))).await.unwrap();
        assert_ne!(bob["_id"], ana["_id"], "naming Ana's address gives Bob nothing of hers");
        assert_eq!(owner(world, &shared).await, bob["_id"]);
        let still = world.call(&world.ben().caller, "visitors:get", json!({"id": ana["_id"]})).await.unwrap();
        assert_eq!(still["externalUserId"], "ana");
        // And back again.
        let again = identify(world, &shared, proven("ana", json!({}))).await.unwrap();
        assert_eq!(again["_id"], ana["_id"]);
    })
    .await;
}

#[tokio::test]
async fn a_shared_device_makes_a_visitor_for_each_person_who_proves_itself() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        let first = world.visitor(world.acme, "shared pc").await;
        identify(world, &first, proven("ana", json!({}))).await.unwrap();
        world.visitor(world.acme, "shared pc").await;
        // Ana's session, on a device that has an anonymous visitor beside hers.
        let mut seen = std::collections::BTreeSet::new();
        for person in ["bob", "eve", "bob", "ana"] {
            let known = identify(world, &first, proven(person, json!({}))).await.unwrap();
            assert_eq!(
                (&known["externalUserId"], &known["sessionId"]),
                (&json!(person), &json!("shared pc"))
            );
            assert_eq!(owner(world, &first).await, known["_id"]);
            seen.insert(known["_id"].to_string());
        }
        assert_eq!(seen.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_is_proven_later_joins_the_verified_visitor() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        let vic = identify(world, world.ana(), proven("vic", json!({}))).await.unwrap();
        let phone = world.visitor(world.acme, "phone").await;
        identify(world, &phone, json!({"externalUserId": "vic"})).await.unwrap();
        let joined = identify(world, &phone, proven("vic", json!({}))).await.unwrap();
        assert_eq!(joined["_id"], vic["_id"]);
        assert_eq!(owner(world, &phone).await, vic["_id"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_prove_one_new_person_at_once_are_one_visitor() {
    on_each_store(async |world| {
        world.lets_commits_race();
        world.verifies_identities(IdentityMode::Optional).await;
        let mut devices = Vec::new();
        for n in 0..6 {
            devices.push(world.visitor(world.acme, &format!("device {n}")).await);
        }
        let tries = devices.iter().map(|device| identify(world, device, proven("vic", json!({}))));
        let known = futures_util::future::join_all(tries).await;
        let ids: std::collections::BTreeSet<String> =
            known.into_iter().map(|visitor| visitor.unwrap()["_id"].to_string()).collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
    })
    .await;
}

#[tokio::test]
async fn a_proven_id_is_not_replaced_by_a_claimed_one() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Optional).await;
        identify(world, world.ana(), proven("ana", json!({}))).await.unwrap();
        let claimed = identify(world, world.ana(), json!({"externalUserId": "victim"})).await.unwrap();
        assert_eq!((&claimed["externalUserId"], &claimed["identityVerified"]), (&json!("ana"), &json!(true)));
        let bad = json!({"externalUserId": "victim", "userHash": "0".repeat(64)});
        let bad = identify(world, world.ana(), bad).await.unwrap();
        assert_eq!((&bad["externalUserId"], &bad["identityVerified"]), (&json!("ana"), &json!(false)));
        let claimed = identify(world, world.ana(), json!({"externalUserId": "victim"})).await.unwrap();
        assert_eq!(claimed["externalUserId"], "ana", "nor after a hash that did not fit");
        // Ana is still found by proof, from anywhere.
        let phone = world.visitor(world.acme, "phone").await;
        let back = identify(world, &phone, proven("ana", json!({}))).await.unwrap();
        assert_eq!(back["_id"], json!(world.ana().id));
    })
    .await;
}

#[tokio::test]
async fn where_proof_is_required_identify_refuses_a_bare_claim() {
    on_each_store(async |world| {
        world.verifies_identities(IdentityMode::Required).await;
        let ana = world.ana();
        let name = "visitors:identify";
        let bare = json!({"sessionToken": ana.token, "externalUserId": "ana"});
        world.refuses(NOBODY, name, bare, Code::NotAuthorized, "Identity verification failed").await;
        let bad = json!({"sessionToken": ana.token, "externalUserId": "ana", "userHash": user_hash("bob")});
        world.refuses(NOBODY, name, bad, Code::NotAuthorized, "Identity verification failed").await;
        assert!(identify(world, ana, json!({"email": "ana@example.com"})).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn update_location_is_the_visitors_own_or_an_agents() {
    on_each_store(async |world| {
        let (name, ana) = ("visitors:updateLocation", world.ana());
        let lyon = json!({"city": "Lyon"});
        let args = json!({"visitorId": ana.id, "sessionToken": ana.token, "location": lyon});
        world.is_strict_about(name, args.clone()).await;
        assert_eq!(world.call(NOBODY, name, args).await.unwrap(), Value::Null);
        let bare = json!({"visitorId": ana.id, "location": lyon});
        world.refuses(NOBODY, name, bare.clone(), Code::NotAuthenticated, "Session token required").await;
        let other = world.visitor(world.acme, "other").await;
        let foreign = json!({"visitorId": ana.id, "sessionToken": other.token, "location": lyon});
        let words = "Not authorized to update location for this visitor";
        world.refuses(NOBODY, name, foreign, Code::NotAuthorized, words).await;
        let elsewhere = json!({"visitorId": ana.id, "sessionToken": world.dan().token, "location": lyon});
        let words = "Session token does not match workspace";
        world.refuses(NOBODY, name, elsewhere, Code::NotAuthorized, words).await;
        let missing = json!({"visitorId": MISSING, "location": lyon});
        world.refuses(NOBODY, name, missing, Code::NotFound, "Visitor not found").await;
        let words = "Not a member of this workspace";
        world.refuses(&world.cleo().caller, name, bare, Code::NotWorkspaceMember, words).await;
        let long = json!({"visitorId": ana.id, "location": {"city": "x".repeat(256)}});
        world.refuses(&world.ben().caller, name, long, Code::InvalidInput, "too long").await;
        let paris = json!({"visitorId": ana.id, "location": {"city": "Paris"}});
        world.call(&world.viewer().caller, name, paris).await.unwrap();
        let seen = world.call(&world.ben().caller, "visitors:get", json!({"id": ana.id})).await.unwrap();
        assert_eq!(seen["location"], json!({"city": "Paris"}));
    })
    .await;
}

#[tokio::test]
async fn heartbeat_keeps_a_visitor_online_for_two_minutes_and_does_nothing_without_a_token() {
    on_each_store(async |world| {
        let (name, ana) = ("visitors:heartbeat", world.ana());
        let args = json!({"visitorId": ana.id, "sessionToken": ana.token});
        let online = json!({"visitorId": ana.id});
        world.is_strict_about(name, args.clone()).await;
        world.is_strict_about("visitors:isOnline", online.clone()).await;
        let is_online = async || world.call(NOBODY, "visitors:isOnline", online.clone()).await.unwrap();
        assert_eq!(is_online().await, true);
        world.clock.advance(2 * MINUTE);
        assert_eq!(is_online().await, false);
        for useless in [json!({}), json!({"visitorId": ana.id}), json!({"sessionToken": "wst_nonsense"})] {
            assert_eq!(world.call(NOBODY, name, useless).await.unwrap(), Value::Null);
        }
        assert_eq!(is_online().await, false);
        for _ in 0..5 {
            assert_eq!(world.call(NOBODY, name, args.clone()).await.unwrap(), Value::Null);
            world.clock.advance(MINUTE);
            assert_eq!(is_online().await, true);
        }
        let unknown = json!({"visitorId": MISSING});
        assert_eq!(world.call(NOBODY, "visitors:isOnline", unknown).await.unwrap(), false);
        let allowed = json!({"workspaceId": world.acme, "allowedOrigins": ["https://acme.test"]});
        world.call(&world.ben().caller, "workspaces:updateAllowedOrigins", allowed).await.unwrap();
        let evil = json!({"sessionToken": ana.token, "origin": "https://evil.test"});
        world.refuses(NOBODY, name, evil, Code::NotAuthorized, "Origin validation failed").await;
    })
    .await;
}

#[tokio::test]
async fn a_heartbeat_wakes_the_readers_of_a_visitor_that_comes_back_and_nobody_else() {
    on_each_store(async |world| {
        let topic = docent::core::Topic::new("visitors", world.ana().id.0);
        let beat = async || {
            let since = world.app.board().now();
            let args = json!({"sessionToken": world.ana().token});
            world.call(NOBODY, "visitors:heartbeat", args).await.unwrap();
            world.app.board().has_moved(&topic, since)
        };
        assert!(!beat().await);
        world.clock.advance(MINUTE);
        assert!(!beat().await);
        world.clock.advance(2 * MINUTE);
        assert!(beat().await);
    })
    .await;
}
