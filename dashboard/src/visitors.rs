//! The workspace's visitors: a list to search, and one of them beside it.

pub mod list;
pub mod person;
pub mod privacy;
pub mod timeline;

use crate::{
    browser,
    desk::{Desk, desk},
    inbox::stepping,
    link,
    parts::{
        Empty,
        pages::{self, Page, Pages},
    },
    route::Route,
    say,
    visitors::{list::VisitorList, person::Profile},
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    id::VisitorId,
    visitors::directory::{Directory, DirectoryEntry, DirectoryStatus, ListDirectory, Presence},
};
use std::time::Duration;

/// Visitors of one page.
const PAGE: i64 = 50;
/// How long a search waits for the next letter.
const PAUSE: Duration = Duration::from_millis(200);

/// What is listed, marked and open.
#[derive(Clone, Copy)]
pub struct Visitors {
    pub search: RwSignal<String>,
    /// What is searched for, a moment after it was typed.
    asked: RwSignal<String>,
    pub presence: RwSignal<Presence>,
    pub pages: Pages<DirectoryEntry>,
    pub total: Memo<Option<i64>>,
    pub open: Memo<Option<VisitorId>>,
    pub marked: RwSignal<Option<VisitorId>>,
    /// Who was erased here: a page may be half a minute old.
    pub gone: RwSignal<Vec<VisitorId>>,
}

impl Visitors {
    fn new(desk: Desk) -> Self {
        let search = RwSignal::new(String::new());
        let asked = RwSignal::new(String::new());
        let presence = RwSignal::new(Presence::All);
        let first = link::loaded(move || request(desk, &asked.get(), presence.get(), None));
        let pages = Pages::of(Signal::derive(move || pages::read(first.get(), page)));
        Effect::new(move |before: Option<String>| {
            let text = search.get();
            if before.is_some() {
                let wanted = text.clone();
                set_timeout(
                    move || {
                        if search.try_get_untracked().as_ref() == Some(&wanted) {
                            asked.set(wanted.trim().to_owned());
                        }
                    },
                    PAUSE,
                );
            }
            text
        });
        let all = Memo::new(move |_| (asked.get(), presence.get()));
        Effect::new(move |before: Option<()>| {
            all.track();
            if before.is_some() {
                pages.reset();
            }
        });
        Self {
            search,
            asked,
            presence,
            pages,
            total: Memo::new(move |_| match first.get() {
                Loaded::Ready(answer) => Some(answer.total_count),
                _ => None,
            }),
            open: Memo::new(move |_| match desk.route.get() {
                Route::Visitors(open) => open,
                _ => None,
            }),
            marked: RwSignal::new(None),
            gone: RwSignal::default(),
        }
    }

    pub fn rows(self) -> Option<Vec<DirectoryEntry>> {
        let rows = self.pages.rows(|one, other| one.visitor.id == other.visitor.id)?;
        let gone = self.gone.get();
        Some(rows.into_iter().filter(|row| !gone.contains(&row.visitor.id)).collect())
    }

    pub fn is_narrowed(self) -> bool {
        !self.asked.with(String::is_empty) || self.presence.get() != Presence::All
    }

    /// Fetches the next page.
    pub fn more(self, desk: Desk) {
        let (text, presence) = (self.asked.get_untracked(), self.presence.get_untracked());
        self.pages.more(move |cursor| request(desk, &text, presence, Some(cursor)), page);
    }

    pub fn show(self, desk: Desk, id: VisitorId) {
        self.marked.set(Some(id));
        desk.go(Route::Visitors(Some(id)));
    }

    /// Moves the mark; where somebody is open, the next one opens in the place.
    pub fn step(self, desk: Desk, by: isize) {
        let ids: Vec<VisitorId> =
            untrack(|| self.rows()).into_iter().flatten().map(|row| row.visitor.id).collect();
        let open = self.open.get_untracked();
        let here = open.or(self.marked.get_untracked());
        let Some(next) = stepping::step(&ids, here, 0, by) else { return };
        self.marked.set(Some(next));
        if open.is_some() {
            desk.turn(Route::Visitors(Some(next)));
        }
        browser::reveal(&format!("#visitor-{next}"));
        if ids.iter().rev().take(3).any(|id| *id == next) {
            self.more(desk);
        }
    }
}

fn request(desk: Desk, search: &str, presence: Presence, cursor: Option<String>) -> Option<ListDirectory> {
    Some(ListDirectory {
        workspace_id: desk.workspace_id()?,
        search: (!search.is_empty()).then(|| search.to_owned()),
        presence: Some(presence),
        limit: Some(PAGE),
        offset: None,
        cursor,
    })
}

fn page(answer: Directory) -> Page<DirectoryEntry> {
    match answer.status {
        DirectoryStatus::Ok => Page { rows: answer.visitors, next: answer.next_cursor },
        _ => Page { rows: Vec::new(), next: None },
    }
}

/// List and person side by side; on a phone one of them.
#[component]
pub fn VisitorsScreen() -> impl IntoView {
    let desk = desk();
    let visitors = Visitors::new(desk);
    provide_context(visitors);
    Effect::new(move |_| {
        if let Some(open) = visitors.open.get() {
            visitors.marked.set(Some(open));
        }
    });
    let detail = move || match visitors.open.get() {
        Some(id) => view! { <Profile id=id /> }.into_any(),
        None => view! {
            <section class="conversation none" aria-label=say!("profile")>
                <Empty title=say!("visitor-choose") text=say!("visitor-choose-text")>{""}</Empty>
            </section>
        }
        .into_any(),
    };
    view! {
        <div class="inbox" class:reading=move || visitors.open.get().is_some() data-testid="visitors">
            <h1 class="visually-hidden">{say!("visitors")}</h1>
            <VisitorList />
            {detail}
        </div>
    }
}
