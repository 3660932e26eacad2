//! `auditLogs:…`: what is logged, and how it is read. Who may call them is in the matrix.

pub mod matrix;
mod reading;

use crate::{
    talk::{NOBODY, Talk, merged, on_each},
    world::{PUBLIC_URL, hash_under},
};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use docent::{
    core::{App, Caller, Config},
    domain::auth::steps,
};
use serde_json::{Value, json};
use shared::workspace_members::AssignableRole;
use std::{net::SocketAddr, sync::Arc};
use tokio::sync::Notify;
use tower::ServiceExt;

impl Talk<'_> {
    /// Rows of Acme's log as its owner sees them, newest first.
    pub async fn log(&self, more: Value) -> Vec<Value> {
        let args = merged(&json!({"workspaceId": self.acme}), &more);
        self.call(&self.ben, "auditLogs:list", args).await.unwrap().as_array().unwrap().clone()
    }

    /// The newest row of an action: who, to what, and the details.
    async fn latest(&self, action: &str) -> Value {
        let rows = self.log(json!({"action": action})).await;
        rows.first().unwrap_or_else(|| panic!("no {action} is logged")).clone()
    }

    /// Ben, signed in anew: a session lasts 30 days.
    pub async fn ben_again(&self) -> Caller {
        let open = steps::Open { user: self.world.ben().id };
        let tokens = self.app.mutate(NOBODY, open).await.unwrap().value;
        docent::domain::auth::caller(&self.app, &tokens.token, None, None).await.unwrap()
    }

    /// Ben's caller, from an address and with a program that calls itself something.
    fn ben_from(&self, ip: &str, user_agent: &str) -> Caller {
        Caller { ip: Some(ip.parse().unwrap()), user_agent: Some(user_agent.into()), ..self.ben.clone() }
    }
}

