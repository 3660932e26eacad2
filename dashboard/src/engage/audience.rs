//! Who is meant: everybody, a segment by its name, or rules; and how many visitors that is.

pub mod condition;
pub mod draft;
mod reach;
mod row;
mod segment;

use super::draft::Part;
use crate::{
    browser,
    desk::desk,
    icons::{Icon, icon},
    parts::fields::choose,
    say,
};
use condition::Source;
use draft::{Fault, Mode};
use leptos::prelude::*;
use row::condition_row;
use shared::{audience::Join, permissions::Permission};

pub use draft::Draft;

/// What the rows share.
#[derive(Clone, Copy)]
struct Editing {
    draft: Part<Draft>,
    /// What is wrong, once it is to be said.
    fault: Signal<Option<Fault>>,
}

/// Edits an audience. What is missing is said once `is_checked`; what the server refuses at once.
pub fn audience(
    draft: Part<Draft>,
    is_checked: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let desk = desk();
    let mode = Memo::new(move |_| draft.with(|draft| draft.mode));
    let may = Memo::new(move |_| desk.may(Permission::SettingsWorkspace));
    let option = move |one: Mode, word: &'static str| {
        view! {
            <label class="option">
                <input type="radio" name="audience" data-testid=word prop:checked=move || mode.get() == one on:change=move |_| draft.change(|draft| draft.turn(one)) />
                <span><strong>{say!(word)}</strong> <small>{say!(&format!("{word}-text"))}</small></span>
            </label>
        }
    };
    let editing = Editing { draft, fault: faults(draft, is_checked) };
    let body = move || match mode.get() {
        Mode::Everybody => ().into_any(),
        Mode::Segment => segment::chooser(draft).into_any(),
        Mode::Rules => rules(editing).into_any(),
    };
    view! {
        <div class="audience" data-testid="audience">
            <div class="options" role="radiogroup" aria-label=say!("audience")>
                {option(Mode::Everybody, "audience-everybody")}
                {move || (may.get() || mode.get() == Mode::Segment).then(|| option(Mode::Segment, "audience-segment"))}
                {option(Mode::Rules, "audience-rules")}
            </div>
            {body}
            {whole(editing)}
            {reach::reach(draft)}
        </div>
    }
}

/// Edits the rules of a segment, which refer to no other; none mean everybody.
pub fn rules_only(
    draft: Part<Draft>,
    is_checked: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let editing = Editing { draft, fault: faults(draft, is_checked) };
    view! {
        <div class="audience" data-testid="audience">
            {rules(editing)}
            {whole(editing)}
            {reach::reach(draft)}
        </div>
    }
}

fn faults(
    draft: Part<Draft>,
    is_checked: impl Fn() -> bool + Send + Sync + 'static,
) -> Signal<Option<Fault>> {
    Memo::new(move |_| {
        let fault = draft.with(|draft| draft.made().err())?;
        let is_missing = matches!(fault.why, draft::Why::Ours(_));
        (!is_missing || is_checked()).then_some(fault)
    })
    .into()
}

/// What is wrong with the whole.
fn whole(editing: Editing) -> impl IntoView {
    let said =
        move || editing.fault.get().filter(|fault| fault.row.is_none()).map(|fault| fault.why.sentence());
    let is_unreadable = Memo::new(move |_| editing.draft.with(|draft| draft.is_unreadable));
    view! {
        <p class="warning" hidden=move || !is_unreadable.get()>{say!("audience-unreadable")}</p>
        <p class="problem" role="alert" data-testid="audience-problem">{said}</p>
    }
}

fn joins() -> Vec<(Join, String)> {
    vec![(Join::And, say!("audience-all-of")), (Join::Or, say!("audience-any-of"))]
}

fn rules(editing: Editing) -> impl IntoView {
    let draft = editing.draft;
    let rows = Memo::new(move |_| draft.with(Draft::rows));
    let add = move |_| {
        let mut added = 0;
        draft.change(|draft| {
            draft.is_unreadable = false;
            added = draft.add(None, Source::System);
        });
        focus_on(added);
    };
    let add_group = move |_| {
        let mut added = 0;
        draft.change(|draft| {
            draft.is_unreadable = false;
            added = draft.add_group();
        });
        focus_on(added);
    };
    let join = move || draft.with(|draft| draft.join);
    view! {
        <div class="rules">
            <div class="join" hidden=move || rows.with(|rows| rows.len() < 2)>{choose(say!("audience-join"), "audience-join", joins(), join, move |join| draft.change(|draft| draft.join = join))}</div>
            <ul class="rule-rows" aria-label=say!("audience-rules")>
                <For each=move || rows.get() key=|row| *row let((key, is_group))>
                    {if is_group { group(editing, key).into_any() } else { view! { <li>{condition_row(editing, key)}</li> }.into_any() }}
                </For>
            </ul>
            <div class="row">
                <button type="button" class="button" data-testid="audience-add" on:click=add>{icon(Icon::Plus)} {say!("rule-add")}</button>
                <button type="button" class="button" data-testid="audience-add-group" on:click=add_group>{icon(Icon::Plus)} {say!("audience-add-group")}</button>
            </div>
        </div>
    }
}

fn group(editing: Editing, key: u32) -> impl IntoView {
    let draft = editing.draft;
    let rows = Memo::new(move |_| draft.with(|draft| draft.rows_of(key)));
    let add = move |_| {
        let mut added = 0;
        draft.change(|draft| added = draft.add(Some(key), Source::System));
        focus_on(added);
    };
    let join = move || draft.with(|draft| draft.join_of(key));
    let said =
        move || editing.fault.get().filter(|fault| fault.row == Some(key)).map(|fault| fault.why.sentence());
    view! {
        <li class="group" role="group" aria-label=say!("audience-group") data-testid="audience-group">
            <div class="row">
                {choose(say!("audience-join"), "audience-group-join", joins(), join, move |join| draft.change(|draft| draft.set_join_of(key, join)))}
                <span class="grow"></span>
                <button type="button" class="plain" aria-label=say!("audience-remove-group") title=say!("audience-remove-group") on:click=move |_| take_away(draft, key)>{icon(Icon::Remove)}</button>
            </div>
            <ul class="rule-rows">
                <For each=move || rows.get() key=|key| *key let:key><li>{condition_row(editing, key)}</li></For>
            </ul>
            <p class="problem" role="alert">{said}</p>
            <div><button type="button" class="button" data-testid="audience-add-inside" on:click=add>{icon(Icon::Plus)} {say!("rule-add")}</button></div>
        </li>
    }
}

/// Removes a row, and leaves the focus where rows are added.
fn take_away(draft: Part<Draft>, key: u32) {
    draft.change(|draft| draft.remove(key));
    browser::focus_if_lost("[data-testid='audience-add']");
}

/// Goes to the first field of a new row.
fn focus_on(key: u32) {
    request_animation_frame(move || browser::focus(&format!("#rule-{key} select")));
}
