//! Whether a visitor is in an audience (functions-engagement.md §1).

use crate::{
    core::{Reader, Result},
    domain::{events, segments},
};
use serde_json::Value;
use shared::{
    Millis,
    audience::{Audience, Facts, Rule, Source},
    id::SegmentId,
    visitors::Visitor,
};
use std::collections::{HashMap, HashSet};

/// A visitor, how often it did what some rules ask for, and the segments that they name.
pub struct Known<'v> {
    visitor: &'v Visitor,
    counts: HashMap<(String, Option<Millis>), i64>,
    segments: HashMap<SegmentId, Rule>,
    now: Millis,
}

impl<'v> Known<'v> {
    /// Looks up what these stored rules have to know of the visitor; rules without segments and events cost nothing.
    pub async fn of(
        cx: &mut Reader,
        visitor: &'v Visitor,
        rules: impl Iterator<Item = &Value>,
    ) -> Result<Self> {
        let now = cx.now();
        let audiences: Vec<Audience> = rules.filter_map(|rules| Audience::parse(rules).ok()).collect();
        let named = audiences.iter().filter_map(Audience::segment);
        let segments = segments::rules(cx, visitor.workspace_id, named).await?;
        let own = audiences.iter().filter_map(|audience| match audience {
            Audience::Rules(rule) => Some(rule),
            Audience::Segment(_) => None,
        });
        let asked: HashSet<(String, Option<Millis>)> = own
            .chain(segments.values())
            .flat_map(Rule::events)
            .map(|filter| (filter.name.clone(), filter.since(now)))
            .collect();
        let counts = events::counts(cx, visitor.id, asked.into_iter().collect()).await?;
        Ok(Self { visitor, counts, segments, now })
    }

    /// Whether stored rules that were looked up mean this visitor. No rules mean everybody; rules that cannot be read, or a segment that
    /// is not there, mean nobody.
    pub fn is_meant(&self, rules: Option<&Value>) -> bool {
        let Some(rules) = rules else { return true };
        match Audience::parse(rules) {
            Ok(Audience::Rules(rule)) => rule.matches(self, self.now),
            Ok(Audience::Segment(segment)) => {
                self.segments.get(&segment.segment_id).is_some_and(|rule| rule.matches(self, self.now))
            }
            Err(_) => false,
        }
    }
}

impl Facts for Known<'_> {
    fn property(&self, source: Source, key: &str) -> Option<Value> {
        match source {
            Source::Custom => self.visitor.custom_attributes.as_ref()?.get(key).cloned(),
            Source::System => system(self.visitor, key),
            Source::Event => None,
        }
    }

    fn count(&self, event: &str, since: Option<Millis>) -> u64 {
        self.counts.get(&(event.to_owned(), since)).copied().unwrap_or_default().unsigned_abs()
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
