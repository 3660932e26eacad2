//! `segments:…`: who may call them is in the matrix.

mod counting;
pub mod matrix;

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use serde_json::{Value, json};
use shared::Code;

/// A condition of rules; without a value if it is null.
pub fn condition(source: &str, key: &str, operator: &str, value: Value) -> Value {
    let mut rule =
        json!({"type": "condition", "property": {"source": source, "key": key}, "operator": operator});
    if !value.is_null() {
        rule["value"] = value;
    }
    rule
}

/// Whoever pays.
pub fn pro() -> Value {
    condition("custom", "plan", "equals", json!("pro"))
}

impl Talk<'_> {
    pub async fn segment(&self, rules: Value) -> Value {
        let args = json!({"workspaceId": self.acme, "name": "Segment", "audienceRules": rules});
        self.call(&self.ben, "segments:create", args).await.unwrap()
    }

    async fn segments(&self, change: Value) -> Vec<Value> {
        let args = merged(&json!({"workspaceId": self.acme}), &change);
        self.call(&self.ben, "segments:list", args).await.unwrap().as_array().unwrap().clone()
    }

    /// Says what a visitor's custom attributes are.
    pub async fn describe(&self, who: &Visitor, attributes: Value) {
        let args = json!({"sessionToken": who.token, "customAttributes": attributes});
        self.call(NOBODY, "visitors:identify", args).await.unwrap();
    }
}

#[tokio::test]
async fn a_segment_is_kept_as_it_was_written() {
    on_each(async |talk: Talk<'_>| {
        let rules = json!({"type": "group", "operator": "or", "conditions": [
            pro(),
            {"type": "group", "operator": "and", "conditions": [
                condition("system", "email", "is_set", Value::Null),
                condition("custom", "seats", "greater_than", json!(2.5)),
                {"type": "condition", "operator": "equals", "property": {"source": "event", "key": "x",
                 "eventFilter": {"name": "order", "countOperator": "exactly", "count": 2, "withinDays": 7}}},
            ]},
        ]});
        let ben = talk.ben.user_id().unwrap();
        let hostile = "<script>alert(1)</script>\u{202e}'; DROP TABLE segments; --";
        let new = json!({
            "workspaceId": talk.acme, "name": hostile, "description": hostile, "audienceRules": rules, "createdBy": ben,
        });
        let id = talk.call(&talk.ben, "segments:create", new).await.unwrap();
        let row = json!({
            "_id": id, "_creationTime": talk.clock.now(), "workspaceId": talk.acme, "name": hostile, "description": hostile,
            "audienceRules": rules, "createdBy": ben, "createdAt": talk.clock.now(), "updatedAt": talk.clock.now(),
        });
        assert_eq!(talk.call(&talk.ben, "segments:get", json!({"id": id})).await.unwrap(), row);
        talk.clock.advance(5);
        let plain = talk.segment(pro()).await;
        let rows = talk.segments(json!({})).await;
        assert_eq!((&rows[0]["_id"], &rows[1]), (&plain, &row));
        assert_eq!((rows[0].get("createdBy"), rows[0].get("description")), (None, None));
        let change = json!({"id": id, "name": "Payers", "audienceRules": pro()});
        assert_eq!(talk.call(&talk.ben, "segments:update", change).await.unwrap(), id);
        let changed = talk.call(&talk.ben, "segments:get", json!({"id": id})).await.unwrap();
        let expected = json!({"name": "Payers", "audienceRules": pro(), "updatedAt": talk.clock.now()});
        assert_eq!(changed, merged(&row, &expected));
        let removed = talk.call(&talk.ben, "segments:remove", json!({"id": id})).await.unwrap();
        assert_eq!(removed, json!({"success": true}));
        assert_eq!(talk.call(&talk.ben, "segments:get", json!({"id": id})).await.unwrap(), Value::Null);
        for name in ["segments:update", "segments:remove", "segments:getUsage"] {
            let answer = talk.call(&talk.ben, name, json!({"id": id})).await;
            refused(answer, Code::NotFound, "Segment not found");
        }
    })
    .await;
}

