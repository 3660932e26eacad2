//! `typing:*`: who writes, for how long, and who is told.

pub mod matrix;

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    watching::Watching,
};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::Code;

async fn set(talk: &Talk<'_>, caller: &Caller, change: Value) -> Result<Value, shared::Error> {
    talk.call(caller, "typing:set", merged(&json!({"isTyping": true}), &change)).await
}

async fn list(talk: &Talk<'_>, caller: &Caller, args: Value) -> Value {
    talk.call(caller, "typing:list", args).await.unwrap()
}

#[tokio::test]
async fn each_side_sees_the_other_writing_and_not_itself() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let as_ana = json!({"conversationId": c, "sessionToken": talk.ana.token});
        let as_ben = json!({"conversationId": c});
        set(&talk, NOBODY, as_ana.clone()).await.unwrap();
        set(&talk, &talk.ben, as_ben.clone()).await.unwrap();
        let until = talk.clock.now() + 6000;
        let ben = json!({"who": "agent", "id": talk.ben.user_id().unwrap(), "name": "Ben", "until": until});
        assert_eq!(list(&talk, NOBODY, as_ana.clone()).await, json!([ben]));
        let seen = list(&talk, &talk.ben, as_ben.clone()).await;
        assert_eq!((&seen[0]["who"], &seen[0]["id"]), (&json!("visitor"), &json!(talk.ana.id)));
        assert!(!seen[0]["name"].as_str().unwrap().is_empty());
        assert_eq!(seen.as_array().unwrap().len(), 1);
        assert_eq!(list(&talk, &talk.vera, as_ben).await.as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_visitor_never_sees_an_agents_email() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let nameless =
            talk.colleague("nora@acme.test", " ", shared::workspace_members::AssignableRole::Agent).await;
        set(&talk, &nameless.caller, json!({"conversationId": c})).await.unwrap();
        let as_ana = json!({"conversationId": c, "sessionToken": talk.ana.token});
        assert_eq!(list(&talk, NOBODY, as_ana.clone()).await[0]["name"], "Support");
        assert_eq!(list(&talk, &talk.ben, json!({"conversationId": c})).await[0]["name"], "nora@acme.test");
        let sent = crate::talk::by_agent(&c, "Hi");
        talk.call(&nameless.caller, "messages:send", sent).await.unwrap();
        let messages = talk.call(NOBODY, "messages:list", as_ana).await.unwrap();
        assert_eq!(messages[1]["senderName"], "Support");
        assert_eq!(talk.messages(&c).await[1]["senderName"], "nora@acme.test");
    })
    .await;
}

#[tokio::test]
async fn it_is_told_at_most_each_two_seconds_and_ends_after_six() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let as_ana = json!({"conversationId": c, "sessionToken": talk.ana.token});
        let mut watching = Watching::new(&talk, &talk.ben, "typing:list", json!({"conversationId": c})).await;
        assert_eq!(watching.value, json!([]));
        set(&talk, NOBODY, as_ana.clone()).await.unwrap();
        assert!(watching.was_woken());
        let begun = watching.again().await;
        assert_eq!(begun[0]["until"], talk.clock.now() + 6000);
        for _ in 0..3 {
            talk.clock.advance(500);
            set(&talk, NOBODY, as_ana.clone()).await.unwrap();
            assert!(!watching.was_woken());
            assert_eq!(watching.unasked().await, begun, "what nobody was told does not show");
        }
        talk.clock.advance(500);
        set(&talk, NOBODY, as_ana.clone()).await.unwrap();
        assert!(watching.was_woken());
        let later = watching.again().await;
        assert_eq!(later[0]["until"], talk.clock.now() + 6000);
        assert_eq!(watching.wake_at, later[0]["until"].as_i64());
        talk.clock.advance(6000);
        assert_eq!(watching.again().await, json!([]), "ended by itself");
        let tomorrow = talk.clock.now() + 86_400_000;
        assert!(watching.wake_at.is_none_or(|at| at > tomorrow), "what is left is the end of Ben's session");
    })
    .await;
}

