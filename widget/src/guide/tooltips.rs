//! Tooltips (widget-sdk.md §5.4): short texts beside elements of the page, opened by the pointer, by a beacon, or because the element is in
//! view.

use super::{
    Guide,
    page::{Act, Sight},
    place::{beside, set, window_size},
};
use crate::{
    later::parts::in_workspace,
    panel::is_escape,
    words::{Text, say_with},
};
use client::{
    Live, Var,
    codec::{Json, Looked},
    dom::{El, document, effect, el, template},
};
use shared::{Function, tooltips::GetAvailableTooltips};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// So many are followed at once; a page with more would be nothing but tooltips.
const MOST: usize = 50;
/// A beacon's side, in pixels.
const BEACON: f64 = 24.0;
/// As long as anybody waits on a page: whether it is long enough is looked up here, without asking the server again each second.
const LONG: f64 = 86_400.0;

pub fn begin(guide: Guide) {
    let page = guide.page;
    let it = guide.it;
    let all: Live<Looked> = it.server.live(GetAvailableTooltips::NAME, move || {
        let context = Json::default()
            .with("currentUrl", &page.url.get().as_str().into())
            .with("timeOnPageSeconds", &LONG.into())
            .with("scrollPercent", &100.0.into())
            .with("isExitIntent", &true.into());
        let fired = page.fired.get().map(|fired| fired.json).unwrap_or_default();
        let context = [("name", "firedEventName"), ("properties", "firedEventProperties")].into_iter().fold(
            context,
            |context, (from, to)| match fired.get(from) {
                none if !none.is_some() => context,
                value => context.with(to, &value),
            },
        );
        Some(in_workspace(it, &[])?.with("triggerContext", &context))
    });
    let shown = move || {
        let rows = all.with_value(|all| all.json.each()).unwrap_or_default();
        let due = rows.into_iter().filter(|row| page.meets(&row.get("triggers")));
        due.take(MOST).map(Looked::from).collect::<Vec<_>>()
    };
    // Each lives in a place of its own that takes no room: what is seen of it are pieces.
    let list = el("div").put_each(shown, move |row| one(guide, &row.json));
    if let Some(body) = document().body() {
        drop(El::of(body.into()).put(list));
    }
}

fn one(guide: Guide, row: &Json) -> El {
    let text = |name: &str| row.text(name).unwrap_or_default();
    let is_open = Var::new(false);
    let kind = text("triggerType");
    let on: &[Act] = if kind == "hover" { &[Act::Over, Act::Out] } else { &[] };
    let target = guide.page.follow(&text("elementSelector"), on, move |act| is_open.set(act == Act::Over));
    let (sight, is_seen) = (target.sight, target.is_seen);
    if kind == "auto" {
        // Once it is seen it opens, and stays closed when it was closed.
        let mut is_due = true;
        effect(move || {
            if is_due && is_seen.get() {
                is_due = false;
                is_open.set(true);
            }
        });
    }
    let is_there = move || matches!(sight.get(), Sight::At(_));
    let (name, content) = (text("name"), text("content"));
    let place = el("div");
    if kind == "click" {
        let name = name.clone();
        guide.pieces.put_in(&place, is_there, move || beacon(guide, &name, sight, is_open));
    }
    let is_closable = kind != "hover";
    guide.pieces.put_in(
        &place,
        move || is_open.get() && is_seen.get(),
        move || bubble(guide, &name, &content, sight, is_closable.then_some(is_open)),
    );
    place
}

fn beacon(guide: Guide, name: &str, sight: Var<Sight>, is_open: Var<bool>) -> El {
    let beacon = template("beacon").set("aria-label", &say_with("tooltip-show", &[("name", Text(name))]));
    let beacon =
        beacon.set_by("aria-expanded", move || Some(if is_open.get() { "true" } else { "false" }.into()));
    let node: HtmlElement = beacon.cast();
    effect(move || {
        if let Sight::At([x, y, width, _]) = sight.get() {
            // On the element's upper corner, and never outside of the window.
            let most = window_size().0 - BEACON;
            put(guide, &node, (x + width - BEACON / 2.0).min(most).max(0.0), (y - BEACON / 2.0).max(0.0));
        }
    });
    beacon.on_act("click", move |_, _| is_open.update(|is_open| *is_open = !*is_open))
}

fn bubble(guide: Guide, name: &str, content: &str, sight: Var<Sight>, closes: Option<Var<bool>>) -> El {
    let bubble = template("tip").set("aria-label", name);
    drop(bubble.part("p").text(content));
    let role = if closes.is_some() { "note" } else { "tooltip" };
    if closes.is_none() {
        bubble.part("button").remove();
    }
    guide.page.ask("say", "text", content);
    let node: HtmlElement = bubble.cast();
    effect(move || {
        guide.pieces.resized.get();
        let size = node.get_bounding_client_rect();
        if let Sight::At(rect) = sight.get()
            && size.width() > 0.0
        {
            let placed = beside(rect, (size.width(), size.height()), window_size(), None);
            put(guide, &node, placed.x, placed.y);
        }
    });
    let close = move || {
        if let Some(is_open) = closes {
            is_open.set(false);
        }
    };
    let bubble = bubble.set("role", role).on_act("click", move |_, _| close());
    bubble.on("keydown", move |event| {
        if is_escape(event.unchecked_ref()) {
            close();
        }
    })
}

fn put(guide: Guide, node: &HtmlElement, x: f64, y: f64) {
    set(node, "left", x);
    set(node, "top", y);
    guide.pieces.measure();
}
