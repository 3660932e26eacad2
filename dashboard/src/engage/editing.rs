//! What the editors of surveys, messages and checklists do alike: writing and results as two sides of one page, saving, and the acts of its
//! head.

use super::{
    draft::Draft,
    list::{Row, confirm_removal},
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

/// What an author writes, which may lack something.
pub trait Written: Clone + PartialEq + Send + Sync + 'static {
    fn name(&self) -> &str;

    /// What is missing before visitors can be shown it, in words; of a draft only what the server would not even store.
    fn missing(&self, is_draft: bool) -> Vec<String>;
}

/// Says on the page what is missing; false where nothing is.
pub fn lacks<T: Written>(draft: Draft<T>, is_draft: bool) -> bool {
    let missing = draft.both().0.missing(is_draft);
    if missing.is_empty() {
        return false;
    }
    draft.refuse(missing.join(" "));
    true
}

/// An act of an editor's head: what is activated is complete, and saved before; what is removed is asked for.
pub fn act_on_page<T: Written>(
    desk: Desk,
    draft: Draft<T>,
    act: Act,
    removal: String,
    save: impl FnOnce(Box<dyn FnOnce()>),
    run: impl Fn() + Send + Sync + 'static,
) {
    let (now, base) = draft.both();
    match act {
        Act::Activate if lacks(draft, false) => {}
        Act::Activate if now != base => save(Box::new(run)),
        Act::Remove => confirm_removal(desk, now.name(), removal, run),
        _ => run(),
    }
}

/// An act of a list, which looks at what it activates.
pub fn act_in_list<T, F, R>(
    desk: Desk,
    (row, act): (Row, Act),
    removal: String,
    get: F,
    of: fn(&R) -> T,
    run: impl Fn() + Send + Sync + 'static,
) where
    T: Written,
    F: Function<Output = Option<R>> + Serialize,
    R: DeserializeOwned + 'static,
{
    match act {
        Act::Activate => link::send_then(get, move |found| {
            let missing = found.as_ref().map(|it| of(it).missing(false)).unwrap_or_default();
            if missing.is_empty() { run() } else { desk.notices.problem(missing.join(" ")) }
        }),
        Act::Remove => confirm_removal(desk, &row.name, removal, run),
        _ => run(),
    }
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
