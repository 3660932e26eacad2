//! Values as they cross the wire (wire-protocol.md §1). Inside, a value is JSON as clients encode it: what JSON cannot say
//! (64-bit integers, bytes, NaN) stays an object with one `$` key, checked here when it comes in and when it goes out.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

/// Longest name of a field, in characters.
const LONGEST_KEY: usize = 1024;

/// Checks a value that a client sent, and turns numbers that were escaped without need into plain ones.
pub fn decode(value: Value) -> Result<Value, String> {
    match value {
        Value::Array(items) => items.into_iter().map(decode).collect(),
        Value::Object(fields) => decode_fields(fields),
        plain => Ok(plain),
    }
}

fn decode_fields(fields: Map<String, Value>) -> Result<Value, String> {
    if fields.keys().any(|key| key.starts_with('$')) {
        return match Escape::read(&fields) {
            Some(Escape::Float(number)) if number.is_finite() => Ok(json!(number)),
            Some(_) => Ok(fields.into()),
            None => {
                Err("a name that starts with `$` must be a well-formed $integer, $float or $bytes".into())
            }
        };
    }
    let mut decoded = Map::new();
    for (key, value) in fields {
        if !is_name(&key) {
            let shown: String = key.chars().take(40).collect();
            return Err(format!(
                "`{shown}` cannot name a field: use up to {LONGEST_KEY} printable ASCII characters"
            ));
        }
        decoded.insert(key, decode(value)?);
    }
    Ok(decoded.into())
}

/// Makes a value fit for clients, which throw on names and escapes that they do not know.
pub fn encode(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_f64().is_some_and(is_negative_zero) => {
            json!({ "$float": STANDARD.encode((-0.0_f64).to_le_bytes()) })
        }
        Value::Array(items) => items.into_iter().map(encode).collect(),
        Value::Object(fields) if Escape::read(&fields).is_some() => fields.into(),
        Value::Object(fields) => {
            let encoded = fields.into_iter().map(|(key, value)| (name(key), encode(value)));
            encoded.collect::<Map<_, _>>().into()
        }
        plain => plain,
    }
}

/// The plain JSON form, for callers that asked for `json`: integers and bytes as text.
pub fn plain(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(mut fields) => match Escape::read(&fields) {
            Some(Escape::Integer(number)) => number.to_string().into(),
            Some(Escape::Float(number)) if number.is_nan() => "NaN".into(),
            Some(Escape::Float(number)) if number.is_infinite() => {
                if number > 0.0 {
                    "Infinity".into()
                } else {
                    "-Infinity".into()
                }
            }
            Some(Escape::Float(number)) => json!(number),
            Some(Escape::Bytes) => fields.remove("$bytes").unwrap_or_default(),
            None => fields.into_iter().map(|(key, value)| (key, plain(value))).collect::<Map<_, _>>().into(),
        },
        other => other,
    }
}

/// A value that JSON has no word for.
enum Escape {
    Integer(i64),
    Float(f64),
    Bytes,
}

impl Escape {
    fn read(fields: &Map<String, Value>) -> Option<Self> {
        let mut fields = fields.iter();
        let (Some((key, Value::String(text))), None) = (fields.next(), fields.next()) else { return None };
        let bytes = match key.as_str() {
            "$integer" | "$float" | "$bytes" => STANDARD.decode(text).ok()?,
            _ => return None,
        };
        match key.as_str() {
            "$integer" => Some(Self::Integer(i64::from_le_bytes(bytes.try_into().ok()?))),
            "$float" => Some(Self::Float(f64::from_le_bytes(bytes.try_into().ok()?))),
            _ => Some(Self::Bytes),
        }
    }
}

fn is_negative_zero(number: f64) -> bool {
    number == 0.0 && number.is_sign_negative()
}

fn is_name(key: &str) -> bool {
    key.len() <= LONGEST_KEY && !key.starts_with('$') && key.bytes().all(|byte| (32..127).contains(&byte))
}

/// A name that clients accept: what they refuse is percent-encoded, what is too long is cut.
fn name(key: String) -> String {
    if is_name(&key) {
        return key;
    }
    let mut fit = String::new();
    for (place, byte) in key.bytes().enumerate() {
        match byte {
            b'$' if place == 0 => fit.push_str("%24"),
            32..127 => fit.push(char::from(byte)),
            other => fit.push_str(&format!("%{other:02X}")),
        }
    }
    fit.truncate(LONGEST_KEY);
    fit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_cannot_say_goes_through_unchanged() {
        let nan = STANDARD.encode(f64::NAN.to_le_bytes());
        for value in [
            json!({ "$integer": "+/////////8=" }),
            json!({ "$float": nan }),
            json!({ "$bytes": "AAEC" }),
            json!([{ "a": { "$integer": "AQAAAAAAAAA=" } }, null, true, 1.5, "$text"]),
        ] {
            assert_eq!(encode(decode(value.clone()).unwrap()), value);
        }
        let zero = json!({ "$float": "AAAAAAAAAIA=" });
        assert_eq!(encode(decode(zero.clone()).unwrap()), zero);
        assert_eq!(decode(json!({ "$float": STANDARD.encode(2.5_f64.to_le_bytes()) })).unwrap(), json!(2.5));
    }

    #[test]
    fn malformed_escapes_and_names_are_refused() {
        for value in [
            json!({ "$integer": "AQ==" }),
            json!({ "$integer": 5 }),
            json!({ "$bytes": "A" }),
            json!({ "$commitTs": null }),
            json!({ "$integer": "AQAAAAAAAAA=", "more": 1 }),
            json!({ "größe": 1 }),
            json!({ "nested": [{ "$what": 1 }] }),
        ] {
            assert!(decode(value.clone()).is_err(), "{value}");
        }
    }

    #[test]
    fn nothing_goes_out_that_a_client_would_throw_on() {
        let stored = json!({ "$secret": 1, "größe": { "$integer": "no" } });
        assert_eq!(encode(stored), json!({ "%24secret": 1, "gr%C3%B6%C3%9Fe": { "%24integer": "no" } }));
    }

    #[test]
    fn the_plain_form_has_integers_and_bytes_as_text() {
        let value =
            json!([{ "$integer": "+/////////8=" }, { "$bytes": "AAEC" }, { "$float": "AAAAAAAA8P8=" }]);
        assert_eq!(plain(value), json!(["-5", "AAEC", "-Infinity"]));
    }
}
