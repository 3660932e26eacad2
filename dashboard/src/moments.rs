//! Points in time as people read them, in the agent's language: the browser's `Intl` writes them.

use crate::words;
use js_sys::{Array, Date, Intl, Object, Reflect};
use shared::Millis;
use wasm_bindgen::{JsCast, JsValue};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// A short age for dense lists: `now`, `5m`, `3h`, `2d`, then the day.
pub fn short(at: Millis, now: Millis) -> String {
    match now - at {
        age if age < MINUTE => say_now(),
        age if age < HOUR => unit(age / MINUTE, "minute"),
        age if age < DAY => unit(age / HOUR, "hour"),
        age if age < 7 * DAY => unit(age / DAY, "day"),
        _ => format(at, &[("day", "numeric"), ("month", "short")]),
    }
}

/// An age in a sentence: `5 seconds ago`, `yesterday`.
pub fn ago(at: Millis, now: Millis) -> String {
    let (amount, unit) = match (now - at).max(0) {
        age if age < MINUTE => (age / 1_000, "second"),
        age if age < HOUR => (age / MINUTE, "minute"),
        age if age < DAY => (age / HOUR, "hour"),
        age => (age / DAY, "day"),
    };
    let intl = Intl::RelativeTimeFormat::new(&locales(), &options(&[("numeric", "auto")]));
    intl.format(-(amount as f64), unit).into()
}

/// The clock: `14:05`.
pub fn clock(at: Millis) -> String {
    format(at, &[("hour", "numeric"), ("minute", "2-digit")])
}

/// A full point in time, for tooltips and details.
pub fn full(at: Millis) -> String {
    format(at, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// Weekday and clock, for what is near: `Mon 09:00`.
pub fn soon(at: Millis) -> String {
    format(at, &[("weekday", "short"), ("hour", "numeric"), ("minute", "2-digit")])
}

/// A day as a separator: today, yesterday, else its date.
pub fn day(at: Millis, now: Millis, offset: Millis) -> String {
    let days = |at: Millis| (at + offset).div_euclid(DAY);
    match days(now) - days(at) {
        back @ (0 | 1) => {
            let intl = Intl::RelativeTimeFormat::new(&locales(), &options(&[("numeric", "auto")]));
            intl.format(-(back as f64), "day").into()
        }
        back if back < 180 => format(at, &[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
        _ => format(at, &[("dateStyle", "long")]),
    }
}

fn say_now() -> String {
    crate::say!("now")
}

fn unit(amount: i64, unit: &str) -> String {
    let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "narrow")]);
    called(&Intl::NumberFormat::new(&locales(), &options).format(), &(amount as f64).into())
}

fn format(at: Millis, parts: &[(&str, &str)]) -> String {
    let date = Date::new(&(at as f64).into());
    called(&Intl::DateTimeFormat::new(&locales(), &options(parts)).format(), &date)
}

fn called(format: &js_sys::Function, value: &JsValue) -> String {
    format.call1(&JsValue::NULL, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn options(parts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in parts {
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    options.unchecked_into()
}

fn locales() -> Array {
    Array::of1(&words::language().into())
}
