//! One condition while it is edited: what it looks at, which comparisons that has, and with what it is compared.

use crate::engage::{
    fields::{read, written},
    scalar::{Sort, Typed},
};
use shared::{
    audience::{CountOperator, EventFilter, Operator, Property, Rule},
    number::Number,
};

pub use shared::audience::Source;

/// A condition while it is edited. Of an event only `event` counts, of the others only the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub source: Source,
    pub key: String,
    pub operator: Operator,
    pub value: Typed,
    pub event: Event,
}

/// How often something was done, as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub name: String,
    pub operator: CountOperator,
    pub count: String,
    /// Blank is ever.
    pub days: String,
}

impl Default for Event {
    fn default() -> Self {
        Self { name: String::new(), operator: CountOperator::AtLeast, count: "1".into(), days: String::new() }
    }
}

impl Default for Condition {
    fn default() -> Self {
        Self::new(Source::System)
    }
}

/// The properties that every visitor has (functions-engagement.md §1.2), with their words.
pub const SYSTEM: [(&str, &str); 13] = [
    ("email", "rule-email"),
    ("name", "rule-name"),
    ("externalUserId", "audience-external-id"),
    ("firstSeenAt", "audience-first-seen"),
    ("lastSeenAt", "audience-last-seen"),
    ("country", "rule-country"),
    ("countryCode", "audience-country-code"),
    ("region", "audience-region"),
    ("city", "audience-city"),
    ("device", "audience-device"),
    ("browser", "audience-browser"),
    ("os", "audience-os"),
    ("referrer", "audience-referrer"),
];

use Operator::{
    Contains, EndsWith, Equals, GreaterThan, GreaterThanOrEquals, IsNotSet, IsSet, LessThan,
    LessThanOrEquals, NotContains, NotEquals, StartsWith,
};

const OF_TEXTS: [Operator; 8] =
    [Equals, NotEquals, Contains, NotContains, StartsWith, EndsWith, IsSet, IsNotSet];
const OF_MOMENTS: [Operator; 4] = [GreaterThan, LessThan, IsSet, IsNotSet];
const ALL: [Operator; 12] = [
    Equals,
    NotEquals,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
    GreaterThan,
    GreaterThanOrEquals,
    LessThan,
    LessThanOrEquals,
    IsSet,
    IsNotSet,
];

impl Condition {
    pub fn new(source: Source) -> Self {
        let key = if source == Source::System { "email".into() } else { String::new() };
        Self { source, key, operator: Contains, value: Typed::default(), event: Event::default() }
    }

    /// Of a condition that is no group.
    pub fn of(rule: &Rule) -> Self {
        let Rule::Condition { property, operator, value } = rule else { return Self::default() };
        let filter = property.event_filter.as_ref();
        let event = filter.map(|filter| Event {
            name: filter.name.clone(),
            operator: filter.count_operator.unwrap_or(CountOperator::AtLeast),
            count: written(filter.count.unwrap_or(Number(1.0))),
            days: filter.within_days.map_or_else(String::new, written),
        });
        Self {
            source: property.source,
            key: property.key.clone(),
            operator: *operator,
            value: Typed::of(value.as_ref()),
            event: event.unwrap_or_default(),
        }
    }

    /// The rule; an error is the key of what is missing.
    pub fn made(&self) -> Result<Rule, &'static str> {
        if self.source == Source::Event {
            return self.event.made();
        }
        let key = self.key.trim();
        if key.is_empty() {
            return Err("audience-no-key");
        }
        let value = if needs_value(self.operator) { self.value.made()? } else { None };
        let property = Property { source: self.source, key: key.to_owned(), event_filter: None };
        Ok(Rule::Condition { property, operator: self.operator, value })
    }

    /// Whether its value is a point in time.
    pub fn is_moment(&self) -> bool {
        self.source == Source::System && matches!(self.key.as_str(), "firstSeenAt" | "lastSeenAt")
    }

    /// The comparisons that make sense, and the one that it has.
    pub fn operators(&self) -> Vec<Operator> {
        let mut all = match self.source {
            Source::System if self.is_moment() => OF_MOMENTS.to_vec(),
            Source::System => OF_TEXTS.to_vec(),
            _ => ALL.to_vec(),
        };
        if !all.contains(&self.operator) {
            all.push(self.operator);
        }
        all
    }

    /// The sorts of values that its comparison can find, and the one that it has.
    pub fn sorts(&self) -> Vec<Sort> {
        let mut all = match self.operator {
            IsSet | IsNotSet => return Vec::new(),
            Contains | NotContains | StartsWith | EndsWith => vec![Sort::Text],
            GreaterThan | GreaterThanOrEquals | LessThan | LessThanOrEquals => vec![Sort::Number],
            Equals | NotEquals if self.is_moment() => vec![Sort::Number],
            Equals | NotEquals if self.source == Source::System => vec![Sort::Text],
            Equals | NotEquals => vec![Sort::Text, Sort::Number, Sort::Truth],
        };
        if !all.contains(&self.value.sort()) {
            all.push(self.value.sort());
        }
        all
    }

    /// Looks at something else; what does not fit it is turned into what does.
    pub fn look_at(&mut self, source: Source, key: String) {
        (self.source, self.key) = (source, key);
        let fitting = Self { operator: IsSet, ..self.clone() }.operators();
        if !fitting.contains(&self.operator) {
            self.operator = fitting.first().copied().unwrap_or(IsSet);
        }
        self.fit();
    }

    pub fn compare(&mut self, operator: Operator) {
        self.operator = operator;
        self.fit();
    }

    /// Makes the value one that the comparison can find.
    fn fit(&mut self) {
        let had = self.value.sort();
        let fitting = Self { value: Typed::Text(String::new()), ..self.clone() }.sorts();
        let is_number_only =
            matches!(self.operator, GreaterThan | GreaterThanOrEquals | LessThan | LessThanOrEquals)
                || self.is_moment();
        let wanted = match (needs_value(self.operator), is_number_only) {
            (false, _) => return,
            (true, true) => Sort::Number,
            (true, false) if fitting.contains(&had) => had,
            (true, false) => Sort::Text,
        };
        if wanted != had {
            self.value = self.value.turned(wanted);
        }
    }
}

