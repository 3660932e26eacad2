//! A clock that jumps back, as one does that was wrong and is set.

use crate::talk::{NOBODY, Talk, by_visitor, on_each};
use docent::domain::auth;
use serde_json::json;
use std::{sync::Arc, time::Duration};
use tokio::{sync::Notify, time::timeout};

const HOUR: i64 = 3_600_000;

#[tokio::test]
async fn after_a_jump_back_messages_keep_their_order_readers_are_shown_them_and_nobody_is_locked_out() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let (other, own) = (talk.begun_by(&talk.dora).await, talk.world.ben().jwt.clone());
        talk.clock.advance(1);
        talk.ana_says(&c, "one").await;
        let args = json!({"conversationId": c});
        let watching =
            talk.app.subscribe(&talk.ben, "messages:list", args, None, Arc::new(Notify::new())).unwrap();
        let before = watching.next(None).await;

        talk.clock.advance(-HOUR);
        talk.ana_says(&c, "two").await;
        talk.ben_says(&c, "three").await;
        let messages = talk.messages(&c).await;
        let texts: Vec<_> = messages.iter().filter_map(|message| message["content"].as_str()).collect();
        assert_eq!(texts[1..], ["one", "two", "three"]);
        let times: Vec<i64> = messages.iter().map(|message| message["createdAt"].as_i64().unwrap()).collect();
        assert!(times.is_sorted(), "{times:?}");

        let shown =
            timeout(Duration::from_secs(10), watching.next(Some(&before))).await.expect("it is shown");
        assert!(shown.value.as_ref().unwrap().get().contains("two"));
        let inbox =
            talk.call(&talk.ben, "conversations:listForInbox", json!({"workspaceId": talk.acme})).await;
        let first = inbox.unwrap()["conversations"][0].clone();
        assert_eq!((&first["_id"], &first["lastMessage"]["content"]), (&json!(c), &json!("three")));

        // Tokens from the later time are good, and so are sessions, limits and a visitor's return.
        assert!(auth::caller(&talk.app, &own, None, None).await.is_ok());
        talk.call(NOBODY, "messages:send", by_visitor(&talk.dora, &other, "still here")).await.unwrap();
        let boot = json!({"workspaceId": talk.acme, "sessionId": "ana's phone"});
        let back = talk.call(NOBODY, "widgetSessions:boot", boot).await.unwrap();
        assert_eq!(back["visitor"]["_id"], json!(talk.ana.id));
        let limits = talk.app.rates();
        assert!((0..60).all(|_| limits.check(docent::core::Limit::SignIn, uuid::Uuid::from_u128(7)).is_ok()));
        assert!(limits.check(docent::core::Limit::SignIn, uuid::Uuid::from_u128(7)).is_err());

        // Snoozed until a time of the new clock, it opens at that time.
        let until = talk.clock.now() + 1000;
        let snooze = json!({"id": c, "status": "snoozed", "snoozedUntil": until});
        talk.call(&talk.ben, "conversations:updateStatus", snooze).await.unwrap();
        talk.clock.advance(1001);
        while talk
            .app
            .mutate(&docent::core::Caller::SYSTEM, docent::domain::conversations::WakeSnoozed)
            .await
            .unwrap()
            .value
            > 0
        {}
        assert_eq!(talk.row(&c).await["status"], "open");
    })
    .await;
}
