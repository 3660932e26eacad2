//! `conversations:createForVisitor`, `:getOrCreateForVisitor`, `:listByVisitor` and `:getTotalUnreadForVisitor`.

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use docent::core::Caller;
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::Code;
use std::collections::BTreeSet;

fn of(visitor: &Visitor) -> Value {
    json!({"workspaceId": visitor.workspace, "sessionToken": visitor.token})
}

#[tokio::test]
async fn a_new_conversation_greets_and_has_nothing_unread() {
    on_each(async |talk: Talk<'_>| {
        let row = talk.call(NOBODY, "conversations:createForVisitor", of(&talk.ana)).await.unwrap();
        let now = json!(talk.clock.now());
        for key in ["createdAt", "updatedAt", "lastMessageAt", "_creationTime"] {
            assert_eq!(row[key], now, "{key}");
        }
        assert_eq!((&row["status"], &row["aiWorkflowState"]), (&json!("open"), &json!("none")));
        assert_eq!((&row["unreadByVisitor"], &row["unreadByAgent"]), (&json!(0), &json!(0)));
        assert_eq!((&row["visitorId"], &row["channel"]), (&json!(talk.ana.id), &json!("chat")));
        let id = row["_id"].as_str().unwrap();
        assert_eq!(talk.row(id).await, row);
        let messages = talk.messages(id).await;
        assert_eq!(messages.len(), 1);
        assert!(messages[0]["content"].as_str().unwrap().contains("How can we help"));
        assert_eq!((&messages[0]["senderType"], &messages[0]["createdAt"]), (&json!("bot"), &now));
        let another = talk.call(NOBODY, "conversations:createForVisitor", of(&talk.ana)).await.unwrap();
        assert_ne!(another["_id"], row["_id"], "always a new one");
    })
    .await;
}

#[tokio::test]
async fn get_or_create_finds_the_oldest_open_conversation() {
    on_each(async |talk: Talk<'_>| {
        let name = "conversations:getOrCreateForVisitor";
        let get = async || {
            talk.call(NOBODY, name, of(&talk.ana)).await.unwrap()["_id"].as_str().unwrap().to_owned()
        };
        let oldest = get().await;
        talk.clock.advance(1000);
        let younger = talk.begun().await;
        talk.ana_says(&younger, "Hi").await;
        assert_eq!(get().await, oldest);
        for (id, status) in [(&oldest, "closed"), (&younger, "snoozed")] {
            let args = json!({"id": id, "status": status});
            talk.call(&talk.ben, "conversations:updateStatus", args).await.unwrap();
        }
        let fresh = get().await;
        assert!(fresh != oldest && fresh != younger);
        assert_eq!(talk.messages(&fresh).await.len(), 1, "with its greeting");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn get_or_create_raced_makes_one_conversation() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let name = "conversations:getOrCreateForVisitor";
        let answers = join_all((0..16).map(|_| talk.call(NOBODY, name, of(&talk.ana)))).await;
        let ids: BTreeSet<String> = answers.into_iter().map(|row| row.unwrap()["_id"].to_string()).collect();
        assert_eq!(ids.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_visitor_lists_its_own_conversations_latest_first() {
    on_each(async |talk: Talk<'_>| {
        let (first, second) = (talk.begun().await, talk.begun_by(&talk.ana).await);
        talk.begun_by(&talk.dora).await;
        talk.clock.advance(1000);
        talk.ben_says(&second, "Hello").await;
        talk.clock.advance(1000);
        talk.ana_says(&first, "Newest").await;
        let list = async |change: Value| {
            talk.call(NOBODY, "conversations:listByVisitor", merged(&of(&talk.ana), &change)).await.unwrap()
        };
        let rows = list(json!({"visitorId": talk.dora.id})).await;
        let rows = rows.as_array().unwrap();
        assert_eq!(
            rows.iter().map(|row| row["_id"].as_str().unwrap()).collect::<Vec<_>>(),
            [&first, &second]
        );
        assert_eq!(rows[0]["lastMessage"]["content"], "Newest");
        assert_eq!(rows[1]["lastMessage"]["content"], "Hello");
        assert_eq!(list(json!({"limit": 1})).await.as_array().unwrap().len(), 1);
        assert_eq!(list(json!({"limit": 0})).await.as_array().unwrap().len(), 1, "at least one");
    })
    .await;
}

#[tokio::test]
async fn the_total_of_unread_messages_is_the_sum_over_the_visitors_conversations() {
    on_each(async |talk: Talk<'_>| {
        let total = async |visitor: &Visitor| {
            talk.call(NOBODY, "conversations:getTotalUnreadForVisitor", of(visitor)).await.unwrap()
        };
        assert_eq!(total(&talk.ana).await, 0);
        let (first, second) = (talk.begun().await, talk.begun().await);
        talk.ben_says(&first, "one").await;
        talk.ben_says(&second, "two").await;
        talk.ben_says(&second, "three").await;
        assert_eq!(total(&talk.ana).await, 3);
        assert_eq!(total(&talk.dora).await, 0);
        let read = json!({"id": second, "readerType": "visitor", "sessionToken": talk.ana.token});
        talk.call(NOBODY, "conversations:markAsRead", read).await.unwrap();
        assert_eq!(total(&talk.ana).await, 1);
    })
    .await;
}

#[tokio::test]
async fn lists_answer_nothing_without_a_token_or_workspace() {
    on_each(async |talk: Talk<'_>| {
        talk.begun().await;
        for args in [json!({}), json!({"workspaceId": talk.acme}), json!({"sessionToken": talk.ana.token})] {
            for (name, nothing) in [
                ("conversations:listByVisitor", json!([])),
                ("conversations:getTotalUnreadForVisitor", json!(0)),
            ] {
                assert_eq!(talk.call(NOBODY, name, args.clone()).await.unwrap(), nothing, "{name} {args}");
                let of_ana = merged(&args, &json!({"visitorId": talk.ana.id}));
                assert_eq!(talk.call(NOBODY, name, of_ana).await.unwrap(), nothing, "{name} {args}");
            }
        }
    })
    .await;
}

