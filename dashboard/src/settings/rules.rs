//! Rules that act when a visitor first writes: who gets the conversation, and which tags it gets.

pub mod assignment;
pub mod conditions;
mod editor;
pub mod tagging;

use crate::{parts::spot, say};
use assignment::AssignmentRules;
use leptos::prelude::*;
use tagging::TaggingRules;

#[component]
pub fn Rules() -> impl IntoView {
    view! {
        <div class="page" data-testid="rules">
            <header><h1>{say!("rules")}</h1><p class="lead">{say!("rules-lead")}</p></header>
            <AssignmentRules />
            <TaggingRules />
        </div>
    }
}

/// What a rule does, with its spot of colour if it has one.
fn action(colour: Option<String>, words: String) -> impl IntoView {
    view! { <span class="action">{colour.map(|colour| spot(Some(colour)))} <bdi>{words}</bdi></span> }
}

/// Turns a rule on and off.
fn switch(
    label: String,
    name: &'static str,
    is_on: bool,
    may: bool,
    set: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! { <input type="checkbox" role="switch" class="switch" aria-label=label data-testid=name prop:checked=is_on disabled=!may on:change:target=move |event| set(event.target().checked()) /> }
}
