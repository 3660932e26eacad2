//! `identityVerification:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    talk::{NO_ROW, NOBODY, Talk, by_visitor, merged, on_each, refused},
    world::{Visitor, hash_under},
};
use docent::{core::Caller, jobs};
use serde_json::{Value, json};
use shared::{Code, workspace_members::AssignableRole};

const HOUR: i64 = 3_600_000;
const REQUIRED: &str = "Identity verification failed: userHash is required";

impl Talk<'_> {
    async fn verification(&self, name: &str, more: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &more);
        self.call(&self.ben, name, args).await.unwrap()
    }

    /// The secret that Acme's owner is given.
    async fn secret(&self, mode: &str) -> String {
        let enabled = self.verification("identityVerification:enable", json!({"mode": mode})).await;
        enabled["secret"].as_str().unwrap().to_owned()
    }

    async fn boots(&self, device: &str, more: Value) -> Result<Value, shared::Error> {
        let args = merged(&json!({"workspaceId": self.acme, "sessionId": device}), &more);
        self.call(NOBODY, "widgetSessions:boot", args).await
    }

    async fn is_accepted(&self, secret: &str) -> bool {
        let args = json!({"externalUserId": "eve", "userHash": hash_under(secret, "eve")});
        let booted = self.boots("eve's phone", args).await;
        booted.is_ok_and(|booted| booted["visitor"]["identityVerified"] == true)
    }
}

#[tokio::test]
async fn enabling_makes_a_secret_once_and_only_who_may_change_security_sees_it() {
    on_each(async |talk: Talk<'_>| {
        let settings = async || talk.verification("identityVerification:getSettings", json!({})).await;
        assert_eq!(settings().await, json!({"enabled": false, "mode": "optional", "hasSecret": false}));
        assert_eq!(talk.verification("identityVerification:getSecret", json!({})).await, Value::Null);
        let first = talk.verification("identityVerification:enable", json!({"mode": "required"})).await;
        let secret = first["secret"].as_str().unwrap().to_owned();
        assert!(
            secret.len() == 64 && secret.chars().all(|letter| letter.is_ascii_alphanumeric()),
            "{secret}"
        );
        let told = json!({"success": true, "secret": secret, "isNewSecret": true, "mode": "required"});
        assert_eq!(first, told);
        assert_eq!(settings().await, json!({"enabled": true, "mode": "required", "hasSecret": true}));
        // The seed's client gives no confirmation.
        talk.verification("identityVerification:disable", json!({})).await;
        talk.verification("identityVerification:disable", json!({"confirmDisable": true})).await;
        assert_eq!(settings().await, json!({"enabled": false, "mode": "required", "hasSecret": true}));
        let again = talk.verification("identityVerification:enable", json!({})).await;
        assert_eq!(
            again,
            json!({"success": true, "isNewSecret": false, "mode": "optional"}),
            "and the mode is reset"
        );
        assert_eq!(
            talk.verification("identityVerification:getSecret", json!({})).await,
            json!({"secret": secret})
        );
        assert_eq!(
            talk.call(NOBODY, "identityVerification:isRequired", json!({"workspaceId": NO_ROW}))
                .await
                .unwrap(),
            json!({"enabled": false, "required": false})
        );
    })
    .await;
}

