//! The browser's `Intl` for one locale. A locale that the browser refuses falls back to its own default.

use shared::Millis;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/i18n/intl.js")]
extern "C" {
    fn intl_says(locale: &str, kind: &str, options: &str, value: f64, unit: &str) -> String;
}

pub fn plural(locale: &str, number: f64) -> String {
    intl_says(locale, "PluralRules", "", number, "")
}

pub fn number(locale: &str, number: f64) -> String {
    intl_says(locale, "NumberFormat", "", number, "")
}

pub fn unit(locale: &str, number: f64, unit: &str, width: &str) -> String {
    let options = ["style=unit&unit=", unit, "&unitDisplay=", width].concat();
    intl_says(locale, "NumberFormat", &options, number, "")
}

pub fn date(locale: &str, at: Millis, options: &[(&str, &str)]) -> String {
    let options: Vec<_> = options.iter().flat_map(|(name, value)| [name, "=", value, "&"]).collect();
    intl_says(locale, "DateTimeFormat", &options.concat(), at as f64, "")
}

pub fn relative(locale: &str, amount: f64, unit: &str) -> String {
    intl_says(locale, "RelativeTimeFormat", "numeric=auto", amount, unit)
}
