//! The visitor's conversations, latest first.

use crate::{
    home::face,
    icons::{self, icon},
    messenger::Messenger,
    panel::{badge, button, close_button},
    rows::Conversation,
    words::{Says, Text, say, say_with},
};
use client::{
    codec::Looked,
    dom::{El, el},
};

pub fn conversations(it: Messenger) -> El {
    let title = el("h1").set("tabindex", "-1").say("conversations");
    let list = el("div.scroll").put_by(
        move || it.has_conversations(),
        move |is_any| {
            Some(match is_any {
                None => skeleton(),
                Some(false) => empty("no-conversations", "no-conversations-hint"),
                Some(true) => el("ul.rows")
                    .set("data-testid", "widget-conversation-list")
                    .put_each(move || it.rows(), move |row| conversation_row(it, row)),
            })
        },
    );
    let start = button("primary")
        .set("data-testid", "widget-new-conversation")
        .on_click(move || it.talk(None))
        .say("send-us-a-message");
    el("div.screen")
        .put(el("header.bar").put(title).put(close_button(it)))
        .put(list)
        .put(el("div.foot").put(start))
}

/// What is said where nothing is yet.
pub fn empty(title: &str, hint: &str) -> El {
    el("div.empty")
        .put(el("span.notice-icon").put(icon(icons::CHAT)))
        .put(el("h2").say(title))
        .put(el("p").say(hint))
}

/// One conversation: who, what was said last, when, how much is unread.
pub fn conversation_row(it: Messenger, row: &Looked) -> El {
    Conversation::read(&row.json).map_or_else(|| el("li"), |row| row_of(it, &row))
}

fn row_of(it: Messenger, row: &Conversation) -> El {
    let team = say("team");
    let text = match &row.last_message {
        Some(last) if last.is_own => say_with("you", &[("text", Text(&last.content))]),
        Some(last) => last.content.clone(),
        None => say("no-messages"),
    };
    let (id, unread) = (row.id, row.unread_by_visitor);
    let closed = row.is_closed.then(|| el("span.chip").say("closed"));
    let top = el("span.row-top")
        .put(el("strong").text(&team))
        .put_all(closed)
        .put(el("time").text(&it.moment(row.last_message_at.unwrap_or(row.created_at))));
    let words = el("span.row-text").put(top).put(el("span.row-last").set("dir", "auto").text(&text));
    let opens = button(if unread > 0 { "row unread" } else { "row" })
        .set("data-testid", "widget-conversation-item")
        .on_click(move || it.talk(Some(id)))
        .put(face(&team))
        .put(words)
        .put_all(badge(unread));
    el("li").put(opens)
}

/// Grey lines where rows will be.
pub fn skeleton() -> El {
    el("div.skeleton").set("aria-hidden", "true").put_all((0..5).map(|_| el("i")))
}
