//! The selector of an element, and how surely it finds that again: as it was measured on the page, else as far as its text tells.

use super::{
    draft::Part,
    fields::{self, Field},
};
use crate::say;
use leptos::prelude::*;
use shared::{
    number::Number,
    tour_steps::{Grade, SelectorQuality, Signals},
};

/// A selector while it is edited, with what was measured of the one that is stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selector {
    pub text: String,
    measured: Option<(String, SelectorQuality)>,
}

impl Selector {
    pub fn of(stored: Option<&str>, quality: Option<&SelectorQuality>) -> Self {
        let text = stored.unwrap_or_default().to_owned();
        Self { measured: quality.map(|quality| (text.clone(), quality.clone())), text }
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// What was measured, if it was of this selector; none of a blank one.
    pub fn quality(&self) -> Option<SelectorQuality> {
        match &self.measured {
            Some((text, quality)) if text.trim() == self.text.trim() => Some(quality.clone()),
            _ => (!self.is_blank()).then(|| told(&self.text)),
        }
    }
}

/// The selector without what the author's tool has noted behind it.
pub fn plain(text: &str) -> &str {
    text.split("/*").next().unwrap_or_default().trim()
}

/// What the text tells, weighed as the tool on the page weighs it (`www/loader/parts/pick.js`), without how many elements there are.
fn told(text: &str) -> SelectorQuality {
    let css = plain(text);
    let depth = css.split([' ', '>']).filter(|part| !part.is_empty()).count();
    let uses_nth = css.contains(":nth-");
    let uses_wildcard = css.contains('*');
    let has_id = css.contains('#');
    let has_data_attribute = css.contains("[data-");
    let begins_word =
        |after: Option<char>| after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let class_count =
        css.match_indices('.').filter(|(at, _)| begins_word(css[at + 1..].chars().next())).count();
    let faults = [
        (uses_nth, 20, "position"),
        (depth > 4, (5 * depth.saturating_sub(4)).min(25), "deep"),
        (uses_wildcard, 12, "wildcard"),
        (!has_id && !has_data_attribute, 10, "anonymous"),
        (class_count > 3, 8, "classes"),
    ];
    let found = || faults.iter().filter(|(is, _, _)| *is);
    let score = 100_usize.saturating_sub(found().map(|(_, cost, _)| cost).sum());
    SelectorQuality {
        score: Number(score as f64),
        grade: match score {
            80.. => Grade::Good,
            55..80 => Grade::Fair,
            _ => Grade::Poor,
        },
        warnings: found().map(|(_, _, word)| (*word).to_owned()).collect(),
        signals: Signals {
            match_count: None,
            depth: Number(depth as f64),
            uses_nth,
            has_id,
            has_data_attribute,
            class_count: Number(class_count as f64),
            uses_wildcard,
        },
    }
}

/// What the tool on the page can warn of.
const WARNINGS: [&str; 7] = ["missing", "several", "position", "deep", "wildcard", "anonymous", "classes"];

/// The field of a selector, with its grade and what is to be said against it.
pub fn selector(field: Field, value: Part<Selector>) -> impl IntoView {
    let text = value.part(|it| &it.text, |it| &mut it.text);
    let quality = Memo::new(move |_| value.with(Selector::quality));
    let graded = move || {
        let quality = quality.get()?;
        let (class, word) = match quality.grade {
            Grade::Good => ("good", "selector-good"),
            Grade::Fair => ("fair", "selector-fair"),
            Grade::Poor => ("poor", "selector-poor"),
        };
        let warnings = quality.warnings.into_iter().map(|warning| {
            let is_known = WARNINGS.contains(&warning.as_str());
            view! { <li dir="auto">{if is_known { say!(&format!("selector-{warning}")) } else { warning }}</li> }
        });
        Some(view! {
            <p><span class=format!("grade {class}") data-testid="selector-grade">{say!(word)}</span> <small>{say!("selector-score", score = quality.score.0)}</small></p>
            <ul>{warnings.collect_view()}</ul>
        })
    };
    view! {
        {fields::code(field, text)}
        <div class="quality" role="status" hidden=move || quality.with(Option::is_none)>{graded}</div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_as_sure_as_what_it_hangs_on() {
        for (text, score, grade, warnings) in [
            ("#buy", 100, Grade::Good, vec![]),
            ("[data-tour-target=\"buy\"]", 100, Grade::Good, vec![]),
            (".button", 90, Grade::Good, vec!["anonymous"]),
            ("main > div:nth-of-type(2) > *", 58, Grade::Fair, vec!["position", "wildcard", "anonymous"]),
            (
                "a > b > c > d > e > f.x.y.z.w:nth-child(1)",
                52,
                Grade::Poor,
                vec!["position", "deep", "anonymous", "classes"],
            ),
        ] {
            let quality = told(text);
            assert_eq!((quality.score.0 as i64, quality.grade), (score, grade), "{text}");
            assert_eq!(quality.warnings, warnings, "{text}");
        }
        assert_eq!(told("#buy /*{\"name\":\"a.b.c.d.e\"}*/").signals.class_count, Number(0.0));
    }

    #[test]
    fn what_was_measured_is_of_that_selector_only() {
        let measured = SelectorQuality { score: Number(12.0), ..told("#buy") };
        let mut one = Selector::of(Some("#buy"), Some(&measured));
        assert_eq!(one.quality(), Some(measured.clone()));
        one.text = "#sell".into();
        assert_eq!(one.quality(), Some(told("#sell")));
        one.text = " #buy ".into();
        assert_eq!(one.quality(), Some(measured));
        one.text = " ".into();
        assert_eq!(one.quality(), None);
    }
}
