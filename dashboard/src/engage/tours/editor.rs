//! The editor of a tour: its steps, to whom and how it is shown, and how its visitors do.

use super::{
    ACTS, act,
    preview::preview,
    results::results,
    settings::{self, Fields},
    steps::{Steps, steps},
};
use crate::{
    desk::{Desk, desk},
    engage::{
        draft::Draft,
        frame::{Head, frame, opened},
        on_site::{Work, on_site},
        place::Kind,
        stage::Act,
    },
    link, say,
};
use leptos::prelude::*;
use shared::{
    id::{TourId, Uuid},
    // `Get` is a trait of signals here.
    tours::{self as room, Tour},
};

/// What of a tour is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pane {
    Edit,
    Results,
}

/// A tour is there before it is edited: its steps belong to it.
pub fn editor(id: Option<Uuid>) -> AnyView {
    let Some(id) = id.map(TourId) else {
        super::begin(desk(), Desk::turn);
        return crate::parts::skeleton(6).into_any();
    };
    let found = link::loaded(move || Some(room::Get { id }));
    opened(Kind::Tours, found, move |first: Tour, news: Signal<Option<Tour>>| open(&first, news)).into_any()
}

fn open(first: &Tour, news: Signal<Option<Tour>>) -> AnyView {
    let desk = desk();
    let id = first.id;
    let draft = Draft::new(Fields::of(first));
    draft.follow(move || news.with(|news| news.as_ref().map(Fields::of)));
    let steps_of = Steps::new(id);
    let status = first.status;
    let stage = move || news.with(|news| news.as_ref().map_or(status, |tour| tour.status)).into();
    let is_changed = draft.is_changed();
    let run = move |one: Act| {
        // What visitors would see is not what is on this page.
        if one == Act::Activate && is_changed.get_untracked() {
            return draft.refuse(say!("engage-save-first"));
        }
        if one == Act::Activate && steps_of.is_empty() {
            return draft.refuse(say!("tour-no-steps"));
        }
        let name = draft.both().0.name;
        act(desk, id, &name, one);
    };
    let head = Head {
        kind: Kind::Tours,
        name: Signal::derive(move || draft.with(|it| it.name.clone())),
        stage: Signal::derive(move || Some(stage())),
        acts: ACTS,
        act: Callback::new(run),
    };
    let pane = RwSignal::new(Pane::Edit);
    let segment = move |one: Pane, word: &'static str| {
        view! { <button type="button" data-testid=word aria-pressed=move || (pane.get() == one).to_string() on:click=move |_| pane.set(one)>{say!(word)}</button> }
    };
    let is_editing = move || pane.get() == Pane::Edit;
    let body = move || match pane.get() {
        Pane::Results => results(id, steps_of).into_any(),
        Pane::Edit => {
            view! { {steps(steps_of)} {on_site(Work::Tour(id))} {settings::fields(draft)} }.into_any()
        }
    };
    let fields = view! {
        <div class="segments" role="group" aria-label=say!("tour-pane")>
            {segment(Pane::Edit, "tour-edit")} {segment(Pane::Results, "tour-results")}
        </div>
        {body}
    };
    let beside = view! { <Show when=is_editing>{preview(draft, steps_of)}</Show> };
    frame(head, draft, move || settings::save(desk, id, draft), fields, beside).into_any()
}
