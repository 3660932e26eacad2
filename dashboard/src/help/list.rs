//! The articles of a collection, or all of them: by status, and by what is in them.

use super::{
    Collections,
    arranged::{ARTICLES, Arranged},
    begin,
    place::Place,
    status_word,
};
use crate::{
    desk::{Desk, desk},
    icons::{Icon, icon},
    link, moments,
    parts::{
        Empty,
        pages::{self, Page, Pages},
        skeleton, trouble,
    },
    route::Route,
    say,
    sidebar::follow,
};
use leptos::prelude::*;
use shared::{
    articles::{Article, List, Search, Status, Visibility},
    excerpt::Piece,
    id::{ArticleId, CollectionId},
    permissions::Permission,
};
use std::time::Duration;

/// Articles of the list at first, and so many more with each press.
const PAGE: usize = 50;
/// Articles of a collection that stand in an order: what the server lists at once.
const MOST: i64 = 500;
const STATUSES: [Option<Status>; 4] =
    [None, Some(Status::Published), Some(Status::Draft), Some(Status::Archived)];

/// An article, and where it holds what was searched for.
#[derive(Clone, PartialEq)]
struct Row {
    article: Article,
    title: Vec<Piece>,
    excerpt: Vec<Piece>,
}

#[component]
pub fn ArticleList(chosen: Memo<Option<CollectionId>>, collections: Collections) -> impl IntoView {
    let desk = desk();
    let status = RwSignal::new(None::<Status>);
    let typed = RwSignal::new(String::new());
    let query = debounced(typed);
    let is_searching = Memo::new(move |_| query.with(|query| !query.trim().is_empty()));
    // All of a collection stand as readers see them, and can be moved.
    let is_ordered = Memo::new(move |_| {
        let is_whole = |id| {
            collections.with(|all| {
                let found = all.as_ref().and_then(|all| all.iter().find(|it| it.collection.id == id));
                found.is_none_or(|it| it.article_count <= MOST)
            })
        };
        chosen.get().is_some_and(is_whole) && status.get().is_none() && !is_searching.get()
    });
    let is_paged = Memo::new(move |_| !is_searching.get() && !is_ordered.get());
    let ordered = link::live(move || {
        let workspace_id = desk.workspace_id()?;
        is_ordered.get().then(|| List {
            workspace_id,
            status: None,
            collection_id: chosen.get(),
            visibility: None,
            by_order: Some(true),
            limit: Some(MOST),
            cursor: None,
        })
    });
    let request = move |cursor: Option<ArticleId>| {
        Some(List {
            workspace_id: desk.workspace_id()?,
            status: status.get(),
            collection_id: chosen.get(),
            visibility: None,
            by_order: None,
            // One more tells whether there are more.
            limit: Some(PAGE as i64 + 1),
            cursor,
        })
    };
    let first = link::loaded(move || is_paged.get().then(|| request(None)).flatten());
    let listed = Pages::of(Signal::derive(move || pages::read(first.get(), page)));
    Effect::new(move |_| {
        chosen.track();
        status.track();
        listed.reset();
    });
    let found = link::live(move || {
        let workspace_id = desk.workspace_id()?;
        let query = query.get().trim().to_owned();
        is_searching.get().then_some(Search {
            workspace_id,
            query,
            published_only: Some(false),
            visibility: None,
        })
    });
    let shelf = Arranged::new(desk, ordered);
    let rows = Memo::new(move |_| {
        if !is_searching.get() {
            let row = |article: Article| Row {
                title: vec![Piece { text: article.title.clone(), is_match: false }],
                excerpt: Vec::new(),
                article,
            };
            if is_ordered.get() {
                return shelf.shown().map(|all| all.into_iter().map(row).collect::<Vec<_>>());
            }
            let all = listed.rows(|one, other| one.id == other.id)?;
            return Some(all.into_iter().map(row).collect());
        }
        let (status, chosen) = (status.get(), chosen.get());
        let is_here = |article: &Article| {
            status.is_none_or(|status| article.status == status)
                && chosen.is_none_or(|chosen| article.collection_id == Some(chosen))
        };
        let found = found.get()?.into_iter().filter(|found| is_here(&found.article));
        Some(
            found
                .map(|it| Row { article: it.article, title: it.title_pieces, excerpt: it.excerpt })
                .collect(),
        )
    });
    let has_more = move || is_paged.get() && listed.has_more();
    let more = move |_| {
        listed.more(move |cursor| untrack(|| request(Some(cursor.parse().ok()?))), page);
    };
    let is_empty = Memo::new(move |_| rows.with(|rows| rows.as_ref().map(Vec::is_empty)));
    let body = move || {
        match is_empty.get() {
        None => listed.error().map_or_else(|| skeleton(5).into_any(), |error| trouble(&error).into_any()),
        Some(true) => nothing(desk, is_searching.get() || status.get().is_some(), chosen).into_any(),
        Some(false) => view! {
            <ul class="articles" data-testid="articles">
                <For
                    each=move || rows.get().unwrap_or_default()
                    key=|row| (row.article.id, row.article.updated_at, row.excerpt.clone().into_iter().map(|it| it.text).collect::<String>())
                    let:row
                >
                    {line(desk, row, collections, chosen, shelf, is_ordered)}
                </For>
            </ul>
        }
        .into_any(),
    }
    };
    view! {
        <div class="sieve">
            <div class="segments" role="group" aria-label=say!("hc-status")>
                {STATUSES
                    .map(|one| {
                        let word = one.map_or("hc-any", status_word);
                        view! { <button data-testid=format!("status-{word}") aria-pressed=move || (status.get() == one).to_string() on:click=move |_| status.set(one)>{say!(word)}</button> }
                    })
                    .collect_view()}
            </div>
            <label class="search">
                {icon(Icon::Search)}
                <span class="visually-hidden">{say!("hc-search")}</span>
                <input type="search" maxlength="200" dir="auto" placeholder=say!("hc-search") data-testid="article-search" prop:value=typed on:input:target=move |event| typed.set(event.target().value()) />
            </label>
        </div>
        {body}
        <Show when=has_more>
            <button class="button more" data-testid="more-articles" disabled=move || listed.is_loading() on:click=more>{say!("more")}</button>
        </Show>
    }
}

