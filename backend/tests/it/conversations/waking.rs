//! A write wakes exactly the readers whom it concerns.

use crate::{
    talk::{NOBODY, Talk, merged, on_each},
    watching::Watching,
};
use serde_json::{Value, json};

/// Everything that a client watches, for two visitors of one workspace and a stranger.
async fn everybody<'w>(talk: &'w Talk<'_>, c: &str, other: &str) -> Vec<(String, Watching<'w>)> {
    let workspace = json!({"workspaceId": talk.acme});
    let mut all = Vec::new();
    for (who, visitor, own) in [("ana", &talk.ana, c), ("dora", &talk.dora, other)] {
        let own = json!({"conversationId": own, "sessionToken": visitor.token});
        let row = json!({"id": own["conversationId"], "sessionToken": visitor.token});
        let mine = merged(&workspace, &json!({"sessionToken": visitor.token}));
        for (name, args) in [
            ("messages:list", own),
            ("conversations:get", row),
            ("conversations:listByVisitor", mine.clone()),
            ("conversations:getTotalUnreadForVisitor", mine),
        ] {
            all.push((format!("{who} {name}"), Watching::new(talk, NOBODY, name, args).await));
        }
    }
    for (who, caller) in [("ben", &talk.ben), ("cleo", &talk.cleo)] {
        let workspace = json!({"workspaceId": if who == "ben" { talk.acme } else { talk.globex }});
        for name in ["conversations:listForInbox", "conversations:list"] {
            all.push((format!("{who} {name}"), Watching::new(talk, caller, name, workspace.clone()).await));
        }
    }
    all
}

/// Those that were woken; each that was not must have kept its value.
async fn woken(all: &mut [(String, Watching<'_>)]) -> Vec<String> {
    let mut woken = Vec::new();
    for (name, watching) in all {
        let before: Value = watching.value.clone();
        match watching.was_woken() {
            true => woken.push(name.clone()),
            false => assert_eq!(watching.unasked().await, before, "{name} changed and was not woken"),
        }
        watching.again().await;
    }
    woken
}

#[tokio::test]
async fn what_happens_in_a_conversation_wakes_its_own_readers_and_no_others() {
    on_each(async |talk: Talk<'_>| {
        let (c, other) = (talk.begun().await, talk.begun_by(&talk.dora).await);
        let mut all = everybody(&talk, &c, &other).await;
        let concerned = [
            "ana messages:list",
            "ana conversations:get",
            "ana conversations:listByVisitor",
            "ana conversations:getTotalUnreadForVisitor",
            "ben conversations:listForInbox",
            "ben conversations:list",
        ];
        talk.ben_says(&c, "Hello").await;
        assert_eq!(woken(&mut all).await, concerned);
        talk.ana_says(&c, "Hi").await;
        assert_eq!(woken(&mut all).await, concerned);
        let read = json!({"id": c, "readerType": "visitor", "sessionToken": talk.ana.token});
        talk.call(NOBODY, "conversations:markAsRead", read.clone()).await.unwrap();
        assert_eq!(woken(&mut all).await, concerned);
        talk.call(NOBODY, "conversations:markAsRead", read).await.unwrap();
        assert_eq!(woken(&mut all).await, [""; 0], "read already");
        for (name, args) in [
            ("conversations:updateStatus", json!({"id": c, "status": "closed"})),
            ("conversations:assign", json!({"id": c, "agentId": talk.ben.user_id().unwrap()})),
            ("conversations:markAsRead", json!({"id": c, "readerType": "agent"})),
        ] {
            talk.call(&talk.ben, name, args).await.unwrap();
            assert_eq!(woken(&mut all).await, concerned, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_new_conversation_wakes_the_inbox_and_its_owners_lists() {
    on_each(async |talk: Talk<'_>| {
        let (c, other) = (talk.begun().await, talk.begun_by(&talk.dora).await);
        let mut all = everybody(&talk, &c, &other).await;
        talk.begun().await;
        let concerned = [
            "ana conversations:listByVisitor",
            "ana conversations:getTotalUnreadForVisitor",
            "ben conversations:listForInbox",
            "ben conversations:list",
        ];
        assert_eq!(woken(&mut all).await, concerned);
        talk.begun_by(&talk.dan).await;
        assert_eq!(woken(&mut all).await, ["cleo conversations:listForInbox", "cleo conversations:list"]);
    })
    .await;
}