#[tokio::test]
async fn stopping_and_sending_end_it_at_once() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let as_ana = json!({"conversationId": c, "sessionToken": talk.ana.token});
        let mut watching = Watching::new(&talk, &talk.ben, "typing:list", json!({"conversationId": c})).await;
        for ends_by_sending in [false, true] {
            talk.clock.advance(2000);
            set(&talk, NOBODY, as_ana.clone()).await.unwrap();
            assert_eq!(watching.again().await.as_array().unwrap().len(), 1);
            match ends_by_sending {
                false => {
                    drop(set(&talk, NOBODY, merged(&as_ana, &json!({"isTyping": false}))).await.unwrap())
                }
                true => drop(talk.ana_says(&c, "Hi").await),
            }
            assert!(watching.was_woken());
            assert_eq!(watching.again().await, json!([]));
        }
        set(&talk, NOBODY, merged(&as_ana, &json!({"isTyping": false}))).await.unwrap();
        assert!(!watching.was_woken(), "stopping again is no news");
    })
    .await;
}

#[tokio::test]
async fn another_conversation_hears_nothing_of_it() {
    on_each(async |talk: Talk<'_>| {
        let (c, other) = (talk.begun().await, talk.begun_by(&talk.dora).await);
        let mut watching =
            Watching::new(&talk, &talk.ben, "typing:list", json!({"conversationId": other})).await;
        set(&talk, NOBODY, json!({"conversationId": c, "sessionToken": talk.ana.token})).await.unwrap();
        assert!(!watching.was_woken());
        assert_eq!(watching.again().await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn only_those_of_the_conversation_say_or_see_it() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let as_ana = json!({"conversationId": c, "sessionToken": talk.ana.token});
        let with = |change: Value| merged(&as_ana, &change);
        refused(
            set(&talk, NOBODY, with(json!({"conversationId": NO_ROW}))).await,
            Code::NotFound,
            "Conversation not found",
        );
        let bad = with(json!({"sessionToken": "wst_x"}));
        refused(set(&talk, NOBODY, bad.clone()).await, Code::NotAuthenticated, "Invalid session token");
        refused(set(&talk, &talk.ben, bad.clone()).await, Code::NotAuthenticated, "Invalid session token");
        let empty = with(json!({"sessionToken": ""}));
        refused(set(&talk, NOBODY, empty.clone()).await, Code::NotAuthenticated, "Session token required");
        let dan = with(json!({"sessionToken": talk.dan.token}));
        refused(
            set(&talk, NOBODY, dan.clone()).await,
            Code::NotAuthorized,
            "Session token does not match workspace",
        );
        let dora = with(json!({"sessionToken": talk.dora.token}));
        refused(set(&talk, NOBODY, dora.clone()).await, Code::NotAuthorized, "Not authorized");
        let plain = json!({"conversationId": c});
        refused(set(&talk, NOBODY, plain.clone()).await, Code::NotAuthenticated, "Not authenticated");
        refused(
            set(&talk, &talk.cleo, plain.clone()).await,
            Code::NotWorkspaceMember,
            "Not a member of this workspace",
        );
        let lacking = "Permission denied: conversations.reply";
        refused(set(&talk, &talk.vera, plain.clone()).await, Code::PermissionDenied, lacking);
        set(&talk, NOBODY, as_ana.clone()).await.unwrap();
        set(&talk, &talk.ben, plain.clone()).await.unwrap();
        for args in [bad, empty, dan, dora, plain, json!({"conversationId": NO_ROW})] {
            assert_eq!(list(&talk, NOBODY, args.clone()).await, json!([]), "{args}");
            assert_eq!(list(&talk, &talk.cleo, args.clone()).await, json!([]), "{args}");
        }
        talk.expire_sessions();
        refused(set(&talk, NOBODY, as_ana).await, Code::SessionExpired, "Session expired");
        let good = json!({"conversationId": NO_ROW, "sessionToken": "x"});
        let wrong = [json!({"conversationId": "x"}), json!({"sessionToken": 1})];
        talk.refuses_arguments("typing:list", &good, &wrong).await;
        let good = merged(&good, &json!({"isTyping": true}));
        talk.refuses_arguments("typing:set", &good, &[json!({"isTyping": "yes"})]).await;
    })
    .await;
}

#[tokio::test]
async fn who_says_it_without_end_through_a_door_is_slowed_down() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let ana = Caller { ip: Some([192, 0, 2, 1].into()), ..Caller::NOBODY };
        let args = json!({"conversationId": c, "isTyping": true, "sessionToken": talk.ana.token});
        for _ in 0..100 {
            talk.call(&ana, "typing:set", args.clone()).await.unwrap();
        }
        talk.refuses(&ana, "typing:set", args.clone(), Code::RateLimited, "Too many requests").await;
        talk.clock.advance(500);
        talk.call(&ana, "typing:set", args).await.unwrap();
    })
    .await;
}