#[tokio::test]
async fn every_act_of_the_team_is_logged_with_its_actor_and_address() {
    on_each(async |talk: Talk<'_>| {
        talk.clock.advance(1);
        let ben = talk.ben_from("::ffff:192.0.2.7", "Mozilla/5.0 <script>alert(1)</script>");
        let gil = talk.enrol("gil@acme.test", "Gil").await;
        let acme = talk.acme;
        let add = json!({"workspaceId": acme, "userId": gil.id, "role": "agent"});
        let membership = talk.call(&ben, "workspaceMembers:add", add.clone()).await.unwrap();
        talk.call(&ben, "workspaceMembers:add", add).await.unwrap();
        let invite = |email: &str| {
            json!({"workspaceId": acme, "email": email, "role": "viewer", "baseUrl": "https://docent.test"})
        };
        let invited = talk.call(&ben, "workspaceMembers:inviteToWorkspace", invite("ida@x.test")).await.unwrap();
        let hanna = talk.call(&ben, "workspaceMembers:inviteToWorkspace", invite("hanna@x.test")).await.unwrap();
        let acts = [
            ("workspaceMembers:updateRole", json!({"membershipId": membership, "role": "admin"})),
            ("workspaceMembers:cancelInvitation", json!({"invitationId": hanna["invitationId"]})),
            ("workspaceMembers:transferOwnership", json!({"workspaceId": acme, "newOwnerId": talk.world.ben().id})),
            ("workspaceMembers:remove", json!({"membershipId": membership})),
            ("workspaces:updateAllowedOrigins", json!({"workspaceId": acme, "allowedOrigins": ["https://a.test"]})),
            ("widgetSessions:updateSettings", json!({"workspaceId": acme, "sessionLifetimeMs": 3_600_000})),
            ("messengerSettings:upsert", json!({"workspaceId": acme, "primaryColor": "#000"})),
            ("aiAgent:updateSettings", json!({"workspaceId": acme, "enabled": false})),
            ("identityVerification:enable", json!({"workspaceId": acme})),
            ("identityVerification:updateMode", json!({"workspaceId": acme, "mode": "required"})),
            ("identityVerification:rotateSecret", json!({"workspaceId": acme})),
            ("identityVerification:disable", json!({"workspaceId": acme})),
            ("auditLogs:updateSettings", json!({"workspaceId": acme, "retentionDays": 365})),
            ("auditLogs:logExport", json!({"workspaceId": acme, "exportType": "visitors", "recordCount": 3})),
        ];
        for (name, args) in acts {
            talk.clock.advance(1);
            talk.call(&ben, name, args).await.unwrap();
        }
        let changed = |setting: &str, old: Value, new: Value| json!({"setting": setting, "oldValue": old, "newValue": new});
        let security = "workspace.security.changed";
        let until = talk.clock.now() - 3 + 86_400_000;
        let expected = json!([
            ["data.exported", "visitors", null, {"recordCount": 3}],
            [security, "workspace", acme, changed("auditLogRetentionDays", json!(90), json!(365))],
            ["widget.identity.disabled", "workspace", acme, null],
            ["widget.identity.secret.rotated", "workspace", acme, {"overlapUntil": until}],
            [security, "workspace", acme, changed("identityVerificationMode", json!("optional"), json!("required"))],
            ["widget.identity.enabled", "workspace", acme, {"mode": "optional", "isNewSecret": true}],
            ["workspace.settings.changed", "aiAgentSettings", acme, null],
            ["workspace.settings.changed", "messengerSettings", acme, null],
            [security, "workspace", acme, changed("sessionLifetimeMs", json!(86_400_000), json!(3_600_000))],
            [security, "workspace", acme, changed("allowedOrigins", json!([]), json!(["https://a.test"]))],
            ["user.removed", "workspaceMember", gil.id, {"role": "admin"}],
            ["user.ownership.transferred", "workspace", acme,
                {"oldOwnerId": talk.world.ben().id, "newOwnerId": talk.world.ben().id}],
            ["user.removed", "workspaceInvitation", hanna["invitationId"],
                {"email": "hanna@x.test", "role": "viewer", "invitationStatus": "declined"}],
            ["user.role.changed", "workspaceMember", gil.id, {"oldRole": "agent", "newRole": "admin"}],
        ]);
        let rows = talk.log(json!({"actorId": talk.world.ben().id})).await;
        let seen: Vec<Value> = rows
            .iter()
            .map(|row| json!([row["action"], row["resourceType"], row["resourceId"], row["metadata"]]))
            .collect();
        assert_eq!(json!(seen[..14]), expected);
        let mut invitations: Vec<&Value> = seen[14..17].iter().collect();
        invitations.sort_by_key(|row| row.to_string());
        let pending = |email: &str, invitation: &Value| {
            json!(["user.invited", "workspaceInvitation", invitation["invitationId"],
                {"email": email, "role": "viewer", "invitationStatus": "pending"}])
        };
        let added = json!(["user.invited", "workspaceMember", gil.id, {"role": "agent", "invitationStatus": "added"}]);
        let mut known = [pending("ida@x.test", &invited), pending("hanna@x.test", &hanna), added];
        known.sort_by_key(Value::to_string);
        assert_eq!(invitations, known.iter().collect::<Vec<_>>(), "who is a member already is not added again");
        for row in &rows[..17] {
            let who = (&row["actorType"], &row["actorName"], &row["actorEmail"]);
            assert_eq!(who, (&json!("user"), &json!("Ben"), &json!("ben@acme.test")));
            assert_eq!(row["ipAddress"], "192.0.2.7");
            assert_eq!(row["userAgent"], "Mozilla/5.0 <script>alert(1)</script>", "as it is; whoever shows it makes it text");
        }
        // Ida accepts: it is she who acts.
        let ida = talk.enrol("ida@x.test", "Ida").await;
        let accept = json!({"invitationId": invited["invitationId"], "token": invited["token"]});
        talk.call(&ida.caller, "workspaceMembers:acceptInvitation", accept).await.unwrap();
        let accepted = talk.log(json!({"actorId": ida.id})).await;
        assert_eq!(accepted[0]["metadata"]["invitationStatus"], "accepted");
    })
    .await;
}