#[tokio::test]
async fn the_secret_is_in_no_other_answer() {
    on_each(async |talk: Talk<'_>| {
        let secret = talk.secret("optional").await;
        let rotated = talk.verification("identityVerification:rotateSecret", json!({})).await["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        let acme = json!(talk.acme);
        for (name, args) in [
            ("workspaces:get", json!({"id": acme})),
            ("workspaces:getByName", json!({"name": "Acme"})),
            ("workspaces:getOrCreateDefault", json!({})),
            ("workspaces:getPublicWorkspaceContext", json!({"workspaceId": acme})),
            ("auth:currentUser", json!({})),
            ("auth:getUserWorkspaces", json!({})),
            ("workspaceMembers:listByUser", json!({})),
            ("identityVerification:getSettings", json!({"workspaceId": acme})),
            ("identityVerification:enable", json!({"workspaceId": acme})),
            ("identityVerification:updateMode", json!({"workspaceId": acme, "mode": "optional"})),
        ] {
            let answer = talk.call(&talk.ben, name, args).await.unwrap().to_string();
            assert!(!answer.contains(&secret) && !answer.contains(&rotated), "{name}: {answer}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_rotated_secret_is_good_for_a_day_more_and_then_deleted() {
    on_each(async |talk: Talk<'_>| {
        let first = talk.secret("required").await;
        assert!(talk.is_accepted(&first).await);
        let second = talk.verification("identityVerification:rotateSecret", json!({})).await["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_ne!(first, second);
        let until = talk.clock.now() + 24 * HOUR;
        assert_eq!(
            talk.verification("identityVerification:getSettings", json!({})).await["previousSecretUntil"],
            until
        );
        talk.clock.advance(24 * HOUR - 1);
        assert_eq!(jobs::clean(&talk.app).await.unwrap(), 0, "nothing is due");
        assert!(talk.is_accepted(&first).await && talk.is_accepted(&second).await);
        talk.clock.advance(1);
        assert!(!talk.is_accepted(&first).await && talk.is_accepted(&second).await);
        assert!(
            talk.verification("identityVerification:getSettings", json!({}))
                .await
                .get("previousSecretUntil")
                .is_none()
        );
        assert_eq!(kept(&talk).await, (Some(first.clone()), Some(until)), "until the cleaner comes");
        assert!(jobs::clean(&talk.app).await.unwrap() >= 1);
        assert_eq!(kept(&talk).await, (None, None));
        // Rotating twice ends the overlap of the older one.
        let third = talk.verification("identityVerification:rotateSecret", json!({})).await["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        let fourth = talk.verification("identityVerification:rotateSecret", json!({})).await["secret"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(!talk.is_accepted(&second).await);
        assert!(talk.is_accepted(&third).await && talk.is_accepted(&fourth).await);
    })
    .await;
}

/// What the store has of a secret before this one.
async fn kept(talk: &Talk<'_>) -> (Option<String>, Option<i64>) {
    let mut tx = talk.app.store().snapshot().await.unwrap();
    tx.query("SELECT identity_secret_previous, identity_secret_previous_until FROM workspaces WHERE id = $1")
        .bind(talk.acme)
        .fetch_one()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_enable_at_once_one_is_told_the_secret_that_is_kept() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let tries = (0..8).map(|_| talk.verification("identityVerification:enable", json!({})));
        let answers = futures_util::future::join_all(tries).await;
        let told: Vec<_> = answers.iter().filter_map(|answer| answer.get("secret")).collect();
        assert_eq!(told.len(), 1, "{answers:?}");
        assert_eq!(talk.verification("identityVerification:getSecret", json!({})).await["secret"], *told[0]);
    })
    .await;
}

#[tokio::test]
async fn where_proof_is_required_who_only_claims_an_id_writes_nothing() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let claim = json!({"sessionToken": talk.ana.token, "externalUserId": "ana"});
        talk.call(NOBODY, "visitors:identify", claim).await.unwrap();
        talk.ana_says(&c, "I say that I am Ana").await;
        let secret = talk.secret("required").await;
        let theirs = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token});
        let form = json!({"subject": "Help"});
        for (name, args) in [
            ("messages:send", by_visitor(&talk.ana, &c, "And I still do")),
            ("conversations:createForVisitor", theirs.clone()),
            ("conversations:getOrCreateForVisitor", theirs.clone()),
            ("tickets:create", merged(&theirs, &form)),
            ("typing:set", json!({"conversationId": c, "sessionToken": talk.ana.token, "isTyping": true})),
            ("conversations:markAsRead",
                json!({"id": c, "readerType": "visitor", "sessionToken": talk.ana.token})),
            ("visitors:updateLocation",
                json!({"visitorId": talk.ana.id, "sessionToken": talk.ana.token, "location": {"city": "Lyon"}})),
        ] {
            refused(talk.call(NOBODY, name, args).await, Code::NotAuthorized, REQUIRED);
        }
        assert_eq!(talk.messages(&c).await.len(), 2, "the greeting and what was said before");
        talk.clock.advance(3 * 60_000);
        talk.call(NOBODY, "visitors:heartbeat", json!({"sessionToken": talk.ana.token})).await.unwrap();
        let online = json!({"visitorId": talk.ana.id});
        assert_eq!(talk.call(NOBODY, "visitors:isOnline", online).await.unwrap(), false);
        // What it has it still reads, who claims nothing writes, and proof opens the way.
        assert_eq!(talk.call(NOBODY, "conversations:listByVisitor", theirs).await.unwrap()[0]["_id"], c.as_str());
        talk.begun_by(&talk.dora).await;
        talk.begun_by(&talk.dan).await;
        let proof = json!({
            "sessionToken": talk.ana.token, "externalUserId": "ana", "userHash": hash_under(&secret, "ana"),
        });
        talk.call(NOBODY, "visitors:identify", proof).await.unwrap();
        talk.ana_says(&c, "Now you know").await;
        // Optional again: a claim is enough.
        talk.verification("identityVerification:updateMode", json!({"mode": "optional"})).await;
        let claim = json!({"sessionToken": talk.dora.token, "externalUserId": "dora"});
        talk.call(NOBODY, "visitors:identify", claim).await.unwrap();
        talk.begun_by(&talk.dora).await;
    })
    .await;
}

