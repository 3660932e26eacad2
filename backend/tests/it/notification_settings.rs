//! `notificationSettings:…`: who may call them is in the matrix.

pub mod matrix;

use crate::talk::{NO_ROW, Talk, merged, on_each};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::Code;

fn wanted(email: Value, push: Value) -> Value {
    json!({"newVisitorMessageEmail": email, "newVisitorMessagePush": push})
}

impl Talk<'_> {
    async fn notifications(&self, who: &Caller, name: &str, more: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme}), &more);
        self.call(who, name, args).await.unwrap()
    }

    async fn wishes(&self, who: &Caller) -> Value {
        self.notifications(who, "notificationSettings:getMyPreferences", json!({})).await
    }
}

#[tokio::test]
async fn a_member_gets_what_its_workspace_says_until_it_wishes_otherwise() {
    on_each(async |talk: Talk<'_>| {
        let (on, off, none) = (json!(true), json!(false), Value::Null);
        let told =
            |defaults: (&Value, &Value), own: (&Value, &Value), gets: (&Value, &Value), muted: bool| {
                let of = |(email, push): (&Value, &Value)| wanted(email.clone(), push.clone());
                json!({"defaults": of(defaults), "overrides": of(own), "effective": of(gets), "muted": muted, "canMail": false})
            };
        assert_eq!(talk.wishes(&talk.vera).await, told((&on, &on), (&none, &none), (&on, &on), false));
        let name = "notificationSettings:updateMyPreferences";
        let id = talk.notifications(&talk.vera, name, json!({"newVisitorMessagePush": false})).await;
        assert_eq!(talk.wishes(&talk.vera).await, told((&on, &on), (&none, &off), (&on, &off), false));
        let name_of_defaults = "notificationSettings:updateWorkspaceDefaults";
        let defaults =
            talk.notifications(&talk.ben, name_of_defaults, json!({"newVisitorMessageEmail": false})).await;
        assert_eq!(talk.wishes(&talk.vera).await, told((&off, &on), (&none, &off), (&off, &off), false));
        assert_eq!(
            talk.wishes(&talk.ben).await,
            told((&off, &on), (&none, &none), (&off, &on), false),
            "each its own"
        );
        let both = json!({"newVisitorMessageEmail": true, "newVisitorMessagePush": true, "muted": true});
        assert_eq!(talk.notifications(&talk.vera, name, both).await, id);
        assert_eq!(
            talk.wishes(&talk.vera).await,
            told((&off, &on), (&on, &on), (&on, &off), true),
            "muting stops pushes"
        );
        assert_eq!(talk.notifications(&talk.vera, name, json!({"newVisitorMessageEmail": null})).await, id);
        assert_eq!(talk.wishes(&talk.vera).await, told((&off, &on), (&none, &on), (&off, &off), true));
        talk.notifications(&talk.vera, name, json!({"muted": false})).await;
        assert_eq!(talk.wishes(&talk.vera).await, told((&off, &on), (&none, &on), (&off, &on), false));
        let again =
            talk.notifications(&talk.ben, name_of_defaults, json!({"newVisitorMessagePush": false})).await;
        assert_eq!(again, defaults);
        let shown =
            talk.notifications(&talk.ben, "notificationSettings:getWorkspaceDefaults", json!({})).await;
        assert_eq!(shown, wanted(off.clone(), off));
        let elsewhere = json!({"workspaceId": talk.globex});
        let theirs =
            talk.call(&talk.cleo, "notificationSettings:getWorkspaceDefaults", elsewhere).await.unwrap();
        assert_eq!(theirs, wanted(on.clone(), on));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_wishes_at_once_are_both_kept() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let name = "notificationSettings:updateMyPreferences";
        let wishes = [
            json!({"newVisitorMessageEmail": false}),
            json!({"newVisitorMessagePush": false}),
            json!({"muted": true}),
        ];
        let ids = wishes.map(|wish| talk.notifications(&talk.vera, name, wish));
        let ids = futures_util::future::join_all(ids).await;
        assert!(ids.iter().all(|id| *id == ids[0]));
        let kept = talk.wishes(&talk.vera).await;
        assert_eq!((&kept["overrides"], &kept["muted"]), (&wanted(json!(false), json!(false)), &json!(true)));
    })
    .await;
}

#[tokio::test]
async fn a_wish_is_true_or_false_and_nobody_wishes_for_a_workspace_that_is_not_its_own() {
    on_each(async |talk: Talk<'_>| {
        let name = "notificationSettings:updateMyPreferences";
        for wrong in [json!("<script>"), json!(0), json!([])] {
            let args = json!({"workspaceId": talk.acme, "muted": wrong});
            talk.refuses(&talk.ben, name, args, Code::InvalidInput, "ArgumentValidationError").await;
        }
        let missing = json!({"workspaceId": NO_ROW, "muted": true});
        talk.refuses(&talk.ben, name, missing, Code::NotWorkspaceMember, "Not a member of this workspace")
            .await;
        let args = json!({"workspaceId": talk.acme});
        for name in [
            "notificationSettings:getMyPreferences",
            "notificationSettings:getWorkspaceDefaults",
            "notificationSettings:updateWorkspaceDefaults",
        ] {
            talk.is_strict_about(name, args.clone()).await;
        }
        talk.is_strict_about(name, merged(&args, &json!({"muted": true}))).await;
    })
    .await;
}
