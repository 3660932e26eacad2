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
use shared::id::ArticleId;

/// An element that does what an author chose; none where it lacks what it needs for that.
pub fn act(guide: Guide, kind: &str, of: &Json, class: &str) -> Option<El> {
    let it = guide.it;
    let run: Box<dyn Fn()> = match kind {
        "url" | "open_url" => return link(guide, &of.text("url")?, class),
        "tour" => {
            let id = of.text("tourId")?;
            Box::new(move || guide.start_tour(&id))
        }
        "open_help_article" => {
            let id: ArticleId = of.text("articleId")?.parse().ok()?;
            Box::new(move || it.open(Screen::Help(Help::Article(id))))
        }
        "open_new_conversation" => {
            let text = of.text("prefillMessage").unwrap_or_default();
            Box::new(move || {
                if !text.is_empty() {
                    it.keep_draft(None, text.clone());
                }
                it.talk(None);
            })
        }
        "open_widget_tab" => {
            let screen = tab(&of.text("tabId")?)?;
            Box::new(move || go(it, screen))
        }
        "open_messenger" => Box::new(move || go(it, Screen::Conversations)),
        "dismiss" => Box::new(|| {}),
        _ => return None,
    };
    let opens = kind.starts_with("open_");
    Some(button(class).on_click(move || {
        untrack(&run);
        if opens {
            open_panel(it);
        }
    }))
}

/// Shows the messenger, from wherever the visitor is.
pub fn open_panel(it: Messenger) {
    it.frame.post_text("{\"t\":\"open\"}");
}

fn tab(word: &str) -> Option<Screen> {
    Some(match word {
        "home" => Screen::Home,
        "messages" => Screen::Conversations,
        "help" => Screen::Help(Help::Start),
        "tasks" => Screen::Tasks,
        "tickets" => Screen::Tickets(Tickets::List),
        _ => return None,
    })
}

/// To a tab; to the messages where the visitor has no such tab.
fn go(it: Messenger, screen: Screen) {
    it.go(if it.has_tab(screen) { screen } else { Screen::Conversations });
}

/// A link that opens a window of its own; none where that would not open a page.
pub fn link(guide: Guide, url: &str, class: &str) -> Option<El> {
    let link = el("a").class(class).set("href", &address(guide, url)?);
    Some(link.set("target", "_blank").set("rel", "noopener noreferrer"))
}

/// Tells the server what a visitor did, with these arguments and the visitor's token; what it does not take is the site's to know.
pub fn tell(guide: Guide, name: &'static str, args: &[(&str, &str)], more: impl FnOnce(Json) -> Json) {
    if let Some(args) = untrack(|| with_token(guide.it.session, args)) {
        let session = guide.it.session;
        session.server().tell_json(name, more(args), Box::new(move |error| session.check(&error)));
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
