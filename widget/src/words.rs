//! The phrases of the visitor's language, and its dates. A document has one language, so they are at hand everywhere.

use client::{
    dom::document,
    i18n::{Argument, Words},
};
use js_sys::Date;
use shared::Millis;
use std::cell::RefCell;

pub use client::i18n::Argument::{Number, Text};

thread_local! {
    static WORDS: RefCell<Option<Words>> = const { RefCell::new(None) };
}

/// Fetches the catalogue that the page names. Without one, keys are shown: better than nothing at all.
pub async fn load() {
    let Some(root) = document().document_element() else { return };
    let locale = root.get_attribute("lang").unwrap_or_else(|| "en".into());
    let address = root.get_attribute("data-locale").unwrap_or_default();
    let words = match Words::load(&address, &locale).await {
        Ok(words) => Some(words),
        Err(_) => Words::parse(&locale, "{}"),
    };
    WORDS.set(words);
}

/// The phrase of this key.
pub fn say(key: &str) -> String {
    say_with(key, &[])
}

/// The phrase of this key with its arguments.
pub fn say_with(key: &str, arguments: &[(&str, Argument)]) -> String {
    with(|words| words.say(key, arguments)).unwrap_or_else(|| key.into())
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