#[tokio::test]
async fn the_list_goes_on_after_a_segment_and_has_a_limit() {
    on_each(async |talk: Talk<'_>| {
        let mut ids = Vec::new();
        for _ in 0..5 {
            ids.insert(0, talk.segment(pro()).await);
            talk.clock.advance(1);
        }
        let listed = async |change: Value| {
            talk.segments(change).await.iter().map(|row| row["_id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(listed(json!({})).await, ids);
        assert_eq!(listed(json!({"limit": 0})).await, ids, "as without");
        assert_eq!(listed(json!({"limit": 2})).await, ids[..2]);
        assert_eq!(listed(json!({"limit": 2, "after": ids[1]})).await, ids[2..4]);
        let theirs = json!({"workspaceId": talk.globex, "name": "x", "audienceRules": pro()});
        let theirs = talk.call(&talk.cleo, "segments:create", theirs).await.unwrap();
        assert_eq!(listed(json!({"after": theirs})).await, ids, "another's segment is no place in the list");
    })
    .await;
}

#[tokio::test]
async fn wrong_rules_are_refused_with_the_place_where_they_are_wrong() {
    on_each(async |talk: Talk<'_>| {
        let group = |inner: Value| json!({"type": "group", "operator": "and", "conditions": [pro(), inner]});
        let deep = group(group(group(pro())));
        let empty = json!({"type": "group", "operator": "and", "conditions": []});
        let huge = json!({"type": "group", "operator": "and", "conditions": vec![empty; 5000]});
        for (rules, words) in [
            (json!({"segmentId": NO_ROW}), "Invalid audience rules at audienceRules: type is neither"),
            (json!("everybody"), "Invalid audience rules at audienceRules"),
            (group(json!({"type": "xor"})), "at audienceRules.conditions[1]: type is neither"),
            (group(condition("custom", "plan", "matches", json!("^"))), "conditions[1]: unknown variant"),
            (group(condition("cookies", "plan", "is_set", Value::Null)), "conditions[1]: unknown variant"),
            (group(condition("custom", "plan", "equals", json!(["pro"]))), "conditions[1]"),
            (deep, "conditions[1].conditions[1]: groups are nested too deeply"),
            (huge, "more than 200 conditions and groups"),
            (
                group(condition("custom", "a\" OR 1=1", "is_set", Value::Null)),
                "neither quotes nor backslashes",
            ),
        ] {
            let args = json!({"workspaceId": talk.acme, "name": "x", "audienceRules": rules});
            talk.refuses(&talk.ben, "segments:create", args.clone(), Code::InvalidInput, words).await;
            let preview = json!({"workspaceId": talk.acme, "audienceRules": rules});
            talk.refuses(&talk.ben, "segments:preview", preview, Code::InvalidInput, words).await;
        }
        let long = json!({"workspaceId": talk.acme, "name": "x".repeat(256), "audienceRules": pro()});
        talk.refuses(&talk.ben, "segments:create", long, Code::InvalidInput, "The name is too long").await;
        let vera = talk.vera.user_id().unwrap();
        let others =
            json!({"workspaceId": talk.acme, "name": "x", "audienceRules": pro(), "createdBy": vera});
        let answer = talk.call(&talk.ben, "segments:create", others).await;
        refused(answer, Code::NotAuthorized, "Cannot create segment on behalf of another user");
        let of_acme = json!({"workspaceId": talk.acme});
        for (name, good) in [
            ("segments:list", merged(&of_acme, &json!({"limit": 1, "after": NO_ROW}))),
            ("segments:get", json!({"id": NO_ROW})),
            (
                "segments:create",
                merged(&of_acme, &json!({"name": "x", "description": "x", "audienceRules": pro()})),
            ),
            ("segments:update", json!({"id": NO_ROW, "name": "x", "audienceRules": pro()})),
            ("segments:remove", json!({"id": NO_ROW})),
            ("segments:preview", merged(&of_acme, &json!({"audienceRules": pro()}))),
            ("segments:getUsage", json!({"id": NO_ROW, "totalLimit": 1, "perTypeLimit": 1})),
        ] {
            talk.is_strict_about(name, good).await;
        }
        let answer = talk.call(NOBODY, "segments:getUsage", json!({"id": NO_ROW})).await;
        refused(answer, Code::NotFound, "Segment not found");
    })
    .await;
}

#[tokio::test]
async fn what_refers_to_a_segment_is_meant_for_its_visitors_and_for_nobody_once_it_is_gone() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.segment(pro()).await;
        let article = crate::articles::published(&talk, "For payers", "Thanks").await;
        let refer = async |segment: &Value| {
            let change = json!({"id": article, "audienceRules": {"segmentId": segment}});
            talk.call(&talk.ben, "articles:update", change).await.unwrap();
        };
        let shown = async |who: &Visitor| {
            let args = json!({"workspaceId": talk.acme, "sessionToken": who.token});
            let rows = talk.call(NOBODY, "articles:listForVisitor", args).await.unwrap();
            rows.as_array().unwrap().len()
        };
        refer(&id).await;
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        talk.describe(&talk.dora, json!({"plan": "free"})).await;
        assert_eq!((shown(&talk.ana).await, shown(&talk.dora).await), (1, 0));
        // The audit of this commit would find a list that did not notice.
        let free = condition("custom", "plan", "equals", json!("free"));
        let change = json!({"id": id, "audienceRules": free});
        talk.call(&talk.ben, "segments:update", change).await.unwrap();
        assert_eq!((shown(&talk.ana).await, shown(&talk.dora).await), (0, 1));
        let orders = json!({"type": "condition", "operator": "is_set", "property": {
            "source": "event", "key": "x", "eventFilter": {"name": "order"}}});
        talk.call(&talk.ben, "segments:update", json!({"id": id, "audienceRules": orders})).await.unwrap();
        let order = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "name": "order"});
        talk.call(NOBODY, "events:track", order).await.unwrap();
        assert_eq!((shown(&talk.ana).await, shown(&talk.dora).await), (1, 0));
        let theirs = json!({"workspaceId": talk.globex, "name": "x", "audienceRules": orders});
        let theirs = talk.call(&talk.cleo, "segments:create", theirs).await.unwrap();
        refer(&theirs).await;
        assert_eq!(shown(&talk.ana).await, 0, "another workspace's segment is nobody");
        refer(&id).await;
        assert_eq!(shown(&talk.ana).await, 1);
        talk.call(&talk.ben, "segments:remove", json!({"id": id})).await.unwrap();
        assert_eq!((shown(&talk.ana).await, shown(&talk.dora).await), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn usage_names_what_refers_to_a_segment_in_whatever_form_it_was_written() {
    on_each(async |talk: Talk<'_>| {
        let (id, other) = (talk.segment(pro()).await, talk.segment(pro()).await);
        let usage = async |change: Value| {
            let args = merged(&json!({"id": id}), &change);
            talk.call(&talk.ben, "segments:getUsage", args).await.unwrap()
        };
        assert_eq!(usage(json!({})).await, json!([]));
        let text = id.as_str().unwrap();
        let hyphenated =
            format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]);
        let mut articles = Vec::new();
        for (title, segment) in
            [("First", json!(hyphenated)), ("Other", other.clone()), ("Second", id.clone())]
        {
            talk.clock.advance(1);
            let article = crate::articles::published(&talk, title, "x").await;
            let change = json!({"id": article, "audienceRules": {"segmentId": segment}});
            talk.call(&talk.ben, "articles:update", change).await.unwrap();
            articles.push(article);
        }
        let first = json!({"type": "article", "id": articles[0], "name": "First"});
        let second = json!({"type": "article", "id": articles[2], "name": "Second"});
        assert_eq!(usage(json!({})).await, json!([second, first]));
        assert_eq!(usage(json!({"perTypeLimit": 1})).await, json!([second]));
        assert_eq!(usage(json!({"totalLimit": 1})).await, json!([second]));
    })
    .await;
}

