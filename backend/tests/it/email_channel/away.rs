//! Answers of a chat that go after a visitor who has left.

use super::{on_each, turn_on};
use crate::talk::{NOBODY, by_agent, merged};
use docent::jobs;
use serde_json::json;

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn a_visitor_who_has_left_gets_all_answers_in_one_mail_and_answers_by_mail() {
    on_each(async |post| {
        turn_on(&post, json!({"mailsChatReplies": true})).await;
        let claim = json!({"sessionToken": post.ana.token, "email": "ana@home.test"});
        post.call(NOBODY, "visitors:identify", claim).await.unwrap();
        let c = post.begun().await;
        post.ana_says(&c, "Where is my order?").await;
        post.clock.advance(1);
        post.ben_says(&c, "On its **way**").await;
        post.clock.advance(1);
        let note = merged(&by_agent(&c, "impatient"), &json!({"kind": "note"}));
        post.call(&post.ben, "messages:send", note).await.unwrap();
        post.clock.advance(1);
        post.ben_says(&c, "It comes today").await;
        let sent = async || {
            jobs::remind(&post.app).await.unwrap();
            jobs::deliver(&post.app).await.unwrap()
        };
        assert_eq!(sent().await, 0, "she may come back");
        post.clock.advance(6 * MINUTE);
        assert_eq!((sent().await, sent().await), (1, 0), "once");
        let mail = post.smtp.taken().remove(0);
        assert_eq!(mail.to, ["ana@home.test"]);
        assert_eq!(mail.header("Subject").as_deref(), Some("Acme: On its way"));
        for part in ["On its **way**", "It comes today", "<strong>way</strong>"] {
            assert!(mail.data.contains(part), "{part} is not in {}", mail.data);
        }
        assert!(!mail.data.contains("impatient"));
        assert_eq!(post.newest(&c).await["deliveryStatus"], "sent");
        // What she answers comes back into the chat.
        let headers = json!({"Message-ID": "<a1@home.test>", "In-Reply-To": mail.header("Message-ID")});
        let answer =
            post.letter("", "Re: Acme", "Thanks!", json!({"from": "ana@home.test", "headers": headers}));
        assert_eq!(post.receives(answer).await.0, c);
        let newest = post.newest(&c).await;
        assert_eq!((&newest["senderId"], &newest["content"]), (&json!(post.ana.id), &json!("Thanks!")));
        // The next mail has what is new alone.
        post.clock.advance(MINUTE);
        post.ben_says(&c, "You are welcome").await;
        post.clock.advance(6 * MINUTE);
        assert_eq!(sent().await, 1);
        assert!(!post.smtp.taken()[1].data.contains("It comes today"));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_here_has_read_it_or_is_of_a_workspace_that_does_not_want_it_gets_no_mail() {
    on_each(async |post| {
        let claim = json!({"sessionToken": post.ana.token, "email": "ana@home.test"});
        post.call(NOBODY, "visitors:identify", claim).await.unwrap();
        let sent = async || {
            jobs::remind(&post.app).await.unwrap();
            jobs::deliver(&post.app).await.unwrap()
        };
        let c = post.begun().await;
        post.ben_says(&c, "Hello").await;
        post.clock.advance(6 * MINUTE);
        assert_eq!(sent().await, 0, "not wanted");
        turn_on(&post, json!({"mailsChatReplies": true})).await;
        post.call(NOBODY, "visitors:heartbeat", json!({"sessionToken": post.ana.token})).await.unwrap();
        assert_eq!(sent().await, 0, "she is here");
        post.clock.advance(2 * MINUTE);
        assert_eq!(sent().await, 1, "she has left without reading it");
        let other = post.begun().await;
        post.ben_says(&other, "Hello again").await;
        let read = json!({"id": other, "readerType": "visitor", "sessionToken": post.ana.token});
        post.call(NOBODY, "conversations:markAsRead", read).await.unwrap();
        post.clock.advance(6 * MINUTE);
        assert_eq!(sent().await, 0, "she has read it");
        let nameless = post.begun_by(&post.dora).await;
        post.ben_says(&nameless, "Hello Dora").await;
        let old = post.begun().await;
        post.ben_says(&old, "Long ago").await;
        post.clock.advance(25 * 60 * MINUTE);
        assert_eq!(sent().await, 0, "no address; too old");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_nodes_write_one_mail() {
    on_each(async |post| {
        post.lets_commits_race();
        turn_on(&post, json!({"mailsChatReplies": true})).await;
        let claim = json!({"sessionToken": post.ana.token, "email": "ana@home.test"});
        post.call(NOBODY, "visitors:identify", claim).await.unwrap();
        let c = post.begun().await;
        post.ben_says(&c, "Hello").await;
        post.clock.advance(6 * MINUTE);
        let all = futures_util::future::join_all((0..4).map(|_| jobs::remind(&post.app))).await;
        assert!(all.iter().all(Result::is_ok));
        assert_eq!(jobs::deliver(&post.app).await.unwrap(), 1);
    })
    .await;
}
