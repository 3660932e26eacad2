//! Who is meant: the rule language for audiences (functions-engagement.md §1). Parsing, checking and evaluating are pure; what a
//! visitor is and did comes from [`Facts`].

#[cfg(test)]
mod naive;
pub mod reading;

use crate::{Millis, id::SegmentId, number::Number};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const DAY: Millis = 86_400_000;

/// A condition, or several joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    Condition {
        property: Property,
        operator: Operator,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<Scalar>,
    },
    Group {
        operator: Join,
        conditions: Vec<Rule>,
    },
}

/// Rules of their own, or those of a segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    Segment(SegmentRef),
    Rules(Rule),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SegmentRef {
    pub segment_id: SegmentId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    And,
    Or,
}

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Property {
    pub source: Source,
    pub key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_filter: Option<EventFilter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    System,
    Custom,
    Event,
}

/// How often something was done; `count` is 1 and the comparison `at_least` unless said otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventFilter {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count_operator: Option<CountOperator>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<Number>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountOperator {
    AtLeast,
    AtMost,
    Exactly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    Equals,
    NotEquals,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
    GreaterThan,
    LessThan,
    GreaterThanOrEquals,
    LessThanOrEquals,
    IsSet,
    IsNotSet,
}

/// What an attribute is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    Bool(bool),
    Number(Number),
    Text(String),
}

/// What is known of a visitor.
pub trait Facts {
    /// A property by its key: a system one (functions-engagement.md §1.2) or one of the site's own. None where there is none.
    fn property(&self, source: Source, key: &str) -> Option<Value>;
    /// How often an event of this name happened, at or after a time if one is given.
    fn count(&self, event: &str, since: Option<Millis>) -> u64;
}

impl Audience {
    /// The segment that has to be looked up before anybody can be matched.
    pub fn segment(&self) -> Option<SegmentId> {
        match self {
            Self::Segment(segment) => Some(segment.segment_id),
            Self::Rules(_) => None,
        }
    }
}

impl Rule {
    /// The events that are counted.
    pub fn events(&self) -> Vec<&EventFilter> {
        match self {
            Self::Group { conditions, .. } => conditions.iter().flat_map(Self::events).collect(),
            Self::Condition { property, .. } => {
                property.event_filter.iter().filter(|_| property.source == Source::Event).collect()
            }
        }
    }

    /// Whether a visitor is meant; an empty group means everybody.
    pub fn matches(&self, visitor: &impl Facts, now: Millis) -> bool {
        match self {
            Self::Group { conditions, .. } if conditions.is_empty() => true,
            Self::Group { operator: Join::And, conditions } => {
                conditions.iter().all(|rule| rule.matches(visitor, now))
            }
            Self::Group { operator: Join::Or, conditions } => {
                conditions.iter().any(|rule| rule.matches(visitor, now))
            }
            Self::Condition { property, operator, value } => {
                match (property.source, &property.event_filter) {
                    (Source::Event, None) => false,
                    (Source::Event, Some(filter)) => filter.matches(visitor, now),
                    (source, _) => {
                        let actual =
                            visitor.property(source, &property.key).filter(|actual| !actual.is_null());
                        operator.holds(actual.as_ref(), value.as_ref())
                    }
                }
            }
        }
    }
}

impl EventFilter {
    /// From when on events count; a number of days that no clock reaches is "ever".
    pub fn since(&self, now: Millis) -> Option<Millis> {
        self.within_days.map(|days| now.saturating_sub((days.0 * DAY as f64) as Millis))
    }

    fn matches(&self, visitor: &impl Facts, now: Millis) -> bool {
        let count = visitor.count(&self.name, self.since(now)) as f64;
        let wanted = self.count.map_or(1.0, |count| count.0);
        match self.count_operator.unwrap_or(CountOperator::AtLeast) {
            CountOperator::AtLeast => count >= wanted,
            CountOperator::AtMost => count <= wanted,
            CountOperator::Exactly => count == wanted,
        }
    }
}

impl Operator {
    /// Compares what a visitor has with what a rule says. Nothing is converted: a number in quotes is no number.
    fn holds(self, actual: Option<&Value>, expected: Option<&Scalar>) -> bool {
        let texts = || match (actual, expected) {
            (Some(Value::String(actual)), Some(Scalar::Text(expected))) => {
                Some((actual.to_lowercase(), expected.to_lowercase()))
            }
            _ => None,
        };
        let numbers = || match (actual, expected) {
            (Some(Value::Number(actual)), Some(Scalar::Number(expected))) => {
                actual.as_f64().zip(Some(expected.0))
            }
            _ => None,
        };
        match self {
            Self::Equals => is_same(actual, expected),
            Self::NotEquals => !is_same(actual, expected),
            Self::Contains => texts().is_some_and(|(actual, part)| actual.contains(&part)),
            Self::NotContains => texts().is_none_or(|(actual, part)| !actual.contains(&part)),
            Self::StartsWith => texts().is_some_and(|(actual, part)| actual.starts_with(&part)),
            Self::EndsWith => texts().is_some_and(|(actual, part)| actual.ends_with(&part)),
            Self::GreaterThan => numbers().is_some_and(|(actual, limit)| actual > limit),
            Self::LessThan => numbers().is_some_and(|(actual, limit)| actual < limit),
            Self::GreaterThanOrEquals => numbers().is_some_and(|(actual, limit)| actual >= limit),
            Self::LessThanOrEquals => numbers().is_some_and(|(actual, limit)| actual <= limit),
            Self::IsSet => is_set(actual),
            Self::IsNotSet => !is_set(actual),
        }
    }
}

