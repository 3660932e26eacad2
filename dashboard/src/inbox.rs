//! The inbox: which conversations are listed, which one is marked and which one is open.

pub mod list;
pub mod searching;
pub mod stepping;

use crate::{
    browser,
    conversation::Conversation,
    desk::Desk,
    inbox::list::InboxList,
    inbox::searching::Searching,
    link::{self, Newest},
    route::{Filter, Route},
    say,
};
use leptos::prelude::*;
use shared::{
    conversations::{Conversation as Facts, InboxPage, InboxRow, ListForInbox, Status},
    id::ConversationId,
};

/// Rows of one window.
const WINDOW: i64 = 40;
/// Windows at most: the list is for working through, not for archives.
const WINDOWS: usize = 10;

/// The list and what is marked in it.
#[derive(Clone, Copy)]
pub struct Inbox {
    pub filter: Memo<Filter>,
    pub open: Memo<Option<ConversationId>>,
    /// The row that keys act on.
    pub marked: RwSignal<Option<ConversationId>>,
    /// What stands in the place of the list while something is searched for.
    pub searching: Searching,
    /// None while the first window is on its way.
    pub rows: Memo<Option<Vec<InboxRow>>>,
    /// Whether there is another window to load.
    pub has_more: Memo<bool>,
    /// Open conversations with unread messages, among those that are loaded.
    pub unread: Memo<usize>,
    /// What is known of the open conversation, which the list need not have.
    pub facts: RwSignal<Option<Facts>>,
    /// Whether the panel about the visitor is shown.
    pub shows_visitor: RwSignal<bool>,
    /// Whether the field writes a note for the team, and no reply.
    pub writes_note: RwSignal<bool>,
    /// The conversation that was opened to write a note.
    pub noted: RwSignal<Option<ConversationId>>,
    /// The message to show of a conversation that was found by it.
    pub aim: RwSignal<Option<(ConversationId, i64)>>,
    windows: RwSignal<usize>,
    /// Where the marked row was when it was last in the list.
    place: StoredValue<usize>,
}

impl Inbox {
    pub fn new(desk: Desk) -> Self {
        let last = RwSignal::new(Filter::default());
        let filter = Memo::new(move |_| match desk.route.get() {
            Route::Inbox(filter, _) => {
                last.set(filter);
                filter
            }
            _ => last.get_untracked(),
        });
        let windows = RwSignal::new(1_usize);
        Effect::new(move |_| {
            filter.track();
            windows.set(1);
        });
        let pages = StoredValue::new(pages(desk, filter, windows));
        let all = Memo::new(move |_| pages.with_value(|pages| merged(pages, windows.get())));
        let searching = Searching::new(desk);
        let unread = unread(desk);
        let marked = RwSignal::new(None);
        let rows = Memo::new(move |_| if searching.is_on() { searching.rows() } else { all.get() });
        let place = StoredValue::new(0);
        Effect::new(move |_| {
            let marked = marked.get();
            let is_marked = |row: &InboxRow| Some(row.conversation.id) == marked;
            if let Some(at) = rows.with(|rows| rows.as_ref()?.iter().position(is_marked)) {
                place.set_value(at);
            }
        });
        let has_room = browser::matches(browser::ROOM);
        let shows_visitor = RwSignal::new(has_room.get_untracked());
        Effect::new(move |_| shows_visitor.set(has_room.get()));
        Self {
            filter,
            open: Memo::new(move |_| match desk.route.get() {
                Route::Inbox(_, open) => open,
                _ => None,
            }),
            marked,
            searching,
            rows,
            has_more: Memo::new(move |_| {
                if searching.is_on() {
                    return searching.has_more();
                }
                let last = windows.get() - 1;
                pages.with_value(|pages| {
                    pages[last].with(|page| page.as_ref().is_some_and(|it| it.next_cursor.is_some()))
                }) && windows.get() < WINDOWS
            }),
            unread,
            facts: RwSignal::new(None),
            shows_visitor,
            writes_note: RwSignal::new(false),
            noted: RwSignal::new(None),
            aim: RwSignal::new(None),
            windows,
            place,
        }
    }

    /// Loads another window, or older results.
    pub fn more(self, desk: Desk) {
        if untrack(move || self.searching.is_on()) {
            self.searching.more(desk);
        } else if self.has_more.get_untracked() {
            self.windows.update(|windows| *windows += 1);
        }
    }

    /// Opens a conversation under the current filter.
    pub fn show(self, desk: Desk, id: ConversationId) {
        self.marked.set(Some(id));
        self.take_aim(id);
        desk.go(Route::Inbox(self.filter.get_untracked(), Some(id)));
    }

    /// Moves the mark by that many rows; where a conversation is open, the next one opens in its place.
    pub fn step(self, desk: Desk, by: isize) {
        let ids = self.ids();
        let here = self.open.get_untracked().or(self.marked.get_untracked());
        let Some(next) = stepping::step(&ids, here, self.place.get_value(), by) else { return };
        self.mark(desk, next);
        if ids.iter().rev().take(3).any(|id| *id == next) {
            self.more(desk);
        }
    }

