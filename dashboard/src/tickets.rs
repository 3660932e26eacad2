//! Tickets: which are listed, which one is marked and which one is open; the list beside the open one.

pub mod comments;
pub mod detail;
pub mod facts;
pub mod list;
pub mod new;
pub mod words;

use crate::{
    browser,
    commands::shortcuts::Command,
    desk::{Desk, desk},
    inbox::stepping,
    link,
    parts::{Empty, key},
    route::{Route, TicketFilter},
    say,
    tickets::{detail::Detail, list::TicketList},
};
use leptos::prelude::*;
use shared::{
    id::{TicketId, UserId},
    tickets::{List, Listed, Priority},
};

/// How many tickets are listed first, and how many each press adds.
const WINDOW: i64 = 50;

/// The list and what is marked in it.
#[derive(Clone, Copy)]
pub struct Tickets {
    pub filter: Memo<TicketFilter>,
    pub assignee: RwSignal<Option<UserId>>,
    pub priority: RwSignal<Option<Priority>>,
    pub open: Memo<Option<TicketId>>,
    /// The row that keys act on.
    pub marked: RwSignal<Option<TicketId>>,
    /// None while the first rows are on their way.
    pub rows: RwSignal<Option<Vec<Listed>>>,
    limit: RwSignal<i64>,
}

impl Tickets {
    pub fn new(desk: Desk) -> Self {
        let last = RwSignal::new(TicketFilter::default());
        let filter = Memo::new(move |_| match desk.route.get() {
            Route::Tickets(filter, _) => {
                last.set(filter);
                filter
            }
            _ => last.get_untracked(),
        });
        let tickets = Self {
            filter,
            assignee: RwSignal::new(None),
            priority: RwSignal::new(None),
            open: Memo::new(move |_| match desk.route.get() {
                Route::Tickets(_, open) => open,
                _ => None,
            }),
            marked: RwSignal::new(None),
            rows: RwSignal::new(None),
            limit: RwSignal::new(WINDOW),
        };
        let is_here = Memo::new(move |_| desk.route.get().is_tickets());
        let newest = link::live(move || {
            is_here.get().then_some(())?;
            Some(List {
                workspace_id: desk.workspace_id()?,
                status: filter.get().status(),
                assignee_id: tickets.assignee.get(),
                priority: tickets.priority.get(),
                limit: Some(tickets.limit.get()),
                cursor: None,
            })
        });
        let asked = Memo::new(move |_| {
            (desk.workspace_id(), filter.get(), tickets.assignee.get(), tickets.priority.get())
        });
        Effect::new(move |before: Option<()>| {
            asked.track();
            if before.is_some() {
                tickets.rows.set(None);
                tickets.limit.set(WINDOW);
            }
        });
        Effect::new(move |_| {
            // More rows come in the place of those that are there.
            if let Some(rows) = newest.get() {
                tickets.rows.set(Some(rows));
            }
        });
        tickets
    }

    /// Whether something other than the status narrows the list.
    pub fn is_narrowed(self) -> bool {
        self.assignee.get().is_some() || self.priority.get().is_some()
    }

    pub fn has_more(self) -> bool {
        let limit = self.limit.get();
        self.rows.with(|rows| rows.as_ref().is_some_and(|rows| rows.len() as i64 == limit))
    }

    pub fn more(self) {
        if untrack(|| self.has_more()) {
            self.limit.update(|limit| *limit += WINDOW);
        }
    }

    /// Opens a ticket under the current filter.
    pub fn show(self, desk: Desk, id: TicketId) {
        self.marked.set(Some(id));
        desk.go(Route::Tickets(self.filter.get_untracked(), Some(id)));
    }

    pub fn row(self, id: TicketId) -> Option<Listed> {
        self.rows.with(|rows| rows.as_ref()?.iter().find(|row| row.ticket.id == id).cloned())
    }

    /// Moves the mark; where a ticket is open, the next one opens in its place.
    pub fn step(self, desk: Desk, by: isize) {
        let ids: Vec<TicketId> =
            self.rows.with_untracked(|rows| rows.iter().flatten().map(|row| row.ticket.id).collect());
        let open = self.open.get_untracked();
        let here = open.or(self.marked.get_untracked());
        let Some(next) = stepping::step(&ids, here, 0, by) else { return };
        self.marked.set(Some(next));
        if open.is_some() {
            desk.turn(Route::Tickets(self.filter.get_untracked(), Some(next)));
        }
        browser::reveal(&format!("#ticket-{next}"));
        if ids.last() == Some(&next) {
            self.more();
        }
    }
}

/// Does what a key asks for on this screen; false where the key is not this screen's.
pub fn run(desk: Desk, command: Command) -> bool {
    let tickets = expect_context::<Tickets>();
    match command {
        Command::Next => tickets.step(desk, 1),
        Command::Previous => tickets.step(desk, -1),
        Command::Open => {
            if let Some(id) = tickets.marked.get_untracked() {
                tickets.show(desk, id);
            }
        }
        Command::Ticket => desk.open(new::empty()),
        _ => return false,
    }
    true
}

/// Leaves the open ticket for the list.
pub fn back(desk: Desk) {
    let tickets = expect_context::<Tickets>();
    if tickets.open.get_untracked().is_some() {
        desk.go(Route::Tickets(tickets.filter.get_untracked(), None));
        browser::focus("#tickets");
    }
}

/// List and ticket side by side; on a phone one of them.
#[component]
pub fn TicketsScreen() -> impl IntoView {
    let desk = desk();
    let tickets = expect_context::<Tickets>();
    Effect::new(move |_| {
        if let Some(open) = tickets.open.get() {
            tickets.marked.set(Some(open));
        }
    });
    let has_rows = move || tickets.rows.with(|rows| rows.as_ref().is_some_and(|rows| !rows.is_empty()));
    let detail = move || match tickets.open.get() {
        Some(id) => view! { <Detail id=id /> }.into_any(),
        None => view! {
            <section class="conversation none" aria-label=say!("ticket")>
                <Show when=has_rows>
                    <Empty title=say!("ticket-choose") text=say!("choose-text")>
                        <p class="keys">
                            <span>{key("J")} {key("K")} {say!("keys-move")}</span>
                            <span>{key("Enter")} {say!("keys-open")}</span>
                            <span>{key("C")} {say!("new-ticket")}</span>
                        </p>
                    </Empty>
                </Show>
            </section>
        }
        .into_any(),
    };
    view! {
        <div class="inbox" class:reading=move || tickets.open.get().is_some() data-testid="tickets">
            <h1 class="visually-hidden">{say!("tickets")}</h1>
            <TicketList desk=desk />
            {detail}
        </div>
    }
}
