//! What has to happen before something is shown (functions-engagement.md §1.5).

use crate::{Error, limits, number::Number};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;

/// One trigger; which of the fields count is said by its type.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Trigger {
    #[serde(rename = "type")]
    pub kind: TriggerType,
    /// Of `page_visit`; every page without it.
    pub page_url: Option<String>,
    /// `contains` without it.
    pub page_url_match: Option<PageMatch>,
    /// Of `time_on_page`, in seconds; [`DELAY`] without it.
    pub delay_seconds: Option<Number>,
    /// Of `scroll_depth`, 0 to 100; [`DEPTH`] without it.
    pub scroll_percent: Option<Number>,
    /// Of `event`; any event without it.
    pub event_name: Option<String>,
    /// Of `event`: what the event's properties have to be.
    pub event_properties: Option<Map<String, Value>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerType {
    Immediate,
    PageVisit,
    TimeOnPage,
    ScrollDepth,
    Event,
    ExitIntent,
}

/// How a page's address is compared. `prefix` is additive. A `regex` is found anywhere in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageMatch {
    Exact,
    Contains,
    Prefix,
    Regex,
}

/// Seconds on a page, and the part of it that was scrolled, where an author says nothing else.
pub const DELAY: Number = Number(5.0);
pub const DEPTH: Number = Number(50.0);

/// The longest delay: a day.
const LONGEST_DELAY: f64 = 86_400.0;

/// What has happened on the page so far.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Context {
    pub current_url: Option<String>,
    pub time_on_page_seconds: Option<Number>,
    pub scroll_percent: Option<Number>,
    pub fired_event_name: Option<String>,
    pub fired_event_properties: Option<Map<String, Value>>,
    pub is_exit_intent: Option<bool>,
}

/// Who looks at page rules.
#[derive(Clone, Copy)]
pub enum Pages<'f> {
    /// The server has: what it sends fits the page.
    Decided,
    /// Here; the function finds a regular expression in an address.
    Compared(&'f dyn Fn(&str, &str) -> bool),
}

impl Trigger {
    /// Refuses what is too long or no amount; regular expressions are the server's to check. Errors: INVALID_INPUT.
    pub fn check(&self) -> Result<(), Error> {
        self.page_url.as_deref().map_or(Ok(()), |text| limits::url("The page's address", text))?;
        self.event_name.as_deref().map_or(Ok(()), |text| limits::title("The event's name", text))?;
        let is_within =
            |number: Option<Number>, most: f64| number.is_none_or(|n| (0.0..=most).contains(&n.0));
        if !is_within(self.delay_seconds, LONGEST_DELAY) {
            return Err(Error::invalid("A delay is 0 to 86400 seconds"));
        }
        if !is_within(self.scroll_percent, 100.0) {
            return Err(Error::invalid("A scroll depth is 0 to 100 percent"));
        }
        let Some(properties) = &self.event_properties else { return Ok(()) };
        let size = serde_json::to_string(properties).map_or(usize::MAX, |text| text.len());
        limits::at_most("The event's properties", size, limits::ATTRIBUTES, "bytes of JSON")?;
        if properties.values().any(|value| value.is_array() || value.is_object()) {
            return Err(Error::invalid("An event's properties are texts, numbers, booleans and null"));
        }
        Ok(())
    }

    /// The regular expression in it.
    pub fn pattern(&self) -> Option<&str> {
        let is_pattern = self.kind == TriggerType::PageVisit && self.page_url_match == Some(PageMatch::Regex);
        self.page_url.as_deref().map(str::trim).filter(|_| is_pattern)
    }

    /// Whether everything that it waits for has happened. A property that the event lacks is not what it has to be.
    pub fn is_met(&self, context: &Context, pages: Pages<'_>) -> bool {
        match self.kind {
            TriggerType::Immediate => true,
            TriggerType::PageVisit => self.is_page(context.current_url.as_deref(), pages),
            TriggerType::TimeOnPage => {
                context.time_on_page_seconds.is_some_and(|time| time >= self.delay_seconds.unwrap_or(DELAY))
            }
            TriggerType::ScrollDepth => {
                context.scroll_percent.is_some_and(|depth| depth >= self.scroll_percent.unwrap_or(DEPTH))
            }
            TriggerType::ExitIntent => context.is_exit_intent == Some(true),
            TriggerType::Event => self.is_event(context),
        }
    }

    /// Whether the page is one that it waits for; true of what waits for no page.
    pub fn is_page(&self, url: Option<&str>, pages: Pages<'_>) -> bool {
        if self.kind != TriggerType::PageVisit {
            return true;
        }
        let Pages::Compared(finds) = pages else { return true };
        let Some(wanted) = self.page_url.as_deref().map(str::trim).filter(|wanted| !wanted.is_empty()) else {
            return true;
        };
        let Some(url) = url.map(str::trim).filter(|url| !url.is_empty()) else { return false };
        match self.page_url_match.unwrap_or(PageMatch::Contains) {
            PageMatch::Exact => url == wanted,
            PageMatch::Contains => url.contains(wanted),
            PageMatch::Prefix => url.starts_with(wanted),
            PageMatch::Regex => finds(wanted, url),
        }
    }

