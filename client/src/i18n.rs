//! Words, numbers and dates in the reader's language. A catalogue is the flat JSON that xtask compiles from Fluent
//! (`shared::phrase` defines its patterns); plurals, numbers and dates are the browser's own `Intl`.

use crate::{codec::Json, http};
use reactive_graph::owner::expect_context;
use send_wrapper::SendWrapper;
use shared::{Error, Millis, phrase};
use std::rc::Rc;
use web_sys::RequestInit;

mod intl;

pub use shared::phrase::Argument;

/// Languages that are written from right to left.
const RTL: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// A language and its phrases. Clones share it.
#[derive(Clone)]
pub struct Words(SendWrapper<Rc<Catalogue>>);

struct Catalogue {
    locale: String,
    phrases: Json,
}

impl Words {
    /// Fetches the catalogue of a locale (`de`, `pt-BR`).
    pub async fn load(url: &str, locale: &str) -> Result<Self, Error> {
        let response = http::fetch(url, &RequestInit::new()).await.filter(|response| response.ok());
        let text = match response.and_then(|response| response.text().ok()) {
            Some(text) => {
                wasm_bindgen_futures::JsFuture::from(text).await.ok().and_then(|text| text.as_string())
            }
            None => None,
        };
        text.and_then(|text| Self::parse(locale, &text)).ok_or_else(crate::unreachable)
    }

    /// A catalogue from its JSON text; none when that is not JSON.
    pub fn parse(locale: &str, json: &str) -> Option<Self> {
        Some(Self::of(locale, Json::parse(json)?))
    }

    /// A catalogue of an object. What is added to that later belongs to it.
    pub fn of(locale: &str, phrases: Json) -> Self {
        let catalogue = Catalogue { locale: locale.to_owned(), phrases };
        Self(SendWrapper::new(Rc::new(catalogue)))
    }

    /// The words that the app has provided.
    pub fn from_context() -> Self {
        expect_context()
    }

    /// The phrase of a key; a key that is not there shows itself.
    pub fn say(&self, key: &str, arguments: &[(&str, Argument)]) -> String {
        match self.0.phrases.text(key) {
            Some(pattern) => phrase::format(&pattern, arguments, &**self.0),
            None => key.to_owned(),
        }
    }

    /// The locale's BCP 47 tag.
    pub fn locale(&self) -> &str {
        &self.0.locale
    }

    /// `ltr` or `rtl`, for the attribute `dir`.
    pub fn dir(&self) -> &'static str {
        if is_rtl(&self.0.locale) { "rtl" } else { "ltr" }
    }

    /// A number as the language writes it.
    pub fn number(&self, number: f64) -> String {
        intl::number(self.locale(), number)
    }

    /// A number with a unit of `Intl.NumberFormat`: `5 min`, `5m` (`width`: `long`, `short` or `narrow`).
    pub fn unit(&self, number: f64, unit: &str, width: &str) -> String {
        intl::unit(self.locale(), number, unit, width)
    }

    /// A point in time, with the options of `Intl.DateTimeFormat`: `&[("hour", "numeric"), ("minute", "2-digit")]`.
    pub fn date(&self, at: Millis, options: &[(&str, &str)]) -> String {
        intl::date(self.locale(), at, options)
    }

    /// `14:05`.
    pub fn clock(&self, at: Millis) -> String {
        self.date(at, &[("hour", "numeric"), ("minute", "2-digit")])
    }

    /// `5 seconds ago`, `yesterday`, `in 2 hours`.
    pub fn relative(&self, at: Millis, now: Millis) -> String {
        let (amount, unit) = distance(at - now);
        intl::relative(self.locale(), amount, unit)
    }
}

impl phrase::Language for Catalogue {
    fn plural(&self, number: f64) -> String {
        intl::plural(&self.locale, number)
    }

    fn number(&self, number: f64) -> String {
        intl::number(&self.locale, number)
    }

    fn is_rtl(&self) -> bool {
        is_rtl(&self.locale)
    }
}

/// The locale to use: the first wanted one (`navigator.languages`, most wanted first) that is available, exactly or
/// by its language alone; else the first available.
pub fn choose<'a>(wanted: &[String], available: &[&'a str]) -> &'a str {
    let find = |tag: &str| available.iter().copied().find(|one| one.eq_ignore_ascii_case(tag));
    let found = wanted.iter().find_map(|tag| find(tag).or_else(|| find(language(tag))));
    found.or(available.first().copied()).unwrap_or("en")
}

/// The languages that the browser's user has chosen.
pub fn preferred() -> Vec<String> {
    let languages = crate::time::window().map(|window| window.navigator().languages());
    languages.into_iter().flatten().filter_map(|tag| tag.as_string()).collect()
}

/// True if the locale is written from right to left.
pub fn is_rtl(locale: &str) -> bool {
    RTL.contains(&language(locale))
}

fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// How far away a difference of so many milliseconds is, in whole units.
fn distance(difference: Millis) -> (f64, &'static str) {
    const MINUTE: Millis = 60_000;
    const HOUR: Millis = 60 * MINUTE;
    const DAY: Millis = 24 * HOUR;
    let (size, unit) = match difference.abs() {
        less if less < MINUTE => (1_000, "second"),
        less if less < HOUR => (MINUTE, "minute"),
        less if less < DAY => (HOUR, "hour"),
        less if less < 30 * DAY => (DAY, "day"),
        less if less < 365 * DAY => (30 * DAY, "month"),
        _ => (365 * DAY, "year"),
    };
    ((difference / size) as f64, unit)
}

#[cfg(test)]
mod tests {
    use super::{choose, distance, is_rtl};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_first_wanted_language_that_there_is_wins() {
        let choose = |wanted: &[&str]| {
            choose(&wanted.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>(), &["en", "de", "pt-BR"])
        };
        assert_eq!(choose(&["fr", "de-AT", "en"]), "de");
        assert_eq!(choose(&["pt-br"]), "pt-BR");
        assert_eq!(choose(&["fr"]), "en");
        assert_eq!(choose(&[]), "en");
    }

    #[test]
    fn a_distance_is_told_in_its_largest_whole_unit() {
        assert_eq!(distance(-5_400), (-5.0, "second"));
        assert_eq!(distance(-90_000), (-1.0, "minute"));
        assert_eq!(distance(2 * 3_600_000), (2.0, "hour"));
        assert_eq!(distance(-400 * 86_400_000), (-1.0, "year"));
    }

    #[test]
    fn arabic_runs_from_right_to_left() {
        assert!(is_rtl("ar") && is_rtl("he-IL") && !is_rtl("en") && !is_rtl("arn"));
    }
}
