//! What the app asks of the browser: time, storage, address, clipboard, focus. Refusals are answered with nothing.

use leptos::prelude::*;
use shared::Millis;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, HtmlElement, Storage, Window};

#[expect(clippy::expect_used, reason = "the app runs in a page, never in a worker")]
pub fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

#[expect(clippy::expect_used, reason = "the app runs in a page, never in a worker")]
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// The page's origin, as `https://host:port`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Milliseconds since the epoch.
pub fn now() -> Millis {
    js_sys::Date::now() as Millis
}

/// What local time is ahead of UTC right now, in milliseconds.
pub fn offset() -> Millis {
    (-js_sys::Date::new_0().get_timezone_offset() * 60_000.0) as Millis
}

/// An address of our own server as this page reaches it, whatever name the server has of itself.
pub fn own(address: &str) -> String {
    match web_sys::Url::new(address) {
        Ok(url) => format!("{}{}", url.pathname(), url.search()),
        Err(_) => address.to_owned(),
    }
}

/// The name of the browser's time zone, as `Europe/Berlin`.
pub fn time_zone() -> String {
    let options =
        js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    let zone = js_sys::Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(|| "UTC".into())
}

/// The page's path.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// A parameter of the page's query.
pub fn parameter(name: &str) -> Option<String> {
    let query = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&query).ok()?.get(name).filter(|text| !text.is_empty())
}

/// What follows `#` in the page's address; browsers send it to no server.
pub fn fragment() -> Option<String> {
    let hash = window().location().hash().ok()?;
    hash.strip_prefix('#').filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Adds a step to the browser's history; `replace` changes the current one.
pub fn go(path: &str, replace: bool) {
    let Ok(history) = window().history() else { return };
    let null = wasm_bindgen::JsValue::NULL;
    let _ = if replace {
        history.replace_state_with_url(&null, "", Some(path))
    } else {
        history.push_state_with_url(&null, "", Some(path))
    };
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// A text kept on this device.
pub fn kept(key: &str) -> Option<String> {
    storage()?.get_item(&format!("docent.{key}")).ok().flatten()
}

/// Keeps a text on this device; none forgets it.
pub fn keep(key: &str, text: Option<&str>) {
    let Some(storage) = storage() else { return };
    let key = format!("docent.{key}");
    let _ = match text {
        Some(text) => storage.set_item(&key, text),
        None => storage.remove_item(&key),
    };
}

/// Forgets every kept text whose key begins so.
pub fn forget(prefix: &str) {
    let Some(storage) = storage() else { return };
    let prefix = format!("docent.{prefix}");
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok().flatten());
    for key in keys.filter(|key| key.starts_with(&prefix)).collect::<Vec<_>>() {
        let _ = storage.remove_item(&key);
    }
}

/// A text that was left in this tab; it is there once.
pub fn take_from_tab(key: &str) -> Option<String> {
    let storage = window().session_storage().ok().flatten()?;
    let key = format!("docent.{key}");
    let text = storage.get_item(&key).ok().flatten()?;
    let _ = storage.remove_item(&key);
    Some(text)
}

/// Leaves a text in this tab, for after a reload.
pub fn leave_in_tab(key: &str, text: &str) {
    if let Some(storage) = window().session_storage().ok().flatten() {
        let _ = storage.set_item(&format!("docent.{key}"), text);
    }
}

/// Puts a text on the clipboard; false when the browser refuses.
pub async fn copy(text: &str) -> bool {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into()).ok();
    let Some(clipboard) = clipboard.and_then(|it| it.dyn_into::<web_sys::Clipboard>().ok()) else {
        return false;
    };
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Lets the browser save a text as a file.
pub fn save(name: &str, mime_type: &str, text: &str) {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime_type);
    let parts = js_sys::Array::of1(&text.into());
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let made =
        document().create_element("a").ok().and_then(|it| it.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(anchor) = made {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    // The download has begun by then.
    set_timeout(move || drop(web_sys::Url::revoke_object_url(&address)), std::time::Duration::from_secs(60));
}

/// The UTC day of a point in time, as `2026-05-31`.
pub fn utc_day(at: Millis) -> String {
    let text = String::from(js_sys::Date::new(&(at as f64).into()).to_iso_string());
    text.split('T').next().unwrap_or_default().to_owned()
}

/// When a UTC day like `2026-05-31` begins; none for what is no day.
pub fn day_begins(day: &str) -> Option<Millis> {
    let at = js_sys::Date::parse(day);
    (day.len() == 10 && at.is_finite()).then_some(at as Millis)
}

/// A point in time as a field of date and time wants it, in local time: `2026-05-31T14:05`.
pub fn local_moment(at: Millis) -> String {
    let date = js_sys::Date::new(&(at as f64).into());
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    let (hours, minutes) = (date.get_hours(), date.get_minutes());
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}")
}

/// The point in time of such a field; none while it is blank.
pub fn moment_of(text: &str) -> Option<Millis> {
    // Without a zone it is local time.
    let at = js_sys::Date::parse(text);
    (!text.is_empty() && at.is_finite()).then_some(at as Millis)
}

/// True while the page can be seen.
pub fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Moves the focus to the element with that id or test id.
pub fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        let _ = element.focus();
    }
}

