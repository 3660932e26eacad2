//! `events:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    talk::{NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use docent::core::Caller;
use serde_json::{Value, json};
use shared::{Code, Error};
use std::net::{IpAddr, Ipv4Addr};

const DAY: i64 = 86_400_000;

impl Talk<'_> {
    async fn tracked(&self, who: &Visitor, change: Value) -> Result<Value, Error> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token, "name": "order"});
        self.call(NOBODY, "events:track", merged(&args, &change)).await
    }

    /// Ana orders something.
    async fn ordered(&self) -> Value {
        self.tracked(&self.ana, json!({})).await.unwrap()
    }

    async fn auto_event(&self, who: &Visitor, kind: &str) -> Value {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token, "eventType": kind});
        self.call(NOBODY, "events:trackAutoEvent", args).await.unwrap()
    }

    async fn events(&self, who: &Visitor, change: Value) -> Vec<Value> {
        let args = merged(&json!({"visitorId": who.id}), &change);
        self.call(&self.ben, "events:list", args).await.unwrap().as_array().unwrap().clone()
    }

    async fn count(&self, change: Value) -> i64 {
        let args = merged(&json!({"visitorId": self.ana.id, "name": "order"}), &change);
        self.call(&self.ben, "events:count", args).await.unwrap().as_i64().unwrap()
    }

    async fn names(&self) -> Value {
        self.call(&self.ben, "events:getDistinctNames", json!({"workspaceId": self.acme})).await.unwrap()
    }
}

#[tokio::test]
async fn an_event_is_kept_as_it_was_told_and_the_newest_comes_first() {
    on_each(async |talk: Talk<'_>| {
        let hostile = "<img src=x onerror=alert(1)> \u{202e}'; DROP TABLE events; --";
        let properties = json!({"total": 12.5, "paid": true, "coupon": null, "items": ["a", 1], "note": hostile});
        let told = json!({
            "name": hostile, "properties": properties, "url": "https://shop.test/?q=<b>", "sessionId": "tab 1",
            "visitorId": talk.dora.id,
        });
        let first = talk.tracked(&talk.ana, told).await.unwrap();
        let row = json!({
            "_id": first, "_creationTime": talk.clock.now(), "workspaceId": talk.acme, "visitorId": talk.ana.id,
            "name": hostile, "properties": properties, "timestamp": talk.clock.now(), "url": "https://shop.test/?q=<b>",
            "sessionId": "tab 1", "eventType": "manual",
        });
        assert_eq!(json!(talk.events(&talk.ana, json!({})).await), json!([row]), "the token says whose it is");
        assert!(talk.events(&talk.dora, json!({})).await.is_empty());
        talk.clock.advance(1);
        let second = talk.ordered().await;
        let ids = |rows: Vec<Value>| rows.into_iter().map(|row| row["_id"].clone()).collect::<Vec<_>>();
        assert_eq!(ids(talk.events(&talk.ana, json!({})).await), [second.clone(), first]);
        assert_eq!(ids(talk.events(&talk.ana, json!({"limit": 1})).await), [second]);
        let own = json!({"visitorId": talk.ana.id, "sessionToken": talk.ana.token});
        let without_workspace = talk.call(NOBODY, "events:list", own).await.unwrap();
        assert_eq!(without_workspace, json!([]), "a visitor names its workspace");
    })
    .await;
}