#[tokio::test]
async fn a_device_that_only_claimed_an_id_is_anonymous_once_proof_is_required() {
    on_each(async |talk: Talk<'_>| {
        let claimed = talk.boots("phone", json!({"externalUserId": "vic"})).await.unwrap();
        assert_eq!(claimed["visitor"]["externalUserId"], "vic");
        let secret = talk.secret("required").await;
        let proven =
            talk.boots("laptop", json!({"externalUserId": "vic", "userHash": hash_under(&secret, "vic")}));
        assert_eq!(proven.await.unwrap()["visitor"]["externalUserId"], "vic");
        let anonymous = talk.boots("phone", json!({})).await.unwrap();
        assert_eq!(anonymous["visitor"]["_id"], claimed["visitor"]["_id"]);
        assert!(anonymous["visitor"].get("externalUserId").is_none(), "{anonymous}");
        let own = json!({"workspaceId": talk.acme, "sessionToken": anonymous["sessionToken"]});
        talk.call(NOBODY, "conversations:createForVisitor", own).await.unwrap();
        // Who was proven stays so, whatever it boots with.
        let other = talk.boots("laptop", json!({})).await.unwrap();
        assert_ne!(other["visitor"]["_id"], claimed["visitor"]["_id"]);
    })
    .await;
}

#[tokio::test]
async fn a_visitors_status_is_its_own_and_the_teams() {
    on_each(async |talk: Talk<'_>| {
        let name = "identityVerification:getVisitorStatus";
        let args = json!({"visitorId": talk.ana.id});
        let own = |visitor: &Visitor| merged(&args, &json!({"sessionToken": visitor.token}));
        let plain = json!({"verified": false});
        assert_eq!(talk.call(NOBODY, name, own(&talk.ana)).await.unwrap(), plain);
        let words = "Not authorized to access visitor verification status";
        refused(talk.call(NOBODY, name, own(&talk.dora)).await, Code::NotAuthorized, words);
        let words = "Session token does not match workspace";
        refused(talk.call(NOBODY, name, own(&talk.dan)).await, Code::NotAuthorized, words);
        let secret = talk.secret("optional").await;
        let proof = json!({
            "sessionToken": talk.ana.token, "externalUserId": "<img src=x onerror=alert(1)>'; --",
            "userHash": hash_under(&secret, "<img src=x onerror=alert(1)>'; --").to_uppercase(),
        });
        talk.call(NOBODY, "visitors:identify", proof).await.unwrap();
        let shown = json!({"verified": true, "verifiedAt": talk.clock.now()});
        assert_eq!(talk.call(&talk.vera, name, args.clone()).await.unwrap(), shown);
        let missing = json!({"visitorId": NO_ROW});
        assert_eq!(talk.call(&talk.ben, name, missing).await.unwrap(), Value::Null);
        talk.is_strict_about(name, own(&talk.ana)).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_not_enabled_is_neither_rotated_nor_given_a_mode_and_a_false_confirmation_counts() {
    on_each(async |talk: Talk<'_>| {
        let with = |more: Value| merged(&json!({"workspaceId": talk.acme}), &more);
        let refuse = async |name: &str, args: Value, words: &str| {
            refused(talk.call(&talk.ben, name, args).await, Code::InvalidInput, words);
        };
        refuse(
            "identityVerification:rotateSecret",
            with(json!({})),
            "Identity verification must be enabled to rotate secret",
        )
        .await;
        let words = "Identity verification must be enabled first";
        refuse("identityVerification:updateMode", with(json!({"mode": "required"})), words).await;
        talk.secret("required").await;
        let words = "Confirmation required to disable identity verification";
        refuse("identityVerification:disable", with(json!({"confirmDisable": false})), words).await;
        let asked =
            async || talk.call(NOBODY, "identityVerification:isRequired", with(json!({}))).await.unwrap();
        assert_eq!(asked().await, json!({"enabled": true, "required": true}));
        for (name, more) in [
            ("identityVerification:enable", json!({"mode": "optional"})),
            ("identityVerification:disable", json!({"confirmDisable": true})),
            ("identityVerification:rotateSecret", json!({})),
            ("identityVerification:updateMode", json!({"mode": "required"})),
            ("identityVerification:getSettings", json!({})),
            ("identityVerification:getSecret", json!({})),
            ("identityVerification:isRequired", json!({})),
        ] {
            talk.is_strict_about(name, with(more)).await;
        }
        let ada: Caller = talk.colleague("ada@acme.test", "Ada", AssignableRole::Admin).await.caller;
        let nobody = talk
            .call(&ada, "identityVerification:getSecret", with(json!({"workspaceId": talk.globex})))
            .await;
        assert_eq!(nobody.unwrap_err().code, Code::NotWorkspaceMember);
    })
    .await;
}
