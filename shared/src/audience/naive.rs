//! Rules against a reading of them that is as plain as functions-engagement.md §1.3: it takes the JSON as it is and the events one by one.

use super::*;
use serde_json::json;

/// Numbers without order, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) % end
    }

    fn pick(&mut self, of: &Value) -> Value {
        let of = of.as_array().unwrap();
        of[self.below(of.len() as u64) as usize].clone()
    }
}

/// A visitor as its parts are stored.
#[derive(Debug)]
struct Visitor {
    system: Value,
    custom: Value,
    /// The names and times of what it did.
    events: Vec<(&'static str, Millis)>,
}

impl Facts for Visitor {
    fn property(&self, source: Source, key: &str) -> Option<Value> {
        match source {
            Source::System => self.system.get(key).cloned(),
            Source::Custom => self.custom.get(key).cloned(),
            Source::Event => None,
        }
    }

    fn count(&self, event: &str, since: Option<Millis>) -> u64 {
        let is_meant =
            |(name, at): &&(&str, Millis)| *name == event && since.is_none_or(|since| *at >= since);
        self.events.iter().filter(is_meant).count() as u64
    }
}

fn values() -> Value {
    json!([null, "", "pro", "PRO", "Prost", "Ä", "ä", "3", 3, 3.0, -1, 0, 2.5, true, false, ["pro"], {"a": 1}])
}

fn any_visitor(dice: &mut Dice) -> Visitor {
    let mut some = |keys: &[&str]| {
        let mut all = json!({});
        for key in keys.iter().filter(|_| dice.below(3) > 0).collect::<Vec<_>>() {
            all[*key] = dice.pick(&values());
        }
        all
    };
    let (system, custom) = (some(&["email", "country", "firstSeenAt"]), some(&["plan", "seats", "email"]));
    let events = (0..dice.below(5))
        .map(|_| (["order", "return"][dice.below(2) as usize], NOW - dice.below(10) as Millis * DAY / 2));
    Visitor { system, custom, events: events.collect() }
}

fn any_rule(dice: &mut Dice, depth: u64) -> Value {
    match dice.below(if depth < 2 { 8 } else { 5 }) {
        0..4 => {
            let source = dice.pick(&json!(["system", "custom", "custom", "event"]));
            let keys = json!(["email", "country", "firstSeenAt", "plan", "seats"]);
            let mut rule = json!({
                "type": "condition", "operator": dice.pick(&json!([
                    "equals", "not_equals", "contains", "not_contains", "starts_with", "ends_with", "greater_than", "less_than",
                    "greater_than_or_equals", "less_than_or_equals", "is_set", "is_not_set",
                ])),
                "property": {"source": source, "key": dice.pick(&keys)},
            });
            let value = dice.pick(&values());
            if value.is_string() || value.is_number() || value.is_boolean() {
                rule["value"] = value;
            }
            rule
        }
        4 => {
            let mut filter = json!({"name": dice.pick(&json!(["order", "return", "other"]))});
            for (key, of) in [
                ("countOperator", json!(["at_least", "at_most", "exactly"])),
                ("count", json!([-1, 0, 1, 1.5, 2, 3])),
                ("withinDays", json!([0, 0.5, 1, 2, 1e300])),
            ] {
                if dice.below(2) == 0 {
                    filter[key] = dice.pick(&of);
                }
            }
            let property = json!({"source": "event", "key": "any", "eventFilter": filter});
            json!({"type": "condition", "property": property, "operator": "is_set"})
        }
        _ => {
            let conditions: Vec<Value> = (0..dice.below(4)).map(|_| any_rule(dice, depth + 1)).collect();
            json!({"type": "group", "operator": dice.pick(&json!(["and", "or"])), "conditions": conditions})
        }
    }
}

const NOW: Millis = 100 * DAY;

/// Sentence by sentence what the section says.
fn is_meant(rule: &Value, visitor: &Visitor) -> bool {
    if rule["type"] == "group" {
        let mut each = rule["conditions"].as_array().unwrap().iter().map(|rule| is_meant(rule, visitor));
        return each.len() == 0
            || if rule["operator"] == "and" { each.all(|met| met) } else { each.any(|met| met) };
    }
    let property = &rule["property"];
    let key = property["key"].as_str().unwrap();
    let of = match property["source"].as_str().unwrap() {
        "event" => return did(&property["eventFilter"], visitor),
        "system" => &visitor.system,
        _ => &visitor.custom,
    };
    // Nothing, as a value that is not there.
    let (actual, expected) = (&of[key], &rule["value"]);
    let is_set = !actual.is_null() && actual != "";
    let is_same = match (actual, expected) {
        (Value::Array(_) | Value::Object(_), _) => false,
        (Value::Number(actual), Value::Number(expected)) => actual.as_f64() == expected.as_f64(),
        _ => actual == expected,
    };
    let small = |text: &Value| text.as_str().map(str::to_lowercase);
    let texts = small(actual).zip(small(expected));
    let numbers = actual.as_f64().zip(expected.as_f64());
    let compared =
        |how: fn(&f64, &f64) -> bool| numbers.is_some_and(|(actual, expected)| how(&actual, &expected));
    let found = |how: fn(&str, &str) -> bool| texts.as_ref().map(|(actual, expected)| how(actual, expected));
    match rule["operator"].as_str().unwrap() {
        "equals" => is_same,
        "not_equals" => !is_same,
        "contains" => found(|actual, expected| actual.contains(expected)) == Some(true),
        "not_contains" => found(|actual, expected| actual.contains(expected)) != Some(true),
        "starts_with" => found(|actual, expected| actual.starts_with(expected)) == Some(true),
        "ends_with" => found(|actual, expected| actual.ends_with(expected)) == Some(true),
        "greater_than" => compared(f64::gt),
        "less_than" => compared(f64::lt),
        "greater_than_or_equals" => compared(f64::ge),
        "less_than_or_equals" => compared(f64::le),
        "is_set" => is_set,
        _ => !is_set,
    }
}

fn did(filter: &Value, visitor: &Visitor) -> bool {
    if filter.is_null() {
        return false;
    }
    let mut count = 0.0;
    for (name, at) in &visitor.events {
        let oldest = filter["withinDays"].as_f64().map_or(f64::MIN, |days| NOW as f64 - days * DAY as f64);
        if filter["name"] == *name && *at as f64 >= oldest {
            count += 1.0;
        }
    }
    let wanted = filter["count"].as_f64().unwrap_or(1.0);
    match filter["countOperator"].as_str() {
        Some("at_most") => count <= wanted,
        Some("exactly") => count == wanted,
        _ => count >= wanted,
    }
}

#[test]
fn rules_mean_whom_a_naive_reading_means() {
    let mut dice = Dice(5);
    let mut meant = 0;
    for _ in 0..20_000 {
        let (rules, visitor) = (any_rule(&mut dice, 0), any_visitor(&mut dice));
        let rule = Rule::parse(&rules).unwrap();
        let expected = is_meant(&rules, &visitor);
        assert_eq!(rule.matches(&visitor, NOW), expected, "{rules} of {visitor:?}");
        meant += u32::from(expected);
    }
    assert!((5_000..15_000).contains(&meant), "rules tell visitors apart: {meant}");
}
