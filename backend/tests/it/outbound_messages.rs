//! `outboundMessages:…`: who may call them is in the matrix.

mod conversing;
mod delivery;
pub mod matrix;

use crate::{
    segments::pro,
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use serde_json::{Value, json};
use shared::Code;

const PAGE: &str = "https://shop.test/cart?n=1";

impl Talk<'_> {
    async fn outbound(&self, change: Value) -> Value {
        let args =
            json!({"workspaceId": self.acme, "type": "banner", "name": "Sale", "content": {"text": "Sale!"}});
        self.call(&self.ben, "outboundMessages:create", merged(&args, &change)).await.unwrap()
    }

    /// A message that is shown.
    pub async fn sent_out(&self, change: Value) -> Value {
        let id = self.outbound(change).await;
        self.call(&self.ben, "outboundMessages:activate", json!({"id": id})).await.unwrap();
        id
    }

    /// What a visitor may be shown, by the messages' ids.
    async fn eligible(&self, who: &Visitor, change: Value) -> Vec<Value> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token, "currentUrl": PAGE});
        let rows = self.call(NOBODY, "outboundMessages:getEligible", merged(&args, &change)).await.unwrap();
        rows.as_array().unwrap().iter().map(|row| row["_id"].clone()).collect()
    }

    async fn impression(&self, who: &Visitor, message: &Value, change: Value) -> Value {
        let args = json!({"messageId": message, "sessionToken": who.token, "action": "shown"});
        self.call(NOBODY, "outboundMessages:trackImpression", merged(&args, &change)).await.unwrap()
    }
}

#[tokio::test]
async fn a_message_is_kept_as_it_was_written_and_changed_part_by_part() {
    on_each(async |talk: Talk<'_>| {
        let hostile = "<img src=x onerror=alert(1)>\u{202e}'; --";
        let ben = talk.ben.user_id().unwrap();
        let content = json!({
            "text": hostile, "senderId": ben, "title": hostile, "body": hostile, "imageUrl": "/a.png",
            "videoUrl": "https://a.test/v.mp4", "style": "floating", "dismissible": false,
            "buttons": [
                {"text": hostile, "action": "url", "url": "https://a.test/?q=<b>"},
                {"text": "Tour", "action": "tour", "tourId": NO_ROW},
                {"text": "Help", "action": "open_help_article", "articleId": NO_ROW, "prefillMessage": "Hi", "tabId": "help"},
            ],
            "clickAction": {"type": "open_url", "url": "/pricing"},
        });
        let triggers = json!({
            "type": "page_visit", "pageUrl": "/cart\\d*", "pageUrlMatch": "regex", "eventProperties": {"a": null, "b": 1},
        });
        let scheduling = json!({"startDate": 5, "endDate": 10});
        let full = json!({
            "type": "post", "name": hostile, "content": content, "targeting": pro(), "triggers": triggers,
            "frequency": "once_per_session", "scheduling": scheduling, "priority": 2.5,
        });
        let id = talk.outbound(full.clone()).await;
        let now = talk.clock.now();
        let row = merged(&full, &json!({
            "_id": id, "_creationTime": now, "workspaceId": talk.acme, "status": "draft", "createdAt": now, "updatedAt": now,
        }));
        let get = async || talk.call(&talk.ben, "outboundMessages:get", json!({"id": id})).await.unwrap();
        assert_eq!(get().await, row);
        talk.clock.advance(5);
        let change = json!({"id": id, "name": "New", "content": {"text": "New"}, "priority": 3});
        assert_eq!(talk.call(&talk.ben, "outboundMessages:update", change).await.unwrap(), id);
        let changed = json!({"name": "New", "content": {"text": "New"}, "priority": 3, "updatedAt": talk.clock.now()});
        assert_eq!(get().await, merged(&row, &changed));
        let plain = talk.outbound(json!({"content": {}})).await;
        let plain = talk.call(&talk.ben, "outboundMessages:get", json!({"id": plain})).await.unwrap();
        assert_eq!(
            (plain.get("frequency"), plain.get("priority"), &plain["content"]),
            (None, None, &json!({})),
            "nothing has a default"
        );
    })
    .await;
}