#[tokio::test]
async fn what_is_too_long_too_deep_or_nobodys_is_refused() {
    on_each(async |talk: Talk<'_>| {
        for wrong in [
            json!({"name": " "}),
            json!({"name": "x".repeat(256)}),
            json!({"url": "x".repeat(2049)}),
            json!({"sessionId": "x".repeat(256)}),
            json!({"properties": {"a": {"b": 1}}}),
            json!({"properties": {"a": [[1]]}}),
            json!({"properties": {"a": [true]}}),
            json!({"properties": {"_a": 1}}),
            json!({"properties": {"ä": 1}}),
            json!({"properties": {"a": "x".repeat(16 * 1024)}}),
        ] {
            let refusal = talk.tracked(&talk.ana, wrong.clone()).await.unwrap_err();
            assert_eq!(refusal.code, Code::InvalidInput, "{wrong}");
        }
        assert!(talk.events(&talk.ana, json!({})).await.is_empty());
        let track = async |args: Value| {
            let args = merged(&json!({"workspaceId": talk.acme, "name": "order"}), &args);
            talk.call(NOBODY, "events:track", args).await
        };
        refused(track(json!({})).await, Code::NotAuthenticated, "Visitor ID required");
        let bare = json!({"visitorId": talk.ana.id});
        refused(track(bare.clone()).await, Code::NotAuthenticated, "Session token required");
        let dans = json!({"sessionToken": talk.dan.token});
        refused(track(dans).await, Code::NotAuthorized, "Session token does not match workspace");
        let auto = async |args: Value| {
            let args = merged(&json!({"workspaceId": talk.acme, "eventType": "page_view"}), &args);
            talk.call(NOBODY, "events:trackAutoEvent", args).await
        };
        assert_eq!(auto(json!({})).await.unwrap(), Value::Null);
        refused(auto(bare).await, Code::NotAuthenticated, "Session token required");
        talk.refuses_arguments(
            "events:trackAutoEvent",
            &json!({"workspaceId": talk.acme, "eventType": "page_view"}),
            &[json!({"eventType": "manual"})],
        )
        .await;
        talk.expire_sessions();
        refused(talk.tracked(&talk.ana, json!({})).await, Code::SessionExpired, "Session expired");
    })
    .await;
}

#[tokio::test]
async fn a_visitor_that_tracks_too_much_is_told_to_wait_and_automatic_events_are_dropped() {
    on_each(async |talk: Talk<'_>| {
        let from = Caller { ip: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)), ..Caller::NOBODY };
        let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "name": "order"});
        let mut kept = 0;
        let refusal = loop {
            match talk.call(&from, "events:track", args.clone()).await {
                Ok(_) => kept += 1,
                Err(refusal) => break refusal,
            }
        };
        assert_eq!((refusal.code, kept), (Code::RateLimited, 300));
        for _ in 0..99 {
            assert_ne!(talk.auto_event(&talk.ana, "page_view").await, Value::Null, "others do not count");
        }
        talk.clock.advance(1);
        assert_ne!(talk.auto_event(&talk.ana, "session_start").await, Value::Null);
        assert_eq!(talk.auto_event(&talk.ana, "page_view").await, Value::Null);
        assert_ne!(talk.auto_event(&talk.dora, "page_view").await, Value::Null);
        talk.clock.advance(59_999);
        assert_ne!(
            talk.auto_event(&talk.ana, "page_view").await,
            Value::Null,
            "a minute later there is room"
        );
    })
    .await;
}

#[tokio::test]
async fn events_are_counted_by_name_and_within_days() {
    on_each(async |talk: Talk<'_>| {
        assert_eq!((talk.count(json!({})).await, talk.names().await), (0, json!([])));
        talk.ordered().await;
        talk.clock.advance(2 * DAY);
        let (ana, dora, dan) =
            (talk.again(&talk.ana).await, talk.again(&talk.dora).await, talk.again(&talk.dan).await);
        talk.tracked(&ana, json!({})).await.unwrap();
        talk.tracked(&ana, json!({"name": "Return"})).await.unwrap();
        talk.tracked(&dora, json!({})).await.unwrap();
        talk.tracked(&dan, json!({"name": "a stranger's"})).await.unwrap();
        talk.auto_event(&ana, "page_view").await;
        assert_eq!(talk.count(json!({})).await, 2);
        assert_eq!(talk.count(json!({"withinDays": 2})).await, 2, "the bound is included");
        assert_eq!(talk.count(json!({"withinDays": 1.5})).await, 1);
        assert_eq!(talk.count(json!({"withinDays": 1e300})).await, 2);
        assert_eq!(talk.count(json!({"name": "ORDER"})).await, 0);
        assert_eq!(talk.names().await, json!(["Return", "order", "page_view"]));
        let seen = talk.events(&talk.ana, json!({"limit": 0})).await;
        assert_eq!(seen.len(), 1, "a list has at least one");
    })
    .await;
}

