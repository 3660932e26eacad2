//! `conversations:updateStatus`, and snoozed conversations that open by themselves.

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use docent::{core::Caller, domain::conversations::WakeSnoozed, jobs};
use serde_json::{Value, json};
use shared::Code;

async fn set(talk: &Talk<'_>, caller: &Caller, id: &str, change: Value) -> Result<Value, shared::Error> {
    talk.call(caller, "conversations:updateStatus", merged(&json!({"id": id}), &change)).await
}

#[tokio::test]
async fn closing_and_opening_keep_the_time_of_the_resolution() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let mut closed_at = Value::Null;
        for _ in 0..2 {
            talk.clock.advance(1000);
            assert_eq!(set(&talk, &talk.ben, &c, json!({"status": "closed"})).await.unwrap(), Value::Null);
            closed_at = json!(talk.clock.now());
            assert_eq!(talk.row(&c).await["resolvedAt"], closed_at, "closing again moves it");
        }
        talk.clock.advance(1000);
        set(&talk, &talk.ben, &c, json!({"status": "snoozed"})).await.unwrap();
        let row = talk.row(&c).await;
        assert_eq!((&row["resolvedAt"], &row["updatedAt"]), (&closed_at, &json!(talk.clock.now())));
        set(&talk, &talk.ben, &c, json!({"status": "open"})).await.unwrap();
        let row = talk.row(&c).await;
        assert_eq!((&row["status"], row.get("resolvedAt")), (&json!("open"), None));
        assert_eq!(row["lastMessageAt"], row["createdAt"], "no message was made");
    })
    .await;
}

#[tokio::test]
async fn a_snoozed_conversation_opens_when_its_time_has_come() {
    on_each(async |talk: Talk<'_>| {
        let (c, other) = (talk.begun().await, talk.begun().await);
        let until = talk.clock.now() + 60_000;
        let snooze = json!({"status": "snoozed", "snoozedUntil": until});
        set(&talk, &talk.ben, &c, snooze).await.unwrap();
        set(&talk, &talk.ben, &other, json!({"status": "snoozed"})).await.unwrap();
        assert_eq!(talk.row(&c).await["snoozedUntil"], until);
        talk.clock.advance(59_999);
        assert_eq!(talk.app.mutate(&Caller::SYSTEM, WakeSnoozed).await.unwrap().value, 0);
        talk.clock.advance(1);
        assert_eq!(talk.app.mutate(&Caller::SYSTEM, WakeSnoozed).await.unwrap().value, 1);
        let row = talk.row(&c).await;
        assert_eq!((&row["status"], row.get("snoozedUntil")), (&json!("open"), None));
        assert_eq!(talk.row(&other).await["status"], "snoozed", "for good, until somebody writes");
    })
    .await;
}

#[tokio::test]
async fn the_job_opens_it_without_being_asked() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let jobs = jobs::start(&talk.app);
        let until = talk.clock.now() + 50;
        set(&talk, &talk.ben, &c, json!({"status": "snoozed", "snoozedUntil": until})).await.unwrap();
        talk.clock.advance(50);
        let board = talk.app.board();
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
        while talk.row(&c).await["status"] != "open" {
            assert!(tokio::time::Instant::now() < deadline, "it stayed snoozed");
            let seen = board.now();
            while board.now() == seen && tokio::time::Instant::now() < deadline {
                tokio::task::yield_now().await;
            }
        }
        jobs.stop().await;
    })
    .await;
}

#[tokio::test]
async fn snoozed_until_is_in_the_future_and_for_snoozing_only() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let now = talk.clock.now();
        for wrong in [
            json!({"status": "snoozed", "snoozedUntil": now}),
            json!({"status": "snoozed", "snoozedUntil": -1}),
            json!({"status": "open", "snoozedUntil": now + 1000}),
            json!({"status": "closed", "snoozedUntil": now + 1000}),
        ] {
            assert_eq!(set(&talk, &talk.ben, &c, wrong).await.unwrap_err().code, Code::InvalidInput);
        }
        assert_eq!(talk.row(&c).await["status"], "open");
    })
    .await;
}

#[tokio::test]
async fn update_status_refuses_in_the_order_of_its_checks() {
    on_each(async |talk: Talk<'_>| {
        let c = talk.begun().await;
        let close = json!({"status": "closed"});
        refused(set(&talk, NOBODY, NO_ROW, close.clone()).await, Code::NotAuthenticated, "Not authenticated");
        refused(set(&talk, &talk.ben, NO_ROW, close.clone()).await, Code::NotFound, "Conversation not found");
        let stranger = "Not a member of this workspace";
        refused(set(&talk, &talk.cleo, &c, close.clone()).await, Code::NotWorkspaceMember, stranger);
        let lacking = "Permission denied: conversations.close";
        refused(set(&talk, &talk.vera, &c, close).await, Code::PermissionDenied, lacking);
        let good = json!({"id": c, "status": "snoozed", "snoozedUntil": talk.clock.now() + 1});
        let wrong = [json!({"id": "x"}), json!({"status": "gone"}), json!({"snoozedUntil": "later"})];
        talk.refuses_arguments("conversations:updateStatus", &good, &wrong).await;
    })
    .await;
}
