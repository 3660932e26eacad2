//! A phrase of a catalogue: the form that xtask compiles Fluent to, and the few lines that format it.
//!
//! A catalogue is one flat JSON object, key to pattern, both strings. A pattern is text with `{name}` for an
//! argument and `{name?one:pattern|other:pattern}` for a choice, which may nest; the last branch is the default.
//! `\` stands before a literal `\`, `{`, `}` or `|`. A Fluent attribute has the key `message.attribute`.

use std::iter::Peekable;
use std::str::Chars;

/// What a phrase's argument holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Argument<'a> {
    Text(&'a str),
    Number(f64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}
impl<'a> From<&'a String> for Argument<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}
macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for Argument<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        }
    )*};
}
numbers! { f64 i32 i64 u32 u64 usize }

/// What a language knows; browsers answer it through `Intl`.
pub trait Language {
    /// The plural category of a number: `zero`, `one`, `two`, `few`, `many` or `other`.
    fn plural(&self, number: f64) -> String;
    /// The number as the language writes it.
    fn number(&self, number: f64) -> String;
    /// True if lines run from right to left: arguments are then isolated, so that they keep their own direction.
    fn is_rtl(&self) -> bool;
}

/// Formats a pattern; an argument that is missing shows as its name in braces.
pub fn format(pattern: &str, arguments: &[(&str, Argument)], language: &dyn Language) -> String {
    let mut out = String::with_capacity(pattern.len());
    Formatter { rest: pattern.chars().peekable(), arguments, language }.text(&mut Some(&mut out));
    out
}

struct Formatter<'a> {
    rest: Peekable<Chars<'a>>,
    arguments: &'a [(&'a str, Argument<'a>)],
    language: &'a dyn Language,
}

impl Formatter<'_> {
    /// Formats up to the end of this pattern, into nothing where its branch was not chosen.
    fn text(&mut self, out: &mut Option<&mut String>) {
        while let Some(next) = self.rest.next_if(|c| !matches!(c, '|' | '}')) {
            let literal = match next {
                '{' => {
                    self.placeable(out);
                    continue;
                }
                '\\' => self.rest.next().unwrap_or('\\'),
                other => other,
            };
            if let Some(out) = out {
                out.push(literal);
            }
        }
    }

    fn placeable(&mut self, out: &mut Option<&mut String>) {
        let name = self.word();
        let value = self.arguments.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        if self.rest.next_if_eq(&'?').is_some() {
            self.choice(value, out);
        } else if let Some(out) = out {
            self.argument(&name, value, out);
        }
        self.rest.next_if_eq(&'}');
    }

    fn argument(&self, name: &str, value: Option<Argument>, out: &mut String) {
        match value {
            Some(Argument::Number(number)) => out.push_str(&self.language.number(number)),
            Some(Argument::Text(text)) if self.language.is_rtl() => {
                out.extend(["\u{2068}", text, "\u{2069}"]);
            }
            Some(Argument::Text(text)) => out.push_str(text),
            None => out.extend(["{", name, "}"]),
        }
    }

    fn choice(&mut self, value: Option<Argument>, out: &mut Option<&mut String>) {
        let mut is_chosen = false;
        loop {
            let key = self.word();
            self.rest.next_if_eq(&':');
            let branch = self.rest.clone();
            self.text(&mut None);
            let is_last = self.rest.next_if_eq(&'|').is_none();
            if !is_chosen && (is_last || self.matches(&key, value)) {
                is_chosen = true;
                let after = std::mem::replace(&mut self.rest, branch);
                self.text(out);
                self.rest = after;
            }
            if is_last {
                return;
            }
        }
    }

    fn matches(&self, key: &str, value: Option<Argument>) -> bool {
        match value {
            Some(Argument::Text(text)) => text == key,
            Some(Argument::Number(number)) => {
                // Whole numbers only: to read fractions would cost the widget 13 KB.
                let is_this = key.parse().is_ok_and(|key: i32| f64::from(key) == number);
                is_this || self.language.plural(number) == key
            }
            None => false,
        }
    }

    fn word(&mut self) -> String {
        std::iter::from_fn(|| self.rest.next_if(|c| !matches!(c, '?' | ':' | '|' | '}'))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Argument, Language, format};

    struct English;

    impl Language for English {
        fn plural(&self, number: f64) -> String {
            if number == 1.0 { "one".into() } else { "other".into() }
        }

        fn number(&self, number: f64) -> String {
            number.to_string()
        }

        fn is_rtl(&self) -> bool {
            false
        }
    }

    #[test]
    fn an_argument_stands_where_its_name_is() {
        let formatted = format("Hello, {name}.", &[("name", Argument::Text("Ana {x|y}"))], &English);
        assert_eq!(formatted, "Hello, Ana {x|y}.");
    }

    #[test]
    fn a_number_chooses_by_value_before_its_category_and_else_the_default() {
        let pattern = "{n?0:Nothing|one:{n} message|other:{n} messages} new";
        let of = |n: f64| format(pattern, &[("n", Argument::Number(n))], &English);
        assert_eq!([of(0.0), of(1.0), of(7.0)], ["Nothing new", "1 message new", "7 messages new"]);
    }

    #[test]
    fn choices_nest_and_escapes_are_literal() {
        let pattern = r"\{{who?ana:{n?one:a\|b|other:c}|other:d}\}";
        let arguments = [("who", Argument::Text("ana")), ("n", Argument::Number(1.0))];
        assert_eq!(format(pattern, &arguments, &English), "{a|b}");
        assert_eq!(format(pattern, &[("who", Argument::Text("ben"))], &English), "{d}");
    }

    #[test]
    fn a_missing_argument_shows_its_name() {
        assert_eq!(format("Hello, {name}", &[], &English), "Hello, {name}");
    }
}
