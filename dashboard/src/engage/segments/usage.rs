//! What refers to a segment.

use crate::{
    desk::{Desk, Overlay, desk},
    dialog::Dialog,
    engage::place::{Kind, Place},
    help::place::Place as HelpPlace,
    link,
    parts::{skeleton, trouble},
    route::Route,
    say,
    sidebar::follow,
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    id::{ArticleId, SegmentId},
    segments::{GetUsage, Remove, Usage, UsageType},
};

/// The word of a kind of thing, and where it is changed.
fn place(usage: &Usage) -> (&'static str, Route) {
    let engage = |kind| Route::Engage(kind, Place::One(usage.id.0));
    match usage.kind {
        UsageType::Tour => ("usage-tour", engage(Kind::Tours)),
        UsageType::Survey => ("usage-survey", engage(Kind::Surveys)),
        UsageType::OutboundMessage => ("usage-message", engage(Kind::Messages)),
        UsageType::Checklist => ("usage-checklist", engage(Kind::Checklists)),
        UsageType::Tooltip => ("usage-tooltip", engage(Kind::Tooltips)),
        UsageType::Article => ("usage-article", Route::HelpCenter(HelpPlace::Article(ArticleId(usage.id.0)))),
    }
}

/// What refers to it, each a link.
pub fn list(id: SegmentId) -> impl IntoView {
    let found = link::loaded(move || Some(GetUsage { id, total_limit: None, per_type_limit: None }));
    move || match found.get() {
        Loaded::Waiting => skeleton(2).into_any(),
        Loaded::Failed(error) => trouble(&error).into_any(),
        Loaded::Ready(all) if all.is_empty() => {
            view! { <p class="quiet" data-testid="segment-unused">{say!("segment-unused")}</p> }.into_any()
        }
        Loaded::Ready(all) => {
            let rows = all.into_iter().map(|usage| {
                let (word, route) = place(&usage);
                let shown = follow(route);
                let desk = desk();
                view! {
                    <li>
                        <a class="link" href=route.path() dir="auto" on:click=move |event| { desk.close_overlay(); shown(event) }>{usage.name}</a>
                        <small>{say!(word)}</small>
                    </li>
                }
            });
            view! { <ul class="usage" data-testid="segment-usage">{rows.collect_view()}</ul> }.into_any()
        }
    }
}

/// Shows what would mean nobody any more, and removes the segment if that is wanted.
pub fn ask(desk: Desk, id: SegmentId, name: String) {
    let view = move || view! { <Ask id=id name=name.clone() /> };
    desk.open(Overlay::Form(view.into()));
}

#[component]
fn Ask(id: SegmentId, name: String) -> impl IntoView {
    let desk = desk();
    let remove = move |_| {
        link::send_then(Remove { id }, move |_| {
            desk.close_overlay();
            desk.turn(Route::Engage(Kind::Segments, Place::All));
            desk.notices.done(say!("removed"));
        });
    };
    view! {
        <Dialog title=say!("remove-title", name = name.as_str())>
            <p class="question">{say!("segment-remove-text")}</p>
            {list(id)}
            <footer>
                <button class="button" autofocus on:click=move |_| desk.close_overlay()>{say!("cancel")}</button>
                <button class="button danger" data-testid="confirm" on:click=remove>{say!("remove")}</button>
            </footer>
        </Dialog>
    }
}
