//! A small emoji picker: fetched as a chunk of its own when it is first opened.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const EMOJI: &str = "😀 😄 😁 😂 🤣 🙂 😉 😊 😍 😘 😎 🤩 🤔 🤗 🙃 😅 😬 😐 😕 😢 😭 😤 😱 😴 🥳 🤯 😇 🤝 👍 👎 👏 🙌 🙏 💪 👋 ✌️ 👌 ❤️ 💙 💚 💛 💜 🔥 ✨ ⭐ 🎉 🎁 ✅ ❌ ❓ ❗ 💡 📎 📷 📦 🚚 💳 🛒 🕐 ☕ 🌍 ☀️ 🌧️ 🐛";
/// In one row of the grid, as the sheet draws it.
const COLUMNS: usize = 8;

type Insert = Box<dyn Fn(&str) + Send>;

/// Loads the picker, if it is a chunk of its own, and draws it. `insert` gets the chosen one.
pub async fn picker(insert: impl Fn(&str) + Send + 'static, is_shown: RwSignal<bool>) -> AnyView {
    #[cfg(feature = "split")]
    return grid(Box::new(insert), is_shown).await;
    #[cfg(not(feature = "split"))]
    grid(Box::new(insert), is_shown)
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(emoji, wasm_split_path = ::leptos::wasm_split))]
fn grid(insert: Insert, is_shown: RwSignal<bool>) -> AnyView {
    let insert = StoredValue::new_local(insert);
    let all = EMOJI.split(' ').enumerate().map(|(at, emoji)| {
        view! {
            <button
                type="button"
                tabindex=if at == 0 { "0" } else { "-1" }
                on:click=move |_| insert.with_value(|insert| insert(emoji))
            >
                {emoji}
            </button>
        }
    });
    let moved = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            is_shown.set(false);
            focus(document().query_selector("textarea").ok().flatten());
        } else if let Some(step) = step(&event.key()) {
            event.prevent_default();
            step_from(&event, step);
        }
    };
    view! { <div class="emoji" on:keydown=moved data-testid="widget-emoji">{all.collect_view()}</div> }
        .into_any()
}

fn step(key: &str) -> Option<isize> {
    let columns = COLUMNS as isize;
    let is_rtl = document().dir() == "rtl";
    match key {
        "ArrowRight" => Some(if is_rtl { -1 } else { 1 }),
        "ArrowLeft" => Some(if is_rtl { 1 } else { -1 }),
        "ArrowDown" => Some(columns),
        "ArrowUp" => Some(-columns),
        _ => None,
    }
}

fn step_from(event: &ev::KeyboardEvent, by: isize) {
    let Some(here) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let Some(grid) = here.parent_element() else { return };
    let all = grid.children();
    let at = (0..all.length()).find(|i| all.item(*i).as_ref() == Some(&here)).unwrap_or(0);
    let next = at as isize + by;
    focus(u32::try_from(next).ok().and_then(|next| all.item(next)));
}

fn focus(element: Option<web_sys::Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
