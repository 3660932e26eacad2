//! Choosing a segment by its name.

use super::draft::Draft;
use crate::{
    desk::{Overlay, desk},
    engage::{
        draft::Part,
        place::{Kind, Place},
    },
    icons::{Icon, icon},
    link,
    parts::chooser::{Choice, Chooser, Mark},
    route::Route,
    say,
    sidebar::follow,
};
use leptos::prelude::*;
// `Get` is a trait of signals here.
use shared::segments::{self, List};

/// As many as are offered: the newest.
const MOST: i64 = 500;

pub fn chooser(draft: Part<Draft>) -> impl IntoView {
    let desk = desk();
    let chosen = Memo::new(move |_| draft.with(|draft| draft.segment));
    let found = link::live(move || Some(segments::Get { id: chosen.get()? }));
    let name = move || match (chosen.get(), found.get()) {
        (None, _) => say!("audience-choose-segment"),
        (Some(_), None) => "…".to_owned(),
        (Some(_), Some(None)) => say!("audience-segment-gone"),
        (Some(_), Some(Some(segment))) => segment.name,
    };
    let is_gone = Memo::new(move |_| chosen.get().is_some() && found.with(|found| *found == Some(None)));
    let open = move |_| {
        let view = move || view! { <Choose draft=draft /> };
        desk.open(Overlay::Form(view.into()));
    };
    let see = move || {
        let id = chosen.get().filter(|_| !is_gone.get())?;
        let place = Route::Engage(Kind::Segments, Place::One(id.0));
        Some(
            view! { <a class="link" href=place.path() on:click=follow(place)>{say!("audience-see-segment")}</a> },
        )
    };
    view! {
        <div class="row segment">
            <button type="button" class="button" aria-haspopup="dialog" data-testid="audience-choose" on:click=open>{icon(Icon::Segment)} <bdi>{name}</bdi></button>
            {see}
        </div>
        <p class="problem" role="alert">{move || is_gone.get().then(|| say!("audience-segment-gone-text"))}</p>
    }
}

#[component]
fn Choose(draft: Part<Draft>) -> impl IntoView {
    let desk = desk();
    let all =
        link::live(move || Some(List { workspace_id: desk.workspace_id()?, limit: Some(MOST), after: None }));
    let choices = Signal::derive(move || {
        let chosen = draft.with(|draft| draft.segment);
        let made = all.get().unwrap_or_default().into_iter().map(|segment| {
            let id = segment.id;
            let about = segment.description.unwrap_or_default();
            let run = move || draft.change(|draft| draft.segment = Some(id));
            Choice::new(Mark::Icon(Icon::Segment), segment.name, about, run).current(chosen == Some(id))
        });
        made.collect()
    });
    view! { <Chooser label=say!("audience-choose-segment") name="choose-segment" choices=choices /> }
}