impl Event {
    fn made(&self) -> Result<Rule, &'static str> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err("audience-no-event");
        }
        let count = read(&self.count).filter(|count| count.0 >= 0.0).ok_or("audience-no-count")?;
        let within_days = match self.days.trim() {
            "" => None,
            days => Some(read(days).filter(|days| days.0 > 0.0).ok_or("audience-no-days")?),
        };
        let filter = EventFilter {
            name: name.to_owned(),
            count_operator: Some(self.operator),
            count: Some(count),
            within_days,
        };
        // Key and operator must be there, and are looked at by nobody.
        let property = Property { source: Source::Event, key: name.to_owned(), event_filter: Some(filter) };
        Ok(Rule::Condition { property, operator: IsSet, value: None })
    }
}

pub fn needs_value(operator: Operator) -> bool {
    !matches!(operator, IsSet | IsNotSet)
}

/// The words of a comparison; of a moment it is before or after.
pub fn operator_word(operator: Operator, is_moment: bool) -> &'static str {
    match operator {
        GreaterThan if is_moment => "audience-after",
        LessThan if is_moment => "audience-before",
        Equals => "rule-equals",
        NotEquals => "rule-not-equals",
        Contains => "rule-contains",
        NotContains => "rule-not-contains",
        StartsWith => "rule-starts",
        EndsWith => "rule-ends",
        GreaterThan => "audience-greater",
        LessThan => "audience-less",
        GreaterThanOrEquals => "audience-greater-equal",
        LessThanOrEquals => "audience-less-equal",
        IsSet => "rule-set",
        IsNotSet => "rule-not-set",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_has_the_values_that_it_can_find() {
        let mut one = Condition::new(Source::Custom);
        one.key = "seats".into();
        assert_eq!(one.operators().len(), 12);
        one.value = Typed::Text("12".into());
        one.compare(GreaterThan);
        assert_eq!((one.value.clone(), one.sorts()), (Typed::Number("12".into()), vec![Sort::Number]));
        one.compare(Equals);
        assert_eq!((one.value.sort(), one.sorts().len()), (Sort::Number, 3));
        one.compare(Contains);
        assert_eq!((one.value.clone(), one.sorts()), (Typed::Text("12".into()), vec![Sort::Text]));
        one.compare(IsSet);
        assert_eq!(one.sorts(), []);
    }

    #[test]
    fn what_is_looked_at_decides_the_comparisons() {
        let mut one = Condition::new(Source::Custom);
        one.compare(GreaterThan);
        one.look_at(Source::System, "email".into());
        assert_eq!((one.operator, one.value.sort()), (Equals, Sort::Text));
        one.look_at(Source::System, "lastSeenAt".into());
        assert_eq!((one.operator, one.value.sort()), (GreaterThan, Sort::Number));
        assert_eq!(one.operators(), OF_MOMENTS);
        // One that another program made stays.
        one.operator = NotEquals;
        assert!(one.operators().contains(&NotEquals));
        assert_eq!(one.sorts(), [Sort::Number]);
    }

    #[test]
    fn an_event_needs_a_name_a_count_and_days() {
        let made = |name: &str, count: &str, days: &str| {
            let event =
                Event { name: name.into(), count: count.into(), days: days.into(), ..Event::default() };
            Condition { event, ..Condition::new(Source::Event) }.made()
        };
        assert!(made("order", "0", "").is_ok() && made("order", "2", "7").is_ok());
        assert_eq!(made(" ", "1", ""), Err("audience-no-event"));
        assert_eq!(made("order", "-1", ""), Err("audience-no-count"));
        assert_eq!(made("order", "1", "0"), Err("audience-no-days"));
    }
}
