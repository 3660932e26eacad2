//! Which messages a visitor may be shown, and what is noted of it.

use super::PAGE;
use crate::{
    segments::pro,
    talk::{NOBODY, Talk, merged, on_each, refused},
};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::Code;
use std::net::{IpAddr, Ipv4Addr};
use std::slice::from_ref;

#[tokio::test]
async fn the_highest_priority_goes_first_and_only_what_is_active_is_shown() {
    on_each(async |talk: Talk<'_>| {
        let low = talk.sent_out(json!({"priority": -1})).await;
        talk.clock.advance(1);
        let first = talk.sent_out(json!({})).await;
        talk.clock.advance(1);
        let second = talk.sent_out(json!({"priority": 0})).await;
        talk.clock.advance(1);
        let high = talk.sent_out(json!({"priority": 7.5})).await;
        talk.outbound(json!({"priority": 9})).await;
        let of_globex = json!({"workspaceId": talk.globex, "type": "chat", "name": "x", "content": {}});
        let theirs = talk.call(&talk.cleo, "outboundMessages:create", of_globex).await.unwrap();
        talk.call(&talk.cleo, "outboundMessages:activate", json!({"id": theirs})).await.unwrap();
        let all = [high.clone(), first, second, low];
        assert_eq!(talk.eligible(&talk.ana, json!({})).await, all);
        talk.call(&talk.ben, "outboundMessages:pause", json!({"id": high})).await.unwrap();
        assert_eq!(talk.eligible(&talk.ana, json!({})).await, all[1..]);
        assert_eq!(talk.eligible(&talk.dan, json!({})).await, [theirs]);
    })
    .await;
}

#[tokio::test]
async fn who_a_message_is_from_has_the_name_that_visitors_read() {
    on_each(async |talk: Talk<'_>| {
        let ben = talk.ben.user_id().unwrap();
        talk.sent_out(json!({"type": "chat", "content": {"text": "Hello", "senderId": ben}, "priority": 1}))
            .await;
        talk.sent_out(json!({})).await;
        let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "currentUrl": PAGE});
        let rows = talk.call(NOBODY, "outboundMessages:getEligible", args).await.unwrap();
        assert_eq!((&rows[0]["senderName"], &rows[1]["senderName"]), (&json!("Ben"), &Value::Null));
    })
    .await;
}

#[tokio::test]
async fn a_message_is_shown_once_or_once_in_a_session_or_always() {
    on_each(async |talk: Talk<'_>| {
        let once = talk.sent_out(json!({"frequency": "once", "priority": 3})).await;
        let session = talk.sent_out(json!({"frequency": "once_per_session", "priority": 2})).await;
        let always = talk.sent_out(json!({"frequency": "always", "priority": 1})).await;
        let all = [once.clone(), session.clone(), always.clone()];
        for id in &all {
            for action in ["clicked", "dismissed"] {
                talk.impression(&talk.ana, id, json!({"action": action, "sessionId": "one"})).await;
            }
        }
        assert_eq!(
            talk.eligible(&talk.ana, json!({"sessionId": "one"})).await,
            all,
            "only what was shown counts"
        );
        for id in &all {
            talk.impression(&talk.ana, id, json!({"sessionId": "one"})).await;
        }
        assert_eq!(talk.eligible(&talk.ana, json!({"sessionId": "one"})).await, from_ref(&always));
        let again = [session, always];
        assert_eq!(talk.eligible(&talk.ana, json!({"sessionId": "two"})).await, again);
        assert_eq!(talk.eligible(&talk.ana, json!({})).await, again, "who names no session has none");
        assert_eq!(
            talk.eligible(&talk.dora, json!({"sessionId": "one"})).await,
            all,
            "others were shown nothing"
        );
    })
    .await;
}

#[tokio::test]
async fn a_message_waits_for_its_time_and_its_page() {
    on_each(async |talk: Talk<'_>| {
        let now = talk.clock.now();
        let scheduling = json!({"startDate": now + 1000, "endDate": now + 2000});
        let timed = talk.sent_out(json!({"scheduling": scheduling})).await;
        assert!(talk.eligible(&talk.ana, json!({})).await.is_empty());
        talk.clock.advance(1000);
        // The audit of this commit would find a list that did not notice that its time has come.
        talk.outbound(json!({})).await;
        assert_eq!(talk.eligible(&talk.ana, json!({})).await, [timed]);
        talk.clock.advance(1001);
        talk.outbound(json!({})).await;
        assert!(talk.eligible(&talk.ana, json!({})).await.is_empty());
        let visit = |url: &str, how: &str| {
            json!({"triggers": {"type": "page_visit", "pageUrl": url, "pageUrlMatch": how}})
        };
        let mut fitting = Vec::new();
        for (url, how, is_fitting) in [
            (PAGE, "exact", true),
            ("https://shop.test/cart", "exact", false),
            ("/cart", "contains", true),
            ("https://shop.test/c", "prefix", true),
            ("shop.test", "prefix", false),
            ("^https://[a-z.]+/cart\\?n=\\d$", "regex", true),
            ("^(a+)+$", "regex", false),
        ] {
            talk.clock.advance(1);
            let id = talk.sent_out(visit(url, how)).await;
            if is_fitting {
                fitting.push(id);
            }
        }
        for trigger in [
            json!({"type": "immediate"}),
            json!({"type": "page_visit"}),
            json!({"type": "time_on_page", "delaySeconds": 60}),
            json!({"type": "scroll_depth"}),
            json!({"type": "exit_intent"}),
            json!({"type": "event", "eventName": "order"}),
        ] {
            talk.clock.advance(1);
            fitting.push(talk.sent_out(json!({"triggers": trigger})).await);
        }
        assert_eq!(talk.eligible(&talk.ana, json!({})).await, fitting, "the widget waits for the rest");
        let long = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "currentUrl": "x".repeat(2049)});
        talk.refuses(NOBODY, "outboundMessages:getEligible", long, Code::InvalidInput, "too long").await;
    })
    .await;
}

