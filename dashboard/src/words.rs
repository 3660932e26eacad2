//! The words of the interface, in the agent's language: one flat catalogue, loaded before anything is drawn. Another
//! language is another load of the page, so nothing that is drawn has to watch for it.

use crate::browser;
use client::i18n::{self, Argument, Words};
use std::cell::RefCell;

/// The languages that have a catalogue, in their own words.
pub const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")];

/// The phrase of a key: `say!("sign-in")`, `say!("typing", name = "Ana")`.
#[macro_export]
macro_rules! say {
    ($key:expr) => { $crate::words::say($key, &[]) };
    ($key:expr, $($name:ident = $value:expr),+) => {
        $crate::words::say($key, &[$((stringify!($name), $crate::words::Given::argument($value))),+])
    };
}

/// What may be given to a phrase.
pub trait Given<'a> {
    fn argument(self) -> Argument<'a>;
}
impl<'a> Given<'a> for &'a str {
    fn argument(self) -> Argument<'a> {
        Argument::Text(self)
    }
}
impl<'a> Given<'a> for f64 {
    fn argument(self) -> Argument<'a> {
        Argument::Number(self)
    }
}

thread_local! {
    static WORDS: RefCell<Option<Words>> = const { RefCell::new(None) };
}

/// The phrase of a key; the key itself when there is no catalogue.
pub fn say(key: &str, arguments: &[(&str, Argument)]) -> String {
    with(|words| words.say(key, arguments)).unwrap_or_else(|| key.to_owned())
}

/// Does something with the words, which also write numbers and dates.
pub fn with<T>(read: impl FnOnce(&Words) -> T) -> Option<T> {
    WORDS.with_borrow(|words| words.as_ref().map(read))
}

/// The language's code.
pub fn language() -> String {
    with(|words| words.locale().to_owned()).unwrap_or_default()
}

/// Loads the catalogue of the chosen language, else of the browser's, and turns the page its way.
pub async fn load() {
    let wanted: Vec<String> = browser::kept("language").into_iter().chain(i18n::preferred()).collect();
    let language = i18n::choose(&wanted, &LANGUAGES.map(|(code, _)| code));
    browser::set_root("lang", Some(language));
    browser::set_root("dir", Some(if i18n::is_rtl(language) { "rtl" } else { "ltr" }));
    if let Some(address) = address(language) {
        WORDS.set(Words::load(&address, language).await.ok());
    }
}

/// The page says where each catalogue is: `<meta name="catalogue" data-language="en" content="…">`.
fn address(language: &str) -> Option<String> {
    let selector = format!("meta[name=catalogue][data-language={language}]");
    browser::document().query_selector(&selector).ok()??.get_attribute("content")
}
