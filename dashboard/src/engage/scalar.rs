//! A value that an author gives: a text, a number, or true or false.

use super::{
    draft::Part,
    fields::{read, written},
};
use crate::{browser, parts::fields::choose, say};
use leptos::prelude::*;
use shared::{audience::Scalar, number::Number};

/// A value while it is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// There is none.
    Nothing,
    Text(String),
    /// As it was typed.
    Number(String),
    Truth(bool),
}

/// What a value can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Nothing,
    Text,
    Number,
    Truth,
}

impl Sort {
    pub fn word(self) -> &'static str {
        match self {
            Self::Nothing => "value-nothing",
            Self::Text => "value-text",
            Self::Number => "value-number",
            Self::Truth => "value-truth",
        }
    }
}

impl Default for Typed {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Typed {
    pub fn of(scalar: Option<&Scalar>) -> Self {
        match scalar {
            None => Self::Nothing,
            Some(Scalar::Text(text)) => Self::Text(text.clone()),
            Some(Scalar::Number(number)) => Self::Number(written(*number)),
            Some(Scalar::Bool(is_true)) => Self::Truth(*is_true),
        }
    }

    pub fn sort(&self) -> Sort {
        match self {
            Self::Nothing => Sort::Nothing,
            Self::Text(_) => Sort::Text,
            Self::Number(_) => Sort::Number,
            Self::Truth(_) => Sort::Truth,
        }
    }

    /// The same value as another sort, as far as it can be one.
    pub fn turned(&self, sort: Sort) -> Self {
        let text = match self {
            Self::Text(text) | Self::Number(text) => text.clone(),
            Self::Nothing => String::new(),
            Self::Truth(is_true) => is_true.to_string(),
        };
        match sort {
            Sort::Nothing => Self::Nothing,
            Sort::Text => Self::Text(text),
            Sort::Number => Self::Number(read(&text).map_or_else(String::new, written)),
            Sort::Truth => Self::Truth(text != "false"),
        }
    }

    /// The value; an error is the key of what is wrong with it.
    pub fn made(&self) -> Result<Option<Scalar>, &'static str> {
        match self {
            Self::Nothing => Ok(None),
            Self::Text(text) if text.trim().is_empty() => Err("value-missing"),
            Self::Text(text) => Ok(Some(Scalar::Text(text.clone()))),
            Self::Number(text) => read(text).map(|it| Some(Scalar::Number(it))).ok_or("value-no-number"),
            Self::Truth(is_true) => Ok(Some(Scalar::Bool(*is_true))),
        }
    }
}

/// Which sort of value it is, where there is a choice.
pub fn sort(sorts: Vec<Sort>, value: Part<Typed>) -> impl IntoView {
    (sorts.len() > 1).then(|| {
        let choices = sorts.into_iter().map(|sort| (sort, say!(sort.word()))).collect();
        let read = move || value.with(Typed::sort);
        choose(say!("value-sort"), "value-sort", choices, read, move |sort| {
            value.change(|it| *it = it.turned(sort))
        })
    })
}

/// The control of a value of its sort; `is_moment` shows a number as the time that it is.
pub fn control(value: Part<Typed>, is_moment: bool) -> impl IntoView {
    let sort = Memo::new(move |_| value.with(Typed::sort));
    let text = move || {
        value.with(|value| match value {
            Typed::Text(text) | Typed::Number(text) => text.clone(),
            _ => String::new(),
        })
    };
    move || {
        match sort.get() {
        Sort::Nothing => ().into_any(),
        Sort::Number if is_moment => {
            let shown = move || read(&text()).map_or_else(String::new, |at| browser::local_moment(at.0 as i64));
            let set = move |typed: String| {
                let at = browser::moment_of(&typed).map_or_else(String::new, |at| written(Number(at as f64)));
                value.set(Typed::Number(at));
            };
            view! { <input type="datetime-local" aria-label=say!("value") data-testid="value" prop:value=shown on:change:target=move |event| set(event.target().value()) /> }
                .into_any()
        }
        Sort::Number => view! { <input type="text" inputmode="decimal" dir="ltr" autocomplete="off" aria-label=say!("value") placeholder=say!("value-number") data-testid="value" prop:value=text on:input:target=move |event| value.set(Typed::Number(event.target().value())) /> }
            .into_any(),
        Sort::Text => view! { <input type="text" dir="auto" autocomplete="off" maxlength=shared::limits::TITLE.to_string() aria-label=say!("value") placeholder=say!("value") data-testid="value" prop:value=text on:input:target=move |event| value.set(Typed::Text(event.target().value())) /> }
            .into_any(),
        Sort::Truth => {
            let choices = vec![(true, say!("value-true")), (false, say!("value-false"))];
            let is_true = move || value.with(|value| *value == Typed::Truth(true));
            choose(say!("value"), "value", choices, is_true, move |is_true| value.set(Typed::Truth(is_true))).into_any()
        }
    }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_as_it_was() {
        for scalar in [
            Some(Scalar::Text("pro".into())),
            Some(Scalar::Number(Number(3.5))),
            Some(Scalar::Number(Number(1_700_000_000_000.0))),
            Some(Scalar::Bool(false)),
            None,
        ] {
            assert_eq!(Typed::of(scalar.as_ref()).made(), Ok(scalar));
        }
    }

    #[test]
    fn what_is_no_value_says_so() {
        assert_eq!(Typed::Text("  ".into()).made(), Err("value-missing"));
        assert_eq!(Typed::Number("many".into()).made(), Err("value-no-number"));
    }

    #[test]
    fn a_value_keeps_what_it_can_as_another_sort() {
        let text = Typed::Text("12".into());
        assert_eq!(text.turned(Sort::Number), Typed::Number("12".into()));
        assert_eq!(Typed::Text("a dozen".into()).turned(Sort::Number), Typed::Number(String::new()));
        assert_eq!(Typed::Number("12".into()).turned(Sort::Text), text);
        assert_eq!(Typed::Text("false".into()).turned(Sort::Truth), Typed::Truth(false));
        assert_eq!(Typed::Truth(true).turned(Sort::Text), Typed::Text("true".into()));
    }
}
