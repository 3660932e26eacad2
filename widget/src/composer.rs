//! Where the visitor writes. Enter sends, Shift+Enter breaks the line, and a word being composed (IME) is left alone.

use crate::{
    emoji,
    icons::{self, icon},
    messenger::Messenger,
    panel::{button, focus, is_composing, is_escape},
    session::now,
    words::{Number, say, say_with},
};
use client::{
    Var,
    dom::{El, effect, el},
};
use reactive_graph::{
    graph::untrack,
    owner::{LocalStorage, StoredValue, on_cleanup},
    traits::{GetValue, SetValue},
};
use shared::{Millis, limits, typing};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement, KeyboardEvent};

/// The field, what is in it, and what is open beside it. Lives as long as the screen.
#[derive(Clone, Copy)]
struct Composer {
    it: Messenger,
    text: Var<String>,
    field: StoredValue<HtmlTextAreaElement, LocalStorage>,
    has_emoji: Var<bool>,
    said_typing_at: StoredValue<Millis>,
}

pub fn composer(it: Messenger) -> El {
    let area = el("textarea")
        .set("rows", "1")
        .set("dir", "auto")
        .set("enterkeyhint", "send")
        .set("aria-label", &say("message-label"))
        .set("placeholder", &say("message-hint"))
        .set("data-testid", "widget-message-input");
    let this = Composer {
        it,
        text: Var::new(it.draft(it.conversation.get_untracked())),
        field: StoredValue::new_local(area.cast()),
        has_emoji: Var::new(false),
        said_typing_at: StoredValue::new(0),
    };
    effect(move || this.show());
    on_cleanup(move || this.say_typing(false));
    let area = area
        .on("input", move |_| this.typed(this.field().value()))
        .on("blur", move |_| this.say_typing(false))
        .on("keydown", move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            if key.key() == "Enter" && !key.shift_key() && !is_composing(key) {
                event.prevent_default();
                this.send();
            }
        });
    el("form")
        .class("composer")
        .set("data-testid", "widget-chat-controls")
        .on("submit", move |event| {
            event.prevent_default();
            this.send();
        })
        .on("keydown", move |event| {
            if this.has_emoji.get_untracked() && is_escape(event.unchecked_ref()) {
                // The panel would close at it.
                event.prevent_default();
                this.has_emoji.set(false);
                this.focus();
            }
        })
        .put_if(move || this.has_emoji.get(), move || emoji::place(move |emoji| this.insert(emoji)))
        .put_by(move || this.over(), |over| (*over > 0).then(|| too_long(*over)))
        .put(el("div").class("field").put(area).put(emoji_button(this)).put(send_button(this)))
}

fn emoji_button(this: Composer) -> El {
    button("round quiet")
        .set_by("aria-label", move || Some(say(if this.has_emoji.get() { "emoji-close" } else { "emoji" })))
        .set_by("aria-expanded", move || Some(this.has_emoji.get().to_string()))
        .set("data-testid", "widget-emoji-button")
        .on_click(move || this.has_emoji.update(|shown| *shown = !*shown))
        .put(icon(icons::SMILE))
}

fn send_button(this: Composer) -> El {
    el("button")
        .set("type", "submit")
        .class("send")
        .set("aria-label", &say("send"))
        .set_by("disabled", move || (!this.can_send()).then(String::new))
        .set("data-testid", "widget-send-button")
        .put(icon(icons::SEND))
}

fn too_long(over: usize) -> El {
    let words = say_with("too-long", &[("count", Number(over as f64))]);
    el("p").class("problem").set("role", "alert").text(&words)
}

impl Composer {
    fn field(self) -> HtmlTextAreaElement {
        self.field.get_value()
    }

    fn focus(self) {
        focus(Some(self.field().into()));
    }

    /// Bytes over the limit.
    fn over(self) -> usize {
        self.text.with(|text| text.len().saturating_sub(limits::CONTENT))
    }

    fn can_send(self) -> bool {
        self.text.with(|text| !text.trim().is_empty()) && self.over() == 0
    }

    fn show(self) {
        let (text, field) = (self.text.get(), self.field());
        if field.value() != text {
            field.set_value(&text);
        }
        grow(&field);
    }

    fn typed(self, text: String) {
        self.it.keep_draft(self.it.conversation.get_untracked(), text.clone());
        self.say_typing(!text.trim().is_empty());
        self.text.set(text);
    }

    fn send(self) {
        if !untrack(|| self.can_send()) {
            return;
        }
        let content = self.text.get_untracked().trim().to_owned();
        self.typed(String::new());
        self.has_emoji.set(false);
        self.it.outbox.send(self.it.conversation.get_untracked(), content);
        self.focus();
    }

    fn insert(self, emoji: &str) {
        let field = self.field();
        let range = field.selection_start().ok().flatten().zip(field.selection_end().ok().flatten());
        let (start, end) = range.unwrap_or((u32::MAX, u32::MAX));
        // A field without a selection takes it at its end.
        let _ = field.set_range_text_with_start_and_end_and_mode(emoji, start, end, "end");
        self.typed(field.value());
    }

    /// Tells the team, at most as often as it is remembered; the end is told once.
    fn say_typing(self, is_typing: bool) {
        let last = self.said_typing_at.get_value();
        let is_due = if is_typing { now() - last >= typing::EVERY } else { last > 0 };
        let (true, Some(conversation_id)) = (is_due, self.it.conversation.get_untracked()) else { return };
        self.said_typing_at.set_value(if is_typing { now() } else { 0 });
        let session_token = self.it.session.token.get_untracked();
        // It is forgotten within seconds anyway.
        self.it.server.tell(typing::Set { conversation_id, is_typing, session_token }, drop);
    }
}

/// As tall as its text; the sheet says how tall at most.
fn grow(field: &HtmlTextAreaElement) {
    let style = HtmlElement::style(field);
    // Both are valid values of a known property.
    let _ = style.set_property("height", "auto");
    let height = field.scroll_height();
    if height > 0 {
        let _ = style.set_property("height", &format!("{height}px"));
    }
}
