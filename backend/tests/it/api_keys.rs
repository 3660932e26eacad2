//! `apiKeys:…` and calling with a key. What a key may call with the usual scopes is a column of the matrix.

pub mod matrix;

use crate::{
    talk::{NO_ROW, NOBODY, Talk, by_agent, merged, on_each, refused},
    world::World,
};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use serde_json::{Value, json};
use shared::{Code, api_keys::Scope, workspace_members::AssignableRole};
use std::collections::BTreeSet;
use tower::ServiceExt;

impl Talk<'_> {
    /// A new key of Acme's: its row, and the key.
    async fn key(&self, more: Value) -> (Value, String) {
        let args = merged(&json!({"workspaceId": self.acme, "name": "Orders"}), &more);
        let mut row = self.call(&self.ben, "apiKeys:create", args).await.unwrap();
        let key = row.as_object_mut().unwrap().remove("key").unwrap();
        (row, key.as_str().unwrap().to_owned())
    }

    async fn keys(&self) -> Vec<Value> {
        let rows = self.call(&self.ben, "apiKeys:list", json!({"workspaceId": self.acme})).await.unwrap();
        rows.as_array().unwrap().clone()
    }
}

/// Calls over HTTP as a program would, with this `Authorization` header.
async fn post(world: &World, authorization: &str, path: &str, args: Value) -> (StatusCode, HeaderMap, Value) {
    let request = Request::post("/api/function")
        .header("authorization", authorization)
        .header("content-type", "application/json")
        .body(Body::from(json!({"path": path, "args": args}).to_string()))
        .unwrap();
    let response = docent::app::router(world.app.clone()).oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, headers, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn a_key_reads_and_answers_as_whoever_made_it_and_is_shown_once() {
    on_each(async |talk: Talk<'_>| {
        let (row, key) = talk.key(json!({"scopes": ["chats:write", "chats:read"]})).await;
        let parts: Vec<&str> = key.split('_').collect();
        assert_eq!((parts.len(), parts[0], parts[1].len(), parts[2].len()), (3, "ck", 8, 40));
        assert_eq!(row["prefix"], format!("ck_{}", parts[1]));
        assert_eq!(row["scopes"], json!(["chats:read", "chats:write"]));
        let listed = talk.keys().await;
        assert_eq!(listed, [row], "the row alone: {listed:?}");

        let id = talk.begun().await;
        talk.ana_says(&id, "Where is my order?").await;
        let list = json!({"conversationId": id});
        // With the scheme and without it, as the seed has it.
        for header in [format!("Bearer {key}"), key.clone()] {
            let (status, _, answer) = post(talk.world, &header, "messages:list", list.clone()).await;
            let last = answer["value"].as_array().and_then(|list| list.last()).map(|one| &one["content"]);
            assert_eq!((status, last), (StatusCode::OK, Some(&json!("Where is my order?"))));
        }
        let (status, _, sent) =
            post(talk.world, &key, "messages:send", by_agent(&id, "It is on its way.")).await;
        assert_eq!((status, &sent["status"]), (StatusCode::OK, &json!("success")), "{sent}");
        let last = talk.messages(&id).await.pop().unwrap();
        assert_eq!(
            (&last["content"], &last["senderId"]),
            (&json!("It is on its way."), &json!(talk.world.ben().id))
        );
    })
    .await;
}

