//! What the pages themselves say, in the reader's language.

use crate::doors::{assets, headers};
use serde_json::Value;
use shared::phrase::{self, Argument, Language};

pub struct Words {
    pub lang: String,
    pub dir: &'static str,
    texts: Value,
}

impl Words {
    pub fn of(lang: String) -> Self {
        let texts = assets::text(&format!("help/locales/{lang}.json"));
        let texts = texts.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Self { dir: headers::direction(&lang), lang, texts }
    }

    /// A phrase.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// A phrase that names something.
    pub fn about(&self, key: &str, name: &str) -> String {
        self.say_with(key, &[("name", name.into())])
    }

    /// A phrase with a number in it.
    pub fn counted(&self, key: &str, count: &i64) -> String {
        self.say_with(key, &[("count", (*count).into())])
    }

    fn say_with(&self, key: &str, arguments: &[(&str, Argument)]) -> String {
        match self.texts[key].as_str() {
            Some(pattern) => phrase::format(pattern, arguments, self),
            None => key.to_owned(),
        }
    }
}

/// The catalogue has no phrase that depends on a number's plural: a server has no rules for them, and a browser without scripts neither.
impl Language for Words {
    fn plural(&self, _: f64) -> String {
        "other".into()
    }
    fn number(&self, number: f64) -> String {
        number.to_string()
    }
    fn is_rtl(&self) -> bool {
        self.dir == "rtl"
    }
}
