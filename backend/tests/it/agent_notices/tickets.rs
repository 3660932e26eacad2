//! What members are told of tickets.

use super::{BEN, MINUTE, VERA, ticket};
use crate::{email_channel::on_each, talk::NOBODY};
use serde_json::json;
use shared::workspace_members::AssignableRole;

#[tokio::test]
async fn the_team_is_told_of_a_visitors_ticket_and_whoever_has_it_of_what_is_written_there() {
    on_each(async |post| {
        let gil = post.colleague("gil@acme.test", "Gil", AssignableRole::Agent).await;
        let by_ana = ticket(&post, json!({"sessionToken": post.ana.token}));
        let id = post.call(NOBODY, "tickets:create", by_ana).await.unwrap();
        post.call(&post.ben, "tickets:create", ticket(&post, json!({}))).await.unwrap();
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [BEN, "gil@acme.test", VERA], "of Ana's and not of Ben's");
        let (mail, body) = post.letter_to(BEN);
        assert_eq!(mail.header("Subject").as_deref(), Some("Acme: A broken lamp"));
        assert!(body.contains("has opened a ticket") && body.contains("> It does not light."), "{body}");
        let link = format!("http://docent.test/dashboard/tickets/all/{}", id.as_str().unwrap());
        assert!(body.contains(&link), "{body}");
        let says = async |text: &str| {
            let comment = json!({"ticketId": id, "content": text, "sessionToken": post.ana.token});
            post.call(NOBODY, "tickets:addComment", comment).await.unwrap();
        };
        says("Nobody has it yet").await;
        post.clock.advance(10 * MINUTE);
        assert_eq!(post.told().await, [""; 0], "nobody's");
        let give = json!({"id": id, "assigneeId": gil.id});
        post.call(&post.ben, "tickets:update", give.clone()).await.unwrap();
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, ["gil@acme.test"]);
        assert!(post.letter_to("gil@acme.test").1.contains("Ben has given you this ticket"));
        says("Still <b>dark</b>").await;
        post.clock.advance(1);
        says("And cold").await;
        post.clock.advance(MINUTE);
        assert_eq!(post.told().await, [""; 0], "he was told a moment ago");
        post.clock.advance(5 * MINUTE);
        assert_eq!(post.told().await, ["gil@acme.test"]);
        let (mail, body) = post.letter_to("gil@acme.test");
        for part in
            ["has written about a ticket", "> Still <b>dark</b>", "Still &#60;b&#62;dark", "> And cold"]
        {
            assert!(body.contains(part), "{part} is not in {body}");
        }
        assert!(!body.contains("Nobody has it yet"), "{body}");
        let thread = format!("<ticket-{}@in.docent.test>", id.as_str().unwrap());
        assert_eq!(mail.header("References"), Some(thread));
        // What he has answered by then he is not told of; what he had before is no news either.
        says("Thanks").await;
        post.clock.advance(1);
        let answer = json!({"ticketId": id, "content": "You are welcome"});
        post.call(&gil.caller, "tickets:addComment", answer).await.unwrap();
        post.call(&post.ben, "tickets:update", give).await.unwrap();
        post.clock.advance(10 * MINUTE);
        assert_eq!(post.told().await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_letter_about_a_ticket_is_erased_with_its_visitor() {
    on_each(async |post| {
        let by_ana = ticket(&post, json!({"sessionToken": post.ana.token, "description": "zzyzxcanary"}));
        post.call(NOBODY, "tickets:create", by_ana).await.unwrap();
        let c = post.begun().await;
        post.ana_says(&c, "zzyzxcanary").await;
        post.clock.advance(MINUTE);
        docent::jobs::notify(&post.app).await.unwrap();
        let count = async |sql: &'static str| {
            let work = move |mut tx: docent::store::Tx| async move {
                let found: Result<(i64,), _> = tx.query(sql).fetch_one().await;
                (tx, found)
            };
            post.app.store().write(work).await.unwrap().0
        };
        let (letters, notices) = ("SELECT COUNT(*) FROM letters", "SELECT COUNT(*) FROM agent_notices");
        assert_eq!((count(letters).await, count(notices).await), (4, 4), "they wait to be sent");
        post.call(&post.ben, "visitors:eraseData", json!({"visitorId": post.ana.id})).await.unwrap();
        assert_eq!((count(letters).await, count(notices).await), (0, 0));
        assert_eq!(docent::jobs::deliver(&post.app).await.unwrap(), 0);
    })
    .await;
}
