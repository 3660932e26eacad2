//! For whom and when something is shown: audience, trigger and times, as surveys and messages have them.

use super::{
    audience::{self, audience},
    draft::{Draft, Part},
    frame::section,
    schedule::{schedule, sent},
    trigger::{self, trigger},
};
use leptos::prelude::*;
use serde_json::Value;
use shared::{
    audience::Audience,
    engagement::{Schedule, Trigger},
};

/// For whom and when, while it is edited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aim {
    pub audience: audience::Draft,
    pub trigger: trigger::Draft,
    pub schedule: Schedule,
}

/// What is sent of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    pub audience: Audience,
    pub trigger: Trigger,
    pub schedule: Schedule,
}

impl Aim {
    pub fn of(audience: Option<&Value>, trigger: Option<&Trigger>, schedule: Option<Schedule>) -> Self {
        Self {
            audience: audience::Draft::of(audience),
            trigger: trigger::Draft::of(trigger),
            schedule: schedule.unwrap_or_default(),
        }
    }

    /// Errors: what is missing, in words.
    pub fn made(&self) -> Result<Made, String> {
        let audience = self.audience.made().map_err(|fault| fault.why.sentence())?;
        let trigger = self.trigger.made()?;
        self.schedule.check().map_err(|error| error.message)?;
        Ok(Made { audience, trigger, schedule: self.schedule })
    }

    /// What has changed since `base`: what is left out of an update stays, so what was taken away is said.
    pub fn since(&self, base: &Self, made: Made) -> (Option<Audience>, Option<Trigger>, Option<Schedule>) {
        (
            (self.audience != base.audience).then_some(made.audience),
            (self.trigger != base.trigger).then_some(made.trigger),
            (self.schedule != base.schedule).then(|| sent(made.schedule)),
        )
    }
}

/// The sections that edit it; `often` says how often, beside the trigger.
pub fn aim<T: Clone + PartialEq + Send + Sync + 'static>(
    draft: Draft<T>,
    aim: Part<Aim>,
    often: impl IntoView,
) -> impl IntoView {
    let when = view! {
        {trigger(aim.part(|it| &it.trigger, |it| &mut it.trigger))}
        {often}
        {schedule(aim.part(|it| &it.schedule, |it| &mut it.schedule))}
    };
    view! {
        {section("en-who", audience(aim.part(|it| &it.audience, |it| &mut it.audience), move || draft.is_checked.get()))}
        {section("en-when", when)}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_taken_away_is_sent_and_what_stayed_is_not() {
        let rules = json!({"type": "condition", "property": {"source": "system", "key": "email"}, "operator": "is_set"});
        let trigger: Trigger = serde_json::from_value(json!({"type": "exit_intent"})).unwrap();
        let times = Schedule { start_date: Some(1), end_date: None };
        let base = Aim::of(Some(&rules), Some(&trigger), Some(times));
        let made = base.made().unwrap();
        assert_eq!(base.since(&base, made), (None, None, None));
        let bare = Aim::default();
        let (audience, trigger, schedule) = bare.since(&base, bare.made().unwrap());
        assert_eq!(audience, Some(audience::draft::everybody()));
        assert_eq!(trigger.map(|trigger| trigger.kind), Some(shared::engagement::TriggerType::Immediate));
        assert!(schedule.is_some_and(|schedule| schedule.is_open(0) && schedule.is_open(i64::MAX)));
    }

    #[test]
    fn an_end_before_its_start_is_said() {
        let schedule = Schedule { start_date: Some(2), end_date: Some(1) };
        assert!(Aim { schedule, ..Aim::default() }.made().is_err());
    }
}
