//! A step as visitors see it: the one that is edited, else one after the other.

use super::{
    settings,
    step::Fields,
    steps::{Open, Steps},
};
use crate::{
    engage::{draft::Draft, mock},
    icons::{Icon, icon},
    say,
};
use leptos::prelude::*;
use shared::tour_steps::{AdvanceOn, MediaType, Position, Size, StepType};

/// The step that is shown, its number and how many there are.
#[derive(Clone, PartialEq)]
struct Shown {
    step: Fields,
    number: usize,
    count: usize,
}

pub fn preview(draft: Draft<settings::Fields>, steps: Steps) -> impl IntoView {
    let colours = mock::Colours::new();
    let colour = move || draft.with(|it| it.colour.clone()).unwrap_or_else(|| colours.primary());
    let shown = Memo::new(move |_| {
        let all = steps.all();
        let (open, looked_at) = (steps.open.get(), steps.looked_at.get());
        let at = all.iter().position(|step| Some(step.id) == looked_at).unwrap_or(0);
        match (open, steps.written.get()) {
            (Open::New, written) => {
                let count = all.len() + 1;
                Some(Shown { step: written.unwrap_or_default(), number: count, count })
            }
            (Open::Step(_), Some(step)) => Some(Shown { step, number: at + 1, count: all.len() }),
            _ => all.get(at).map(|step| Shown { step: Fields::of(step), number: at + 1, count: all.len() }),
        }
    });
    let look = move |by: isize| {
        let all = untrack(|| steps.all());
        let at = all.iter().position(|step| Some(step.id) == steps.looked_at.get_untracked()).unwrap_or(0);
        let to = at.checked_add_signed(by).and_then(|to| all.get(to));
        if let Some(step) = to {
            steps.looked_at.set(Some(step.id));
        }
    };
    let is_still = move || steps.open.get() != Open::None;
    let is_first = move || is_still() || shown.with(|it| it.as_ref().is_none_or(|it| it.number <= 1));
    let is_last = move || is_still() || shown.with(|it| it.as_ref().is_none_or(|it| it.number >= it.count));
    view! {
        {mock::page(colours, colour, move || shown.get().map(card))}
        <p class="quiet" hidden=move || shown.with(Option::is_some)>{say!("tour-preview-none")}</p>
        <div class="row between-steps" hidden=move || shown.with(|it| it.as_ref().is_none_or(|it| it.count < 2))>
            <button type="button" class="plain back" aria-label=say!("step-previous") disabled=is_first on:click=move |_| look(-1)>{icon(Icon::Back)}</button>
            <span role="status">{move || shown.with(|it| it.as_ref().map(|it| say!("step-of", number = it.number as f64, count = it.count as f64)))}</span>
            <button type="button" class="plain forth" aria-label=say!("step-next") disabled=is_last on:click=move |_| look(1)>{icon(Icon::Back)}</button>
        </div>
    }
}

fn card(shown: Shown) -> impl IntoView {
    let Shown { step, number, count } = shown;
    let class = format!(
        "mock-card {} {} {}",
        match step.kind {
            StepType::Post => "post",
            _ => "anchored",
        },
        match step.size {
            Size::Small => "small",
            Size::Large => "large",
        },
        match step.placement {
            Position::Above => "above",
            Position::Left => "left",
            Position::Right => "right",
            Position::Auto | Position::Below => "below",
        }
    );
    let has_target = step.has_place();
    let picture = step.address().map(|address| match step.shown() {
        MediaType::Image => view! { <img src=address alt="" /> }.into_any(),
        // Films play on the site alone: this page's policy fetches none.
        MediaType::Video => {
            view! { <p class="mock-film">{icon(Icon::Play)} <bdi dir="ltr">{address}</bdi></p> }.into_any()
        }
    });
    let leads_on = match step.advance {
        AdvanceOn::Click => {
            let usual = if number == count { say!("step-done") } else { say!("step-next") };
            let words = if step.button.trim().is_empty() { usual } else { step.button.clone() };
            view! { <span class="mock-button" dir="auto">{words}</span> }.into_any()
        }
        AdvanceOn::ElementClick => view! { <small>{say!("step-guide-click")}</small> }.into_any(),
        AdvanceOn::FieldFill => view! { <small>{say!("step-guide-fill")}</small> }.into_any(),
    };
    view! {
        <div class="mock-veil" aria-hidden="true">{""}</div>
        <div class=class data-testid="tour-preview">
            {has_target.then(|| view! { <span class="mock-element" aria-hidden="true">{""}</span> })}
            <div class="mock-sheet">
                {picture}
                <strong dir="auto">{step.title}</strong>
                <p dir="auto">{step.content}</p>
                <div class="mock-foot"><small dir="ltr">{format!("{number} / {count}")}</small> {leads_on}</div>
            </div>
        </div>
    }
}