#[tokio::test]
async fn what_visitors_sessions_and_joined_visitors_come_to_is_logged_without_a_token() {
    on_each(async |talk: Talk<'_>| {
        let secret =
            talk.call(&talk.ben, "identityVerification:enable", json!({"workspaceId": talk.acme})).await;
        let hash = hash_under(secret.unwrap()["secret"].as_str().unwrap(), "eve");
        let visitor = Caller { ip: Some("2001:db8::7".parse().unwrap()), ..Caller::NOBODY };
        let boot = |device: &str, more: Value| {
            merged(&json!({"workspaceId": talk.acme, "sessionId": device}), &more)
        };
        let proof = json!({"externalUserId": "eve", "userHash": hash});
        talk.clock.advance(1);
        let laptop = talk.call(&visitor, "widgetSessions:boot", boot("laptop", proof.clone())).await.unwrap();
        let row = talk.latest("auth.session.created").await;
        assert_eq!((&row["actorType"], &row["ipAddress"]), (&json!("api"), &json!("2001:db8::7")));
        assert_eq!(
            (&row["resourceType"], &row["resourceId"]),
            (&json!("widgetSession"), &laptop["visitor"]["_id"])
        );
        assert_eq!(row["metadata"], json!({"source": "boot", "identityVerified": true}));
        talk.clock.advance(1);
        let old = json!({"sessionToken": laptop["sessionToken"]});
        let token = talk.call(&visitor, "widgetSessions:refresh", old).await.unwrap()["sessionToken"].clone();
        let row = talk.latest("auth.session.created").await;
        assert_eq!(row["metadata"], json!({"source": "refresh", "identityVerified": true}));
        let phone = talk.call(&visitor, "widgetSessions:boot", boot("phone", json!({}))).await.unwrap();
        let proof = merged(&proof, &json!({"sessionToken": phone["sessionToken"]}));
        talk.call(&visitor, "visitors:identify", proof).await.unwrap();
        let row = talk.latest("visitor.merged").await;
        assert_eq!(row["metadata"]["sourceVisitorId"], phone["visitor"]["_id"]);
        assert_eq!(row["metadata"]["targetVisitorReadableId"], laptop["visitor"]["readableId"]);
        talk.call(&visitor, "widgetSessions:revoke", json!({"sessionToken": token})).await.unwrap();
        talk.call(&visitor, "widgetSessions:revoke", json!({"sessionToken": token})).await.unwrap();
        let ended = talk.log(json!({"action": "auth.logout"})).await;
        assert_eq!(ended.len(), 1);
        let all = json!(talk.log(json!({})).await).to_string();
        for known in [&token, &laptop["sessionToken"], &phone["sessionToken"], &json!(hash)] {
            assert!(!all.contains(known.as_str().unwrap()));
        }
    })
    .await;
}

/// A call of `auth:signIn` by password.
fn password(flow: &str, email: &str, password: &str) -> Value {
    let name = (flow == "signUp").then_some("Eve");
    let params = json!({"flow": flow, "email": email, "password": password, "name": name});
    json!({"provider": "password", "params": params})
}

#[tokio::test]
async fn signing_in_and_out_is_logged_in_every_workspace_of_the_user() {
    on_each(async |talk: Talk<'_>| {
        let home = Caller { ip: Some("192.0.2.9".parse().unwrap()), ..Caller::NOBODY };
        let up = password("signUp", "eve@acme.test", "correct horse");
        let tokens = talk.call(&home, "auth:signIn", up).await.unwrap()["tokens"].clone();
        let jwt = tokens["token"].as_str().unwrap();
        let eve = docent::domain::auth::caller(&talk.app, jwt, None, home.ip).await.unwrap();
        let id = eve.user_id().unwrap();
        let add = json!({"workspaceId": talk.acme, "userId": id, "role": AssignableRole::Agent});
        talk.call(&talk.ben, "workspaceMembers:add", add).await.unwrap();
        assert!(talk.log(json!({"actorId": id})).await.is_empty(), "it was no member yet");
        talk.clock.advance(1);
        talk.call(&home, "auth:signIn", password("signIn", "eve@acme.test", "correct horse")).await.unwrap();
        talk.clock.advance(1);
        talk.call(&eve, "auth:signOut", json!({})).await.unwrap();
        let own = talk.call(&eve, "auth:currentUser", json!({})).await.unwrap();
        assert_eq!(own, Value::Null);
        let rows = talk.log(json!({"actorId": id})).await;
        let seen: Vec<_> =
            rows.iter().map(|row| (row["action"].as_str().unwrap(), &row["ipAddress"])).collect();
        let ip = json!("192.0.2.9");
        assert_eq!(seen, [("auth.logout", &ip), ("auth.login", &ip)]);
        assert_eq!(rows[0]["resourceId"], json!(id));
    })
    .await;
}

