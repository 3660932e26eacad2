//! One article: written on one side, and on the other as its readers will see it, or what else belongs to it.

mod details;
mod draft;
mod pictures;
mod preview;
mod toolbar;
mod writing;

use super::{Collections, place::Place, public_address, status_word};
use crate::{
    browser,
    desk::{Desk, desk},
    icons::{Icon, icon},
    link,
    parts::{Empty, skeleton},
    route::Route,
    say,
    sidebar::follow,
};
use details::Details;
use draft::Draft;
use leptos::prelude::*;
use preview::Preview;
use shared::{
    articles::{self, Rendered, Status, Unpublish},
    id::ArticleId,
    permissions::Permission,
};
use writing::Writing;

/// What stands beside the text; on a phone, in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Write,
    Preview,
    Details,
}

#[component]
pub fn Editor(id: ArticleId, collections: Collections) -> impl IntoView {
    let found = link::live(move || {
        Some(articles::Get { id: Some(id), slug: None, workspace_id: None, visibility: None })
    });
    let is_there = Memo::new(move |_| found.with(|found| found.as_ref().map(Option::is_some)));
    move || {
        match is_there.get() {
        None => view! { <div class="editor">{skeleton(8)}</div> }.into_any(),
        Some(false) => view! {
            <div class="editor" data-testid="article-gone">
                <Empty title=say!("hc-gone") text=say!("hc-gone-text")>
                    <a class="button" href=Route::HelpCenter(Place::All).path() on:click=follow(Route::HelpCenter(Place::All))>{say!("hc-all")}</a>
                </Empty>
            </div>
        }
        .into_any(),
        Some(true) => match found.get_untracked().flatten() {
            Some(first) => view! { <Open first=first found=found collections=collections /> }.into_any(),
            None => ().into_any(),
        },
    }
    }
}

#[component]
fn Open(first: Rendered, found: link::Newest<Option<Rendered>>, collections: Collections) -> impl IntoView {
    let desk = desk();
    let draft = Draft::new(&first.article, found);
    let may = Memo::new(move |_| desk.may(Permission::ArticlesCreate));
    let pane = RwSignal::new(Pane::Write);
    let segment = move |one: Pane, word: &'static str| {
        // Beside the text there is the preview, unless something else was asked for.
        let is_pressed = move || pane.get() == one;
        view! { <button class=word data-testid=word aria-pressed=move || is_pressed().to_string() on:click=move |_| pane.set(one)>{say!(word)}</button> }
    };
    let save = move |event: web_sys::KeyboardEvent| {
        let is_save = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s");
        if is_save && !browser::is_composing(&event) {
            event.prevent_default();
            draft.save();
        }
    };
    view! {
        <div class="editor" data-testid="editor" on:keydown=save>
            <header class="bar">
                <a class="plain" href=move || up(draft).path() aria-label=say!("hc-back") title=say!("hc-back") data-testid="editor-back" on:click=move |event| follow(up(draft))(event)>{icon(Icon::Back)}</a>
                <span class=move || format!("state {}", status_word(draft.status.get())) data-testid="article-status">{move || say!(status_word(draft.status.get()))}</span>
                <Progress draft=draft />
                <div class="segments" role="group" aria-label=say!("hc-pane")>
                    {segment(Pane::Write, "hc-write")}
                    {segment(Pane::Preview, "hc-preview")}
                    {segment(Pane::Details, "hc-details")}
                </div>
                <Acts draft=draft may=may />
            </header>
            <Contested draft=draft />
            <div class="panes" data-pane=move || match pane.get() { Pane::Write => "write", Pane::Preview => "preview", Pane::Details => "details" }>
                <Writing draft=draft may=may />
                <div class="beside">
                    {move || match pane.get() {
                        Pane::Details => view! { <Details draft=draft may=may collections=collections /> }.into_any(),
                        _ => view! { <Preview draft=draft /> }.into_any(),
                    }}
                </div>
            </div>
        </div>
    }
}

/// The list that the article stands in.
fn up(draft: Draft) -> Route {
    let collection = draft.fields.with(|fields| fields.collection);
    Route::HelpCenter(collection.map_or(Place::All, Place::Collection))
}

/// What became of what was written.
#[component]
fn Progress(draft: Draft) -> impl IntoView {
    let desk = desk();
    let text = move || {
        let is_lost = matches!(link::client().status().get(), client::Status::Offline { .. });
        match (draft.is_changed(), draft.is_saving.get()) {
            (_, true) | (true, _) if is_lost => say!("hc-waiting"),
            (_, true) => say!("hc-saving"),
            (true, _) if draft.is_live() => say!("hc-unpublished"),
            (true, _) => say!("unsaved"),
            (false, _) => {
                let ago = crate::moments::ago(draft.saved_at.get(), desk.now.get());
                say!("hc-saved-ago", ago = ago.as_str())
            }
        }
    };
    view! {
        <span class="progress" class:changed=move || draft.is_changed() role="status" data-testid="progress">{text}</span>
        {move || draft.problem.get().map(|problem| view! {
            <span class="problem" role="alert" data-testid="editor-problem">{problem} " " <button class="link" on:click=move |_| draft.save()>{say!("hc-again")}</button></span>
        })}
    }
}

/// What can be done with the article now.
#[component]
fn Acts(draft: Draft, may: Memo<bool>) -> impl IntoView {
    let desk = desk();
    let may_publish = Memo::new(move |_| desk.may(Permission::ArticlesPublish));
    let live = move || {
        let address = public_address(desk.workspace_id()?, Some(&draft.slug.get()));
        draft.is_read().then(|| view! { <a class="plain" href=address target="_blank" rel="noopener" title=say!("hc-view") aria-label=say!("hc-view") data-testid="article-view">{icon(Icon::Globe)}</a> })
    };
    let act = move || {
        match draft.status.get() {
        Status::Published => view! {
            <Show when=move || may.get() && draft.is_changed()>
                <button class="button" data-testid="article-discard" on:click=move |_| draft.discard()>{say!("discard")}</button>
                <button class="button primary" data-testid="article-update" on:click=move |_| draft.save()>{say!("hc-update")}</button>
            </Show>
            <Show when=move || may_publish.get() && !draft.is_changed()>
                <button class="button" data-testid="article-unpublish" on:click=move |_| unpublish(desk, draft.id)>{say!("hc-unpublish")}</button>
            </Show>
        }
        .into_any(),
        Status::Draft => view! {
            <Show when=move || may_publish.get()>
                <button class="button primary" data-testid="article-publish" on:click=move |_| draft.publish()>{say!("hc-publish")}</button>
            </Show>
        }
        .into_any(),
        Status::Archived => view! {
            <Show when=move || may_publish.get()>
                <button class="button" data-testid="article-restore" on:click=move |_| unpublish(desk, draft.id)>{say!("hc-restore")}</button>
            </Show>
        }
        .into_any(),
    }
    };
    view! { <div class="acts">{live}{act}</div> }
}

fn unpublish(desk: Desk, id: ArticleId) {
    link::send_then(Unpublish { id }, move |_| desk.notices.done(say!("hc-is-draft")));
}

/// Somebody else changed what is being changed here.
#[component]
fn Contested(draft: Draft) -> impl IntoView {
    view! {
        <Show when=move || draft.is_contested.get()>
            <p class="contested" role="alert" data-testid="contested">
                <span>{say!("hc-contested")}</span>
                <button class="button" on:click=move |_| draft.discard()>{say!("hc-take-theirs")}</button>
                <button class="button" on:click=move |_| draft.insist()>{say!("hc-keep-mine")}</button>
            </p>
        </Show>
    }
}
