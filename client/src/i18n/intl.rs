//! The browser's `Intl` for one locale. A locale that the browser refuses falls back to its own default.

use js_sys::{Array, Date, Function, Object, Reflect, global};
use shared::Millis;
use wasm_bindgen::{JsCast, JsValue};

pub struct Intl {
    locales: Array,
    plural: Option<Formatter>,
    number: Option<Formatter>,
}

/// An object of `Intl` and the method of it that is used.
struct Formatter {
    object: JsValue,
    method: Function,
}

impl Intl {
    pub fn new(locale: &str) -> Self {
        let locales = Array::of1(&locale.into());
        let plural = formatter(&locales, "PluralRules", "select", &[]);
        let number = formatter(&locales, "NumberFormat", "format", &[]);
        Self { locales, plural, number }
    }

    pub fn plural(&self, number: f64) -> String {
        said(self.plural.as_ref(), &[number.into()]).unwrap_or_else(|| "other".to_owned())
    }

    pub fn number(&self, number: f64) -> String {
        said(self.number.as_ref(), &[number.into()]).unwrap_or_default()
    }

    pub fn unit(&self, number: f64, unit: &str, width: &str) -> String {
        let options = [("style", "unit"), ("unit", unit), ("unitDisplay", width)];
        self.once("NumberFormat", &options, &[number.into()])
    }

    pub fn date(&self, at: Millis, options: &[(&str, &str)]) -> String {
        self.once("DateTimeFormat", options, &[Date::new(&(at as f64).into()).into()])
    }

    pub fn relative(&self, amount: f64, unit: &str) -> String {
        self.once("RelativeTimeFormat", &[("numeric", "auto")], &[amount.into(), unit.into()])
    }

    fn once(&self, class: &str, options: &[(&str, &str)], arguments: &[JsValue]) -> String {
        said(formatter(&self.locales, class, "format", options).as_ref(), arguments).unwrap_or_default()
    }
}

fn said(formatter: Option<&Formatter>, arguments: &[JsValue]) -> Option<String> {
    let formatter = formatter?;
    let arguments = Array::from_iter(arguments);
    formatter.method.apply(&formatter.object, &arguments).ok()?.as_string()
}

/// By name instead of js-sys' bindings: those would need a type and an import for each class.
fn formatter(locales: &Array, class: &str, method: &str, options: &[(&str, &str)]) -> Option<Formatter> {
    let given = Object::new();
    for (name, value) in options {
        Reflect::set(&given, &(*name).into(), &(*value).into()).ok()?;
    }
    let intl = Reflect::get(&global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let object = Reflect::construct(&class, &Array::of2(locales, &given))
        .or_else(|_| Reflect::construct(&class, &Array::of2(&Array::new(), &given)))
        .ok()?;
    let method = Reflect::get(&object, &method.into()).ok()?.dyn_into().ok()?;
    Some(Formatter { object, method })
}