#[tokio::test]
async fn old_automatic_events_go_and_what_the_site_told_stays() {
    on_each(async |talk: Talk<'_>| {
        talk.ordered().await;
        talk.auto_event(&talk.ana, "session_start").await;
        talk.auto_event(&talk.dan, "session_start").await;
        talk.clock.advance(20 * DAY + 1);
        talk.auto_event(&talk.again(&talk.ana).await, "session_end").await;
        let clean = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(&talk.ben, "events:cleanupOldAutoEvents", args).await.unwrap()
        };
        let none = json!({"deleted": 0, "hasMore": false});
        assert_eq!(clean(json!({})).await, none, "thirty days are kept");
        assert_eq!(clean(json!({"ttlDays": 20.5})).await, none);
        assert_eq!(clean(json!({"ttlDays": 20})).await, json!({"deleted": 1, "hasMore": false}));
        assert_eq!(clean(json!({"ttlDays": 20})).await, none);
        let kinds: Vec<_> =
            talk.events(&talk.ana, json!({})).await.iter().map(|row| row["eventType"].clone()).collect();
        assert_eq!(kinds, ["session_end", "manual"]);
    })
    .await;
}

#[tokio::test]
async fn what_a_visitor_did_decides_which_articles_it_is_shown() {
    on_each(async |talk: Talk<'_>| {
        let id = crate::articles::published(&talk, "For customers", "Thanks").await;
        let rules = |filter: Value| {
            let property = json!({"source": "event", "key": "order", "eventFilter": filter});
            json!({"type": "condition", "property": property, "operator": "is_set"})
        };
        let means = async |filter: Value| {
            let update = json!({"id": id, "audienceRules": rules(filter)});
            talk.call(&talk.ben, "articles:update", update).await.unwrap();
        };
        let shown = async |who: &Visitor| {
            let args = json!({"workspaceId": talk.acme, "sessionToken": talk.again(who).await.token});
            let rows = talk.call(NOBODY, "articles:listForVisitor", args).await.unwrap();
            rows.as_array().unwrap().len()
        };
        means(json!({"name": "order", "count": 2, "withinDays": 3})).await;
        assert_eq!(shown(&talk.ana).await, 0);
        talk.ordered().await;
        assert_eq!(shown(&talk.ana).await, 0);
        talk.clock.advance(1000);
        talk.ordered().await;
        assert_eq!((shown(&talk.ana).await, shown(&talk.dora).await), (1, 0));
        talk.clock.advance(3 * DAY - 1000);
        assert_eq!(shown(&talk.ana).await, 1);
        // The audit of the next commit would find a live list that did not notice that time has passed.
        talk.clock.advance(1);
        assert_eq!(shown(&talk.ana).await, 0);
        means(json!({"name": "order", "countOperator": "exactly", "count": 2})).await;
        assert_eq!((shown(&talk.ana).await, shown(&talk.dora).await), (1, 0));
        means(json!({"name": "order", "countOperator": "at_most", "count": 0})).await;
        assert_eq!((shown(&talk.ana).await, shown(&talk.dora).await), (0, 1));
        let args = json!({"workspaceId": talk.acme, "sessionToken": talk.again(&talk.dora).await.token});
        let found = merged(&args, &json!({"query": "customers"}));
        assert_eq!(
            talk.call(NOBODY, "articles:searchForVisitor", found).await.unwrap().as_array().unwrap().len(),
            1
        );
        let one = merged(&args, &json!({"id": id}));
        assert!(!talk.call(NOBODY, "articles:getForVisitor", one).await.unwrap().is_null());
    })
    .await;
}
