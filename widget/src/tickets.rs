//! The visitor's tickets: which there are, what was said of one, a new one. A chunk of its own (`later.rs`).

mod comments;
mod form;
mod new;
mod one;

use crate::{
    icons,
    later::{
        Draw, Missing,
        parts::{nothing, put_answer, time, who},
    },
    messenger::{Messenger, Screen, Tickets},
    panel::{button, close_button},
    words::{Says, say},
};
use client::{
    Live,
    codec::{Json, Looked},
    dom::{El, el},
};
use shared::tickets::ListByVisitor;

/// How many tickets the list shows.
const MOST: i64 = 100;

/// How the tickets are drawn.
#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(tickets, fallible))]
pub fn screen() -> Result<Draw, Missing> {
    Ok(draw)
}

fn draw(it: Messenger, screen: Screen) -> El {
    match screen {
        Screen::Tickets(Tickets::One(id)) => one::ticket(it, id),
        Screen::Tickets(Tickets::New) => new::form(it),
        _ => list(it),
    }
}

fn list(it: Messenger) -> El {
    let tickets: Live<Looked> = it.server.live(move || {
        let (workspace_id, session_token) = who(it)?;
        Some(ListByVisitor { visitor_id: None, session_token, workspace_id, limit: Some(MOST) })
    });
    it.session.watch(tickets);
    let title = el("h1").set("tabindex", "-1").say("tickets");
    let scroll = el("div.scroll").set("data-testid", "widget-ticket-list");
    let rows = put_answer(scroll, tickets, move |tickets| {
        let tickets = tickets.each();
        if tickets.is_empty() {
            return nothing(icons::TICKET, &say("no-tickets"), &say("no-tickets-hint"));
        }
        el("ul.rows").put_all(tickets.iter().map(|ticket| row(it, ticket)))
    });
    let start = button("primary")
        .set("data-testid", "widget-new-ticket")
        .on_click(move || it.open(Screen::Tickets(Tickets::New)))
        .say("new-ticket");
    el("div.screen")
        .put(el("header.bar").put(title).put(close_button(it)))
        .put(rows)
        .put(el("div.foot").put(start))
}

/// Of `tickets::OfVisitor`.
fn row(it: Messenger, ticket: &Json) -> El {
    let id = ticket.text("_id").and_then(|id| id.parse().ok());
    let subject = ticket.text("subject").unwrap_or_default();
    let top = el("span.row-top")
        .put(el("strong.one-line").set("dir", "auto").text(&subject))
        .put(el("time").text(&it.moment(time(ticket, "updatedAt"))));
    let words = el("span.row-text").put(top).put_all(ticket.text("status").map(|status| chip(&status)));
    let opens = button("row")
        .set("data-testid", "widget-ticket-item")
        .on_click(move || {
            if let Some(id) = id {
                it.open(Screen::Tickets(Tickets::One(id)));
            }
        })
        .put(words);
    el("li").put(opens)
}

/// How far a ticket is (`tickets::Status`), in words and by a colour.
fn chip(status: &str) -> El {
    let (word, tone) = match status {
        "in_progress" => ("ticket-in-progress", "chip busy"),
        "waiting_on_customer" => ("ticket-waiting", "chip yours"),
        RESOLVED => ("ticket-resolved", "chip done"),
        _ => ("ticket-submitted", "chip"),
    };
    el("span").class(tone).set("data-testid", "widget-ticket-status").say(word)
}

const RESOLVED: &str = "resolved";

#[cfg(test)]
mod tests {
    use super::RESOLVED;
    use serde_json::to_value;
    use shared::tickets::{AuthorType, Status};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn statuses_and_authors_are_called_as_the_server_calls_them() {
        let printed = [Status::InProgress, Status::WaitingOnCustomer, Status::Resolved].map(to_value);
        let printed = printed.map(|word| word.expect("a word"));
        assert_eq!(printed, ["in_progress", "waiting_on_customer", RESOLVED]);
        let printed = [AuthorType::Agent, AuthorType::Visitor].map(|word| to_value(word).expect("a word"));
        assert_eq!(printed, ["agent", "visitor"]);
    }
}