#[tokio::test]
async fn the_list_is_newest_first_of_a_type_and_status_and_goes_on_after_a_message() {
    on_each(async |talk: Talk<'_>| {
        let mut ids = Vec::new();
        for kind in ["chat", "post", "banner", "post"] {
            ids.insert(0, talk.outbound(json!({"type": kind})).await);
            talk.clock.advance(1);
        }
        talk.call(&talk.ben, "outboundMessages:activate", json!({"id": ids[2]})).await.unwrap();
        let listed = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            let rows = talk.call(&talk.ben, "outboundMessages:list", args).await.unwrap();
            rows.as_array().unwrap().iter().map(|row| row["_id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(listed(json!({})).await, ids);
        assert_eq!(listed(json!({"type": "post"})).await, [ids[0].clone(), ids[2].clone()]);
        assert_eq!(listed(json!({"type": "post", "status": "active"})).await, [ids[2].clone()]);
        assert_eq!(listed(json!({"limit": 2, "after": ids[0]})).await, ids[1..3]);
    })
    .await;
}

#[tokio::test]
async fn only_what_is_active_is_paused() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.outbound(json!({})).await;
        let done = async |what: &str| {
            talk.call(&talk.ben, &format!("outboundMessages:{what}"), json!({"id": id})).await
        };
        let words = "Cannot go from draft to paused: only what is active is paused";
        refused(done("pause").await, Code::InvalidInput, words);
        for (what, status) in [
            ("activate", "active"),
            ("pause", "paused"),
            ("pause", "paused"),
            ("activate", "active"),
            ("archive", "archived"),
        ] {
            assert_eq!(done(what).await.unwrap(), Value::Null);
            assert_eq!(done("get").await.unwrap()["status"], json!(status), "{what}");
        }
        let words = "Cannot go from archived to paused: only what is active is paused";
        refused(done("pause").await, Code::InvalidInput, words);
        talk.impression(&talk.ana, &id, json!({})).await;
        assert_eq!(done("remove").await.unwrap(), Value::Null);
        assert_eq!(done("get").await.unwrap(), Value::Null);
        for what in ["activate", "pause", "archive", "remove", "update", "getStats"] {
            refused(done(what).await, Code::NotFound, "Message not found");
        }
        for name in ["outboundMessages:activate", "outboundMessages:pause", "outboundMessages:archive"] {
            talk.is_strict_about(name, json!({"id": id})).await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_could_do_more_than_open_a_page_or_makes_no_sense_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({"workspaceId": talk.acme, "type": "post", "name": "x", "content": {}});
        let button = |change: Value| {
            json!({"content": {"buttons": [merged(&json!({"text": "x", "action": "url"}), &change)]}})
        };
        let js = "javascript:alert(1)";
        let theirs = talk.cleo.user_id().unwrap();
        let huge = json!({"type": "group", "operator": "or", "conditions": vec![pro(); 300]});
        let visit = |pattern: &str| {
            json!({"triggers": {"type": "page_visit", "pageUrl": pattern, "pageUrlMatch": "regex"}})
        };
        for (change, words) in [
            (json!({"content": {"imageUrl": js}}), "no http or https address"),
            (json!({"content": {"videoUrl": "data:video/mp4,x"}}), "no http or https address"),
            (button(json!({"url": "JAVASCRIPT:alert(1)"})), "no http or https address"),
            (button(json!({"url": "java\tscript:alert(1)"})), "no http or https address"),
            (json!({"content": {"clickAction": {"type": "open_url", "url": js}}}), "no http or https address"),
            (button(json!({"text": "x".repeat(256)})), "A button's text is too long"),
            (json!({"content": {"buttons": vec![json!({"text": "x", "action": "dismiss"}); 11]}}), "at most 10"),
            (json!({"content": {"text": "x".repeat(50 * 1024 + 1)}}), "The text is too long"),
            (json!({"name": "x".repeat(256)}), "The name is too long"),
            (json!({"scheduling": {"startDate": 2, "endDate": 1}}), "The end is before the start"),
            (visit("("), "no regular expression"),
            (visit("(a{1000}){1000}"), "no regular expression"),
            (visit("(?=x)"), "no regular expression"),
            (visit(&"x".repeat(501)), "longer than 500 characters"),
            (json!({"triggers": {"type": "scroll_depth", "scrollPercent": 101}}), "0 to 100"),
            (json!({"targeting": {"type": "xor"}}), "Invalid targeting rules at targeting: type is neither"),
            (json!({"targeting": huge}), "more than 200 conditions"),
        ] {
            let args = merged(&good, &change);
            talk.refuses(&talk.ben, "outboundMessages:create", args, Code::InvalidInput, words).await;
            let id = talk.outbound(json!({})).await;
            let args = merged(&json!({"id": id}), &change);
            talk.refuses(&talk.ben, "outboundMessages:update", args, Code::InvalidInput, words).await;
        }
        let stranger = json!({"content": {"senderId": theirs}});
        let answer = talk.call(&talk.ben, "outboundMessages:create", merged(&good, &stranger)).await;
        refused(answer, Code::NotFound, "Sender not found");
        let segment = json!({"workspaceId": talk.globex, "name": "x", "audienceRules": pro()});
        let segment = talk.call(&talk.cleo, "segments:create", segment).await.unwrap();
        let targeted = merged(&good, &json!({"targeting": {"segmentId": segment}}));
        let answer = talk.call(&talk.ben, "outboundMessages:create", targeted).await;
        refused(answer, Code::NotFound, "Segment not found");
        talk.refuses_arguments(
            "outboundMessages:create",
            &good,
            &[
                json!({"type": "sms"}),
                json!({"content": {"html": "<b>"}}),
                json!({"content": {"text": null}}),
                button(json!({"action": "eval"})),
                json!({"frequency": "twice"}),
                json!({"triggers": {"type": "hover"}}),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn each_function_is_strict_about_its_arguments() {
    on_each(async |talk: Talk<'_>| {
        let of_acme = |change: Value| merged(&json!({"workspaceId": talk.acme}), &change);
        for (name, good) in [
            (
                "outboundMessages:list",
                of_acme(json!({"type": "chat", "status": "draft", "limit": 1, "after": NO_ROW})),
            ),
            ("outboundMessages:get", json!({"id": NO_ROW})),
            ("outboundMessages:update", json!({"id": NO_ROW, "name": "x", "priority": 1})),
            ("outboundMessages:remove", json!({"id": NO_ROW})),
            ("outboundMessages:getStats", json!({"id": NO_ROW})),
            (
                "outboundMessages:getEligible",
                of_acme(json!({"currentUrl": PAGE, "visitorId": NO_ROW, "sessionId": "x"})),
            ),
            (
                "outboundMessages:trackImpression",
                json!({"messageId": NO_ROW, "action": "shown", "buttonIndex": 1}),
            ),
            ("outboundMessages:openConversation", json!({"messageId": NO_ROW, "sessionToken": "x"})),
        ] {
            talk.is_strict_about(name, good).await;
        }
        let nothing = json!({"messageId": NO_ROW, "action": "shown"});
        let answer = talk.call(NOBODY, "outboundMessages:trackImpression", nothing).await.unwrap();
        assert_eq!(answer, Value::Null, "of what is gone nothing is noted, whoever asks");
    })
    .await;
}
