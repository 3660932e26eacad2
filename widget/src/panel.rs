//! The panel: one screen at a time, a bar of tabs below, and a say about the connection. It keeps the focus where it belongs.

use crate::{
    conversation::Conversation,
    conversations::Conversations,
    frame::Say,
    home::Home,
    icons::{self, icon},
    messenger::{Messenger, Screen, messenger},
    notice::{Connection, Notice},
    session::Phase,
    words::{Number, say, say_with},
};
use leptos::{ev, html, prelude::*};
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};

#[component]
pub fn Panel() -> impl IntoView {
    let it = messenger();
    let node = NodeRef::<html::Main>::new();
    Effect::new(move |_| {
        if let Some(main) = node.get() {
            follow_size(it, main);
        }
    });
    Effect::new(move |_| {
        if it.is_open.get() {
            it.screen.track();
            it.session.phase.track();
            request_animation_frame(move || focus_first(node));
        }
    });
    view! {
        <main
            node_ref=node
            class="panel"
            role="dialog"
            aria-label=say("frame-title")
            aria-modal=move || it.is_full.get().to_string()
            data-testid="widget-panel"
            on:keydown=move |event: ev::KeyboardEvent| {
                if event.key() == "Escape" && !event.default_prevented() {
                    it.close();
                }
            }
        >
            <Edge to_last=true node/>
            {move || match it.session.phase.get() {
                Phase::Ready | Phase::Connecting => view! { <Screens/> }.into_any(),
                phase => view! { <Notice phase/> }.into_any(),
            }}
            <Connection/>
            <Edge to_last=false node/>
            <p class="unseen" aria-live="polite">{it.announced}</p>
        </main>
    }
}

#[component]
fn Screens() -> impl IntoView {
    let it = messenger();
    view! {
        {move || match it.screen.get() {
            Screen::Home => view! { <Home/> }.into_any(),
            Screen::Conversations => view! { <Conversations/> }.into_any(),
            Screen::Conversation => view! { <Conversation/> }.into_any(),
        }}
        <Show when=move || it.screen.get() != Screen::Conversation>
            <nav class="tabs">
                <Tab to=Screen::Home word="tab-home" path=icons::HOME/>
                <Tab to=Screen::Conversations word="tab-messages" path=icons::CHAT/>
            </nav>
        </Show>
    }
}

#[component]
fn Tab(to: Screen, word: &'static str, path: &'static str) -> impl IntoView {
    let it = messenger();
    let is_here = move || it.screen.get() == to;
    let unread = move || it.unread.value().filter(|count| *count > 0 && to == Screen::Conversations);
    view! {
        <button
            type="button"
            class="tab"
            aria-current=move || is_here().then_some("page")
            on:click=move |_| it.go(to)
        >
            <span class="tab-icon">{icon(path)}{move || unread().map(badge)}</span>
            {say(word)}
        </button>
    }
}

/// The number of unread messages; said as a sentence.
pub fn badge(count: i64) -> impl IntoView {
    let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
    view! {
        <span class="badge" role="img" aria-label=say_with("unread", &[("count", Number(count as f64))])>
            {shown}
        </span>
    }
}

/// The button that every header has.
#[component]
pub fn CloseButton() -> impl IntoView {
    let it = messenger();
    view! {
        <button
            type="button"
            class="round"
            aria-label=say("close")
            data-testid="widget-close-button"
            on:click=move |_| it.close()
        >
            {icon(icons::CLOSE)}
        </button>
    }
}

/// At the panel's edge: where it covers everything, Tab goes round; elsewhere the page's own order holds.
#[component]
fn Edge(to_last: bool, node: NodeRef<html::Main>) -> impl IntoView {
    let it = messenger();
    let wrap = move |_| {
        let stops = node.get_untracked().map(|main| stops(&main)).unwrap_or_default();
        let next = if to_last { stops.last() } else { stops.first() };
        if let Some(next) = next {
            // An element that vanished meanwhile just keeps the focus here.
            let _ = next.focus();
        }
    };
    view! { <span class="edge" tabindex=move || if it.is_full.get() { "0" } else { "-1" } on:focus=wrap/> }
}

fn stops(main: &HtmlElement) -> Vec<HtmlElement> {
    const STOPS: &str = "button:not(:disabled), textarea, a[href], [tabindex='0']:not(.edge)";
    let Ok(found) = main.query_selector_all(STOPS) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}

/// The composer, where there is one and no keyboard would jump up, else the screen's heading.
fn focus_first(node: NodeRef<html::Main>) {
    let Some(main) = node.get_untracked() else { return };
    let is_touch =
        window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches());
    let wanted = if is_touch { "h1" } else { "textarea, h1" };
    let target =
        main.query_selector(wanted).ok().flatten().and_then(|node| node.dyn_into::<HtmlElement>().ok());
    if let Some(target) = target {
        let _ = target.focus();
    }
}

/// Tells the loader where the panel stands, and again whenever that changes.
fn follow_size(it: Messenger, main: HtmlElement) {
    let panel = main.clone();
    let measure = move || tell_size(it, &panel);
    let observed = Closure::<dyn Fn()>::new({
        let measure = measure.clone();
        move || {
            measure();
        }
    });
    if let Ok(observer) = ResizeObserver::new(observed.as_ref().unchecked_ref()) {
        observer.observe(&main);
    }
    observed.forget();
    let again = measure.clone();
    window_event_listener(ev::resize, move |_| {
        again();
    });
    Effect::new(move |_| {
        if it.is_open.get() {
            until(measure.clone(), 50);
        }
    });
}

/// A frame that was hidden a moment ago has no size yet, and a browser may not draw it before the loader shows it: no event
/// tells when to look again, so this asks.
fn until(measure: impl Fn() -> bool + 'static, tries: u32) {
    if !measure() && tries > 0 {
        set_timeout(move || until(measure, tries - 1), Duration::from_millis(30));
    }
}

/// False if the panel has no size.
fn tell_size(it: Messenger, main: &HtmlElement) -> bool {
    let place = main.get_bounding_client_rect();
    if place.width() < 1.0 {
        return false;
    }
    let view = document().document_element();
    let is_full = view.is_some_and(|view| f64::from(view.client_width()) <= place.width() + 1.0);
    it.is_full.set(is_full);
    let radius = if is_full { 0.0 } else { 20.0 };
    let rect = [place.x(), place.y(), place.width(), place.height(), radius];
    it.frame.say(Say { t: "rects", rects: Some(vec![rect]), ..Say::default() });
    true
}
