//! The fields of editors: each a label with its control, bound to a part of a draft, and a hint where one is needed.

use super::draft::Part;
use crate::{parts::fields::choose, say};
use leptos::prelude::*;
use shared::{limits, number::Number};

/// What a field needs to be known besides its value.
#[derive(Clone, Copy)]
pub struct Field {
    /// The key of its label.
    pub word: &'static str,
    /// Its test id.
    pub name: &'static str,
    /// The key of the sentence under it.
    pub hint: Option<&'static str>,
}

impl Field {
    /// The test id is the word.
    pub const fn of(word: &'static str) -> Self {
        Self { word, name: word, hint: None }
    }

    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    fn note(self) -> impl IntoView {
        self.hint.map(|hint| view! { <small>{say!(hint)}</small> })
    }
}

/// One line, of at most the length of a title.
pub fn line(field: Field, value: Part<String>) -> impl IntoView {
    view! {
        <label>
            <span>{say!(field.word)}</span>
            <input type="text" dir="auto" maxlength=limits::TITLE.to_string() data-testid=field.name prop:value=move || value.get() on:input:target=move |event| value.set(event.target().value()) />
            {field.note()}
        </label>
    }
}

/// An address, a pattern or a selector: written from left to right in every language.
pub fn code(field: Field, value: Part<String>) -> impl IntoView {
    view! {
        <label>
            <span>{say!(field.word)}</span>
            <input type="text" dir="ltr" spellcheck="false" autocapitalize="off" class="mono" maxlength=limits::URL.to_string() data-testid=field.name prop:value=move || value.get() on:input:target=move |event| value.set(event.target().value()) />
            {field.note()}
        </label>
    }
}

/// Several lines.
pub fn lines(field: Field, rows: &'static str, value: Part<String>) -> impl IntoView {
    view! {
        <label>
            <span>{say!(field.word)}</span>
            <textarea rows=rows dir="auto" class="tall" data-testid=field.name prop:value=move || value.get() on:input:target=move |event| value.set(event.target().value())></textarea>
            {field.note()}
        </label>
    }
}

/// A number, or nothing; `usual` stands for nothing.
pub fn number(field: Field, usual: &'static str, value: Part<Option<Number>>) -> impl IntoView {
    let text = RwSignal::new(value.get_untracked().map_or_else(String::new, written));
    // Others may change it, or the draft is thrown away; what is half written stays.
    Effect::new(move |_| {
        let now = value.get();
        if text.with_untracked(|text| read(text)) != now {
            text.set(now.map_or_else(String::new, written));
        }
    });
    let changed = move |typed: String| {
        let number = read(&typed);
        text.set(typed);
        value.set(number);
    };
    let is_wrong = move || text.with(|text| !text.trim().is_empty() && read(text).is_none());
    view! {
        <label>
            <span>{say!(field.word)}</span>
            <input type="text" inputmode="decimal" dir="ltr" autocomplete="off" placeholder=usual aria-invalid=move || is_wrong().then_some("true") data-testid=field.name prop:value=text on:input:target=move |event| changed(event.target().value()) />
            {field.note()}
        </label>
    }
}

/// A number as it is typed, with a point or a comma.
pub fn read(text: &str) -> Option<Number> {
    text.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite()).map(Number)
}

/// A number as it could have been typed.
pub fn written(number: Number) -> String {
    number.0.to_string()
}

/// Yes or no.
pub fn check(field: Field, value: Part<bool>) -> impl IntoView {
    view! {
        <label class="row">
            <input type="checkbox" data-testid=field.name prop:checked=move || value.get() on:change:target=move |event| value.set(event.target().checked()) />
            <span>{say!(field.word)} " " {field.note()}</span>
        </label>
    }
}

/// One of several.
pub fn choice<T: Clone + PartialEq + Send + Sync + 'static>(
    field: Field,
    choices: Vec<(T, String)>,
    value: Part<T>,
) -> impl IntoView {
    view! {
        <label>
            <span>{say!(field.word)}</span>
            {choose(say!(field.word), field.name, choices, move || value.get(), move |chosen| value.set(chosen))}
            {field.note()}
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_a_point_or_a_comma() {
        assert_eq!(read(" 1,5 "), Some(Number(1.5)));
        assert_eq!(read("7"), Some(Number(7.0)));
        for wrong in ["", "x", "1.2.3", "inf", "NaN"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        for text in ["3", "0.5", "-2"] {
            assert_eq!(read(text).map(written).as_deref(), Some(text));
        }
    }
}