/// Moves the focus there when what had it is gone.
pub fn focus_if_lost(selector: &str) {
    let selector = selector.to_owned();
    request_animation_frame(move || {
        let is_lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        if is_lost {
            focus(&selector);
        }
    });
}

/// True on a phone, where list and conversation are two screens.
pub fn is_narrow() -> bool {
    holds("(width < 680px)")
}

/// Brings the element into view inside its scroller.
pub fn reveal(selector: &str) {
    if let Some(element) = find(selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Brings the element to the middle of its scroller.
pub fn bring(selector: &str) {
    if let Some(element) = find(selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// True when keys belong to the focused element: a field, or anything in an open dialog.
pub fn is_typing() -> bool {
    let in_field = |element: &Element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.has_attribute("contenteditable")
    };
    let has_dialog = document().query_selector("dialog[open]").is_ok_and(|found| found.is_some());
    has_dialog || document().active_element().is_some_and(|element| in_field(&element))
}

/// True while an input method composes a word: the key is the method's. Safari says so by the code alone.
pub fn is_composing(event: &web_sys::KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// True when Enter would press the focused element.
pub fn is_on_control() -> bool {
    document()
        .active_element()
        .is_some_and(|element| matches!(element.tag_name().as_str(), "BUTTON" | "A" | "SUMMARY"))
}

/// The first character of the platform's modifier for the palette, for hints.
pub fn modifier() -> &'static str {
    let platform = window().navigator().platform().unwrap_or_default();
    if platform.starts_with("Mac") || platform.starts_with("iP") { "⌘" } else { "Ctrl" }
}

/// An attribute of `<html>`; none removes it.
pub fn set_root(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Removes what the page showed while the module was loading.
pub fn clear_placeholder() {
    if let Some(placeholder) = document().get_element_by_id("placeholder") {
        placeholder.remove();
    }
}

/// A clock that ticks every fifteen seconds, for relative times.
pub fn ticking() -> Signal<Millis> {
    let time = RwSignal::new(now());
    every(15_000, move || time.set(now()));
    time.into()
}

/// Runs again and again while the current owner lives.
pub fn every(milliseconds: u64, run: impl Fn() + 'static) {
    let period = std::time::Duration::from_millis(milliseconds);
    if let Ok(handle) = set_interval_with_handle(run, period) {
        on_cleanup(move || handle.clear());
    }
}

/// Where the panel about the visitor has a place of its own.
pub const ROOM: &str = "(width >= 1180px)";

/// Whether a media query holds now.
pub fn holds(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Whether a media query holds, as a signal.
pub fn matches(query: &str) -> Signal<bool> {
    let list = window().match_media(query).ok().flatten();
    let holds = RwSignal::new(list.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(list) = list {
        let heard = list.clone();
        let changed = Closure::<dyn Fn()>::new(move || holds.set(heard.matches()));
        let _ = list.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        let kept = StoredValue::new_local((list, changed));
        on_cleanup(move || {
            kept.with_value(|(list, changed)| {
                let _ = list.remove_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
            });
        });
    }
    holds.into()
}

/// Whether the page can be seen, as a signal.
pub fn visibility() -> Signal<bool> {
    let visible = RwSignal::new(is_visible());
    let handle = window_event_listener_untyped("visibilitychange", move |_| visible.set(is_visible()));
    on_cleanup(move || handle.remove());
    visible.into()
}
