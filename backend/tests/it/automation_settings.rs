//! `automationSettings:…`: who may call them is in the matrix.

pub mod matrix;

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each};
use serde_json::{Value, json};
use shared::Code;

fn usual(workspace: &Value) -> Value {
    json!({
        "workspaceId": workspace, "suggestArticlesEnabled": false, "showReplyTimeEnabled": false,
        "collectEmailEnabled": true, "askForRatingEnabled": false, "createdAt": 0, "updatedAt": 0,
    })
}

#[tokio::test]
async fn toggles_are_the_defaults_until_one_is_set_and_the_others_are_kept() {
    on_each(async |talk: Talk<'_>| {
        let args = json!({"workspaceId": talk.acme});
        let get = async || talk.call(&talk.vera, "automationSettings:get", args.clone()).await.unwrap();
        let public =
            async || talk.call(NOBODY, "automationSettings:getOrCreate", args.clone()).await.unwrap();
        assert_eq!((get().await, public().await), (Value::Null, usual(&json!(talk.acme))));
        let set = async |change: Value| {
            let args = merged(&args, &change);
            talk.call(&talk.ben, "automationSettings:upsert", args).await.unwrap()
        };
        let id = set(json!({"askForRatingEnabled": true})).await;
        let began = talk.clock.now();
        talk.clock.advance(1000);
        assert_eq!(set(json!({"collectEmailEnabled": false, "suggestArticlesEnabled": true})).await, id);
        assert_eq!(set(json!({"showReplyTimeEnabled": true, "suggestArticlesEnabled": false})).await, id);
        let shown = merged(
            &usual(&json!(talk.acme)),
            &json!({
                "_id": id, "_creationTime": began, "createdAt": began, "updatedAt": talk.clock.now(),
                "collectEmailEnabled": false, "askForRatingEnabled": true, "showReplyTimeEnabled": true,
            }),
        );
        assert_eq!((get().await, public().await), (shown.clone(), shown));
        let missing = json!({"workspaceId": NO_ROW});
        assert_eq!(
            talk.call(NOBODY, "automationSettings:getOrCreate", missing).await.unwrap(),
            usual(&json!(NO_ROW))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_set_different_toggles_at_once_both_have_their_way() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let names = ["suggestArticlesEnabled", "showReplyTimeEnabled", "askForRatingEnabled"];
        let sets = names.map(|name| {
            let args = json!({"workspaceId": talk.acme, name: true});
            talk.call(&talk.ben, "automationSettings:upsert", args)
        });
        let ids = futures_util::future::join_all(sets).await;
        assert!(ids.iter().all(|id| id.as_ref().unwrap() == ids[0].as_ref().unwrap()));
        let args = json!({"workspaceId": talk.acme});
        let shown = talk.call(NOBODY, "automationSettings:getOrCreate", args).await.unwrap();
        assert!(names.iter().all(|name| shown[name] == true), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_toggle_is_true_or_false_and_nothing_else() {
    on_each(async |talk: Talk<'_>| {
        for wrong in [json!("<script>alert(1)</script>"), json!(1), json!("true"), Value::Null] {
            let args = json!({"workspaceId": talk.acme, "askForRatingEnabled": wrong});
            let name = "automationSettings:upsert";
            talk.refuses(&talk.ben, name, args, Code::InvalidInput, "ArgumentValidationError").await;
        }
        let args = json!({"workspaceId": talk.acme});
        for name in ["automationSettings:get", "automationSettings:getOrCreate", "automationSettings:upsert"]
        {
            talk.is_strict_about(name, args.clone()).await;
        }
    })
    .await;
}
