//! Reading rules that somebody sent or stored: what is wrong is refused with the place where it is wrong.

use super::{Audience, Rule, Scalar, SegmentRef, Source};
use crate::{Error, limits};
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::Value;

/// Groups may hold groups, and those conditions only.
const DEEPEST: usize = 2;
/// Conditions and groups of one rule.
pub const MOST_CONDITIONS: usize = 200;
/// Conditions of one rule that count events: each is a look-up for each visitor.
pub const MOST_EVENTS: usize = 20;

/// Where rules stand: what an error calls them, and the argument.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    noun: &'static str,
    key: &'static str,
}

pub const AUDIENCE: Place = Place { noun: "audience rules", key: "audienceRules" };
pub const TARGETING: Place = Place { noun: "targeting rules", key: "targeting" };

impl Audience {
    /// Reads rules as they are stored, checked. Errors: INVALID_INPUT, "Invalid audience rules" and where they are wrong.
    pub fn parse(value: &Value) -> Result<Self, Error> {
        Self::parse_at(value, AUDIENCE)
    }

    fn parse_at(value: &Value, place: Place) -> Result<Self, Error> {
        if value.get("segmentId").is_some() {
            let segment = SegmentRef::deserialize(value).map(Self::Segment);
            return segment.map_err(|cause| place.wrong("", &cause));
        }
        Rule::parse_at(value, place).map(Self::Rules)
    }
}

impl Rule {
    /// Reads rules that refer to no segment, checked.
    pub fn parse(value: &Value) -> Result<Self, Error> {
        Self::parse_at(value, AUDIENCE)
    }

    fn parse_at(value: &Value, place: Place) -> Result<Self, Error> {
        let mut parts = 0;
        place.locate(value, place.key, 0, &mut parts)?;
        let rule = Self::deserialize(value).map_err(|cause| place.wrong("", &cause))?;
        let events = rule.events().len();
        if events > MOST_EVENTS {
            return Err(place.wrong("", &format!("{events} conditions count events, at most {MOST_EVENTS}")));
        }
        Ok(rule)
    }
}

impl Place {
    /// Finds the first place where rules have not the shape of rules, so that the error can name it.
    fn locate(self, value: &Value, path: &str, depth: usize, parts: &mut usize) -> Result<(), Error> {
        *parts += 1;
        if *parts > MOST_CONDITIONS {
            return Err(self.wrong(path, &format!("more than {MOST_CONDITIONS} conditions and groups")));
        }
        match value.get("type").and_then(Value::as_str) {
            Some("condition") => {
                let condition = Rule::deserialize(value).map_err(|cause| self.wrong(path, &cause))?;
                check(&condition).map_err(|why| self.wrong(path, &why))
            }
            Some("group") if depth == DEEPEST => Err(self.wrong(path, &"groups are nested too deeply")),
            Some("group") => {
                let conditions = value.get("conditions").and_then(Value::as_array);
                let conditions = conditions.ok_or_else(|| self.wrong(path, &"conditions is no list"))?;
                for (n, rule) in conditions.iter().enumerate() {
                    self.locate(rule, &format!("{path}.conditions[{n}]"), depth + 1, parts)?;
                }
                Ok(())
            }
            _ => Err(self.wrong(path, &"type is neither condition nor group")),
        }
    }

    fn wrong(self, path: &str, why: &dyn std::fmt::Display) -> Error {
        let at = if path.is_empty() { String::new() } else { format!(" at {path}") };
        Error::invalid(format!("Invalid {}{at}: {why}", self.noun))
    }
}

/// What of a condition is too long, or can be no attribute's name.
fn check(condition: &Rule) -> Result<(), Error> {
    let Rule::Condition { property, value, .. } = condition else { return Ok(()) };
    limits::title("the key", &property.key)?;
    let is_odd = |c: char| c.is_control() || matches!(c, '"' | '\\');
    if property.source == Source::Custom && property.key.contains(is_odd) {
        return Err(Error::invalid("a key has neither quotes nor backslashes"));
    }
    if let Some(filter) = &property.event_filter {
        limits::title("the event's name", &filter.name)?;
    }
    match value {
        Some(Scalar::Text(text)) => limits::title("the value", text),
        _ => Ok(()),
    }
}

