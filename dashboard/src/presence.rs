//! Tells colleagues that the agent is here, and which conversation is open.

use crate::{browser, desk::Desk, inbox::Inbox, link};
use leptos::prelude::*;
use shared::presence::{Set, Status};

/// How often it is said again, in milliseconds; it lasts a minute on the server.
const EVERY: u64 = 30_000;

/// Says it now, on every change, and again while the page lives.
pub fn announce(desk: Desk, inbox: Inbox) {
    let client = link::client();
    let tab = tab();
    let say = move |is_visible: bool| {
        let Some(workspace_id) = desk.workspace_id() else { return };
        let said = Set {
            workspace_id,
            status: if is_visible { Status::Online } else { Status::Away },
            viewing_conversation_id: inbox.open.get().filter(|_| is_visible),
            tab: Some(tab.clone()),
        };
        let client = client.clone();
        // The next one is never far.
        leptos::task::spawn_local(async move { drop(client.call(said).await) });
    };
    let again = say.clone();
    Effect::new(move |_| say(desk.is_visible.get()));
    browser::every(EVERY, move || untrack(|| again(desk.is_visible.get_untracked())));
}

/// The tab's name. A reload finds it again; while the page lives it is kept nowhere, so that a copy of the tab gets its own.
fn tab() -> String {
    let tab = browser::take_from_tab("tab").unwrap_or_else(client::random_id);
    let left = tab.clone();
    let handle = window_event_listener_untyped("pagehide", move |_| browser::leave_in_tab("tab", &left));
    on_cleanup(move || handle.remove());
    tab
}
