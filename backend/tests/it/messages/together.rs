//! Many sends at once: numbers without gaps, one row a key, each acknowledged once.

use crate::talk::{NOBODY, Talk, by_agent, by_visitor, merged, on_each};
use futures_util::future::join_all;
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_sends_at_once_are_numbered_without_gaps() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let sends = (0..64).map(|n| {
            let (talk, c) = (&talk, &c);
            async move {
                let key = json!({"clientMessageId": format!("key {n}")});
                let content = format!("message {n}");
                let answer = match n % 2 {
                    0 => {
                        talk.call(NOBODY, "messages:send", merged(&by_visitor(&talk.ana, c, &content), &key))
                            .await
                    }
                    _ => talk.call(&talk.ben, "messages:send", merged(&by_agent(c, &content), &key)).await,
                };
                answer.unwrap().as_str().unwrap().to_owned()
            }
        });
        let acknowledged: BTreeSet<String> = join_all(sends).await.into_iter().collect();
        let messages = talk.messages(&c).await;
        let seqs: Vec<i64> = messages.iter().map(|message| message["seq"].as_i64().unwrap()).collect();
        assert_eq!(seqs, (1..=65).collect::<Vec<_>>());
        let stored: BTreeSet<String> =
            messages[1..].iter().map(|message| message["_id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(stored.len(), 64);
        assert_eq!(stored, acknowledged);
        let times: Vec<i64> = messages.iter().map(|message| message["createdAt"].as_i64().unwrap()).collect();
        assert!(times.is_sorted());
        let row = talk.row(&c).await;
        assert_eq!((&row["unreadByAgent"], &row["unreadByVisitor"]), (&json!(32), &json!(32)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_raced_is_one_row() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let args = merged(&by_visitor(&talk.ana, &c, "Hi"), &json!({"clientMessageId": "raced"}));
        let answers = join_all((0..32).map(|_| talk.call(NOBODY, "messages:send", args.clone()))).await;
        let ids: BTreeSet<String> = answers.into_iter().map(|id| id.unwrap().to_string()).collect();
        assert_eq!(ids.len(), 1);
        let messages = talk.messages(&c).await;
        assert_eq!(messages.len(), 2, "the greeting and one message");
        assert_eq!(talk.row(&c).await["lastSeq"], 2);
    })
    .await;
}

#[tokio::test]
async fn time_never_runs_backwards_within_a_conversation() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        talk.clock.advance(10_000);
        talk.ana_says(&c, "later").await;
        talk.clock.advance(-10_000);
        talk.ana_says(&c, "earlier").await;
        let times: Vec<i64> =
            talk.messages(&c).await.iter().map(|message| message["createdAt"].as_i64().unwrap()).collect();
        assert!(times.is_sorted(), "{times:?}");
        assert_eq!(talk.row(&c).await["lastMessageAt"], times[2]);
    })
    .await;
}
