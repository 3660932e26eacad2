//! Points in time as people read them, in the agent's language.

use crate::{say, words};
use shared::Millis;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// A short age for dense lists: `now`, `5m`, `3h`, `2d`, then the day.
pub fn short(at: Millis, now: Millis) -> String {
    match now - at {
        age if age < MINUTE => say!("now"),
        age if age < HOUR => unit(age / MINUTE, "minute"),
        age if age < DAY => unit(age / HOUR, "hour"),
        age if age < 7 * DAY => unit(age / DAY, "day"),
        _ => date(at, &[("day", "numeric"), ("month", "short")]),
    }
}

/// An age in a sentence: `5 seconds ago`, `yesterday`.
pub fn ago(at: Millis, now: Millis) -> String {
    words::with(|words| words.relative(at, now.max(at))).unwrap_or_default()
}

/// The clock: `14:05`.
pub fn clock(at: Millis) -> String {
    words::with(|words| words.clock(at)).unwrap_or_default()
}

/// A full point in time, for tooltips and details.
pub fn full(at: Millis) -> String {
    date(at, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// A day of UTC: `31 May 2026`.
pub fn utc_date(at: Millis) -> String {
    date(at, &[("dateStyle", "medium"), ("timeZone", "UTC")])
}

/// A month of UTC: `May 2026`.
pub fn month(at: Millis) -> String {
    date(at, &[("month", "long"), ("year", "numeric"), ("timeZone", "UTC")])
}

/// Weekday and clock, for what is near: `Mon 09:00`.
pub fn soon(at: Millis) -> String {
    date(at, &[("weekday", "short"), ("hour", "numeric"), ("minute", "2-digit")])
}

/// A day as a separator: today, yesterday, else its date.
pub fn day(at: Millis, now: Millis, offset: Millis) -> String {
    let days = |at: Millis| (at + offset).div_euclid(DAY);
    match days(now) - days(at) {
        0 => say!("today"),
        1 => say!("yesterday"),
        back if back < 180 => date(at, &[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
        _ => date(at, &[("dateStyle", "long")]),
    }
}

fn unit(amount: i64, unit: &str) -> String {
    words::with(|words| words.unit(amount as f64, unit, "narrow")).unwrap_or_default()
}

fn date(at: Millis, parts: &[(&str, &str)]) -> String {
    words::with(|words| words.date(at, parts)).unwrap_or_default()
}