const ALL: [&str; 4] = [
    "conversations:createForVisitor",
    "conversations:getOrCreateForVisitor",
    "conversations:listByVisitor",
    "conversations:getTotalUnreadForVisitor",
];

#[tokio::test]
async fn a_bad_token_is_refused_everywhere() {
    on_each(async |talk: Talk<'_>| {
        for name in ALL {
            let call = async |change: Value| talk.call(NOBODY, name, merged(&of(&talk.ana), &change)).await;
            let required = "Session token required";
            refused(call(json!({"sessionToken": ""})).await, Code::NotAuthenticated, required);
            refused(
                call(json!({"sessionToken": "wst_x"})).await,
                Code::NotAuthenticated,
                "Invalid session token",
            );
            let foreign = "Session token does not match workspace";
            refused(call(json!({"sessionToken": talk.dan.token})).await, Code::NotAuthorized, foreign);
            refused(call(json!({"workspaceId": NO_ROW})).await, Code::NotAuthorized, foreign);
        }
        talk.expire_sessions();
        for name in ALL {
            refused(talk.call(NOBODY, name, of(&talk.ana)).await, Code::SessionExpired, "Session expired");
        }
    })
    .await;
}

#[tokio::test]
async fn wrong_arguments_are_refused_first() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({"workspaceId": NO_ROW, "visitorId": NO_ROW, "sessionToken": "x"});
        let wrong = [json!({"workspaceId": "x"}), json!({"visitorId": 1}), json!({"sessionToken": 1})];
        for name in ALL {
            talk.refuses_arguments(name, &good, &wrong).await;
        }
        for name in &ALL[..2] {
            let error = talk.call(NOBODY, name, json!({"sessionToken": "x"})).await.unwrap_err();
            assert!(error.message.contains("ArgumentValidationError"), "{error}");
            // Starting a conversation needs a token, where asking for some may go without.
            let error = talk.call(NOBODY, name, json!({"workspaceId": talk.acme})).await.unwrap_err();
            assert!(error.message.contains("missing field `sessionToken`"), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_begins_conversations_without_end_through_a_door_is_slowed_down() {
    on_each(async |talk: Talk<'_>| {
        let ana = Caller { ip: Some([192, 0, 2, 1].into()), ..Caller::NOBODY };
        for n in 0..100 {
            let name = ALL[n % 2];
            talk.call(&ana, name, of(&talk.ana)).await.unwrap();
        }
        for name in &ALL[..2] {
            talk.refuses(&ana, name, of(&talk.ana), Code::RateLimited, "Too many requests").await;
        }
        talk.call(&ana, ALL[0], of(&talk.dora)).await.unwrap();
    })
    .await;
}
