//! Whether a visitor is in an audience (functions-engagement.md §1).

use serde_json::Value;
use shared::{
    Millis,
    audience::{Audience, Facts, Source},
    visitors::Visitor,
};

/// Whether stored rules mean this visitor. No rules mean everybody; rules that cannot be read, or a segment that is not there, mean
/// nobody.
pub fn is_meant(visitor: &Visitor, rules: Option<&Value>, now: Millis) -> bool {
    let Some(rules) = rules else { return true };
    match Audience::parse(rules) {
        Ok(Audience::Rules(rule)) => rule.matches(&Known(visitor), now),
        // There are no segments yet.
        Ok(Audience::Segment(_)) | Err(_) => false,
    }
}

struct Known<'v>(&'v Visitor);

impl Facts for Known<'_> {
    fn property(&self, source: Source, key: &str) -> Option<Value> {
        let visitor = self.0;
        match source {
            Source::Custom => visitor.custom_attributes.as_ref()?.get(key).cloned(),
            Source::System => system(visitor, key),
            Source::Event => None,
        }
    }

    /// No event is stored yet.
    fn count(&self, _event: &str, _since: Option<Millis>) -> u64 {
        0
    }
}

fn system(visitor: &Visitor, key: &str) -> Option<Value> {
    let of = |text: &Option<String>| text.clone().map(Value::String);
    let device = |key| serde_json::to_value(visitor.device.as_ref()?).ok()?.get(key).cloned();
    let location = |key| serde_json::to_value(visitor.location.as_ref()?).ok()?.get(key).cloned();
    match key {
        "email" => of(&visitor.email),
        "name" => of(&visitor.name),
        "externalUserId" => of(&visitor.external_user_id),
        "referrer" => of(&visitor.referrer),
        "firstSeenAt" => visitor.first_seen_at.map(Value::from),
        "lastSeenAt" => visitor.last_seen_at.map(Value::from),
        "device" => device("deviceType"),
        "browser" | "os" => device(key),
        "country" | "countryCode" | "city" | "region" => location(key),
        _ => None,
    }
}
