//! The conversation: its header, its messages from the newest up, who is typing, the composer.

use crate::{
    aside,
    bubble::bubble,
    composer::{Composer, composer},
    conversations::{empty, skeleton},
    history::Progress,
    home::{face, first_name, names, presence},
    icons::{self, icon},
    messenger::{Messenger, offers},
    notice::dots,
    panel::{button, close_button, round},
    thread::Thread,
    words::{Says, Text, say, say_with},
};
use client::{
    Var,
    dom::{El, effect, el},
};
use web_sys::Element;

/// Closer to the newest message than this counts as being there, in pixels.
const NEAR: i32 = 60;
/// So close to the first message known, earlier ones are fetched, in pixels.
const EARLY: i32 = 300;

pub fn conversation(it: Messenger) -> El {
    let thread = Thread::open(it);
    let composing = Composer::new(it);
    let has_talk = offers("data-talk");
    effect(move || {
        // Nobody is asked anything before they have written.
        if has_talk && thread.count().0 > 0 {
            composing.has_aside.set_if_other(true);
        }
    });
    el("div.screen")
        .on("dragover", |event| event.prevent_default())
        .on("drop", move |event| {
            // The browser would show the file instead of the conversation.
            event.prevent_default();
            composing.choose(&event, "dataTransfer");
        })
        .put(header(it))
        .put(list(thread))
        .put_if(
            move || thread.is_closed(),
            || el("p.hint").set("data-testid", "widget-conversation-status").say("closed-hint"),
        )
        .put_if(move || composing.has_aside.get(), move || aside::place(thread, composing))
        .put(composer(composing))
}

/// Whom one talks to.
fn header(it: Messenger) -> El {
    let two = move || {
        let mut names = names(it);
        names.truncate(2);
        names
    };
    let faces = el("div.faces").set("aria-hidden", "true").put_each(two, |name| face(name));
    let who = el("div.who").put(el("h1").set("tabindex", "-1").say("chat-with-us"));
    el("header.bar talk")
        .put(round("back", icons::BACK, "widget-back-button").on_click(move || it.back()))
        .put(faces)
        .put(presence(it, who))
        .put(close_button(it))
}

fn list(thread: Thread) -> El {
    let is_at_end = Var::new(true);
    let has_new = Var::new(false);
    let lines = el("div.lines");
    let lines = beginning(thread, lines)
        .put_each(move || thread.keys(), move |key| bubble(thread, key))
        .put_by(move || thread.typist(), |first| first.as_ref().map(|name| typing(name.as_deref())));
    let scroll = el("div.scroll list")
        .set("role", "log")
        .set("aria-live", "off")
        .label("message-list")
        .set("tabindex", "0")
        .set("data-testid", "widget-message-list")
        .put(lines);
    let node = scroll.node();
    let scroll = scroll.on("scroll", {
        let list = node.clone();
        move |_| {
            // The list runs from the bottom up, so that it stays at the newest message by itself: 0 is the end.
            let above = -list.scroll_top();
            let is_near = above < NEAR;
            is_at_end.set_if_other(is_near);
            if is_near {
                has_new.set_if_other(false);
            }
            if list.scroll_height() - list.client_height() - above < EARLY {
                thread.load_earlier();
            }
        }
    });
    follow_new(thread, node.clone(), is_at_end, has_new);
    el("div.list-area").put(scroll).put_by(
        move || (is_at_end.get(), has_new.get()),
        move |(is_at_end, has_new)| (!is_at_end).then(|| jump(node.clone(), *has_new)),
    )
}

/// A message that comes while one reads further up is offered, an own one is shown.
fn follow_new(thread: Thread, list: Element, is_at_end: Var<bool>, has_new: Var<bool>) {
    let mut before = 0;
    effect(move || {
        let (count, is_mine) = thread.count();
        if before > 0 && count > before && !is_at_end.get_untracked() {
            if is_mine { list.set_scroll_top(0) } else { has_new.set(true) }
        }
        before = count;
    });
}

fn jump(list: Element, has_new: bool) -> El {
    let jump = button(if has_new { "jump fresh" } else { "jump" })
        .label("jump-down")
        .on_click(move || list.set_scroll_top(0))
        .put(icon(icons::DOWN));
    if has_new { jump.say("jump-new") } else { jump }
}

/// What stands above the first message.
#[derive(PartialEq)]
enum Above {
    Nothing,
    Loading,
    Earlier { is_loading: bool },
    Greeting,
    Beginning,
}

fn beginning(thread: Thread, into: El) -> El {
    let above = move || {
        if !thread.is_loaded.get() {
            Above::Loading
        } else if thread.has_earlier.get() {
            Above::Earlier { is_loading: thread.is_loading_earlier.get() }
        } else if thread.count().0 == 0 {
            Above::Greeting
        } else if thread.it.conversation.get().is_none() {
            Above::Nothing
        } else {
            Above::Beginning
        }
    };
    into.put_by(above, move |above| {
        Some(match above {
            Above::Nothing => return None,
            Above::Loading => skeleton(),
            Above::Earlier { is_loading } => button("link earlier")
                .on_click(move || thread.load_earlier())
                .text(&if *is_loading { "…".to_owned() } else { say("older") }),
            Above::Greeting => empty("greeting", "greeting-hint"),
            Above::Beginning => el("p.beginning").say("beginning"),
        })
    })
}

fn typing(name: Option<&str>) -> El {
    let text = match name {
        Some(name) => say_with("is-typing", &[("name", Text(first_name(name)))]),
        None => say("someone-is-typing"),
    };
    let team = say("team");
    let dots = dots().set("role", "img").set("aria-label", &text);
    el("div.line theirs begins ends typing")
        .set("data-testid", "widget-typing")
        .put(face(name.unwrap_or(&team)))
        .put(el("div.bubble").put(dots))
}

/// The sign below an own message, and its word.
pub fn sign(progress: Progress, is_lost: bool) -> Option<(&'static str, &'static str)> {
    match progress {
        Progress::Theirs => None,
        Progress::Waiting => Some((icons::CLOCK, if is_lost { "waiting" } else { "sending" })),
        Progress::Failed => Some((icons::ALERT, "failed")),
        Progress::Sent => Some((icons::CHECK, "sent")),
        Progress::Read => Some((icons::CHECKS, "read")),
    }
}
