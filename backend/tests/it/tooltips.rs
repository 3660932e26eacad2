//! `tooltips:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    segments::pro,
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use serde_json::{Value, json};
use shared::Code;
use std::slice::from_ref;

impl Talk<'_> {
    pub async fn tooltip(&self, change: Value) -> Value {
        let args = json!({
            "workspaceId": self.acme, "name": "Tip", "elementSelector": "#buy", "content": "Buy here", "triggerType": "hover",
        });
        self.clock.advance(1);
        self.call(&self.ben, "tooltips:create", merged(&args, &change)).await.unwrap()
    }

    async fn tips(&self, change: Value) -> Vec<Value> {
        let args = merged(&json!({"workspaceId": self.acme}), &change);
        self.call(&self.ben, "tooltips:list", args).await.unwrap().as_array().unwrap().clone()
    }

    async fn tips_of(&self, who: &Visitor, change: Value) -> Vec<Value> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token});
        let rows = self.call(NOBODY, "tooltips:getAvailableTooltips", merged(&args, &change)).await.unwrap();
        ids(rows.as_array().unwrap())
    }
}

fn ids(rows: &[Value]) -> Vec<Value> {
    rows.iter().map(|row| row["_id"].clone()).collect()
}

#[tokio::test]
async fn a_tooltip_is_kept_as_it_was_written() {
    on_each(async |talk: Talk<'_>| {
        let hostile = "<img src=x onerror=alert(1)>\u{202e}'; --";
        let quality = json!({"score": 90, "grade": "good", "warnings": [], "signals": {
            "depth": 1, "usesNth": false, "hasId": true, "hasDataAttribute": false, "classCount": 0, "usesWildcard": false}});
        let triggers = json!({"type": "event", "eventName": "order", "eventProperties": {"coupon": null, "paid": true}});
        let full = json!({
            "workspaceId": talk.acme, "name": hostile, "elementSelector": "#a > [b=\"c\"]", "content": hostile,
            "triggerType": "auto", "selectorQuality": quality, "audienceRules": pro(), "triggers": triggers,
        });
        let id = talk.call(&talk.ben, "tooltips:create", full.clone()).await.unwrap();
        let now = talk.clock.now();
        let row = merged(&full, &json!({"_id": id, "_creationTime": now, "createdAt": now, "updatedAt": now}));
        assert_eq!(talk.tips(json!({})).await, from_ref(&row));
        let got = async |id: &Value| talk.call(&talk.ben, "tooltips:get", json!({"id": id})).await.unwrap();
        assert_eq!(got(&id).await, row);
        let second = talk.tooltip(json!({"elementSelector": " #x "})).await;
        assert_eq!(ids(&talk.tips(json!({})).await), [second.clone(), id.clone()]);
        assert_eq!(talk.tips(json!({"limit": 1})).await[0]["elementSelector"], json!("#x"));
        assert_eq!(ids(&talk.tips(json!({"after": second})).await), from_ref(&id));
        talk.clock.advance(5);
        let change = json!({"id": id, "content": "New", "triggerType": "click"});
        assert_eq!(talk.call(&talk.ben, "tooltips:update", change).await.unwrap(), id);
        let changed = json!({"content": "New", "triggerType": "click", "updatedAt": talk.clock.now()});
        assert_eq!(talk.tips(json!({})).await[0], merged(&row, &changed), "what was changed last comes first");
        let removed = talk.call(&talk.ben, "tooltips:remove", json!({"id": id})).await.unwrap();
        assert_eq!(removed, json!({"success": true}));
        assert_eq!(ids(&talk.tips(json!({})).await), [second]);
        assert_eq!(got(&id).await, Value::Null);
        for name in ["tooltips:update", "tooltips:remove"] {
            refused(talk.call(&talk.ben, name, json!({"id": id})).await, Code::NotFound, "Tooltip not found");
        }
    })
    .await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({
            "workspaceId": talk.acme, "name": "x", "elementSelector": "#x", "content": "x", "triggerType": "hover",
        });
        let id = talk.tooltip(json!({})).await;
        for (change, words) in [
            (json!({"elementSelector": " "}), "needs the selector"),
            (json!({"elementSelector": "x".repeat(2049)}), "The selector is too long"),
            (json!({"name": "x".repeat(256)}), "The name is too long"),
            (json!({"content": "x".repeat(50 * 1024 + 1)}), "The tooltip is too long"),
            (json!({"audienceRules": {"type": "xor"}}), "Invalid audience rules at audienceRules"),
            (json!({"triggers": {"type": "page_visit", "pageUrl": "(a+", "pageUrlMatch": "regex"}}), "no regular expression"),
        ] {
            let args = merged(&good, &change);
            talk.refuses(&talk.ben, "tooltips:create", args, Code::InvalidInput, words).await;
            let args = merged(&json!({"id": id}), &change);
            talk.refuses(&talk.ben, "tooltips:update", args, Code::InvalidInput, words).await;
        }
        let segment = merged(&good, &json!({"audienceRules": {"segmentId": NO_ROW}}));
        refused(talk.call(&talk.ben, "tooltips:create", segment).await, Code::NotFound, "Segment not found");
        for (name, good) in [
            ("tooltips:list", json!({"workspaceId": talk.acme, "limit": 1, "after": NO_ROW})),
            ("tooltips:get", json!({"id": NO_ROW})),
            ("tooltips:create", good),
            ("tooltips:update", json!({"id": NO_ROW, "name": "x", "triggerType": "auto"})),
            ("tooltips:remove", json!({"id": NO_ROW})),
            ("tooltips:getAvailableTooltips", json!({"workspaceId": talk.acme, "visitorId": NO_ROW, "limit": 1})),
        ] {
            talk.is_strict_about(name, good).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_visitor_is_shown_what_is_meant_for_it_and_whose_trigger_is_met() {
    on_each(async |talk: Talk<'_>| {
        let always = talk.tooltip(json!({})).await;
        let page =
            json!({"type": "page_visit", "pageUrl": "^https://shop\\.test/c", "pageUrlMatch": "regex"});
        let page = talk.tooltip(json!({"triggers": page})).await;
        let time = talk.tooltip(json!({"triggers": {"type": "time_on_page", "delaySeconds": 3}})).await;
        let event = json!({"type": "event", "eventName": "order", "eventProperties": {"paid": true}});
        let event = talk.tooltip(json!({"triggers": event})).await;
        let segment = talk.segment(pro()).await;
        let meant = talk.tooltip(json!({"audienceRules": {"segmentId": segment}})).await;
        let on =
            async |who: &Visitor, context: Value| talk.tips_of(who, json!({"triggerContext": context})).await;
        assert_eq!(talk.tips_of(&talk.dora, json!({})).await, from_ref(&always));
        assert_eq!(
            on(&talk.dora, json!({"currentUrl": "https://shop.test/cart"})).await,
            [page.clone(), always.clone()]
        );
        let later = json!({"timeOnPageSeconds": 3, "scrollPercent": 10, "isExitIntent": false});
        assert_eq!(on(&talk.dora, later).await, [time, always.clone()]);
        let fired =
            json!({"firedEventName": "order", "firedEventProperties": {"paid": true, "coupon": null}});
        assert_eq!(on(&talk.dora, fired).await, [event, always.clone()]);
        let other = json!({"firedEventName": "order", "firedEventProperties": {"paid": false}});
        assert_eq!(on(&talk.dora, other).await, from_ref(&always));
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        assert_eq!(talk.tips_of(&talk.ana, json!({})).await, [meant.clone(), always.clone()]);
        let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token});
        let rows = talk.call(NOBODY, "tooltips:getAvailableTooltips", args.clone()).await.unwrap();
        assert_eq!(rows[0].get("audienceRules"), None, "a visitor is not told for whom it is");
        let used = talk.call(&talk.ben, "segments:getUsage", json!({"id": segment})).await.unwrap();
        assert_eq!(used, json!([{"type": "tooltip", "id": meant, "name": "Tip"}]));
        talk.call(&talk.ben, "segments:remove", json!({"id": segment})).await.unwrap();
        assert_eq!(talk.tips_of(&talk.ana, json!({})).await, [always]);
        let named = merged(&args, &json!({"visitorId": talk.dora.id}));
        let words = "Not authorized to list tooltips for this visitor";
        refused(talk.call(NOBODY, "tooltips:getAvailableTooltips", named).await, Code::NotAuthorized, words);
        let by_ben = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(&talk.ben, "tooltips:getAvailableTooltips", args).await.unwrap()
        };
        assert_eq!(by_ben(json!({})).await, json!([]), "who names no visitor is shown nothing");
        assert_eq!(by_ben(json!({"visitorId": talk.dan.id})).await, json!([]));
        assert_eq!(by_ben(json!({"visitorId": talk.dora.id})).await.as_array().unwrap().len(), 1);
    })
    .await;
}
