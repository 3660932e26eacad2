//! The visitor's tickets: which there are, what was said of one, a new one. A chunk of its own (`later.rs`).

mod comments;
mod form;
mod new;
mod one;

use crate::{
    later::{
        Draw, Missing,
        parts::{self, in_workspace, put_answer, time},
    },
    messenger::{Messenger, Screen, Tickets},
    words::Says,
};
use client::{
    codec::Json,
    dom::{El, el, template},
};
use shared::{Function, tickets::ListByVisitor};

/// How many tickets the list shows.
const MOST: f64 = 100.0;

/// How the tickets are drawn.
#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(later, fallible))]
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
    let args = move || Some(in_workspace(it, &[])?.with("limit", &MOST.into()));
    let tickets = it.server.live(ListByVisitor::NAME, args);
    it.session.watch(tickets);
    let screen = parts::screen(it, "tickets");
    drop(put_answer(screen.part(".scroll"), tickets, move |tickets| {
        let tickets = tickets.each();
        if tickets.is_empty() {
            return template("no-tickets");
        }
        el("ul.rows").put_all(tickets.iter().map(|ticket| row(it, ticket)))
    }));
    screen
}

/// Of `tickets::OfVisitor`.
fn row(it: Messenger, ticket: &Json) -> El {
    let drawn = parts::row("ticket-row", ticket, &[("strong", "subject")]);
    if let Some(status) = ticket.text("status") {
        drop(drawn.part(".row-text").put(chip(&status)));
    }
    drawn.fill("time", &it.moment(time(ticket, "updatedAt")))
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
