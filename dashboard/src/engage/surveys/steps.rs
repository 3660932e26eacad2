//! What a survey is around its questions: its name and form, how often it is asked, and what is said before and after.

use super::form::{Form, silence};
use crate::{
    engage::{
        bound::{bound, typed},
        draft::Draft,
        fields::{Field, check, choice, line, lines},
    },
    say,
};
use leptos::prelude::*;
use shared::surveys::{Format, Frequency, Step};

/// The name and how the survey looks.
#[component]
pub fn Basics(draft: Draft<Form>) -> impl IntoView {
    let formats = vec![(Format::Small, say!("sv-small")), (Format::Large, say!("sv-large"))];
    let is_large = Memo::new(move |_| draft.with(|form| form.format == Format::Large));
    view! {
        {line(Field { word: "name", ..Field::of("sv-name") }, draft.part(|form| &form.name, |form| &mut form.name))}
        {lines(Field::of("sv-note"), "2", draft.part(|form| &form.description, |form| &mut form.description))}
        {choice(Field::of("sv-format"), formats, draft.part(|form| &form.format, |form| &mut form.format))}
        {check(Field::of("sv-dismiss"), draft.part(|form| &form.has_dismiss, |form| &mut form.has_dismiss))}
        <Show when=move || is_large.get()>
            {check(Field::of("sv-progress"), draft.part(|form| &form.has_progress, |form| &mut form.has_progress))}
        </Show>
    }
}

/// How often a visitor is asked.
#[component]
pub fn HowOften(draft: Draft<Form>) -> impl IntoView {
    let choices = vec![(Frequency::Once, say!("sv-once")), (Frequency::UntilCompleted, say!("sv-until"))];
    choice(
        Field { word: "en-frequency", ..Field::of("sv-frequency") },
        choices,
        draft.part(|form| &form.frequency, |form| &mut form.frequency),
    )
}

/// A step before the questions, or after them.
#[component]
pub fn Around(draft: Draft<Form>, is_intro: bool) -> impl IntoView {
    let read = move |draft: &Form| if is_intro { draft.intro.clone() } else { draft.thanks.clone() };
    let write = move |draft: &mut Form, step: Option<Step>| {
        if is_intro {
            draft.intro = step;
        } else {
            draft.thanks = step;
        }
    };
    // What was written comes back when the step does.
    let kept = StoredValue::new(silence());
    let is_there = bound(
        draft,
        move |draft| read(draft).is_some(),
        move |draft, is| {
            if let Some(step) = read(draft) {
                kept.set_value(step);
            }
            write(draft, is.then(|| kept.get_value()));
        },
    );
    let text = move |read_text: fn(&Step) -> Option<String>, write_text: fn(&mut Step, Option<String>)| {
        bound(
            draft,
            move |draft| read(draft).and_then(|step| read_text(&step)).unwrap_or_default(),
            move |draft, text| {
                let mut step = read(draft).unwrap_or_else(silence);
                write_text(&mut step, typed(text));
                write(draft, Some(step));
            },
        )
    };
    let title = text(|step| Some(step.title.clone()), |step, text| step.title = text.unwrap_or_default());
    let description = text(|step| step.description.clone(), |step, text| step.description = text);
    let button = text(|step| step.button_text.clone(), |step, text| step.button_text = text);
    let (word, title_name, text_name, button_name) = if is_intro {
        ("sv-has-intro", "intro-title", "intro-text", "intro-button")
    } else {
        ("sv-has-thanks", "thanks-title", "thanks-text", "thanks-button")
    };
    let named = |word, name| Field { name, ..Field::of(word) };
    view! {
        {check(Field::of(word), is_there)}
        <Show when=move || is_there.get()>
            <div class="fields inset">
                {line(named("sv-step-title", title_name), title)}
                {lines(named("sv-step-text", text_name), "2", description)}
                {line(named("sv-step-button", button_name), button)}
            </div>
        </Show>
    }
}
