//! A trigger while it is edited: what each kind asks for is kept while another kind is looked at.

use crate::engage::scalar::Typed;
use serde_json::{Map, Value};
use shared::{
    audience::Scalar,
    engagement::{PageMatch, Trigger, TriggerType},
    number::Number,
};

/// A trigger while it is edited.
#[derive(Clone, Debug)]
pub struct Draft {
    pub kind: TriggerType,
    pub url: String,
    pub how: PageMatch,
    /// The usual ones where there are none.
    pub seconds: Option<Number>,
    pub percent: Option<Number>,
    pub event: String,
    pub properties: Vec<Property>,
}

/// What a property of the event has to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Property {
    /// Of its row.
    pub key: u32,
    pub name: String,
    pub value: Typed,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            kind: TriggerType::Immediate,
            url: String::new(),
            how: PageMatch::Contains,
            seconds: None,
            percent: None,
            event: String::new(),
            properties: Vec::new(),
        }
    }
}

/// What another kind would ask for, and the keys of rows, make no difference.
impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        let are_like = |one: &[Property], other: &[Property]| {
            let is_like =
                |(one, other): (&Property, &Property)| one.name == other.name && one.value == other.value;
            one.len() == other.len() && one.iter().zip(other).all(is_like)
        };
        self.kind == other.kind
            && match self.kind {
                TriggerType::Immediate | TriggerType::ExitIntent => true,
                TriggerType::PageVisit => self.url == other.url && self.how == other.how,
                TriggerType::TimeOnPage => self.seconds == other.seconds,
                TriggerType::ScrollDepth => self.percent == other.percent,
                TriggerType::Event => {
                    self.event == other.event && are_like(&self.properties, &other.properties)
                }
            }
    }
}

impl Draft {
    /// Of what is stored; without any, at once.
    pub fn of(stored: Option<&Trigger>) -> Self {
        let Some(trigger) = stored else { return Self::default() };
        let mut draft = Self {
            kind: trigger.kind,
            url: trigger.page_url.clone().unwrap_or_default(),
            how: trigger.page_url_match.unwrap_or(PageMatch::Contains),
            seconds: trigger.delay_seconds,
            percent: trigger.scroll_percent,
            event: trigger.event_name.clone().unwrap_or_default(),
            properties: Vec::new(),
        };
        for (name, value) in trigger.event_properties.iter().flatten() {
            let value = serde_json::from_value::<Option<Scalar>>(value.clone()).ok().flatten();
            let key = draft.add();
            if let Some(row) = draft.properties.iter_mut().find(|row| row.key == key) {
                (row.name, row.value) = (name.clone(), Typed::of(value.as_ref()));
            }
        }
        draft
    }

    /// Adds a property and says its key.
    pub fn add(&mut self) -> u32 {
        let key = self.properties.iter().map(|one| one.key).max().unwrap_or(0) + 1;
        self.properties.push(Property { key, ..Property::default() });
        key
    }

    /// The trigger; an error is the key of what is missing. Regular expressions are the server's to check.
    pub fn made(&self) -> Result<Trigger, String> {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut trigger = Trigger {
            kind: self.kind,
            page_url: None,
            page_url_match: None,
            delay_seconds: None,
            scroll_percent: None,
            event_name: None,
            event_properties: None,
        };
        match self.kind {
            TriggerType::Immediate | TriggerType::ExitIntent => {}
            TriggerType::PageVisit => {
                trigger.page_url = filled(&self.url);
                trigger.page_url_match = Some(self.how);
            }
            TriggerType::TimeOnPage => trigger.delay_seconds = self.seconds,
            TriggerType::ScrollDepth => trigger.scroll_percent = self.percent,
            TriggerType::Event => {
                trigger.event_name = filled(&self.event);
                trigger.event_properties = Some(self.wanted()?).filter(|wanted| !wanted.is_empty());
            }
        }
        trigger.check().map_err(|error| error.message)?;
        Ok(trigger)
    }

    fn wanted(&self) -> Result<Map<String, Value>, String> {
        let mut wanted = Map::new();
        for row in &self.properties {
            let name = row.name.trim();
            if name.is_empty() {
                return Err(crate::say!("trigger-no-property"));
            }
            let value = row.value.made().map_err(|word| format!("{name}: {}", crate::say!(word)))?;
            wanted.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
        }
        Ok(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_trigger_comes_back_as_it_was() {
        for stored in [
            json!({"type": "immediate"}),
            json!({"type": "exit_intent"}),
            json!({"type": "page_visit", "pageUrl": "/cart", "pageUrlMatch": "prefix"}),
            json!({"type": "page_visit", "pageUrlMatch": "regex"}),
            json!({"type": "time_on_page", "delaySeconds": 7.5}),
            json!({"type": "scroll_depth"}),
            json!({"type": "event", "eventName": "order", "eventProperties": {"a": 1, "b": "x", "c": true, "d": null}}),
            json!({"type": "event"}),
        ] {
            let trigger: Trigger = serde_json::from_value(stored.clone()).unwrap();
            assert_eq!(serde_json::to_value(Draft::of(Some(&trigger)).made().unwrap()).unwrap(), stored);
        }
        assert_eq!(Draft::of(None).made().unwrap().kind, TriggerType::Immediate);
    }

    #[test]
    fn what_another_kind_would_ask_for_is_kept_and_no_change() {
        let mut draft = Draft { kind: TriggerType::PageVisit, url: "/cart".into(), ..Draft::default() };
        assert_ne!(draft, Draft::default());
        draft.kind = TriggerType::Immediate;
        assert_eq!(draft, Draft::default());
        assert_eq!(draft.made().unwrap().page_url, None);
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        let late = Draft { kind: TriggerType::TimeOnPage, seconds: Some(Number(-1.0)), ..Draft::default() };
        assert!(late.made().unwrap_err().contains("delay"));
        let mut unnamed = Draft { kind: TriggerType::Event, ..Draft::default() };
        unnamed.add();
        assert!(unnamed.made().is_err());
    }
}
