//! What is said when there is no conversation to show, and what is said about the connection above one.

use crate::{
    frame::Say,
    icons::{self, icon},
    messenger::messenger,
    panel::CloseButton,
    session::Phase,
    words::say,
};
use leptos::{ev, prelude::*};

/// A whole screen that explains.
#[component]
pub fn Notice(phase: Phase) -> impl IntoView {
    let it = messenger();
    let (path, title, text) = match phase {
        Phase::Consent => (icons::LOCK, "consent-title", "consent"),
        Phase::Refused => (icons::LOCK, "refused-title", "refused"),
        Phase::Unknown => (icons::ALERT, "unknown-title", "unknown"),
        _ => (icons::CLOUD, "trouble-title", "trouble"),
    };
    let privacy =
        it.look.with_value(|look| look.privacy_policy_url.clone()).filter(|url| url.starts_with("https://"));
    view! {
        <div class="notice">
            <div class="notice-close"><CloseButton/></div>
            <span class="notice-icon">{icon(path)}</span>
            <h1 tabindex="-1">{say(title)}</h1>
            <p>{say(text)}</p>
            {(phase == Phase::Trouble).then(|| view! { <span class="dots"><i></i><i></i><i></i></span> })}
            {(phase == Phase::Consent)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="primary"
                            on:click=move |_| it.frame.say(Say { t: "agreed", ..Say::default() })
                        >
                            {say("agree")}
                        </button>
                        {privacy
                            .map(|url| {
                                view! {
                                    <a href=url target="_blank" rel="noopener noreferrer">
                                        {say("privacy")}
                                    </a>
                                }
                            })}
                    }
                })}
        </div>
    }
}

/// One line at the panel's top while the connection is not there, or while nothing can be kept.
#[component]
pub fn Connection() -> impl IntoView {
    let it = messenger();
    let is_offline = RwSignal::new(!window().navigator().on_line());
    window_event_listener(ev::online, move |_| is_offline.set(false));
    window_event_listener(ev::offline, move |_| is_offline.set(true));
    let text = move || {
        if it.session.phase.get() != Phase::Ready {
            return None;
        }
        match (is_offline.get(), it.server.is_lost()) {
            (true, _) => Some("offline"),
            (_, true) => Some("reconnecting"),
            _ => it.session.identity.with(|identity| !identity.is_kept).then_some("not-kept"),
        }
    };
    view! { <div role="status" class="banner-area">{move || text().map(|word| view! { <p class="banner">{say(word)}</p> })}</div> }
}
