use super::*;
use serde_json::json;

fn condition(source: &str, key: &str, operator: &str, value: Value) -> Value {
    let mut rule =
        json!({"type": "condition", "property": {"source": source, "key": key}, "operator": operator});
    if !value.is_null() {
        rule["value"] = value;
    }
    rule
}

fn group(operator: &str, conditions: Vec<Value>) -> Value {
    json!({"type": "group", "operator": operator, "conditions": conditions})
}

fn event(filter: Value) -> Value {
    let name = filter["name"].clone();
    let property = json!({"source": "event", "key": name, "eventFilter": filter});
    json!({"type": "condition", "property": property, "operator": "is_set"})
}

fn again(stored: &Value) -> Value {
    serde_json::to_value(Draft::of(Some(stored)).made().unwrap()).unwrap()
}

#[test]
fn every_audience_comes_back_as_it_was() {
    let all_operators = [
        ("equals", json!("pro")),
        ("not_equals", json!(3)),
        ("equals", json!(true)),
        ("contains", json!("p")),
        ("not_contains", json!("p")),
        ("starts_with", json!("p")),
        ("ends_with", json!("p")),
        ("greater_than", json!(1)),
        ("less_than", json!(1.5)),
        ("greater_than_or_equals", json!(0)),
        ("less_than_or_equals", json!(-2)),
        ("is_set", Value::Null),
        ("is_not_set", Value::Null),
        ("equals", Value::Null),
    ];
    let rows = all_operators.map(|(operator, value)| condition("custom", "plan", operator, value));
    let events = vec![
        event(json!({"name": "order", "countOperator": "at_least", "count": 2, "withinDays": 30})),
        event(json!({"name": "login", "countOperator": "exactly", "count": 0})),
        event(json!({"name": "login", "countOperator": "at_most", "count": 4})),
    ];
    let seen = condition("system", "lastSeenAt", "greater_than", json!(1_700_000_000_000_i64));
    for stored in [
        group("and", rows.to_vec()),
        group(
            "or",
            vec![group("and", events), seen.clone(), condition("system", "other", "is_set", Value::Null)],
        ),
        json!({"segmentId": "0123456789abcdef0123456789abcdef"}),
        group("and", vec![]),
    ] {
        assert_eq!(again(&stored), stored);
    }
    assert_eq!(again(&seen), group("and", vec![seen]), "a condition alone is a group of one");
}

#[test]
fn an_event_without_words_about_its_count_was_done_once_at_least() {
    let said = event(json!({"name": "order", "countOperator": "at_least", "count": 1}));
    assert_eq!(again(&event(json!({"name": "order"}))), group("and", vec![said]));
}

#[test]
fn no_rules_mean_everybody_and_rules_that_cannot_be_read_nobody() {
    assert_eq!(Draft::of(None).made(), Ok(everybody()));
    assert_eq!(Draft::of(None), Draft::of(Some(&group("or", vec![]))));
    let unreadable = Draft::of(Some(&json!({"type": "nonsense"})));
    assert!(unreadable.is_unreadable && unreadable.made().is_err());
}

#[test]
fn a_fault_is_said_of_its_row() {
    let mut draft = Draft::default();
    draft.turn(Mode::Rules);
    let first = draft.rows()[0].0;
    let inside = draft.add_group();
    draft.change_condition(first, &mut |it| it.value = crate::engage::scalar::Typed::Text("x".into()));
    assert_eq!(draft.made().unwrap_err(), Fault { row: Some(inside), why: Why::Ours("value-missing") });
    draft.change_condition(inside, &mut |it| {
        it.source = Source::Custom;
        it.key = "a\"b".into();
        it.value = crate::engage::scalar::Typed::Text("x".into());
    });
    let fault = draft.made().unwrap_err();
    assert_eq!(fault.row, Some(inside));
    assert!(matches!(fault.why, Why::Theirs(why) if why.contains("quotes")));
    draft.remove(inside);
    let group = draft.rows()[1].0;
    assert_eq!(draft.made().unwrap_err(), Fault { row: Some(group), why: Why::Ours("audience-empty-group") });
    draft.remove(group);
    assert!(draft.made().is_ok());
    let said = "Invalid audience rules at audienceRules.conditions[0]: no";
    assert_eq!(draft.fault(said), Fault { row: Some(first), why: Why::Theirs("no".into()) });
    assert_eq!(draft.fault("Segment not found").row, None);
    draft.remove(first);
    assert_eq!(draft.made().unwrap_err().row, None);
}

#[test]
fn what_another_way_of_saying_it_would_use_is_kept_and_no_change() {
    let mut draft = Draft::default();
    draft.turn(Mode::Rules);
    draft.turn(Mode::Everybody);
    assert_eq!(draft, Draft::default());
    draft.turn(Mode::Rules);
    assert_eq!(draft.rows().len(), 1);
    assert_ne!(draft, Draft::default());
}