    fn is_event(&self, context: &Context) -> bool {
        let Some(fired) = context.fired_event_name.as_deref() else { return false };
        let wanted = self.event_properties.iter().flatten();
        let had = |name: &str| context.fired_event_properties.as_ref().and_then(|had| had.get(name));
        self.event_name.as_deref().is_none_or(|name| name == fired)
            && wanted.into_iter().all(|(name, value)| had(name).is_some_and(|had| is_same(had, value)))
    }
}

/// 1 and 1.0 are one number.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn is_met(trigger: Value, context: Value) -> bool {
        let trigger: Trigger = serde_json::from_value(trigger).unwrap();
        trigger.check().unwrap();
        let finds = |pattern: &str, url: &str| url.contains(pattern.trim_matches('.'));
        trigger.is_met(&serde_json::from_value(context).unwrap(), Pages::Compared(&finds))
    }

    #[test]
    fn a_page_is_compared_as_the_author_says() {
        let page = json!({"currentUrl": "https://shop.test/cart?n=1"});
        let visit = |url: &str, how: Option<&str>| {
            let mut trigger = json!({"type": "page_visit", "pageUrl": url});
            if let Some(how) = how {
                trigger["pageUrlMatch"] = json!(how);
            }
            trigger
        };
        for (url, how, expected) in [
            ("cart", None, true),
            ("Cart", None, false),
            ("cart", Some("exact"), false),
            (" https://shop.test/cart?n=1 ", Some("exact"), true),
            ("https://shop.test/c", Some("prefix"), true),
            ("shop.test", Some("prefix"), false),
            (".cart.", Some("regex"), true),
            (".carts.", Some("regex"), false),
            ("", Some("exact"), true),
        ] {
            assert_eq!(is_met(visit(url, how), page.clone()), expected, "{url} {how:?}");
        }
        assert!(is_met(json!({"type": "page_visit"}), json!({})));
        assert!(!is_met(visit("cart", None), json!({})));
        let trigger: Trigger = serde_json::from_value(visit("elsewhere", None)).unwrap();
        assert!(trigger.is_met(&Context::default(), Pages::Decided));
    }

    #[test]
    fn time_depth_and_exit_are_waited_for() {
        for (trigger, context, expected) in [
            (json!({"type": "immediate"}), json!({}), true),
            (json!({"type": "time_on_page"}), json!({}), false),
            (json!({"type": "time_on_page"}), json!({"timeOnPageSeconds": 4.9}), false),
            (json!({"type": "time_on_page"}), json!({"timeOnPageSeconds": 5}), true),
            (json!({"type": "time_on_page", "delaySeconds": 0}), json!({"timeOnPageSeconds": 0}), true),
            (json!({"type": "scroll_depth"}), json!({"scrollPercent": 49}), false),
            (json!({"type": "scroll_depth", "scrollPercent": 20}), json!({"scrollPercent": 20}), true),
            (json!({"type": "exit_intent"}), json!({}), false),
            (json!({"type": "exit_intent"}), json!({"isExitIntent": true}), true),
        ] {
            assert_eq!(is_met(trigger.clone(), context), expected, "{trigger}");
        }
    }

    #[test]
    fn an_event_has_the_name_and_every_property() {
        let wanted =
            json!({"type": "event", "eventName": "order", "eventProperties": {"total": 3, "paid": true}});
        let fired =
            |properties: Value| json!({"firedEventName": "order", "firedEventProperties": properties});
        assert!(is_met(wanted.clone(), fired(json!({"total": 3.0, "paid": true, "more": 1}))));
        assert!(
            !is_met(wanted.clone(), fired(json!({"total": 3}))) && !is_met(wanted.clone(), fired(json!({})))
        );
        assert!(!is_met(wanted.clone(), json!({"firedEventName": "order"})), "no properties are not these");
        assert!(!is_met(wanted, json!({})));
        let named = json!({"type": "event", "eventName": "order"});
        assert!(is_met(named.clone(), json!({"firedEventName": "order"})));
        assert!(!is_met(named, json!({"firedEventName": "Order"})));
        assert!(is_met(json!({"type": "event"}), json!({"firedEventName": "whatever"})));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for wrong in [
            json!({"type": "time_on_page", "delaySeconds": -1}),
            json!({"type": "time_on_page", "delaySeconds": 86_401}),
            json!({"type": "scroll_depth", "scrollPercent": 101}),
            json!({"type": "page_visit", "pageUrl": "x".repeat(2049)}),
            json!({"type": "event", "eventName": "x".repeat(256)}),
            json!({"type": "event", "eventProperties": {"a": [1]}}),
            json!({"type": "event", "eventProperties": {"a": "x".repeat(16 * 1024)}}),
        ] {
            assert!(serde_json::from_value::<Trigger>(wrong.clone()).unwrap().check().is_err(), "{wrong}");
        }
        for unknown in [json!({"type": "hover"}), json!({"type": "immediate", "x": 1}), json!({})] {
            assert!(serde_json::from_value::<Trigger>(unknown.clone()).is_err(), "{unknown}");
        }
    }
}
