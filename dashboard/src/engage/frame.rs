//! The page of an editor: what is edited and how far it is, its fields, and beside them what visitors will see; on phones below.

use super::{
    draft::Draft,
    place::{Kind, Place},
    stage::{Act, Stage, offered, pill},
};
use crate::{
    browser,
    icons::{Icon, icon},
    parts::{Empty, savebar::savebar, skeleton, trouble},
    route::Route,
    say,
    sidebar::follow,
};
use client::Loaded;
use leptos::prelude::*;

/// What the head of the page shows.
#[derive(Clone, Copy)]
pub struct Head {
    pub kind: Kind,
    pub name: Signal<String>,
    /// None of what is new, or is always shown.
    pub stage: Signal<Option<Stage>>,
    /// None while it is not stored.
    pub acts: &'static [Act],
    pub act: Callback<Act>,
}

/// The page around the fields of a draft. `save` is called by the bar and by Control and S.
pub fn frame<T: Clone + PartialEq + Send + Sync + 'static>(
    head: Head,
    draft: Draft<T>,
    save: impl Fn() + Copy + Send + Sync + 'static,
    fields: impl IntoView,
    beside: impl IntoView,
) -> impl IntoView {
    let is_changed = draft.is_changed();
    let up = Route::Engage(head.kind, Place::All);
    let list = say!(&format!("engage-{}", head.kind.word()));
    let acts = Memo::new(move |_| offered(head.acts, head.stage.get()));
    let button = move |act: Act| {
        let class = if act == Act::Activate { "button primary" } else { "button" };
        view! { <button type="button" class=class data-testid=act.word() on:click=move |_| head.act.run(act)>{icon(act.icon())} <span>{say!(act.word())}</span></button> }
    };
    let name = move || {
        let name = head.name.get();
        if name.trim().is_empty() { say!("engage-unnamed") } else { name }
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        let is_save = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s");
        if is_save && !browser::is_composing(&event) {
            event.prevent_default();
            save();
        }
    };
    view! {
        <div class="page wide engage-editor" data-testid="engage-editor" on:keydown=pressed>
            <header>
                <a class="plain back" href=up.path() aria-label=list.clone() title=list data-testid="engage-back" on:click=follow(up)>{icon(Icon::Back)}</a>
                <h1 dir="auto">{name}</h1>
                {move || head.stage.get().map(pill)}
                <div class="acts"><For each=move || acts.get() key=|act| *act let:act>{button(act)}</For></div>
            </header>
            <div class="halves">
                <div class="fields">{fields}</div>
                <aside class="beside" aria-label=say!("preview")>{beside}</aside>
            </div>
            {move || draft.problem.get().map(|problem| view! { <p class="trouble" role="alert" data-testid="engage-problem">{problem}</p> })}
            {savebar(is_changed, move || draft.discard(), save)}
        </div>
    }
}

/// A part of the fields, with its heading.
pub fn section(word: &'static str, content: impl IntoView) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby=format!("section-{word}") data-testid=word>
            <h2 id=format!("section-{word}")>{say!(word)}</h2>
            {content}
        </section>
    }
}

/// The editor of what is stored, once it is there. `draw` is given the first that came, and what comes later.
pub fn opened<T: Clone + PartialEq + Send + Sync + 'static>(
    kind: Kind,
    found: Signal<Loaded<Option<T>>>,
    draw: impl Fn(T, Signal<Option<T>>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let news = Signal::derive(move || match found.get() {
        Loaded::Ready(row) => row,
        _ => None,
    });
    // It stays open while others change it.
    let state = Memo::new(move |before: Option<&Option<Result<bool, shared::Error>>>| match found.get() {
        Loaded::Ready(row) => Some(Ok(row.is_some())),
        Loaded::Failed(error) => Some(Err(error)),
        Loaded::Waiting => before.cloned().flatten(),
    });
    let up = Route::Engage(kind, Place::All);
    move || match state.get() {
        None => view! { <div class="page wide">{skeleton(6)}</div> }.into_any(),
        Some(Err(error)) => view! { <div class="page wide">{trouble(&error)}</div> }.into_any(),
        Some(Ok(false)) => view! {
            <div class="page wide" data-testid="engage-gone">
                <Empty title=say!("engage-gone") text=say!("engage-gone-text")>
                    <a class="button" href=up.path() on:click=follow(up)>{say!("hc-back")}</a>
                </Empty>
            </div>
        }
        .into_any(),
        Some(Ok(true)) => match news.get_untracked() {
            Some(first) => draw(first, news),
            None => ().into_any(),
        },
    }
}
