//! `messages:list`.

use crate::talk::{NO_ROW, NOBODY, Talk, on_each};
use serde_json::{Value, json};

async fn listed(talk: &Talk<'_>, caller: &docent::core::Caller, args: Value) -> Vec<Value> {
    talk.call(caller, "messages:list", args).await.unwrap().as_array().unwrap().clone()
}

fn contents(messages: &[Value]) -> Vec<&str> {
    messages.iter().map(|message| message["content"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn messages_are_listed_oldest_first_to_both_sides() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "one").await;
        talk.ben_says(&c, "two").await;
        let by_ben = listed(&talk, &talk.ben, json!({"conversationId": c})).await;
        let by_ana =
            listed(&talk, NOBODY, json!({"conversationId": c, "sessionToken": talk.ana.token})).await;
        assert_eq!(by_ben, by_ana);
        assert!(by_ben[0]["content"].as_str().unwrap().contains("How can we help"));
        assert_eq!(contents(&by_ben[1..]), ["one", "two"]);
        assert_eq!(by_ben[2]["senderName"], "Ben");
        assert_eq!((by_ben[0].get("senderName"), by_ben[1].get("senderName")), (None, None));
        assert!(by_ben.iter().all(|message| message["attachments"] == json!([])));
        assert_eq!(by_ben[0]["senderId"], "system");
        let viewer = listed(&talk, &talk.vera, json!({"conversationId": c})).await;
        assert_eq!(viewer, by_ben);
    })
    .await;
}

#[tokio::test]
async fn a_window_holds_the_newest_messages_before_a_number() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        for n in 2..=6 {
            talk.ana_says(&c, &n.to_string()).await;
        }
        let window = async |limit: i64, before: Option<i64>| {
            let mut args = json!({"conversationId": c, "limit": limit});
            if let Some(before) = before {
                args["beforeSeq"] = before.into();
            }
            let messages = listed(&talk, &talk.ben, args).await;
            messages.iter().map(|message| message["seq"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(window(2, None).await, [5, 6]);
        assert_eq!(window(2, Some(5)).await, [3, 4]);
        assert_eq!(window(100, Some(3)).await, [1, 2]);
        assert_eq!(window(-1, None).await, [6], "at least one");
        assert_eq!(window(2, Some(1)).await, [0; 0]);
    })
    .await;
}

#[tokio::test]
async fn nobody_else_sees_a_message() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "secret").await;
        let nothing: [Value; 0] = [];
        for args in [
            json!({"conversationId": c}),
            json!({"conversationId": c, "visitorId": talk.ana.id}),
            json!({"conversationId": c, "sessionToken": ""}),
            json!({"conversationId": c, "sessionToken": "wst_bad", "visitorId": talk.ana.id}),
            json!({"conversationId": c, "sessionToken": talk.dora.token}),
            json!({"conversationId": c, "sessionToken": talk.dora.token, "visitorId": talk.ana.id}),
            json!({"conversationId": c, "sessionToken": talk.dan.token}),
            json!({"conversationId": NO_ROW, "sessionToken": talk.ana.token}),
        ] {
            assert_eq!(listed(&talk, NOBODY, args.clone()).await, nothing, "{args}");
            assert_eq!(listed(&talk, &talk.cleo, args.clone()).await, nothing, "{args}");
        }
        let with_bad_token = json!({"conversationId": c, "sessionToken": "wst_bad"});
        assert_eq!(listed(&talk, &talk.ben, with_bad_token).await.len(), 2, "a bad token counts as none");
        talk.expire_sessions();
        assert_eq!(
            listed(&talk, NOBODY, json!({"conversationId": c, "sessionToken": talk.ana.token})).await,
            nothing
        );
    })
    .await;
}

#[tokio::test]
async fn list_refuses_wrong_arguments() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({
            "conversationId": NO_ROW, "visitorId": NO_ROW, "sessionToken": "x", "limit": 5, "beforeSeq": 5.0,
        });
        assert_eq!(listed(&talk, NOBODY, good.clone()).await.len(), 0);
        let wrong = [
            json!({"conversationId": "x"}),
            json!({"limit": "5"}),
            json!({"beforeSeq": 1.5}),
            json!({"visitorId": ""}),
        ];
        talk.refuses_arguments("messages:list", &good, &wrong).await;
    })
    .await;
}
