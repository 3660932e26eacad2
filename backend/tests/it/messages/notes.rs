//! Notes: what the team writes for itself in a conversation.

use crate::talk::{NOBODY, Talk, by_agent, by_visitor, merged, on_each, refused};
use serde_json::{Value, json};
use shared::Code;

const SECRET: &str = "she is **angry**, offer a refund";

fn note(conversation: &str) -> Value {
    merged(&by_agent(conversation, SECRET), &json!({"kind": "note"}))
}

#[tokio::test]
async fn a_note_never_leaves_the_team() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "Where is my order?").await;
        talk.clock.advance(1000);
        talk.call(&talk.ben, "messages:send", note(&c)).await.unwrap();
        let own = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token});
        let of_one = json!({"conversationId": c, "sessionToken": talk.ana.token});
        for (name, args) in [
            ("messages:list", of_one),
            ("conversations:listByVisitor", own.clone()),
            ("conversations:get", json!({"id": c, "sessionToken": talk.ana.token})),
        ] {
            let seen = talk.call(NOBODY, name, args).await.unwrap().to_string();
            assert!(!seen.contains("angry"), "{name}: {seen}");
        }
        let unread = talk.call(NOBODY, "conversations:getTotalUnreadForVisitor", own).await.unwrap();
        assert_eq!(unread, json!(0));
        for reader in [&talk.ben, &talk.vera] {
            let args = json!({"conversationId": c});
            let listed = talk.call(reader, "messages:list", args).await.unwrap();
            let last = listed.as_array().unwrap().last().unwrap();
            assert_eq!((&last["kind"], &last["content"]), (&json!("note"), &json!(SECRET)));
            assert_eq!((&last["senderName"], &last["seq"]), (&json!("Ben"), &json!(3)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_note_is_no_response_and_leaves_the_conversation_where_it_is() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.ana_says(&c, "Hello?").await;
        let before = talk.row(&c).await;
        talk.clock.advance(5000);
        talk.call(&talk.ben, "messages:send", note(&c)).await.unwrap();
        let after = talk.row(&c).await;
        for key in ["lastMessageAt", "unreadByAgent", "unreadByVisitor", "status", "firstResponseAt"] {
            assert_eq!(after.get(key), before.get(key), "{key}");
        }
        let newest = talk.messages(&c).await.pop().unwrap();
        assert_eq!(newest["createdAt"], talk.clock.now());
        let page = talk.call(&talk.ben, "conversations:listForInbox", json!({"workspaceId": talk.acme}));
        assert_eq!(page.await.unwrap()["conversations"][0]["lastMessage"]["content"], "Hello?");
    })
    .await;
}

#[tokio::test]
async fn notes_are_written_by_those_who_may_reply_and_by_no_visitor() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let by_ana = merged(&by_visitor(&talk.ana, &c, "psst"), &json!({"kind": "note"}));
        refused(
            talk.call(NOBODY, "messages:send", by_ana).await,
            Code::NotAuthorized,
            "Only the team can write notes",
        );
        assert!(talk.call(&talk.vera, "messages:send", note(&c)).await.is_err());
        assert!(talk.call(&talk.cleo, "messages:send", note(&c)).await.is_err());
        let system = merged(&by_agent(&c, "Ana left"), &json!({"kind": "system"}));
        let error = talk.call(&talk.ben, "messages:send", system).await.unwrap_err();
        assert_eq!(error.code, Code::InvalidInput);
        assert_eq!(talk.messages(&c).await.len(), 1, "only the greeting");
    })
    .await;
}

#[tokio::test]
async fn a_note_and_a_message_never_share_a_key() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let keyed = |args: Value| merged(&args, &json!({"clientMessageId": "k1"}));
        let first = talk.call(&talk.ben, "messages:send", keyed(note(&c))).await.unwrap();
        assert_eq!(talk.call(&talk.ben, "messages:send", keyed(note(&c))).await.unwrap(), first);
        let public = talk.call(&talk.ben, "messages:send", keyed(by_agent(&c, SECRET))).await;
        assert_eq!(public.unwrap_err().code, Code::AlreadyExists);
    })
    .await;
}
