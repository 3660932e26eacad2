//! A card that stands before everything else: the page waits, the focus stays in the card and returns to where it was.

use super::Guide;
use crate::panel::{focus, is_escape, stops};
use client::dom::{El, at_end, document, effect, el, follow, on_document, on_window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

/// Puts a card on a veil over the whole window. Where it may be dismissed, Escape and a click beside it do.
pub fn modal(guide: Guide, card: El, dismiss: Option<Box<dyn Fn()>>) -> El {
    let it = guide.it;
    let card = card.set("role", "dialog").set("aria-modal", "true").set("tabindex", "-1");
    let node = card.node();
    let veil = el("div.curtain").set("data-modal", "");
    let behind: Node = veil.node().into();
    // On a phone an open panel covers the veil too.
    let is_covered = move || it.is_open.get() && it.is_full.get();
    keep_panel_still(is_covered);
    begin_in(guide, node.clone());
    if let Some(dismiss) = dismiss {
        let dismiss = std::rc::Rc::new(dismiss);
        let dismissed = dismiss.clone();
        on_document("keydown", move |event| {
            let is_seen = !(it.is_open.get_untracked() && it.is_full.get_untracked());
            if is_seen && is_escape(event.unchecked_ref()) {
                event.prevent_default();
                dismissed();
            }
        });
        drop(veil.clone().on("click", move |event| {
            if event.target().is_some_and(|target| target.unchecked_ref::<Node>() == &behind) {
                dismiss();
            }
        }));
    }
    veil.put(edge(node.clone(), true)).put(card).put(edge(node, false))
}

/// What is open behind it takes no part; the focus goes back there.
fn keep_panel_still(is_covered: impl Fn() -> bool + 'static) {
    let before = document().active_element();
    let panel = document().query_selector(".panel").ok().flatten();
    let ended = panel.clone();
    at_end(move || {
        if let Some(panel) = ended {
            let _ = panel.remove_attribute("inert");
        }
        focus(before);
    });
    follow(move || {
        if let Some(panel) = &panel {
            // Refused only for what is no name.
            let _ = panel.toggle_attribute_with_force("inert", !is_covered());
        }
    });
}

/// Focuses the card once the frame is laid out, and whenever the frame gets the focus: the page's part gives it that, after it has noted
/// where the focus was.
fn begin_in(guide: Guide, card: Element) {
    let again = card.clone();
    on_window("focus", move |_| {
        if !document().active_element().is_some_and(|now| again.contains(Some(&now))) {
            focus(Some(again.clone()));
        }
    });
    let mut is_done = false;
    effect(move || {
        guide.pieces.resized.get();
        if !is_done && card.client_height() > 0 {
            is_done = true;
            if document().has_focus().unwrap_or_default() {
                focus(Some(card.clone()));
            }
        }
    });
}

/// At the card's edge Tab goes round.
fn edge(card: Element, to_last: bool) -> El {
    el("span.edge").set("tabindex", "0").on("focus", move |_| {
        let stops = stops(&card);
        focus(if to_last { stops.last() } else { stops.first() }.cloned());
    })
}
