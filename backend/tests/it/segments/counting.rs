//! `segments:preview` counts what the rules mean: the store's count against the rules themselves.

use super::{condition, pro};
use crate::talk::{NOBODY, Talk, on_each};
use serde_json::{Value, json};
use shared::{
    Millis,
    audience::{Facts, Rule, Source},
};

const DAY: Millis = 86_400_000;

/// A visitor as it was described, and when it did what.
struct Described {
    row: Value,
    events: Vec<(&'static str, Millis)>,
}

impl Facts for Described {
    fn property(&self, source: Source, key: &str) -> Option<Value> {
        let row = &self.row;
        let found = match (source, key) {
            (Source::Custom, key) => &row["customAttributes"][key],
            (Source::System, "device") => &row["device"]["deviceType"],
            (Source::System, "browser" | "os") => &row["device"][key],
            (Source::System, "country" | "countryCode" | "city" | "region") => &row["location"][key],
            (Source::System, key) if key != "currentUrl" => &row[key],
            _ => &Value::Null,
        };
        Some(found.clone()).filter(|found| !found.is_null())
    }
    fn count(&self, event: &str, since: Option<Millis>) -> u64 {
        let counts = |(name, at): &&(&str, Millis)| *name == event && since.is_none_or(|since| *at >= since);
        self.events.iter().filter(counts).count() as u64
    }
}

/// Numbers without order, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

const NAMES: [&str; 6] = ["Ana", "ÄNNE Straße", "Жанна", "100 % o_k", "a\\b\"c", "ana maria"];
const SYSTEM: [&str; 10] = [
    "email",
    "name",
    "firstSeenAt",
    "lastSeenAt",
    "device",
    "browser",
    "referrer",
    "country",
    "externalUserId",
    "currentUrl",
];
const CUSTOM: [&str; 6] = ["plan", "seats", "is trial", "tags", "[0]", "2"];
const OPERATORS: [&str; 12] = [
    "equals",
    "not_equals",
    "contains",
    "not_contains",
    "starts_with",
    "ends_with",
    "greater_than",
    "less_than",
    "greater_than_or_equals",
    "less_than_or_equals",
    "is_set",
    "is_not_set",
];

fn values() -> Vec<Value> {
    let texts =
        ["", "ana", "änne", "СТ", "жа", "ANNA", "%", "_", "\\", "\"", "pro", "3", "true", "Ana", "straße"];
    let others =
        [Value::Null, json!(3), json!(2.5), json!(-1), json!(0), json!(true), json!(false), json!(1.78e12)];
    texts.into_iter().map(Value::from).chain(others).collect()
}

fn any_rule(numbers: &mut Numbers, depth: usize) -> Value {
    let kind = numbers.below(if depth < 2 { 12 } else { 8 });
    if kind > 7 {
        let conditions: Vec<Value> = (0..numbers.below(4)).map(|_| any_rule(numbers, depth + 1)).collect();
        return json!({"type": "group", "operator": numbers.one(&["and", "or"]), "conditions": conditions});
    }
    if kind > 5 {
        let mut filter = json!({"name": numbers.one(&["order", "return", "nothing"])});
        if numbers.below(2) == 0 {
            filter["countOperator"] = json!(numbers.one(&["at_least", "at_most", "exactly"]));
            filter["count"] = numbers.one(&[json!(0), json!(1), json!(2), json!(1.5), json!(-1)]).clone();
        }
        if numbers.below(2) == 0 {
            filter["withinDays"] = numbers.one(&[json!(1), json!(3), json!(1e300)]).clone();
        }
        let property = json!({"source": "event", "key": "x", "eventFilter": filter});
        return json!({"type": "condition", "property": property, "operator": "is_set"});
    }
    let (source, key) = match kind {
        0..3 => ("system", *numbers.one(&SYSTEM)),
        _ => ("custom", *numbers.one(&CUSTOM)),
    };
    let operator = *numbers.one(&OPERATORS);
    condition(source, key, operator, numbers.one(&values()).clone())
}

/// Each attribute compared with each value.
fn equalities() -> impl Iterator<Item = Value> {
    let each = CUSTOM.into_iter().flat_map(|key| values().into_iter().map(move |value| (key, value)));
    each.flat_map(|(key, value)| {
        ["equals", "not_equals"].map(|operator| condition("custom", key, operator, value.clone()))
    })
}

/// Twenty-four visitors of all kinds.
async fn crowd(talk: &Talk<'_>) -> Vec<Described> {
    let mut numbers = Numbers(7);
    let mut all = Vec::new();
    for n in 0..24 {
        talk.clock.advance(1000);
        let mut attributes = serde_json::Map::new();
        for (key, of) in [
            ("plan", vec![json!("pro"), json!("Pro \"x\""), json!(""), Value::Null, json!("3")]),
            ("seats", vec![json!(3), json!(2.5), json!(-1), json!("3"), json!(0)]),
            ("is trial", vec![json!(true), json!(false), json!("true"), json!(1)]),
            ("tags", vec![json!(["pro"]), json!({"a": 1}), json!([])]),
            ("[0]", vec![json!("ÄNNE"), json!("anna\nline")]),
            ("2", vec![json!("ana"), json!(2)]),
        ] {
            if numbers.below(4) > 0 {
                attributes.insert(key.into(), numbers.one(&of).clone());
            }
        }
        let mut boot = json!({
            "workspaceId": talk.acme, "sessionId": format!("device {n}"), "customAttributes": attributes,
        });
        if n % 3 > 0 {
            boot["name"] = json!(numbers.one(&NAMES));
            boot["email"] = json!(format!("Ana{n}@Example.com"));
            boot["device"] =
                json!({"browser": numbers.one(&["Firefox", "", "Ärger"]), "deviceType": "mobile"});
        }
        if n % 2 > 0 {
            boot["location"] = json!({"country": numbers.one(&["Portugal", "Österreich"])});
            boot["referrer"] = json!("https://example.com/?q=100%");
        }
        let booted = talk.call(NOBODY, "widgetSessions:boot", boot).await.unwrap();
        let mut events = Vec::new();
        for name in ["order", "return"] {
            for _ in 0..numbers.below(3) {
                talk.clock.advance(DAY / 24);
                let args =
                    json!({"workspaceId": talk.acme, "sessionToken": booted["sessionToken"], "name": name});
                talk.call(NOBODY, "events:track", args).await.unwrap();
                events.push((name, talk.clock.now()));
            }
        }
        all.push(Described { row: booted["visitor"].clone(), events });
    }
    all
}

#[tokio::test]
async fn the_store_counts_what_the_rules_mean() {
    on_each(async |talk: Talk<'_>| {
        let mut all = crowd(&talk).await;
        for id in [talk.ana.id, talk.dora.id] {
            let row = talk.call(&talk.ben, "visitors:get", json!({"id": id})).await.unwrap();
            all.push(Described { row, events: Vec::new() });
        }
        // Most of the table is another workspace's.
        for n in 0..2 * all.len() {
            talk.world.visitor(talk.world.cleo().workspace, &format!("device {n}")).await;
        }
        let mut numbers = Numbers(11);
        let any = (0..400).map(|_| any_rule(&mut numbers, 0));
        let (mut some, mut wrong) = (0, Vec::new());
        for rules in equalities().chain(any) {
            let rule = Rule::parse(&rules).unwrap();
            let now = talk.clock.now();
            let matching = all.iter().filter(|visitor| rule.matches(*visitor, now)).count();
            some += usize::from(matching > 0 && matching < all.len());
            let args = json!({"workspaceId": talk.acme, "audienceRules": rules});
            let counted = talk.world.app.call("segments:preview", args).unwrap();
            let docent::core::functions::Call::Query(query) = counted else { panic!() };
            let counted = talk.app.observe(&talk.ben, query.as_ref()).await.value.unwrap();
            let expected = json!({"total": all.len(), "matching": matching});
            if counted != expected {
                wrong.push((rules, counted, expected));
            }
        }
        assert!(wrong.is_empty(), "{} are wrong: {:#?}", wrong.len(), wrong.first());
        assert!(some > 60, "many rules tell visitors apart: {some}");
    })
    .await;
}

#[tokio::test]
async fn merged_and_other_workspaces_visitors_are_not_counted() {
    on_each(async |talk: Talk<'_>| {
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        talk.describe(&talk.dan, json!({"plan": "pro"})).await;
        let args = json!({"workspaceId": talk.acme, "audienceRules": pro()});
        let counted = talk.call(&talk.ben, "segments:preview", args.clone()).await.unwrap();
        assert_eq!(counted, json!({"total": 2, "matching": 1}));
        let counted = talk.call(&talk.cleo, "segments:preview", args).await.unwrap();
        assert_eq!(counted, json!(0), "a number for those who may not ask");
    })
    .await;
}