fn is_same(actual: Option<&Value>, expected: Option<&Scalar>) -> bool {
    match (actual, expected) {
        (None, None) => true,
        (Some(Value::Bool(actual)), Some(Scalar::Bool(expected))) => actual == expected,
        (Some(Value::Number(actual)), Some(Scalar::Number(expected))) => actual.as_f64() == Some(expected.0),
        (Some(Value::String(actual)), Some(Scalar::Text(expected))) => actual == expected,
        _ => false,
    }
}

fn is_set(actual: Option<&Value>) -> bool {
    actual.is_some_and(|actual| !actual.is_null() && actual.as_str() != Some(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    struct Ana;

    impl Facts for Ana {
        fn property(&self, source: Source, key: &str) -> Option<Value> {
            let all = json!({
                "email": "Ana@Example.com", "country": "Portugal", "firstSeenAt": 1_000, "plan": "pro", "seats": 3,
                "isTrial": false, "nothing": null, "empty": "", "tags": ["a"],
            });
            (source != Source::Event).then(|| all.get(key).cloned()).flatten()
        }
        fn count(&self, event: &str, since: Option<Millis>) -> u64 {
            let times: &[Millis] = if event == "order" { &[5 * DAY, 8 * DAY, 9 * DAY] } else { &[] };
            times.iter().filter(|at| since.is_none_or(|since| **at >= since)).count() as u64
        }
    }

    fn is_met(rule: Value) -> bool {
        Rule::parse(&rule).unwrap().matches(&Ana, 10 * DAY)
    }

    fn condition(source: &str, key: &str, operator: &str, value: Value) -> Value {
        let mut rule =
            json!({"type": "condition", "property": {"source": source, "key": key}, "operator": operator});
        if !value.is_null() {
            rule["value"] = value;
        }
        rule
    }

    fn custom(key: &str, operator: &str, value: Value) -> bool {
        is_met(condition("custom", key, operator, value))
    }

    #[test]
    fn values_are_compared_as_they_are() {
        assert!(custom("plan", "equals", json!("pro")) && !custom("plan", "equals", json!("Pro")));
        assert!(custom("seats", "equals", json!(3.0)) && !custom("seats", "equals", json!("3")));
        assert!(custom("isTrial", "equals", json!(false)) && !custom("tags", "equals", json!("a")));
        assert!(custom("missing", "equals", Value::Null) && !custom("missing", "equals", json!("x")));
        assert!(custom("missing", "not_equals", json!("x")) && custom("nothing", "equals", Value::Null));
        assert!(is_met(condition("system", "email", "contains", json!("@EXAMPLE"))));
        assert!(custom("plan", "starts_with", json!("PR")) && custom("plan", "ends_with", json!("ro")));
        assert!(custom("seats", "not_contains", json!("3")) && !custom("plan", "not_contains", json!("r")));
        assert!(custom("seats", "greater_than", json!(2)) && !custom("seats", "greater_than", json!(3)));
        assert!(
            custom("seats", "less_than_or_equals", json!(3))
                && custom("seats", "greater_than_or_equals", json!(3))
        );
        assert!(!custom("plan", "less_than", json!(9)) && !custom("missing", "less_than", json!(9)));
        for (key, is_set) in [
            ("plan", true),
            ("isTrial", true),
            ("tags", true),
            ("empty", false),
            ("nothing", false),
            ("no", false),
        ] {
            assert_eq!(custom(key, "is_set", Value::Null), is_set, "{key}");
            assert_eq!(custom(key, "is_not_set", Value::Null), !is_set, "{key}");
        }
    }

    #[test]
    fn events_are_counted() {
        let event = |filter: Value| {
            let property = json!({"source": "event", "key": "any", "eventFilter": filter});
            is_met(json!({"type": "condition", "property": property, "operator": "is_set"}))
        };
        assert!(event(json!({"name": "order"})) && !event(json!({"name": "other"})));
        assert!(event(json!({"name": "order", "count": 3})) && !event(json!({"name": "order", "count": 4})));
        assert!(event(json!({"name": "order", "countOperator": "exactly", "count": 2, "withinDays": 2})));
        assert!(event(json!({"name": "other", "countOperator": "at_most"})));
        assert!(event(json!({"name": "order", "count": 3, "withinDays": 1e300})));
        assert!(!is_met(condition("event", "any", "is_set", Value::Null)));
    }

    #[test]
    fn groups_join_and_an_empty_one_means_everybody() {
        let (yes, no) = (
            condition("custom", "plan", "is_set", Value::Null),
            condition("custom", "no", "is_set", Value::Null),
        );
        let group = |operator: &str, conditions: &[&Value]| json!({"type": "group", "operator": operator, "conditions": conditions});
        for (operator, conditions, expected) in [
            ("and", vec![], true),
            ("or", vec![], true),
            ("and", vec![&yes, &no], false),
            ("or", vec![&no, &yes], true),
            ("or", vec![&no, &no], false),
            ("and", vec![&yes, &yes], true),
        ] {
            assert_eq!(is_met(group(operator, &conditions)), expected, "{operator} {conditions:?}");
        }
        assert!(is_met(group("and", &[&group("or", &[&no, &yes]), &yes])));
    }
}