#[tokio::test]
async fn a_message_is_for_those_whom_its_rules_or_its_segment_mean() {
    on_each(async |talk: Talk<'_>| {
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        let segment = talk.segment(pro()).await;
        let by_rules = talk.sent_out(json!({"targeting": pro(), "priority": 2})).await;
        let by_segment = talk.sent_out(json!({"targeting": {"segmentId": segment}, "priority": 1})).await;
        assert_eq!(talk.eligible(&talk.ana, json!({})).await, [by_rules.clone(), by_segment.clone()]);
        assert!(talk.eligible(&talk.dora, json!({})).await.is_empty());
        let used = talk.call(&talk.ben, "segments:getUsage", json!({"id": segment})).await.unwrap();
        assert_eq!(used, json!([{"type": "outboundMessage", "id": by_segment, "name": "Sale"}]));
        talk.describe(&talk.dora, json!({"plan": "pro"})).await;
        assert_eq!(talk.eligible(&talk.dora, json!({})).await.len(), 2, "a live list notices");
        talk.call(&talk.ben, "segments:remove", json!({"id": segment})).await.unwrap();
        assert_eq!(talk.eligible(&talk.ana, json!({})).await, [by_rules], "a segment that is gone is nobody");
    })
    .await;
}

#[tokio::test]
async fn impressions_are_counted_and_are_nobody_elses() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.sent_out(json!({})).await;
        let stats =
            async || talk.call(&talk.ben, "outboundMessages:getStats", json!({"id": id})).await.unwrap();
        let none = json!({"shown": 0, "clicked": 0, "dismissed": 0, "clickRate": 0, "dismissRate": 0});
        assert_eq!(stats().await, none);
        for _ in 0..4 {
            talk.impression(&talk.ana, &id, json!({"sessionId": "tab"})).await;
        }
        talk.impression(&talk.ana, &id, json!({"action": "clicked", "buttonIndex": 1})).await;
        talk.impression(&talk.dora, &id, json!({"action": "dismissed"})).await;
        let some = json!({"shown": 4, "clicked": 1, "dismissed": 1, "clickRate": 25, "dismissRate": 25});
        assert_eq!(stats().await, some);
        let track = async |caller: &Caller, change: Value| {
            let args = merged(&json!({"messageId": id, "action": "shown"}), &change);
            talk.call(caller, "outboundMessages:trackImpression", args).await
        };
        let anas = json!({"visitorId": talk.ana.id, "sessionToken": talk.dora.token});
        let words = "Not authorized for requested visitor";
        refused(track(NOBODY, anas).await, Code::NotAuthorized, words);
        let dans = json!({"sessionToken": talk.dan.token});
        let words = "Session token does not match workspace";
        refused(track(NOBODY, dans).await, Code::NotAuthorized, words);
        let words = "visitorId is required for authenticated impression tracking";
        refused(track(&talk.ben, json!({})).await, Code::InvalidInput, words);
        let words = "Visitor not found in message workspace";
        refused(track(&talk.ben, json!({"visitorId": talk.dan.id})).await, Code::NotFound, words);
        let odd = json!({"sessionToken": talk.ana.token, "buttonIndex": 10});
        refused(track(NOBODY, odd).await, Code::InvalidInput, "There is no such button");
        assert_eq!(stats().await, some);
        let eligible = async |visitor: Value| {
            let args = json!({"workspaceId": talk.acme, "currentUrl": PAGE});
            talk.call(&talk.ben, "outboundMessages:getEligible", merged(&args, &visitor)).await
        };
        let words = "visitorId is required for authenticated outbound access";
        refused(eligible(json!({})).await, Code::InvalidInput, words);
        let words = "Visitor not found in workspace";
        refused(eligible(json!({"visitorId": talk.dan.id})).await, Code::NotFound, words);
        let from = Caller { ip: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)), ..Caller::NOBODY };
        let refusal = loop {
            if let Err(refusal) = track(&from, json!({"sessionToken": talk.ana.token})).await {
                break refusal;
            }
        };
        assert_eq!(refusal.code, Code::RateLimited);
    })
    .await;
}

#[tokio::test]
async fn what_a_device_was_shown_goes_along_when_its_visitor_proves_who_it_is() {
    on_each(async |talk: Talk<'_>| {
        talk.verifies_identities(shared::workspaces::IdentityMode::Optional).await;
        let id = talk.sent_out(json!({"frequency": "once"})).await;
        let identify = async |who: &crate::world::Visitor| {
            let args = json!({
                "sessionToken": who.token, "externalUserId": "u1", "userHash": crate::world::user_hash("u1"),
            });
            talk.call(NOBODY, "visitors:identify", args).await.unwrap()
        };
        identify(&talk.ana).await;
        talk.impression(&talk.dora, &id, json!({})).await;
        assert_eq!(talk.eligible(&talk.ana, json!({})).await, [id]);
        identify(&talk.dora).await;
        assert!(talk.eligible(&talk.ana, json!({})).await.is_empty(), "they are one person");
    })
    .await;
}
