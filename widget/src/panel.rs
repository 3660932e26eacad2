//! The panel: one screen at a time, a bar of tabs below, and a say about the connection. It keeps the focus where it belongs.

use crate::{
    conversation::conversation,
    conversations::conversations,
    home::home,
    icons::{self, icon},
    later::later,
    messenger::{Help, Messenger, Screen, Tickets},
    notice::{connection, notice},
    session::Phase,
    words::{Number, Says, say_with},
};
use client::{
    codec::Json,
    decimal::decimal,
    dom::{El, after, before_drawing, document, effect, el, on_window, window},
};
use std::mem::discriminant;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, KeyboardEvent, ResizeObserver};

/// What the panel shows.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Notice(Phase),
    /// With [`Messenger::talks`].
    Screen(Screen, u32),
}

pub fn panel(it: Messenger) -> El {
    let shown = move || match it.session.phase.get() {
        Phase::Ready | Phase::Connecting => Shown::Screen(it.screen.get(), it.talks.get()),
        phase => Shown::Notice(phase),
    };
    let has_tabs = move || match shown() {
        // One tab leads nowhere.
        Shown::Screen(screen, _) => is_tabbed(screen) && offered(it).len() > 1,
        Shown::Notice(_) => false,
    };
    let main = el("section.panel")
        .set("role", "dialog")
        .label("frame-title")
        .set_by("aria-modal", move || Some(it.is_full.get().to_string()))
        .set("data-testid", "widget-panel");
    let node: Element = main.node();
    keep_focus(it, node.clone(), shown);
    follow_size(it, node.clone());
    main.on("keydown", move |event| {
        let event: KeyboardEvent = event.unchecked_into();
        if is_escape(&event) && !event.default_prevented() {
            it.close();
        }
    })
    .put(edge(it, node.clone(), true))
    .put_by(shown, move |shown| {
        Some(match shown {
            Shown::Notice(phase) => notice(it, *phase),
            Shown::Screen(Screen::Home, _) => home(it),
            Shown::Screen(Screen::Conversations, _) => conversations(it),
            Shown::Screen(Screen::Conversation, _) => conversation(it),
            Shown::Screen(Screen::Tours, _) => it.tours.screen(),
            Shown::Screen(Screen::Tasks, _) => it.tasks.screen(),
            Shown::Screen(screen, _) => later(it, *screen),
        })
    })
    .put_if(has_tabs, move || tabs(it))
    .put(connection(it))
    .put(edge(it, node, false))
    .put(el("p.unseen").set("aria-live", "polite").text_by(move || it.announced.get()))
}

/// Whether the bar of tabs stands below: not where one reads or writes.
fn is_tabbed(screen: Screen) -> bool {
    use {Help::Article, Tickets::List};
    match screen {
        Screen::Conversation | Screen::Help(Article(_)) => false,
        Screen::Tickets(place) => place == List,
        _ => true,
    }
}

fn tabs(it: Messenger) -> El {
    el("nav.tabs").put_each(
        move || offered(it),
        move |at| {
            let (to, word, path) = TABS[*at];
            tab(it, to, word, path)
        },
    )
}

const TABS: [(Screen, &str, &str); 6] = [
    (Screen::Home, "tab-home", icons::HOME),
    (Screen::Conversations, "tab-messages", icons::CHAT),
    (Screen::Help(Help::Start), "tab-help", icons::HELP),
    (Screen::Tours, "tab-tours", icons::TOURS),
    (Screen::Tasks, "tab-tasks", icons::TASKS),
    (Screen::Tickets(Tickets::List), "tab-tickets", icons::TICKET),
];

/// Which of the tabs there are for this visitor.
fn offered(it: Messenger) -> Vec<usize> {
    (0..TABS.len()).filter(|at| it.has_tab(TABS[*at].0)).collect()
}

fn tab(it: Messenger, to: Screen, word: &'static str, path: &str) -> El {
    let is_here = move || discriminant(&it.screen.get()) == discriminant(&to);
    let unread = move || if to == Screen::Conversations { it.unread() } else { 0 };
    let picture = el("span.tab-icon").put(icon(path)).put_by(unread, |count| badge(*count));
    button("tab")
        .set("data-testid", word)
        .set_by("aria-current", move || is_here().then(|| "page".into()))
        .on_click(move || it.go(to))
        .put(picture)
        .say(word)
}

