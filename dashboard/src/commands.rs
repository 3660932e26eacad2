//! What keys, palette and buttons do.

pub mod offers;
pub mod palette;
pub mod shortcuts;

use crate::{
    browser,
    commands::offers::Place,
    commands::shortcuts::{Command, Keys, Press},
    desk::{Desk, Overlay},
    help,
    inbox::Inbox,
    link, moments,
    route::{Filter, Route, TicketFilter},
    say, tickets,
};
use leptos::prelude::*;
use shared::{
    Millis,
    conversations::{Assign, Status, UpdateStatus},
    id::{ConversationId, UserId},
};

/// Listens to the keyboard while the current owner lives.
pub fn listen(desk: Desk, inbox: Inbox) {
    let keys = StoredValue::new(Keys::default());
    let owner = Owner::current();
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if browser::is_composing(&event) || event.default_prevented() {
            return;
        }
        let key = event.key();
        let press = Press {
            key: &key,
            with_control: event.ctrl_key() || event.meta_key(),
            with_alt: event.alt_key(),
            is_typing: browser::is_typing() || (key == "Enter" && browser::is_on_control()),
        };
        let command = keys.try_update_value(|keys| keys.press(press, browser::now())).flatten();
        let act: Box<dyn FnOnce()> = match command {
            Some(command) => {
                event.prevent_default();
                Box::new(move || run(desk, inbox, command))
            }
            None if key == "Escape" && !browser::is_typing() => Box::new(move || back(desk, inbox)),
            None => return,
        };
        match &owner {
            Some(owner) => owner.with(act),
            None => act(),
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether a command would do something now.
pub fn is_offered(desk: Desk, inbox: Inbox, command: Command) -> bool {
    let facts = inbox.target().and_then(|id| untrack(|| inbox.facts(id)));
    let place = Place {
        is_inbox: desk.route.get_untracked().is_inbox(),
        is_tickets: desk.route.get_untracked().is_tickets(),
        conversation: facts.map(|facts| facts.status),
        may: &|wanted| untrack(|| desk.may(wanted)),
    };
    offers::is_offered(command, &place)
}

/// Does what a command says, where it is offered.
pub fn run(desk: Desk, inbox: Inbox, command: Command) {
    if !is_offered(desk, inbox, command) {
        return;
    }
    let about = |overlay: fn(ConversationId) -> Overlay| {
        if let Some(id) = inbox.target() {
            desk.open(overlay(id));
        }
    };
    if desk.route.get_untracked().is_tickets() && tickets::run(desk, command) {
        return;
    }
    match command {
        Command::Next => inbox.step(desk, 1),
        Command::Previous => inbox.step(desk, -1),
        Command::Open => {
            if let Some(id) = inbox.target() {
                inbox.show(desk, id);
            }
        }
        Command::Reply => write(desk, inbox, false),
        Command::Note => write(desk, inbox, true),
        Command::Tag => about(Overlay::Tag),
        Command::Ticket => {
            if let Some(id) = inbox.target() {
                desk.open(tickets::new::of_conversation(id));
            }
        }
        Command::Close => close(desk, inbox),
        Command::Assign => about(Overlay::Assign),
        Command::Snooze => about(Overlay::Snooze),
        Command::Search => browser::focus("#search"),
        Command::GoInbox => desk.go(Route::Inbox(Filter::Open, None)),
        Command::GoHelpCenter => desk.go(Route::HelpCenter(help::place::Place::All)),
        Command::GoTickets => desk.go(Route::Tickets(TicketFilter::default(), None)),
        Command::GoSnippets => desk.go(Route::Snippets),
        Command::GoTeam => desk.go(Route::Team),
        Command::GoSettings => desk.go(Route::Install),
        Command::Invite => desk.open(Overlay::Invite),
        Command::Help => desk.open(Overlay::Help),
        Command::Palette => {
            let is_open = desk.overlay.with_untracked(|overlay| matches!(overlay, Some(Overlay::Palette)));
            desk.overlay.set((!is_open).then_some(Overlay::Palette));
        }
    }
}

fn back(desk: Desk, inbox: Inbox) {
    if desk.route.get_untracked().is_tickets() {
        tickets::back(desk);
    }
    if inbox.open.get_untracked().is_some() {
        desk.go(Route::Inbox(inbox.filter.get_untracked(), None));
        browser::focus("#rows");
    }
}

/// Goes to the field, for a reply or a note.
fn write(desk: Desk, inbox: Inbox, is_note: bool) {
    if inbox.open.get_untracked().is_none()
        && let Some(id) = inbox.target()
    {
        inbox.noted.set(is_note.then_some(id));
        inbox.show(desk, id);
    }
    inbox.writes_note.set(is_note);
    request_animation_frame(|| browser::focus("#composer"));
}

/// Closes what is open, or opens what is closed.
fn close(desk: Desk, inbox: Inbox) {
    let Some(id) = inbox.target() else { return };
    let is_closed = untrack(|| inbox.facts(id)).is_some_and(|facts| facts.status == Status::Closed);
    set_status(desk, inbox, id, if is_closed { Status::Open } else { Status::Closed }, None);
}

/// Changes the status and says so. What is done with gives way to the next conversation; what is opened again stays.
pub fn set_status(
    desk: Desk,
    inbox: Inbox,
    id: ConversationId,
    status: Status,
    snoozed_until: Option<Millis>,
) {
    let change = UpdateStatus { id, status, snoozed_until };
    // The list has changed by the time of the answer.
    let next = inbox.after(id);
    let is_done = status != Status::Open && status != inbox.filter.get_untracked().status();
    link::send_then(change, move |()| {
        if is_done {
            inbox.leave(desk, id, next);
        }
        desk.notices.done(match (status, snoozed_until) {
            (Status::Open, _) => say!("reopened"),
            (Status::Closed, _) => say!("closed"),
            (Status::Snoozed, Some(until)) => say!("snoozed-until", time = moments::soon(until).as_str()),
            (Status::Snoozed, None) => say!("snoozed"),
        });
    });
}

/// Gives the conversation to somebody, or to nobody.
pub fn assign(desk: Desk, id: ConversationId, agent_id: Option<UserId>, name: String) {
    link::send_then(Assign { id, agent_id }, move |()| {
        desk.notices.done(match agent_id {
            Some(_) => say!("assigned-to", name = name.as_str()),
            None => say!("unassigned"),
        });
    });
}
