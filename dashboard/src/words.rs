//! The words of the interface, in the agent's language: one flat catalogue, loaded before anything is drawn. Another
//! language is another load of the page, so nothing that is drawn has to watch for it.

use crate::browser;
use js_sys::{Array, Function, Intl, Object};
use shared::phrase::{self, Argument, Language};
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

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

struct Words {
    language: &'static str,
    catalogue: HashMap<String, String>,
}

thread_local! {
    static WORDS: RefCell<Words> = RefCell::new(Words { language: "en", catalogue: HashMap::new() });
}

/// The language's code.
pub fn language() -> &'static str {
    WORDS.with_borrow(|words| words.language)
}

/// The phrase of a key; the key itself when the catalogue has none.
pub fn say(key: &str, arguments: &[(&str, Argument)]) -> String {
    WORDS.with_borrow(|words| match words.catalogue.get(key) {
        Some(pattern) => phrase::format(pattern, arguments, &Browser(words.language)),
        None => key.to_owned(),
    })
}

/// Loads the catalogue of the chosen language, else of the browser's, and turns the page its way.
pub async fn load() {
    let language = chosen();
    browser::set_root("lang", Some(language));
    browser::set_root("dir", Some(if is_rtl(language) { "rtl" } else { "ltr" }));
    let catalogue = fetch(language).await.unwrap_or_default();
    WORDS.set(Words { language, catalogue });
}

fn chosen() -> &'static str {
    let kept = browser::kept("language");
    let wanted = browser::window().navigator().languages();
    let wanted = wanted.iter().filter_map(|it| it.as_string());
    let codes = kept.into_iter().chain(wanted);
    codes.filter_map(|code| known(&code)).next().unwrap_or("en")
}

fn known(code: &str) -> Option<&'static str> {
    let primary = code.split('-').next()?;
    LANGUAGES.into_iter().map(|(code, _)| code).find(|code| *code == primary)
}

/// The page says where each catalogue is: `<meta name="catalogue" data-language="en" content="…">`.
async fn fetch(language: &str) -> Option<HashMap<String, String>> {
    let selector = format!("meta[name=catalogue][data-language={language}]");
    let address = browser::document().query_selector(&selector).ok()??.get_attribute("content")?;
    let response = JsFuture::from(browser::window().fetch_with_str(&address)).await.ok()?;
    let text = response.dyn_into::<web_sys::Response>().ok()?.text().ok()?;
    serde_json::from_str(&JsFuture::from(text).await.ok()?.as_string()?).ok()
}

fn is_rtl(language: &str) -> bool {
    language == "ar"
}

/// The browser's `Intl` as phrases need it.
struct Browser(&'static str);

impl Browser {
    fn locales(&self) -> Array {
        Array::of1(&self.0.into())
    }
}

impl Language for Browser {
    fn plural(&self, number: f64) -> String {
        Intl::PluralRules::new(&self.locales(), &Object::new()).select(number).into()
    }

    fn number(&self, number: f64) -> String {
        let format: Function = Intl::NumberFormat::new(&self.locales(), &Object::new()).format();
        let written = format.call1(&JsValue::NULL, &number.into());
        written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| number.to_string())
    }

    fn is_rtl(&self) -> bool {
        is_rtl(self.0)
    }
}