#[tokio::test]
async fn failed_sign_ins_are_logged_without_the_password_and_not_without_end() {
    on_each(async |talk: Talk<'_>| {
        let up = password("signUp", "eve@acme.test", "correct horse");
        talk.call(NOBODY, "auth:signIn", up).await.unwrap();
        let eve = talk
            .call(NOBODY, "auth:signIn", password("signIn", "eve@acme.test", "correct horse"))
            .await
            .unwrap();
        let jwt = eve["tokens"]["token"].as_str().unwrap();
        let eve = docent::domain::auth::caller(&talk.app, jwt, None, None).await.unwrap().user_id().unwrap();
        let add = json!({"workspaceId": talk.acme, "userId": eve, "role": "agent"});
        talk.call(&talk.ben, "workspaceMembers:add", add).await.unwrap();
        let failed = json!({"workspaceId": talk.acme, "action": "auth.login.failed"});
        let news = Arc::new(Notify::new());
        let watching = talk.app.subscribe(&talk.ben, "auditLogs:list", failed, None, news).unwrap();
        let empty = watching.next(None).await;
        let attacker = Caller { ip: Some("198.51.100.1".parse().unwrap()), ..Caller::NOBODY };
        for flow in ["signIn", "signUp"] {
            let guess = password(flow, "eve@acme.test", "wrong horse");
            talk.call(&attacker, "auth:signIn", guess).await.unwrap_err();
        }
        talk.call(&attacker, "auth:signIn", password("signIn", "nobody@acme.test", "wrong horse"))
            .await
            .unwrap_err();
        // It is written beside the answer, which must not take longer for an account that exists.
        let mut seen = watching.next(Some(&empty)).await;
        while seen.value.as_ref().unwrap().get().matches("auth.login.failed").count() < 2 {
            seen = watching.next(Some(&seen)).await;
        }
        let rows = talk.log(json!({"action": "auth.login.failed"})).await;
        assert_eq!(rows.len(), 2);
        for row in &rows {
            assert!(row.get("actorId").is_none(), "nobody has proven to be Eve");
            assert_eq!((&row["resourceId"], &row["ipAddress"]), (&json!(eve), &json!("198.51.100.1")));
            assert_eq!(row["metadata"], json!({"reason": "wrongPassword"}));
            assert!(!row.to_string().contains("horse"));
        }
        // 38 more: eight are looked at, thirty refused at once, and of all twenty are written.
        for _ in 0..38 {
            talk.app.mutate(&attacker, steps::TakeAttempt { email: "eve@acme.test".into() }).await.unwrap();
        }
        let rows = talk.log(json!({"action": "auth.login.failed"})).await;
        assert_eq!(rows.len(), 20);
        assert!(rows.iter().any(|row| row["metadata"] == json!({"reason": "tooManyAttempts"})));
        talk.clock.advance(900_000);
        let guess = steps::Fail { user: eve };
        talk.app.mutate(&attacker, guess.clone()).await.unwrap();
        talk.app.mutate(&attacker, guess).await.unwrap();
        assert_eq!(
            talk.log(json!({"action": "auth.login.failed"})).await.len(),
            21,
            "one each quarter of an hour"
        );
    })
    .await;
}

