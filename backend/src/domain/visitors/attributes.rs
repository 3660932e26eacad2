//! The shape and size of custom attributes (functions-identity.md §1 "Custom attribute maps").

use serde_json::{Map, Value};
use shared::{Error as Refusal, limits};

/// Refuses attributes that are too large, too deep or badly named.
pub fn check(attributes: &Map<String, Value>) -> Result<(), Refusal> {
    let size = serde_json::to_string(attributes).map_or(usize::MAX, |text| text.len());
    limits::at_most("The custom attributes", size, limits::ATTRIBUTES, "bytes of JSON")?;
    check_keys(attributes)?;
    for (key, value) in attributes {
        let is_right = match value {
            Value::Object(fields) => {
                check_keys(fields)?;
                fields.values().all(|field| match field {
                    Value::Object(flat) => flat.values().all(is_primitive) && check_keys(flat).is_ok(),
                    other => is_list_or_primitive(other),
                })
            }
            other => is_list_or_primitive(other),
        };
        if !is_right {
            return Err(Refusal::invalid(format!("The custom attribute `{key}` is nested too deeply")));
        }
    }
    Ok(())
}

fn check_keys(fields: &Map<String, Value>) -> Result<(), Refusal> {
    let is_right = |key: &str| key.is_ascii() && !key.is_empty() && !key.starts_with(['$', '_']);
    match fields.keys().find(|key| !is_right(key)) {
        None => Ok(()),
        Some(key) => Err(Refusal::invalid(format!(
            "The custom attribute name `{key}` is not valid: use ASCII, and neither `$` nor `_` in front"
        ))),
    }
}

fn is_list_or_primitive(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(is_primitive),
        other => is_primitive(other),
    }
}

fn is_primitive(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn checked(attributes: Value) -> Result<(), Refusal> {
        check(attributes.as_object().unwrap())
    }

    #[test]
    fn attributes_may_be_nested_twice_and_no_deeper() {
        assert!(checked(json!({"plan": "pro", "seats": 3, "tags": ["a", 1], "none": null})).is_ok());
        assert!(checked(json!({"company": {"name": "x", "tags": [1], "address": {"city": "y"}}})).is_ok());
        assert!(checked(json!({"list": [[1]]})).is_err());
        assert!(checked(json!({"company": {"address": {"tags": [1]}}})).is_err());
        assert!(checked(json!({"company": {"address": {"geo": {"lat": 1}}}})).is_err());
    }

    #[test]
    fn names_are_ascii_and_never_reserved() {
        for name in ["$set", "_id", "größe", ""] {
            assert!(checked(json!({name: 1})).is_err(), "{name}");
            assert!(checked(json!({"company": {name: 1}})).is_err(), "{name}");
        }
    }

    #[test]
    fn attributes_of_more_than_16_kib_are_refused() {
        assert!(checked(json!({"text": "x".repeat(16 * 1024)})).is_err());
    }
}