fn parsed<'de, D: Deserializer<'de>, T>(
    from: D,
    parse: impl FnOnce(&Value) -> Result<T, Error>,
) -> Result<T, D::Error> {
    parse(&Value::deserialize(from)?).map_err(D::Error::custom)
}

/// For the argument `audienceRules` that refers to no segment.
pub fn rule<'de, D: Deserializer<'de>>(from: D) -> Result<Rule, D::Error> {
    parsed(from, Rule::parse)
}

/// The same where it may be left out.
pub fn some_rule<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Rule>, D::Error> {
    rule(from).map(Some)
}

/// For the argument `audienceRules` where it may be left out.
pub fn some_audience<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Audience>, D::Error> {
    parsed(from, Audience::parse).map(Some)
}

/// For the argument `targeting` where it may be left out.
pub fn some_targeting<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Audience>, D::Error> {
    parsed(from, |value| Audience::parse_at(value, TARGETING)).map(Some)
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn wrong_rules_are_refused_where_they_are_wrong() {
        let said = |rule: Value| Audience::parse(&rule).unwrap_err().message;
        let good = condition("custom", "plan", "is_set", Value::Null);
        let group = |inner: Value| json!({"type": "group", "operator": "and", "conditions": [good, inner]});
        assert!(
            said(group(json!({"type": "or"}))).contains("at audienceRules.conditions[1]: type is neither")
        );
        assert!(
            said(group(condition("custom", "plan", "is_in", json!("a"))))
                .contains("conditions[1]: unknown variant `is_in`")
        );
        assert!(said(group(condition("custom", "plan", "equals", json!(["a"])))).contains("conditions[1]"));
        assert!(said(group(group(group(good.clone())))).contains("nested too deeply"));
        let of_many = |one: &Value| json!({"type": "group", "operator": "or", "conditions": vec![one; 200]});
        assert!(said(of_many(&good)).contains("at audienceRules.conditions[199]: more than 200 conditions"));
        let nothing = json!({"type": "group", "operator": "or", "conditions": []});
        assert!(said(of_many(&nothing)).contains("more than 200 conditions and groups"));
        for wrong in [
            json!(null),
            json!([]),
            json!("x"),
            json!({}),
            json!({"segmentId": "x"}),
            json!({"type": "group", "operator": "and"}),
        ] {
            assert!(said(wrong.clone()).starts_with("Invalid audience rules"), "{wrong}");
        }
        let segment = json!({"segmentId": "0123456789abcdef0123456789abcdef"});
        assert!(Audience::parse(&segment).unwrap().segment().is_some() && Rule::parse(&segment).is_err());
        assert!(Audience::parse(&group(good.clone())).is_ok());
    }

    #[test]
    fn what_is_too_long_or_no_name_is_refused() {
        let said = |rule: Value| Rule::parse(&rule).unwrap_err().message;
        let long = "x".repeat(256);
        assert!(said(condition("custom", &long, "is_set", Value::Null)).contains("the key is too long"));
        assert!(said(condition("custom", "plan", "equals", json!(long))).contains("the value is too long"));
        for key in ["a\"b", "a\\b", "a\nb"] {
            assert!(
                said(condition("custom", key, "is_set", Value::Null)).contains("neither quotes"),
                "{key}"
            );
        }
        let event = |name: &str| {
            let property = json!({"source": "event", "key": "any", "eventFilter": {"name": name}});
            json!({"type": "condition", "property": property, "operator": "is_set"})
        };
        assert!(said(event(&long)).contains("the event's name is too long"));
        let many = json!({"type": "group", "operator": "or", "conditions": vec![event("order"); 21]});
        assert!(said(many).contains("21 conditions count events, at most 20"));
    }

    #[test]
    fn rules_are_printed_as_they_were_read() {
        let rule = condition("custom", "seats", "equals", json!(3));
        assert_eq!(serde_json::to_value(Rule::parse(&rule).unwrap()).unwrap(), rule);
        let error = Audience::parse_at(&json!({}), TARGETING).unwrap_err();
        assert!(error.message.starts_with("Invalid targeting rules at targeting: "), "{error}");
    }
}