#[tokio::test]
async fn a_stolen_refresh_token_is_logged() {
    on_each(async |talk: Talk<'_>| {
        let spent = steps::Rotate { refresh_token: talk.world.ben().refresh_token.clone() };
        let child = talk.app.mutate(NOBODY, spent.clone()).await.unwrap().value.unwrap();
        talk.app.mutate(NOBODY, steps::Rotate { refresh_token: child.refresh_token }).await.unwrap();
        talk.clock.advance(60_000);
        let thief = Caller { ip: Some("203.0.113.5".parse().unwrap()), ..Caller::NOBODY };
        assert!(talk.app.mutate(&thief, spent).await.unwrap().value.is_none());
        let ben = talk.ben_again().await;
        let args = json!({"workspaceId": talk.acme, "action": "auth.session.revoked"});
        let rows = talk.call(&ben, "auditLogs:list", args).await.unwrap();
        assert_eq!(rows[0]["metadata"], json!({"reason": "refreshTokenReused"}));
        assert_eq!((&rows[0]["ipAddress"], &rows[0]["actorType"]), (&json!("203.0.113.5"), &json!("api")));
    })
    .await;
}

#[tokio::test]
async fn an_act_that_is_refused_or_fails_is_not_logged() {
    on_each(async |talk: Talk<'_>| {
        let secret = json!({"workspaceId": talk.acme, "mode": "required"});
        talk.call(&talk.ben, "identityVerification:enable", secret).await.unwrap();
        let before = talk.log(json!({})).await;
        let acme = talk.acme;
        for (caller, name, args) in [
            (
                NOBODY,
                "widgetSessions:boot",
                json!({"workspaceId": acme, "sessionId": "x", "externalUserId": "eve"}),
            ),
            (
                &talk.vera,
                "workspaces:updateAllowedOrigins",
                json!({"workspaceId": acme, "allowedOrigins": []}),
            ),
            (&talk.ben, "messengerSettings:upsert", json!({"workspaceId": acme, "primaryColor": "red"})),
            (&talk.ben, "auditLogs:updateSettings", json!({"workspaceId": acme, "retentionDays": 31})),
            (
                &talk.ben,
                "auditLogs:logExport",
                json!({"workspaceId": acme, "exportType": " ", "recordCount": 1}),
            ),
            (
                &talk.cleo,
                "auditLogs:logExport",
                json!({"workspaceId": acme, "exportType": "x", "recordCount": 1}),
            ),
        ] {
            talk.call(caller, name, args).await.unwrap_err();
        }
        assert_eq!(talk.log(json!({})).await, before);
    })
    .await;
}

#[tokio::test]
async fn an_act_through_a_trusted_proxy_is_logged_with_the_clients_address() {
    on_each(async |talk: Talk<'_>| {
        let config = |proxies: &[&str]| Config {
            trusted_proxies: proxies.iter().map(|network| network.parse().unwrap()).collect(),
            ..Config::new(PUBLIC_URL, "the world's secret")
        };
        let seen = async |proxies: &[&str]| {
            talk.clock.advance(1);
            let node =
                App::with_all_rooms(config(proxies), talk.app.store().clone(), talk.clock.clone()).unwrap();
            let args = json!({"workspaceId": talk.acme, "exportType": "x", "recordCount": 1});
            let call = json!({"path": "auditLogs:logExport", "args": args, "format": "json"});
            let mut request = Request::post("/api/mutation")
                .header("authorization", format!("Bearer {}", talk.world.ben().jwt))
                .header("content-type", "application/json")
                .header("user-agent", "x".repeat(300))
                .header("x-forwarded-for", "6.6.6.6, 203.0.113.9")
                .body(Body::from(call.to_string()))
                .unwrap();
            request.extensions_mut().insert(ConnectInfo("10.1.2.3:4711".parse::<SocketAddr>().unwrap()));
            let answer = docent::app::router(node.clone()).oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK);
            let list = shared::audit_logs::List {
                workspace_id: talk.acme,
                action: Some("data.exported".into()),
                actor_id: None,
                resource_type: None,
                resource_id: None,
                start_time: None,
                end_time: None,
                limit: Some(1),
                cursor: None,
            };
            let row = node.query(&talk.ben, list).await.unwrap().remove(0);
            assert_eq!(row.user_agent.unwrap(), "x".repeat(255));
            row.ip_address.unwrap()
        };
        assert_eq!(seen(&["10.0.0.0/8"]).await, "203.0.113.9");
        assert_eq!(seen(&[]).await, "10.1.2.3", "anybody can write the header");
    })
    .await;
}