/// A button that submits nothing.
pub fn button(class: &str) -> El {
    el("button").set("type", "button").class(class)
}

/// A round button with an icon; `word` says what it does.
pub fn round(word: &str, path: &str, test_id: &str) -> El {
    button("round").label(word).set("data-testid", test_id).put(icon(path))
}

/// The number of unread messages, if there are any; said as a sentence.
pub fn badge(count: i64) -> Option<El> {
    let shown = if count > 99 { "99+".to_owned() } else { decimal(count) };
    let words = say_with("unread", &[("count", Number(count as f64))]);
    (count > 0).then(|| el("span.badge").set("role", "img").set("aria-label", &words).text(&shown))
}

/// The button that every header has.
pub fn close_button(it: Messenger) -> El {
    round("close", icons::CLOSE, "widget-close-button").on_click(move || it.close())
}

/// True for an Escape that is not one of a word being composed.
pub fn is_escape(event: &KeyboardEvent) -> bool {
    event.key() == "Escape" && !is_composing(event)
}

/// True while a word is being composed (IME). Some browsers tell the key that ends it by its old code alone.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// At the panel's edge: where it covers everything, Tab goes round; elsewhere the page's own order holds.
fn edge(it: Messenger, main: Element, to_last: bool) -> El {
    el("span.edge").set_by("tabindex", move || Some(if it.is_full.get() { "0" } else { "-1" }.into())).on(
        "focus",
        move |_| {
            let stops = stops(&main);
            let next = if to_last { stops.last() } else { stops.first() };
            focus(next.cloned());
        },
    )
}

/// What Tab stops at in an element, in order.
pub fn stops(main: &Element) -> Vec<Element> {
    const STOPS: &str = "button:not(:disabled), textarea, input, select, a[href], [tabindex='0']:not(.edge)";
    let Ok(found) = main.query_selector_all(STOPS) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}

/// Focuses an element, if there is one. One that vanished meanwhile just keeps the focus where it is.
pub fn focus(element: Option<Element>) {
    if let Some(element) = element {
        let _ = element.unchecked_ref::<HtmlElement>().focus();
    }
}

/// Moves the focus into what is shown when the panel opens, and when what it shows changes.
fn keep_focus(it: Messenger, main: Element, shown: impl Fn() -> Shown + 'static) {
    let mut before = None;
    effect(move || {
        let now = (it.is_open.get(), shown());
        if now.0 && before != Some(now) {
            let main = main.clone();
            before_drawing(move || focus_first(&main));
        }
        before = Some(now);
    });
}

/// What asks for it, else the composer, where there is one and no keyboard would jump up, else the screen's heading.
pub fn focus_first(main: &Element) {
    if let Ok(Some(first)) = main.query_selector(".first") {
        return focus(Some(first));
    }
    let is_touch =
        window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches());
    let wanted = if is_touch { "h1" } else { "textarea, h1:not(.talk *)" };
    focus(main.query_selector(wanted).ok().flatten());
}

/// Tells the loader where the panel stands, and again whenever that changes.
fn follow_size(it: Messenger, main: Element) {
    let measure = {
        let main = main.clone();
        move || tell_size(it, &main)
    };
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
    on_window("resize", {
        let measure = measure.clone();
        move |_| {
            measure();
        }
    });
    effect(move || {
        if it.is_open.get() {
            until(measure.clone(), 50);
        }
    });
}

/// A frame that was hidden a moment ago has no size yet, and a browser may not draw it before the loader shows it: no event
/// tells when to look again, so this asks.
fn until(measure: impl Fn() -> bool + 'static, tries: u32) {
    if !measure() && tries > 0 {
        after(30, move || until(measure, tries - 1));
    }
}

/// False if the panel has no size.
fn tell_size(it: Messenger, main: &Element) -> bool {
    let place = main.get_bounding_client_rect();
    if place.width() < 1.0 {
        return false;
    }
    let view = document().document_element();
    let is_full = view.is_some_and(|view| f64::from(view.client_width()) <= place.width() + 1.0);
    it.is_full.set(is_full);
    let radius = if is_full { 0.0 } else { 20.0 };
    let rect = [place.x(), place.y(), place.width(), place.height(), radius];
    let rect: Json = rect.into_iter().map(Json::from).collect();
    it.frame.tell("rects", &[("rects", &[rect].into_iter().collect())]);
    true
}