    fn mark(self, desk: Desk, id: ConversationId) {
        self.marked.set(Some(id));
        if self.open.get_untracked().is_some() {
            self.take_aim(id);
            desk.turn(Route::Inbox(self.filter.get_untracked(), Some(id)));
        }
        browser::reveal(&format!("#row-{id}"));
    }

    /// A conversation that was found by a message opens at it.
    fn take_aim(self, id: ConversationId) {
        let seq = untrack(move || self.searching.is_on().then(|| self.searching.seq(id)).flatten());
        self.aim.set(seq.map(|seq| (id, seq)));
    }

    /// The row that takes over from one that is about to leave the list.
    pub fn after(self, id: ConversationId) -> Option<ConversationId> {
        stepping::neighbour(&self.ids(), id)
    }

    /// Leaves a conversation that is done for the one that takes over; on a phone, and when there is none, for the list.
    pub fn leave(self, desk: Desk, id: ConversationId, next: Option<ConversationId>) {
        if self.target() != Some(id) {
            return;
        }
        let is_open = self.open.get_untracked().is_some();
        match next {
            Some(next) if !is_open || !browser::is_narrow() => self.mark(desk, next),
            _ if is_open => desk.turn(Route::Inbox(self.filter.get_untracked(), None)),
            _ => (),
        }
        browser::focus_if_lost("#rows");
    }

    /// A row of the list.
    pub fn row(self, id: ConversationId) -> Option<InboxRow> {
        self.rows.with(|rows| rows.as_ref()?.iter().find(|row| row.conversation.id == id).cloned())
    }

    /// What is known of a conversation that is open or listed.
    pub fn facts(self, id: ConversationId) -> Option<Facts> {
        let open = self.facts.get().filter(|facts| facts.id == id);
        open.or_else(|| self.row(id).map(|row| row.conversation))
    }

    /// The conversation that commands act on: the open one, else the marked one as long as it is listed.
    pub fn target(self) -> Option<ConversationId> {
        let marked = || self.marked.get_untracked().filter(|id| self.ids().contains(id));
        self.open.get_untracked().or_else(marked)
    }

    fn ids(self) -> Vec<ConversationId> {
        self.rows.with_untracked(|rows| rows.iter().flatten().map(|row| row.conversation.id).collect())
    }
}

/// One live query for each window; a window begins where the one before ends now, so they neither overlap nor gap.
fn pages(desk: Desk, filter: Memo<Filter>, windows: RwSignal<usize>) -> Vec<Newest<InboxPage>> {
    let mut pages: Vec<Newest<InboxPage>> = Vec::new();
    for index in 0..WINDOWS {
        let before = pages.last().copied();
        pages.push(link::live(move || {
            if index >= windows.get() {
                return None;
            }
            let cursor = match before {
                None => None,
                Some(before) => Some(before.with(|page| page.as_ref()?.next_cursor)?.to_string()),
            };
            Some(ListForInbox {
                workspace_id: desk.workspace_id()?,
                status: Some(filter.get().status()),
                ai_workflow_state: None,
                assigned_to: filter.get().assigned_to(),
                limit: Some(WINDOW),
                cursor,
            })
        }));
    }
    pages
}

fn merged(pages: &[Newest<InboxPage>], windows: usize) -> Option<Vec<InboxRow>> {
    let mut rows: Vec<InboxRow> = pages.first()?.get()?.conversations;
    for page in pages.iter().take(windows).skip(1) {
        let fresh = page.get().map(|page| page.conversations).unwrap_or_default();
        let is_new = |row: &InboxRow| rows.iter().all(|known| known.conversation.id != row.conversation.id);
        let fresh: Vec<_> = fresh.into_iter().filter(is_new).collect();
        rows.extend(fresh);
    }
    Some(rows)
}

/// Unread conversations of the newest open ones, whatever the list shows; an increase is announced.
fn unread(desk: Desk) -> Memo<usize> {
    let open = link::live(move || {
        Some(ListForInbox {
            workspace_id: desk.workspace_id()?,
            status: Some(Status::Open),
            ai_workflow_state: None,
            assigned_to: None,
            limit: Some(WINDOW),
            cursor: None,
        })
    });
    let unread = Memo::new(move |_| {
        let is_unread = |row: &&InboxRow| row.conversation.unread_by_agent > 0;
        open.with(|page| page.as_ref().map_or(0, |page| page.conversations.iter().filter(is_unread).count()))
    });
    Effect::new(move |before: Option<usize>| {
        let now = unread.get();
        if before.is_some_and(|before| now > before) {
            desk.notices.say(say!("unread-count", count = now as f64));
        }
        now
    });
    unread
}

/// List, conversation and visitor side by side; on a phone one of them.
#[component]
pub fn InboxScreen() -> impl IntoView {
    let inbox = expect_context::<Inbox>();
    Effect::new(move |_| {
        // A conversation that is open is the one that keys continue from.
        if let Some(open) = inbox.open.get() {
            inbox.marked.set(Some(open));
        }
    });
    view! {
        <div class="inbox" class:reading=move || inbox.open.get().is_some()>
            <h1 class="visually-hidden">{say!("inbox")}</h1>
            <InboxList />
            <Conversation />
        </div>
    }
}
