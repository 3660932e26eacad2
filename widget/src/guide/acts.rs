//! What a button of a message does (functions-engagement.md §7), and what the kinds of content have in common.

use super::{Guide, address::address};
use crate::{
    later::parts::{in_workspace, with_token},
    messenger::{Help, Messenger, Screen, Tickets},
    words::say,
};
use client::{
    codec::Json,
    dom::{El, effect, template, window},
};
use reactive_graph::graph::untrack;

/// What an action is about, from where its author put it; none where it lacks what it needs.
pub fn about(guide: Guide, kind: &str, of: &Json) -> Option<String> {
    match kind {
        "url" | "open_url" => address(guide, &of.text("url")?),
        "tour" => of.text("tourId"),
        "open_help_article" => of.text("articleId"),
        "open_widget_tab" => of.text("tabId"),
        "open_new_conversation" => Some(of.said("prefillMessage")),
        "open_messenger" | "dismiss" => Some(String::new()),
        _ => None,
    }
}

/// Does it. A button whose action is `url` is a link, which the browser follows.
pub fn run(guide: Guide, kind: &str, about: &str) {
    let it = guide.it;
    match kind {
        "tour" => return guide.start_tour(about),
        "open_url" => {
            // What a browser refuses to open, it says itself.
            let _ = window().open_with_url_and_target_and_features(about, "_blank", "noopener,noreferrer");
            return;
        }
        "url" | "dismiss" => return,
        "open_help_article" => {
            if let Ok(id) = about.parse() {
                it.open(Screen::Help(Help::Article(id)));
            }
        }
        "open_new_conversation" => {
            // What the visitor has begun to write stays.
            if it.draft(None).is_empty() {
                it.keep_draft(None, about.into());
            }
            it.talk(None);
        }
        // Without a tab, or with one that the visitor does not have: to the messages.
        _ => {
            let tab = screen_of(about);
            it.go(if untrack(|| it.has_tab(tab)) { tab } else { Screen::Conversations });
        }
    }
    open_panel(it);
}

/// Shows the messenger, from wherever the visitor is.
pub fn open_panel(it: Messenger) {
    it.frame.post_text("{\"t\":\"open\"}");
}

fn screen_of(word: &str) -> Screen {
    match word {
        "home" => Screen::Home,
        "help" => Screen::Help(Help::Start),
        "tours" => Screen::Tours,
        "tasks" => Screen::Tasks,
        "tickets" => Screen::Tickets(Tickets::List),
        _ => Screen::Conversations,
    }
}

/// A screen of the messenger: what it is called, and what it says while something has failed.
pub fn tab(it: Messenger, words: [&str; 2], has_failed: impl Fn() -> bool + 'static, test_id: &str) -> El {
    let screen = template("tab").fill("h1", &say(words[0])).fill(".problem", &say(words[1]));
    drop(screen.part(".problem").set_by("hidden", move || (!has_failed()).then(String::new)));
    drop(screen.part("button").on_click(move || it.close()));
    drop(screen.part(".tasks").set("data-testid", test_id));
    screen
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
