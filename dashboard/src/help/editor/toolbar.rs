//! Buttons and keys that write Markdown. The browser does the replacing, so that its undo takes it back.

use crate::{
    browser,
    help::markdown::{Edit, Mark, apply, continued},
    say,
};
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

pub type Field = NodeRef<html::Textarea>;

/// Mark, sign, word, and the key that goes with Ctrl.
const MARKS: [(Mark, &str, &str, Option<&str>); 8] = [
    (Mark::Bold, "B", "hc-bold", Some("B")),
    (Mark::Italic, "I", "hc-italic", Some("I")),
    (Mark::Code, "<>", "hc-code", Some("E")),
    (Mark::Link, "", "hc-link", Some("K")),
    (Mark::Heading, "H", "hc-heading", None),
    (Mark::Bullets, "•", "hc-bullets", None),
    (Mark::Numbers, "1.", "hc-numbers", None),
    (Mark::Quote, "❝", "hc-quote", None),
];

#[component]
pub fn Toolbar(field: Field, children: Children) -> impl IntoView {
    let button = move |(mark, sign, word, key): (Mark, &'static str, &'static str, Option<&'static str>)| {
        let name = say!(word);
        let title = match key {
            Some(key) => format!("{name} ({} {key})", browser::modifier()),
            None => name.clone(),
        };
        view! {
            <button
                type="button"
                class=format!("plain {word}")
                aria-label=name
                title=title
                data-testid=word
                // The selection stays where it is.
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| mark_selection(field, mark)
            >
                {if sign.is_empty() { chain().into_any() } else { sign.into_any() }}
            </button>
        }
    };
    view! { <div class="toolbar" role="group" aria-label=say!("hc-format")>{MARKS.map(button).into_iter().collect_view()} {children()}</div> }
}

/// Two links of a chain: no letter says that.
fn chain() -> impl IntoView {
    let path = "M8.4 11.6a3.2 3.2 0 0 0 4.6 0l2.8-2.8a3.2 3.2 0 0 0-4.6-4.6l-1 1M11.6 8.4a3.2 3.2 0 0 0-4.6 0l-2.8 2.8a3.2 3.2 0 0 0 4.6 4.6l1-1";
    view! { <svg viewBox="0 0 20 20" aria-hidden="true"><path d=path /></svg> }
}

/// What a key does in the text.
pub fn pressed(field: Field, event: &KeyboardEvent) {
    if browser::is_composing(event) {
        return;
    }
    let key = event.key();
    if (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
        let known =
            MARKS.into_iter().find(|(.., wanted)| wanted.is_some_and(|it| it.eq_ignore_ascii_case(&key)));
        let Some((mark, ..)) = known else { return };
        // Without a selection the key is that of the palette.
        let has_selection =
            field.get_untracked().is_some_and(|field| selection(&field).is_some_and(|it| !it.is_empty()));
        if mark != Mark::Link || has_selection {
            event.prevent_default();
            mark_selection(field, mark);
        }
    } else if key == "Enter" && !event.shift_key() {
        let edit = field.get_untracked().and_then(|field| {
            let at = selection(&field).filter(std::ops::Range::is_empty)?;
            continued(&field.value(), at.start)
        });
        if let (Some(edit), Some(field)) = (edit, field.get_untracked()) {
            event.prevent_default();
            replace(&field, &edit);
        }
    }
}

fn mark_selection(field: Field, mark: Mark) {
    let Some(field) = field.get_untracked() else { return };
    let Some(selection) = selection(&field) else { return };
    let _ = field.focus();
    replace(&field, &apply(&field.value(), selection, mark));
}

pub fn selection(field: &HtmlTextAreaElement) -> Option<std::ops::Range<usize>> {
    let start = field.selection_start().ok().flatten()?;
    let end = field.selection_end().ok().flatten()?;
    Some(start as usize..end as usize)
}

/// The browser writes where the focus is; without it, nobody is writing and there is nothing to undo.
pub fn replace(field: &HtmlTextAreaElement, edit: &Edit) {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let _ = field.set_selection_range(place(edit.replaced.start), place(edit.replaced.end));
    let has_focus =
        browser::document().active_element().is_some_and(|it| it.is_same_node(Some(field.as_ref())));
    let is_done = has_focus
        && match edit.text.as_str() {
            "" => command("delete", ""),
            text => command("insertText", text),
        };
    if !is_done {
        let mut units: Vec<u16> = field.value().encode_utf16().collect();
        units.splice(edit.replaced.clone(), edit.text.encode_utf16());
        field.set_value(&String::from_utf16_lossy(&units));
        if let Ok(event) = web_sys::Event::new("input") {
            let _ = field.dispatch_event(&event);
        }
    }
    let _ = field.set_selection_range(place(edit.selected.start), place(edit.selected.end));
}

/// `document.execCommand`: old, and the only way to a change that undo knows.
fn command(name: &str, text: &str) -> bool {
    let document: JsValue = browser::document().into();
    let run = js_sys::Reflect::get(&document, &"execCommand".into()).ok();
    let Some(run) = run.and_then(|run| run.dyn_into::<js_sys::Function>().ok()) else { return false };
    run.call3(&document, &name.into(), &JsValue::FALSE, &text.into()).is_ok_and(|done| done.is_truthy())
}
