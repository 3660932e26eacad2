//! A small emoji picker: fetched as a chunk of its own when it is first opened.

use crate::panel::{button, focus};
use client::dom::{El, document, el};
use reactive_graph::owner::Owner;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, KeyboardEvent};

const EMOJI: &str = "😀 😄 😁 😂 🤣 🙂 😉 😊 😍 😘 😎 🤩 🤔 🤗 🙃 😅 😬 😐 😕 😢 😭 😤 😱 😴 🥳 🤯 😇 🤝 👍 👎 👏 🙌 🙏 💪 👋 ✌️ 👌 ❤️ 💙 💚 💛 💜 🔥 ✨ ⭐ 🎉 🎁 ✅ ❌ ❓ ❗ 💡 📎 📷 📦 🚚 💳 🛒 🕐 ☕ 🌍 ☀️ 🌧️ 🐛";
/// In one row of the grid, as the sheet draws it.
const COLUMNS: usize = 8;

/// What the chosen one is told to.
type Insert = Rc<dyn Fn(&str)>;
type Draw = fn(Insert) -> El;

/// Where the picker appears once it is there. `insert` gets the chosen one.
pub fn place(insert: impl Fn(&str) + 'static) -> El {
    let (place, owner) = (el("div.emoji-place"), Owner::current());
    let shown = place.clone();
    spawn_local(async move {
        let draw = load().await;
        let grid = owner.unwrap_or_default().with(|| draw(Rc::new(insert)));
        let first = grid.node().first_element_child();
        drop(shown.put(grid));
        focus(first);
    });
    place
}

/// Loads the picker, if it is a chunk of its own.
async fn load() -> Draw {
    #[cfg(feature = "split")]
    return picker().await;
    #[cfg(not(feature = "split"))]
    picker()
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(later))]
fn picker() -> Draw {
    draw
}

fn draw(insert: Insert) -> El {
    let all = EMOJI.split(' ').enumerate().map(|(at, emoji)| {
        let insert = insert.clone();
        button("")
            .set("tabindex", if at == 0 { "0" } else { "-1" })
            .on_click(move || insert(emoji))
            .text(emoji)
    });
    el("div.emoji").set("data-testid", "widget-emoji").put_all(all).on("keydown", moved)
}

fn moved(event: Event) {
    let step = step(&event.unchecked_ref::<KeyboardEvent>().key());
    let here = event.target().map(|target| target.unchecked_into::<Element>());
    let (Some(step), Some(here)) = (step, here) else { return };
    event.prevent_default();
    let Some(grid) = here.parent_element() else { return };
    let all = grid.children();
    let at = (0..all.length()).find(|i| all.item(*i).as_ref() == Some(&here)).unwrap_or(0);
    focus(u32::try_from(at as isize + step).ok().and_then(|next| all.item(next)));
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
