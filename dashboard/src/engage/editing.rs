//! What the editors of surveys, messages and checklists do alike: writing and results as two sides of one page, saving, and the acts of its
//! head.

use super::{
    draft::Draft,
    place::{Kind, Place},
    stage::Act,
};
use crate::{desk::Desk, link, route::Route, say};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use shared::{Function, id::Uuid};

/// Both sides of the page; what is new has one.
pub fn sides(
    is_new: bool,
    writing: impl IntoView + 'static,
    results: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let has_results = RwSignal::new(false);
    let side = move |word: &'static str, is_it: bool| {
        view! { <button type="button" data-testid=word aria-pressed=move || (has_results.get() == is_it).to_string() on:click=move |_| has_results.set(is_it)>{say!(word)}</button> }
    };
    let switch = (!is_new).then(|| {
        view! { <div class="segments sides" role="group" aria-label=say!("en-side")>{side("en-edit", false)} {side("en-results", true)}</div> }
    });
    view! {
        {switch}
        // What is written stays as it is while results are looked at.
        <div class="side" hidden=move || has_results.get()>{writing}</div>
        <div class="side results" hidden=move || !has_results.get()>{move || has_results.get().then(&results)}</div>
    }
}

/// Says everything that is missing, as one text.
pub fn missing(sentences: impl IntoIterator<Item = String>) -> String {
    sentences.into_iter().collect::<Vec<_>>().join(" ")
}

/// Shows what was stored just now.
pub fn stored(desk: Desk, kind: Kind, id: Uuid) {
    desk.turn(Route::Engage(kind, Place::One(id)));
}

/// Removes it, and shows the list.
pub fn gone<F>(desk: Desk, kind: Kind, function: F)
where
    F: Function + Serialize,
    F::Output: DeserializeOwned,
{
    link::send_then(function, move |_| {
        desk.turn(Route::Engage(kind, Place::All));
        desk.notices.done(say!(Act::Remove.done()));
    });
}

/// Whether anything is changed that was not saved.
pub fn is_changed<T: Clone + PartialEq + Send + Sync + 'static>(draft: Draft<T>) -> bool {
    let (now, base) = draft.both();
    now != base
}
