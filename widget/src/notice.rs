//! What is said when there is no conversation to show, and what is said about the connection above one.

use crate::{
    icons::{self, icon},
    messenger::Messenger,
    panel::{button, close_button},
    session::Phase,
    words::Says,
};
use client::{
    Var,
    dom::{El, after, effect, el, on_window, window},
};
use reactive_graph::graph::untrack;

/// A whole screen that explains.
pub fn notice(it: Messenger, phase: Phase) -> El {
    let (path, title, text) = match phase {
        Phase::Consent => (icons::LOCK, "consent-title", "consent"),
        Phase::Refused => (icons::LOCK, "refused-title", "refused"),
        Phase::Unknown => (icons::ALERT, "unknown-title", "unknown"),
        _ => (icons::CLOUD, "trouble-title", "trouble"),
    };
    let screen = el("div.notice")
        .put(el("div.notice-close").put(close_button(it)))
        .put(el("span.notice-icon").put(icon(path)))
        .put(el("h1").set("tabindex", "-1").say(title))
        .put(el("p").say(text));
    match phase {
        Phase::Trouble => screen.put(dots()),
        Phase::Consent => screen.put_all(consent(it)),
        _ => screen,
    }
}

fn consent(it: Messenger) -> impl Iterator<Item = El> {
    let agree = button("primary").on_click(move || it.frame.tell("agreed", &[])).say("agree");
    let policy = it.look.privacy_policy_url.clone();
    let policy = policy.filter(|url| url.starts_with("https://")).map(|url| {
        el("a").set("href", &url).set("target", "_blank").set("rel", "noopener noreferrer").say("privacy")
    });
    std::iter::once(agree).chain(policy)
}

/// Three dots that move.
pub fn dots() -> El {
    el("span.dots").put_all((0..3).map(|_| el("i")))
}

/// A connection that comes back within so many milliseconds is not worth a word.
const PATIENCE: i32 = 2_000;

/// One line at the panel's top while the connection is not there, or while nothing can be kept.
pub fn connection(it: Messenger) -> El {
    let is_offline = Var::new(!window().navigator().on_line());
    let is_late = Var::new(false);
    effect(move || {
        is_late.set(false);
        if it.server.is_lost() {
            let late = move || is_late.set(untrack(|| it.server.is_lost()));
            after(PATIENCE, late);
        }
    });
    on_window("online", move |_| is_offline.set(false));
    on_window("offline", move |_| is_offline.set(true));
    let text = move || {
        if it.session.phase.get() != Phase::Ready {
            return None;
        }
        match (is_offline.get(), is_late.get()) {
            (true, _) => Some("offline"),
            (_, true) => Some("reconnecting"),
            _ => {
                let is_kept =
                    it.outbox.is_durable.get() && it.session.identity.with(|identity| identity.is_kept);
                (!is_kept).then_some("not-kept")
            }
        }
    };
    el("div")
        .set("role", "status")
        .class("banner-area")
        .put_by(text, |word| word.map(|word| el("p.banner").say(word)))
}
