//! What a button of a message or of a task does (functions-engagement.md §7), and what kinds of content have in common.

use super::{Guide, address::address};
use crate::{
    later::parts::{in_workspace, with_token},
    messenger::{Help, Messenger, Screen, Tickets},
    panel::button,
};
use client::{
    codec::Json,
    dom::{El, effect, el},
};
use reactive_graph::graph::untrack;

/// An element that does what an author chose; none where it lacks what it needs for that.
pub fn act(guide: Guide, kind: &str, of: &Json, class: &str) -> Option<El> {
    let needed = match kind {
        "url" | "open_url" => return link(guide, &of.text("url")?, class),
        "tour" => "tourId",
        "open_help_article" => "articleId",
        "open_widget_tab" => "tabId",
        "open_new_conversation" | "open_messenger" | "dismiss" => "prefillMessage",
        _ => return None,
    };
    let with = match of.text(needed) {
        None if needed == "prefillMessage" => String::new(),
        with => with?,
    };
    let kind = kind.to_owned();
    Some(button(class).on_click(move || untrack(|| run(guide, &kind, &with))))
}

fn run(guide: Guide, kind: &str, with: &str) {
    let it = guide.it;
    match kind {
        "tour" => return guide.start_tour(with),
        "dismiss" => return,
        "open_help_article" => {
            if let Ok(id) = with.parse() {
                it.open(Screen::Help(Help::Article(id)));
            }
        }
        "open_new_conversation" => {
            if !with.is_empty() {
                it.keep_draft(None, with.into());
            }
            it.talk(None);
        }
        // Without a tab: to the messages.
        _ => {
            let tab = tab(with);
            it.go(if it.has_tab(tab) { tab } else { Screen::Conversations });
        }
    }
    open_panel(it);
}

/// Shows the messenger, from wherever the visitor is.
pub fn open_panel(it: Messenger) {
    it.frame.post_text("{\"t\":\"open\"}");
}

fn tab(word: &str) -> Screen {
    match word {
        "home" => Screen::Home,
        "help" => Screen::Help(Help::Start),
        "tasks" => Screen::Tasks,
        "tickets" => Screen::Tickets(Tickets::List),
        _ => Screen::Conversations,
    }
}

/// A link that opens a window of its own; none where that would not open a page.
pub fn link(guide: Guide, url: &str, class: &str) -> Option<El> {
    let link = el("a").class(class).set("href", &address(guide, url)?);
    Some(link.set("target", "_blank").set("rel", "noopener noreferrer"))
}

/// Tells the server what a visitor did, with these arguments and the visitor's token.
pub fn tell(guide: Guide, name: &'static str, args: &[(&str, &str)], more: Option<(&str, Json)>) {
    let session = guide.it.session;
    if let Some(args) = untrack(|| with_token(session, args)) {
        let args = more.map_or_else(|| args.clone(), |(name, value)| args.with(name, &value));
        session.server().tell(name, args, move |error| session.check(&error));
    }
}

/// The browser's session; empty before the page's part has told.
pub fn session(guide: Guide) -> String {
    guide.page.session.get_untracked().unwrap_or_default()
}

/// The arguments of a list for this visitor on this page, once all of them are known.
pub fn for_this_page(guide: Guide) -> Option<Json> {
    let url = guide.page.url.get();
    guide.page.session.with(Option::is_some).then(|| in_workspace(guide.it, &[("currentUrl", &url)]))?
}

/// Runs when another visitor begins to use the page.
pub fn on_another_visitor(guide: Guide, run: impl Fn() + 'static) {
    let mut is_first = true;
    effect(move || {
        guide.it.session.identity.with(|_| ());
        if !std::mem::take(&mut is_first) {
            untrack(&run);
        }
    });
}