#[tokio::test]
async fn a_key_does_what_its_scopes_name_in_its_workspace_and_nothing_else() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.begun().await;
        let (_, reader) = talk.key(json!({"scopes": ["chats:read"]})).await;
        let refusal = post(talk.world, &reader, "messages:send", by_agent(&id, "Hello")).await.2;
        assert_eq!(refusal["errorData"]["code"], "PERMISSION_DENIED");
        assert_eq!(refusal["errorData"]["message"], "Permission denied: conversations.reply");
        let (_, writer) = talk.key(json!({"scopes": ["chats:write"]})).await;
        let refusal = post(talk.world, &writer, "messages:list", json!({"conversationId": id})).await.2;
        assert!(refusal["value"].as_array().is_none_or(Vec::is_empty), "{refusal}");

        // Of another workspace that its maker owns it knows nothing.
        let other = talk.call(&talk.ben, "workspaces:create", json!({"name": "Second"})).await.unwrap();
        let (_, all) = talk.key(json!({"scopes": Scope::ALL})).await;
        let refusal = post(talk.world, &all, "apiKeys:list", json!({"workspaceId": other})).await.2;
        assert_eq!(refusal["errorData"]["message"], "Not a member of this workspace");
        // It is no login: neither the account nor the list of workspaces is its own.
        for (path, args) in [
            ("auth:currentUser", json!({})),
            ("auth:isAuthenticated", json!({})),
            ("workspaceMembers:listByUser", json!({})),
        ] {
            let body = post(talk.world, &all, path, args).await.2;
            assert!([json!(null), json!(false), json!([])].contains(&body["value"]), "{path}: {body}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_was_revoked_has_expired_or_whose_maker_has_gone_is_of_no_use() {
    on_each(async |talk: Talk<'_>| {
        let list = json!({"conversationId": talk.begun().await});
        let status = async |key: &str| post(talk.world, key, "messages:list", list.clone()).await.0;
        let (row, revoked) = talk.key(json!({})).await;
        assert_eq!(status(&revoked).await, StatusCode::OK);
        for _ in 0..2 {
            talk.call(&talk.ben, "apiKeys:revoke", json!({"id": row["_id"]})).await.unwrap();
        }
        assert_eq!(status(&revoked).await, StatusCode::UNAUTHORIZED);
        assert_eq!(talk.log(json!({"action": "apiKey.revoked"})).await.len(), 1, "the second time is no act");

        let (_, brief) = talk.key(json!({"expiresAt": talk.clock.now() + 60_000})).await;
        talk.clock.advance(59_999);
        assert_eq!(status(&brief).await, StatusCode::OK);
        talk.clock.advance(1);
        let (code, _, answer) = post(talk.world, &brief, "messages:list", list.clone()).await;
        assert_eq!((code, &answer["code"]), (StatusCode::UNAUTHORIZED, &json!("SESSION_EXPIRED")));

        let gil = talk.colleague("gil@acme.test", "Gil", AssignableRole::Admin).await;
        let new = json!({"workspaceId": talk.acme, "name": "Gil's"});
        let made = talk.call(&gil.caller, "apiKeys:create", new).await.unwrap();
        let gils = made["key"].as_str().unwrap();
        assert_eq!(status(gils).await, StatusCode::OK);
        let members =
            talk.call(&talk.ben, "workspaceMembers:listByWorkspace", json!({"workspaceId": talk.acme})).await;
        let members = members.unwrap();
        let member = members.as_array().unwrap().iter().find(|row| row["userId"] == json!(gil.id)).unwrap();
        talk.call(&talk.ben, "workspaceMembers:remove", json!({"membershipId": member["_id"]}))
            .await
            .unwrap();
        let answer = post(talk.world, gils, "conversations:list", json!({"workspaceId": talk.acme})).await.2;
        assert!(answer["value"].is_null() || answer["value"] == json!([]), "{answer}");
        let send = by_agent(list["conversationId"].as_str().unwrap(), "Still here");
        let answer = post(talk.world, gils, "messages:send", send).await.2;
        assert_ne!(answer["status"], "success");

        let never = format!("ck_00000000_{}", "a".repeat(40));
        for wrong in [never.as_str(), "ck_", "Bearer ck_x", "Basic ck_x", "nonsense"] {
            assert_eq!(status(wrong).await, StatusCode::UNAUTHORIZED, "{wrong}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_manages_keys_gives_no_more_than_it_has() {
    on_each(async |talk: Talk<'_>| {
        let (_, key) = talk.key(json!({"scopes": ["keys:manage", "chats:read"]})).await;
        let new = |more: Value| merged(&json!({"workspaceId": talk.acme, "name": "Child"}), &more);
        let refusal = post(talk.world, &key, "apiKeys:create", new(json!({}))).await.2;
        assert_eq!(refusal["errorData"]["message"], "A key gives no scope that it has not");
        talk.clock.advance(1);
        let made = post(talk.world, &key, "apiKeys:create", new(json!({"scopes": ["chats:read"]}))).await.2;
        assert_eq!(made["value"]["createdBy"], json!(talk.world.ben().id), "{made}");
        let listed = post(talk.world, &key, "apiKeys:list", json!({"workspaceId": talk.acme})).await.2;
        assert_eq!(listed["value"].as_array().unwrap().len(), 2);
        let logged = talk.log(json!({"action": "apiKey.created"})).await;
        let kinds: Vec<&Value> = logged.iter().map(|row| &row["actorType"]).collect();
        assert_eq!(kinds, ["api", "user"], "what a key did is told from what its maker did");
        assert!(!json!(logged).to_string().contains(&key));
        // Mail is set up by people.
        let refusal =
            post(talk.world, &key, "emailChannel:getConfig", json!({"workspaceId": talk.acme})).await.2;
        assert!(refusal["value"].is_null());
    })
    .await;
}

#[tokio::test]
async fn a_key_is_made_of_good_arguments_and_there_are_not_too_many() {
    on_each(async |talk: Talk<'_>| {
        let new =
            json!({"workspaceId": talk.acme, "name": "Orders", "scopes": ["chats:read"], "expiresAt": 4e12});
        talk.refuses_arguments(
            "apiKeys:create",
            &new,
            &[json!({"scopes": ["chats:delete"]}), json!({"scopes": "chats:read"})],
        )
        .await;
        talk.refuses_arguments("apiKeys:list", &json!({"workspaceId": talk.acme}), &[]).await;
        talk.refuses_arguments("apiKeys:revoke", &json!({"id": NO_ROW}), &[]).await;
        for (change, message) in [
            (json!({"name": "  "}), "The name is missing"),
            (json!({"name": "x".repeat(256)}), "The name is too long: 256 characters, at most 255"),
            (json!({"scopes": []}), "A key needs a scope"),
            (json!({"expiresAt": talk.clock.now()}), "The time of expiry has passed"),
        ] {
            let answer = talk.call(&talk.ben, "apiKeys:create", merged(&new, &change)).await;
            refused(answer, Code::InvalidInput, message);
        }
        let missing = talk.call(&talk.ben, "apiKeys:revoke", json!({"id": NO_ROW})).await;
        refused(missing, Code::NotFound, "API key not found");
        refused(
            talk.call(NOBODY, "apiKeys:revoke", json!({"id": NO_ROW})).await,
            Code::NotAuthenticated,
            "Not authenticated",
        );

        let mut keys = BTreeSet::new();
        let (first, key) = talk.key(json!({})).await;
        keys.insert(key);
        for _ in 1..100 {
            keys.insert(talk.key(json!({})).await.1);
        }
        assert_eq!(keys.len(), 100);
        let most = "At most 100 keys can be in use";
        refused(talk.call(&talk.ben, "apiKeys:create", new.clone()).await, Code::InvalidInput, most);
        talk.call(&talk.ben, "apiKeys:revoke", json!({"id": first["_id"]})).await.unwrap();
        talk.key(json!({})).await;
    })
    .await;
}

#[tokio::test]
async fn a_key_that_calls_too_often_is_told_when_to_come_again_and_others_go_on() {
    on_each(async |talk: Talk<'_>| {
        let list = json!({"conversationId": talk.begun().await});
        let (_, busy) = talk.key(json!({})).await;
        let (_, other) = talk.key(json!({})).await;
        let mut answered = 0;
        let headers = loop {
            let (status, headers, body) = post(talk.world, &busy, "messages:list", list.clone()).await;
            if status == StatusCode::TOO_MANY_REQUESTS {
                assert_eq!(body["code"], "RATE_LIMITED");
                break headers;
            }
            assert_eq!(status, StatusCode::OK, "{body}");
            answered += 1;
        };
        assert_eq!(answered, 600);
        for (name, value) in [("retry-after", "1"), ("ratelimit-reset", "1"), ("ratelimit-remaining", "0")] {
            assert_eq!(headers[name], value, "{name}");
        }
        assert_eq!(post(talk.world, &other, "messages:list", list.clone()).await.0, StatusCode::OK);
        talk.clock.advance(100);
        assert_eq!(post(talk.world, &busy, "messages:list", list.clone()).await.0, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn the_last_use_of_a_key_is_written_down_once_a_minute() {
    on_each(async |talk: Talk<'_>| {
        let list = json!({"conversationId": talk.begun().await});
        let (_, key) = talk.key(json!({})).await;
        assert!(talk.keys().await[0]["lastUsedAt"].is_null());
        let first = talk.clock.now();
        for (pause, expected) in [(0, first), (59_999, first), (1, first + 60_000)] {
            talk.clock.advance(pause);
            assert_eq!(post(talk.world, &key, "messages:list", list.clone()).await.0, StatusCode::OK);
            assert_eq!(talk.keys().await[0]["lastUsedAt"], expected);
        }
    })
    .await;
}
