//! `tickets:update` and `:resolve`.

use crate::talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused};
use serde_json::{Value, json};
use shared::Code;

#[tokio::test]
async fn update_changes_what_is_given_and_remembers_when_it_was_resolved() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.ticket(json!({})).await;
        let update = async |change: Value| {
            talk.clock.advance(1000);
            let args = merged(&json!({"id": id}), &change);
            assert_eq!(talk.call(&talk.ben, "tickets:update", args).await.unwrap(), id);
            talk.seen(&id).await
        };
        let ben = json!(talk.ben.user_id().unwrap());
        let row = update(json!({"status": "in_progress", "assigneeId": ben, "teamId": "billing"})).await;
        assert_eq!((&row["status"], &row["priority"]), (&json!("in_progress"), &json!("normal")));
        assert_eq!((&row["assigneeId"], &row["teamId"]), (&ben, &json!("billing")));
        assert_eq!((&row["updatedAt"], row.get("resolvedAt")), (&json!(talk.clock.now()), None));
        let resolved = update(json!({"status": "resolved", "priority": "high"})).await;
        assert_eq!((&resolved["resolvedAt"], &resolved["assigneeId"]), (&resolved["updatedAt"], &ben));
        let open = update(json!({"status": "waiting_on_customer", "assigneeId": null})).await;
        assert_eq!((&open["resolvedAt"], open.get("assigneeId")), (&resolved["resolvedAt"], None));
        assert_eq!((&open["priority"], &open["assignee"]), (&json!("high"), &Value::Null));
        let again = update(json!({"status": "resolved"})).await;
        assert_eq!(again["resolvedAt"], json!(talk.clock.now()));
    })
    .await;
}

#[tokio::test]
async fn update_refuses_strangers_as_assignees_and_what_is_missing() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.ticket(json!({})).await;
        for user in [json!(talk.cleo.user_id().unwrap()), json!(NO_ROW)] {
            let answer = talk.call(&talk.ben, "tickets:update", json!({"id": id, "assigneeId": user})).await;
            refused(answer, Code::NotFound, "Agent not found");
        }
        let long = json!({"id": id, "teamId": "x".repeat(256)});
        talk.refuses(&talk.ben, "tickets:update", long, Code::InvalidInput, "too long").await;
        for name in ["tickets:update", "tickets:resolve"] {
            let none = json!({"id": NO_ROW});
            refused(talk.call(NOBODY, name, none.clone()).await, Code::NotAuthenticated, "Not authenticated");
            refused(talk.call(&talk.ben, name, none.clone()).await, Code::NotFound, "Ticket not found");
            talk.is_strict_about(name, none).await;
        }
    })
    .await;
}

#[tokio::test]
async fn resolve_keeps_the_summary_and_says_it_to_the_visitor() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.ticket(json!({"visitorId": talk.ana.id})).await;
        talk.clock.advance(1000);
        let resolve = async |change: Value| {
            let args = merged(&json!({"id": id}), &change);
            assert_eq!(talk.call(&talk.ben, "tickets:resolve", args).await.unwrap(), id);
            talk.seen(&id).await
        };
        let row = resolve(json!({"resolutionSummary": "Restarted it"})).await;
        assert_eq!((&row["status"], &row["resolvedAt"]), (&json!("resolved"), &json!(talk.clock.now())));
        assert_eq!(row["resolutionSummary"], "Restarted it");
        let args = json!({"ticketId": id, "sessionToken": talk.ana.token});
        let comments = talk.call(NOBODY, "tickets:getComments", args).await.unwrap();
        assert_eq!(
            (&comments[0]["content"], &comments[0]["authorId"]),
            (&json!("Restarted it"), &json!("system"))
        );
        assert_eq!(
            (&comments[0]["authorType"], &comments[0]["isInternal"]),
            (&json!("system"), &json!(false))
        );
        let row = resolve(json!({})).await;
        assert_eq!((row.get("resolutionSummary"), row["comments"].as_array().unwrap().len()), (None, 1));
        let long = json!({"id": id, "resolutionSummary": "x".repeat(50 * 1024 + 1)});
        talk.refuses(&talk.ben, "tickets:resolve", long, Code::InvalidInput, "too long").await;
    })
    .await;
}
