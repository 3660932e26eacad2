//! What visitors are shown unasked – tours, surveys, checklists, messages, tooltips – and the segments that say to whom. The parts that
//! every editor of these shares are here: lists, the page around an editor, and the editors of audiences, triggers and schedules.

pub mod aim;
pub mod audience;
pub mod bound;
pub mod draft;
pub mod editing;
pub mod fields;
pub mod frame;
pub mod list;
pub mod mock;
pub mod on_site;
pub mod order;
pub mod place;
pub mod scalar;
pub mod scene;
pub mod schedule;
pub mod selector;
pub mod stage;
pub mod trigger;

mod checklists;
mod messages;
mod segments;
mod surveys;
mod tooltips;
mod tours;

use crate::{
    browser,
    desk::{Desk, desk},
    icons::Icon,
    route::Route,
    say,
    sidebar::follow,
};
use leptos::prelude::*;
use place::{Kind, Place};
use shared::id::Uuid;

impl Kind {
    pub fn icon(self) -> Icon {
        match self {
            Self::Tours => Icon::Tour,
            Self::Surveys => Icon::Survey,
            Self::Checklists => Icon::Checklist,
            Self::Messages => Icon::Engage,
            Self::Tooltips => Icon::Tooltip,
            Self::Segments => Icon::Segment,
        }
    }
}

/// The kinds that the agent may see.
pub fn allowed(desk: Desk) -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|kind| desk.may(kind.permission())).collect()
}

#[component]
pub fn EngageScreen() -> impl IntoView {
    let desk = desk();
    let shown = Memo::new(move |_| match desk.route.get() {
        Route::Engage(kind, place) => (kind, place),
        _ => (Kind::default(), Place::All),
    });
    let may = Memo::new(move |_| desk.may(shown.get().0.permission()));
    move || {
        match (may.get(), shown.get()) {
        (false, _) => view! { <div class="page wide" data-testid="engage"><p class="quiet">{say!("engage-may-not")}</p></div> }.into_any(),
        (true, (kind, Place::All)) => view! { <Lists kind=kind /> }.into_any(),
        (true, (kind, Place::New)) => editor(kind, None),
        (true, (kind, Place::One(id))) => editor(kind, Some(id)),
    }
    }
}

#[component]
fn Lists(kind: Kind) -> impl IntoView {
    let desk = desk();
    let kinds = Memo::new(move |_| allowed(desk));
    // On a phone the tabs are scrolled.
    request_animation_frame(|| browser::reveal(".tabs [aria-current]"));
    let tab = move |one: Kind| {
        let route = Route::Engage(one, Place::All);
        let word = one.word();
        view! {
            <a class="chip" href=route.path() data-testid=format!("engage-{word}") aria-current=(one == kind).then_some("page") on:click=follow(route)>
                {say!(&format!("engage-{word}"))}
            </a>
        }
    };
    view! {
        <div class="page wide" data-testid="engage">
            <nav class="chips always tabs" aria-label=say!("engage")><For each=move || kinds.get() key=|kind| *kind let:one>{tab(one)}</For></nav>
            {all_of(kind)}
        </div>
    }
}

fn all_of(kind: Kind) -> AnyView {
    match kind {
        Kind::Tours => tours::list(),
        Kind::Surveys => surveys::list(),
        Kind::Checklists => checklists::list(),
        Kind::Messages => messages::list(),
        Kind::Tooltips => tooltips::list(),
        Kind::Segments => segments::list(),
    }
}

fn editor(kind: Kind, id: Option<Uuid>) -> AnyView {
    match kind {
        Kind::Tours => tours::editor(id),
        Kind::Surveys => surveys::editor(id),
        Kind::Checklists => checklists::editor(id),
        Kind::Messages => messages::editor(id),
        Kind::Tooltips => tooltips::editor(id),
        Kind::Segments => segments::editor(id),
    }
}