/// What was asked for, and behind which article the next page begins.
fn page(mut rows: Vec<Article>) -> Page<Article> {
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let last = rows.last().filter(|_| has_more);
    Page { next: last.map(|last| last.id.to_string()), rows }
}

fn nothing(desk: Desk, is_sieved: bool, chosen: Memo<Option<CollectionId>>) -> impl IntoView {
    let (title, text) = match is_sieved {
        true => (say!("nothing-found"), say!("hc-nothing-here")),
        false => (say!("hc-empty"), say!("hc-empty-text")),
    };
    view! {
        <Empty title=title text=text>
            <Show when=move || !is_sieved && desk.may(Permission::ArticlesCreate)>
                <button class="button primary" on:click=move |_| begin(desk, chosen.get_untracked())>{say!("hc-new-article")}</button>
            </Show>
        </Empty>
    }
}

fn line(
    desk: Desk,
    row: Row,
    collections: Collections,
    chosen: Memo<Option<CollectionId>>,
    shelf: Arranged,
    is_ordered: Memo<bool>,
) -> impl IntoView {
    let article = row.article;
    let handles = shelf.handles(&article);
    let can_move = Memo::new(move |_| is_ordered.get() && desk.may(Permission::ArticlesCreate));
    let place = Route::HelpCenter(Place::Article(article.id));
    let word = status_word(article.status);
    let collection = article.collection_id;
    let within = move || {
        let id = collection.filter(|id| chosen.get() != Some(*id))?;
        collections
            .with(|all| Some(all.as_ref()?.iter().find(|it| it.collection.id == id)?.collection.name.clone()))
    };
    let updated = article.updated_at;
    view! {
        <li
            class:over=move || handles.is_target()
            class:dragged=move || handles.is_dragged()
            data-order=ARTICLES
            data-place=move || handles.at.get().to_string()
            on:dragover=move |event| handles.comes(&event)
            on:drop=move |event| handles.lands(&event)
        >
            <Show when=move || can_move.get()>{handles.grip()}</Show>
            <a class="article-row" href=place.path() data-testid="article" on:click=follow(place)>
                <span class="title" dir="auto">{pieces(row.title)}</span>
                {(!row.excerpt.is_empty()).then(|| view! { <span class="excerpt" dir="auto">{pieces(row.excerpt)}</span> })}
                <span class="tail">
                    <span class=format!("state {word}")>{say!(word)}</span>
                    {(article.visibility == Visibility::Internal).then(|| view! { <span class="state internal">{say!("hc-internal")}</span> })}
                    <span class="in" dir="auto">{within}</span>
                    <time title=moments::full(updated)>{move || moments::short(updated, desk.now.get())}</time>
                </span>
            </a>
            <Show when=move || can_move.get()>{handles.buttons()}</Show>
        </li>
    }
}

fn pieces(pieces: Vec<Piece>) -> impl IntoView {
    let piece = |piece: Piece| match piece.is_match {
        true => view! { <mark>{piece.text}</mark> }.into_any(),
        false => piece.text.into_any(),
    };
    pieces.into_iter().map(piece).collect_view()
}

/// What was typed, once nothing more is for a moment.
fn debounced(typed: RwSignal<String>) -> RwSignal<String> {
    let settled = RwSignal::new(String::new());
    Effect::new(move |_| {
        let text = typed.get();
        let handle = set_timeout_with_handle(
            move || {
                settled.try_set(text);
            },
            Duration::from_millis(180),
        );
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
        });
    });
    settled
}
