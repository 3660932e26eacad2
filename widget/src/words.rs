//! The phrases of the visitor's language, and its dates. A document has one language, so they are at hand everywhere.

use crate::{frame::field, messenger::attribute};
use client::{
    dom::{El, window},
    i18n::{Argument, Words},
};
use js_sys::{Date, Function, Promise};
use shared::Millis;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

pub use client::i18n::Argument::{Number, Text};

thread_local! {
    static WORDS: RefCell<Option<Words>> = const { RefCell::new(None) };
}

/// Phrases on their way; see [`take`].
pub struct Asked(JsValue);

/// Has the page's script (`www/loader/frame.js`) fetch the phrases that the page names: those of the first open are `locale`, those of
/// what is fetched after that `later` and `guide`.
pub fn ask(which: &str) -> Asked {
    let fetch = field(&window(), "docentWords").dyn_into::<Function>();
    Asked(fetch.and_then(|fetch| fetch.call1(&JsValue::UNDEFINED, &which.into())).unwrap_or_default())
}

/// Waits for them; false if they do not come. Without any, keys are shown: better than nothing at all.
pub async fn take(Asked(promise): Asked) -> bool {
    let Ok(phrases) = JsFuture::from(promise.unchecked_into::<Promise>()).await else { return false };
    let is_there = phrases.is_object();
    if is_there {
        let locale = attribute("lang").unwrap_or_else(|| "en".into());
        WORDS.set(Some(Words::of(&locale, phrases.into())));
    }
    is_there
}

/// The phrase of this key.
pub fn say(key: &str) -> String {
    say_with(key, &[])
}

/// The phrase of this key with its arguments.
pub fn say_with(key: &str, arguments: &[(&str, Argument)]) -> String {
    with(|words| words.say(key, arguments)).unwrap_or_else(|| key.into())
}

/// Elements that say something.
pub trait Says {
    /// Appends the phrase of this key.
    fn say(self, key: &str) -> Self;

    /// Names the element by it.
    fn label(self, key: &str) -> Self;
}

impl Says for El {
    fn say(self, key: &str) -> Self {
        self.text(&say(key))
    }

    fn label(self, key: &str) -> Self {
        self.set("aria-label", &say(key))
    }
}

/// A number with a unit of `Intl.NumberFormat`.
pub fn unit(number: f64, unit: &str) -> String {
    with(|words| words.unit(number, unit, "long")).unwrap_or_default()
}

/// A day with its year, in the options of `Intl.DateTimeFormat`.
pub const DAY: [(&str, &str); 3] = [("day", "numeric"), ("month", "long"), ("year", "numeric")];

/// Hours and minutes.
pub fn clock(at: Millis) -> String {
    with(|words| words.clock(at)).unwrap_or_default()
}

/// Today and yesterday by word, then the day of the week for six days, then the date.
pub fn day(at: Millis, now: Millis) -> String {
    match day_number(now) - day_number(at) {
        0 => say("today"),
        1 => say("yesterday"),
        2..=6 => date(at, &[("weekday", "long")]),
        _ => date(at, &DAY),
    }
}

/// As short as a list needs it: the time today, then the day, then the date.
pub fn moment(at: Millis, now: Millis) -> String {
    match day_number(now) - day_number(at) {
        0 => clock(at),
        1 => say("yesterday"),
        2..=6 => date(at, &[("weekday", "short")]),
        _ => date(at, &[("day", "numeric"), ("month", "short")]),
    }
}

/// Numbers the days of the visitor's time zone.
pub fn day_number(at: Millis) -> i64 {
    let offset = Date::new(&(at as f64).into()).get_timezone_offset() as i64;
    (at - offset * 60_000).div_euclid(86_400_000)
}

/// A point in time with the options of `Intl.DateTimeFormat`.
pub fn date(at: Millis, options: &[(&str, &str)]) -> String {
    with(|words| words.date(at, options)).unwrap_or_default()
}

fn with<T>(look: impl FnOnce(&Words) -> T) -> Option<T> {
    WORDS.with_borrow(|words| words.as_ref().map(look))
}
