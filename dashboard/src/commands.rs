//! What keys, palette and buttons do.

use crate::{
    browser,
    desk::{Desk, Overlay},
    inbox::Inbox,
    link, moments,
    route::{Filter, Route},
    say,
    shortcuts::{Command, Keys, Press},
};
use leptos::prelude::*;
use shared::{
    Millis,
    conversations::{Assign, Status, UpdateStatus},
    id::{ConversationId, UserId},
    permissions::Permission,
};

/// Listens to the keyboard while the current owner lives.
pub fn listen(desk: Desk, inbox: Inbox) {
    let keys = StoredValue::new(Keys::default());
    let owner = Owner::current();
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if event.is_composing() || event.default_prevented() {
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
        if let Some(command) = command {
            event.prevent_default();
            match &owner {
                Some(owner) => owner.with(|| run(desk, inbox, command)),
                None => run(desk, inbox, command),
            }
        } else if key == "Escape" && !browser::is_typing() {
            back(desk, inbox);
        }
    });
    on_cleanup(move || handle.remove());
}

/// Does what a command says.
pub fn run(desk: Desk, inbox: Inbox, command: Command) {
    let is_inbox = desk.route.get_untracked().is_inbox();
    match command {
        Command::Next if is_inbox => inbox.step(1),
        Command::Previous if is_inbox => inbox.step(-1),
        Command::Open if is_inbox => {
            if let Some(id) = inbox.marked.get_untracked() {
                inbox.show(desk, id);
            }
        }
        Command::Reply if is_inbox => reply(desk, inbox),
        Command::Close if is_inbox => close(desk, inbox),
        Command::Assign if is_inbox => about(desk, inbox, Permission::ConversationsAssign, Overlay::Assign),
        Command::Snooze if is_inbox => about(desk, inbox, Permission::ConversationsClose, Overlay::Snooze),
        Command::Search if is_inbox => browser::focus("#search"),
        Command::GoInbox => desk.go(Route::Inbox(Filter::Open, None)),
        Command::GoTeam => desk.go(Route::Team),
        Command::GoSettings => desk.go(Route::Install),
        Command::Help => desk.open(Overlay::Help),
        Command::Palette => {
            let is_open = desk.overlay.with_untracked(|overlay| matches!(overlay, Some(Overlay::Palette)));
            desk.overlay.set((!is_open).then_some(Overlay::Palette));
        }
        _ => (),
    }
}

fn back(desk: Desk, inbox: Inbox) {
    if inbox.open.get_untracked().is_some() {
        desk.go(Route::Inbox(inbox.filter.get_untracked(), None));
        browser::focus("#rows");
    }
}

fn reply(desk: Desk, inbox: Inbox) {
    if inbox.open.get_untracked().is_none()
        && let Some(id) = inbox.marked.get_untracked()
    {
        inbox.show(desk, id);
    }
    request_animation_frame(|| browser::focus("#composer"));
}

fn about(desk: Desk, inbox: Inbox, needed: Permission, overlay: fn(ConversationId) -> Overlay) {
    if let Some(id) = inbox.target().filter(|_| desk.may(needed)) {
        desk.open(overlay(id));
    }
}

/// Closes what is open, or opens what is closed.
fn close(desk: Desk, inbox: Inbox) {
    let Some(id) = inbox.target().filter(|_| desk.may(Permission::ConversationsClose)) else { return };
    let is_closed = inbox.row(id).is_some_and(|row| row.conversation.status == Status::Closed);
    set_status(desk, id, if is_closed { Status::Open } else { Status::Closed }, None);
}

/// Changes the status and says so.
pub fn set_status(desk: Desk, id: ConversationId, status: Status, snoozed_until: Option<Millis>) {
    let change = UpdateStatus { id, status, snoozed_until };
    link::send_then(change, move |()| {
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
