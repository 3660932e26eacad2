//! `tickets:addComment` and `:getComments`.

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    watching::Watching,
};
use serde_json::{Value, json};
use shared::Code;

fn contents(comments: &Value) -> Vec<&str> {
    comments.as_array().unwrap().iter().map(|comment| comment["content"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_internal_comment_never_leaves_the_team() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.ticket(json!({"visitorId": talk.ana.id})).await;
        for (content, is_internal) in [("Hello", false), ("He is angry", true)] {
            talk.clock.advance(1);
            let args = json!({"ticketId": id, "content": content, "isInternal": is_internal});
            talk.call(&talk.ben, "tickets:addComment", args).await.unwrap();
        }
        talk.clock.advance(1);
        let own = json!({"sessionToken": talk.ana.token});
        let said = json!({"ticketId": id, "content": "<b>Hi</b>", "isInternal": true});
        talk.call(NOBODY, "tickets:addComment", merged(&said, &own)).await.unwrap();
        let all = ["Hello", "He is angry", "<b>Hi</b>"];
        assert_eq!(contents(&talk.seen(&id).await["comments"]), all);
        let seen = talk.call(NOBODY, "tickets:get", merged(&json!({"id": id}), &own)).await.unwrap();
        assert_eq!(contents(&seen["comments"]), ["Hello", "<b>Hi</b>"]);
        let both = merged(&json!({"ticketId": id, "includeInternal": true}), &own);
        let seen = talk.call(NOBODY, "tickets:getComments", both).await.unwrap();
        assert_eq!(contents(&seen), ["Hello", "<b>Hi</b>"]);
        for (change, shown) in
            [(json!({}), vec!["Hello", "<b>Hi</b>"]), (json!({"includeInternal": true}), all.to_vec())]
        {
            let args = merged(&json!({"ticketId": id}), &change);
            let seen = talk.call(&talk.vera, "tickets:getComments", args).await.unwrap();
            assert_eq!(contents(&seen), shown);
        }
    })
    .await;
}

#[tokio::test]
async fn the_author_is_the_caller_and_the_ticket_stays_as_it_is_but_for_its_time() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.ticket(json!({"visitorId": talk.ana.id})).await;
        talk.call(&talk.ben, "tickets:resolve", json!({"id": id})).await.unwrap();
        talk.clock.advance(1000);
        let mut shown = Watching::new(talk.world, &talk.vera, "tickets:get", json!({"id": id})).await;
        let args = json!({
            "ticketId": id, "content": "Still broken", "authorId": "ben", "authorType": "system",
            "sessionToken": talk.ana.token,
        });
        talk.call(NOBODY, "tickets:addComment", args).await.unwrap();
        assert!(shown.was_woken());
        let row = shown.again().await;
        let comment = &row["comments"][0];
        assert_eq!((&comment["authorId"], &comment["authorType"]), (&json!(talk.ana.id), &json!("visitor")));
        assert_eq!((&comment["isInternal"], &comment["attachments"]), (&json!(false), &json!([])));
        assert_eq!((&row["status"], &row["updatedAt"]), (&json!("resolved"), &json!(talk.clock.now())));
        // Of two comments at one instant either may come first.
        talk.clock.advance(1);
        let by_ben = json!({"ticketId": id, "content": "Sorry"});
        talk.call(&talk.ben, "tickets:addComment", by_ben).await.unwrap();
        let comment = talk.seen(&id).await["comments"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&comment["isInternal"], &comment["authorType"]), (&json!(false), &json!("agent")));
    })
    .await;
}

#[tokio::test]
async fn a_comment_is_refused_to_others_and_when_it_is_too_much() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.ticket(json!({"visitorId": talk.ana.id})).await;
        let good = json!({
            "ticketId": id, "content": "x", "visitorId": talk.ana.id, "attachmentIds": [], "isInternal": false,
            "authorId": "x", "authorType": "visitor", "sessionToken": talk.ana.token,
        });
        let call = async |change: Value| {
            talk.call(NOBODY, "tickets:addComment", merged(&good, &change)).await
        };
        let dora = json!({"visitorId": talk.dora.id, "sessionToken": talk.dora.token});
        refused(call(dora).await, Code::NotAuthorized, "Not authorized to comment on this ticket");
        let claims = json!({"visitorId": talk.dora.id});
        refused(call(claims).await, Code::NotAuthorized, "Not authorized to access this ticket");
        for (change, code, words) in [
            (json!({"content": "x".repeat(50 * 1024 + 1)}), Code::InvalidInput, "The comment is too long"),
            (json!({"attachmentIds": [NO_ROW]}), Code::NotFound, "was not found"),
        ] {
            talk.refuses(NOBODY, "tickets:addComment", merged(&good, &change), code, words).await;
        }
        for (name, good) in [
            ("tickets:addComment", good.clone()),
            ("tickets:getComments", json!({"ticketId": NO_ROW, "includeInternal": true, "sessionToken": "x"})),
        ] {
            talk.is_strict_about(name, good.clone()).await;
            let missing = merged(&good, &json!({"ticketId": NO_ROW}));
            refused(talk.call(NOBODY, name, missing).await, Code::NotFound, "Ticket not found");
        }
    })
    .await;
}
