//! The field that a question is answered with, as the messenger draws it.

use super::shape::may_be_many;
use crate::{parts::fields::choose, say};
use leptos::prelude::*;
use shared::{
    number::Number,
    surveys::{
        answers::{Given, LONG, SHORT},
        questions::{Labels, Options, Question, QuestionType},
    },
};

/// The faces from sad to happy.
const FACES: [&str; 5] = ["😞", "🙁", "😐", "🙂", "😄"];

/// Faces of a rating with so many of them.
pub fn faces(count: f64) -> Vec<&'static str> {
    if count == 3.0 { vec![FACES[0], FACES[2], FACES[4]] } else { FACES.to_vec() }
}

type Answered = Memo<Option<Given>>;
type Answer = Callback<Option<Given>>;

/// The field of a question.
pub fn answer_field(question: &Question, given: Answered, set: Answer) -> AnyView {
    let options = question.options.clone().unwrap_or_default();
    let choices = options.choices.clone().unwrap_or_default();
    match question.kind {
        QuestionType::Nps | QuestionType::NumericScale => {
            view! { {buttons(question, "pv-scale", given, set, |number, _| number.to_string())} {ends(scale_ends(question.kind, options))} }.into_any()
        }
        QuestionType::StarRating => view! { {stars(given, set)} {ends(options.star_labels)} }.into_any(),
        QuestionType::EmojiRating => {
            let all = faces(question.scale().1);
            let face = move |_, at: usize| all.get(at).copied().unwrap_or_default().to_owned();
            view! { {buttons(question, "pv-faces", given, set, face)} {ends(options.emoji_labels)} }.into_any()
        }
        QuestionType::Dropdown => dropdown(choices, given, set).into_any(),
        QuestionType::MultipleChoice => several(choices, may_be_many(question), given, set).into_any(),
        QuestionType::ShortText => {
            view! { <input type="text" dir="auto" maxlength=SHORT.to_string() aria-label=say!("sv-answer") prop:value=move || text(given) on:input:target=move |event| set.run(typed(event.target().value())) /> }.into_any()
        }
        QuestionType::LongText => {
            view! { <textarea rows="4" dir="auto" maxlength=LONG.to_string() aria-label=say!("sv-answer") prop:value=move || text(given) on:input:target=move |event| set.run(typed(event.target().value()))></textarea> }.into_any()
        }
    }
}

fn typed(text: String) -> Option<Given> {
    (!text.trim().is_empty()).then_some(Given::Text(text))
}

fn text(given: Answered) -> String {
    match given.get() {
        Some(Given::Text(text)) => text,
        _ => String::new(),
    }
}

fn is_number(given: Answered, number: f64) -> bool {
    given.with(|given| matches!(given, Some(Given::Number(one)) if one.0 == number))
}

/// A button for each number of the scale.
fn buttons(
    question: &Question,
    class: &'static str,
    given: Answered,
    set: Answer,
    shown: impl Fn(i64, usize) -> String,
) -> AnyView {
    let (start, end) = question.scale();
    // A scale that is being written may be wrong; the server takes none over 100.
    let numbers = (start as i64..=(end as i64)).take(101).enumerate();
    let numbers: Vec<_> = numbers.map(|(at, number)| (number, shown(number, at))).collect();
    let made = numbers.into_iter().map(|(number, shown)| {
        let press = move |_| set.run(Some(Given::Number(Number(number as f64))));
        view! { <button type="button" aria-label=number.to_string() aria-pressed=move || is_number(given, number as f64).to_string() on:click=press>{shown}</button> }
    });
    view! { <div class=class role="group" aria-label=say!("sv-answer")>{made.collect_view()}</div> }
        .into_any()
}

fn stars(given: Answered, set: Answer) -> impl IntoView {
    let value = move || {
        given.with(|given| match given {
            Some(Given::Number(number)) => number.0,
            _ => 0.0,
        })
    };
    let made = (1..=5).map(|number: i32| {
        let press = move |_| set.run(Some(Given::Number(number.into())));
        let is_lit = move || value() >= f64::from(number);
        view! {
            <button type="button" class:lit=is_lit aria-label=say!("stars", count = f64::from(number)) aria-pressed=move || is_number(given, number.into()).to_string() on:click=press>"★"</button>
        }
    });
    view! { <div class="pv-stars" role="group" aria-label=say!("sv-answer")>{made.collect_view()}</div> }
}

fn scale_ends(kind: QuestionType, options: Options) -> Option<Labels> {
    let is_nps = kind == QuestionType::Nps;
    let low = options.start_label.or_else(|| is_nps.then(|| say!("sv-not-likely")));
    let high = options.end_label.or_else(|| is_nps.then(|| say!("sv-very-likely")));
    Some(Labels { low, high })
}

/// What both ends of a scale mean.
fn ends(labels: Option<Labels>) -> impl IntoView {
    let Labels { low, high } = labels.unwrap_or_default();
    let is_said = low.is_some() || high.is_some();
    is_said.then(|| view! { <div class="pv-ends"><bdi>{low.unwrap_or_default()}</bdi><bdi>{high.unwrap_or_default()}</bdi></div> })
}

fn dropdown(choices: Vec<String>, given: Answered, set: Answer) -> impl IntoView {
    let none = (String::new(), say!("sv-choose"));
    let all = std::iter::once(none).chain(choices.into_iter().map(|choice| (choice.clone(), choice)));
    choose(
        say!("sv-answer"),
        "preview-dropdown",
        all.collect(),
        move || text(given),
        move |choice| set.run(typed(choice)),
    )
}

/// A box or a circle for each choice.
fn several(choices: Vec<String>, may_be_many: bool, given: Answered, set: Answer) -> impl IntoView {
    let chosen = move || match given.get() {
        Some(Given::Texts(all)) => all,
        Some(Given::Text(one)) => vec![one],
        _ => Vec::new(),
    };
    let made = choices.into_iter().map(|choice| {
        let kept = StoredValue::new(choice.clone());
        let is_chosen = move || kept.with_value(|choice| chosen().contains(choice));
        let change = move |is_on: bool| {
            if !may_be_many {
                return set.run(Some(Given::Text(kept.get_value())));
            }
            let mut all = untrack(chosen);
            all.retain(|one| kept.with_value(|choice| one != choice));
            if is_on {
                all.push(kept.get_value());
            }
            set.run((!all.is_empty()).then_some(Given::Texts(all)));
        };
        view! {
            <label class="row">
                <input type=if may_be_many { "checkbox" } else { "radio" } name="preview-choice" prop:checked=is_chosen on:change:target=move |event| change(event.target().checked()) />
                <bdi>{choice}</bdi>
            </label>
        }
    });
    view! { <div class="pv-choices" role="group" aria-label=say!("sv-answer")>{made.collect_view()}</div> }
}

#[cfg(test)]
mod tests {
    use super::faces;

    #[test]
    fn three_faces_are_the_saddest_the_middle_and_the_happiest() {
        assert_eq!(faces(3.0), ["😞", "😐", "😄"]);
        assert_eq!(faces(5.0).len(), 5);
    }
}