/// Two tabs that change different things of one row at once: neither takes back what the other did.
#[tokio::test]
async fn two_who_change_different_things_at_once_take_nothing_back() {
    on_each(async |talk: Talk<'_>| {
        let question = json!([{"id": "a", "type": "nps", "title": "?", "required": false}]);
        let survey = json!({"workspaceId": talk.acme, "name": "Q", "format": "small", "questions": question});
        let message =
            json!({"workspaceId": talk.acme, "type": "banner", "name": "Q", "content": {"text": "Sale"}});
        let rows = [
            ("segments", talk.segment(pro()).await, json!({"description": "~"})),
            ("tours", talk.tour(json!({})).await, json!({"description": "~"})),
            (
                "surveys",
                talk.call(&talk.ben, "surveys:create", survey).await.unwrap(),
                json!({"description": "~"}),
            ),
            (
                "outboundMessages",
                talk.call(&talk.ben, "outboundMessages:create", message).await.unwrap(),
                json!({"priority": 0}),
            ),
            ("tooltips", talk.tooltip(json!({})).await, json!({"content": "~"})),
            ("checklists", talk.checklist(json!([]), json!({})).await, json!({"description": "~"})),
        ];
        talk.lets_commits_race();
        for (room, id, change) in rows {
            let update = async |change: Value| {
                let args = merged(&json!({"id": id}), &change);
                talk.call(&talk.ben, &format!("{room}:update"), args).await.unwrap();
            };
            for n in 1..=20 {
                let name = json!({"name": format!("Name {n}")});
                let key = change.as_object().unwrap().keys().next().unwrap();
                let other =
                    if key == "priority" { json!({key: n}) } else { json!({key: format!("Text {n}")}) };
                tokio::join!(update(name.clone()), update(other.clone()));
                let row = talk.call(&talk.ben, &format!("{room}:get"), json!({"id": id})).await.unwrap();
                assert_eq!((&row["name"], &row[key]), (&name["name"], &other[key]), "{room} {n}");
            }
        }
    })
    .await;
}
