//! Where the visitor writes. Enter sends, Shift+Enter breaks the line, and a word being composed (IME) is left alone.

use crate::{
    emoji,
    frame::field,
    icons::{self, icon},
    messenger::{Messenger, offers},
    panel::{button, focus, is_composing, is_escape},
    session::now,
    words::{Number, Says, say, say_with},
};
use client::{
    Var,
    decimal::pixels,
    dom::{El, at_end, effect, el},
    outbox::Attached,
};
use reactive_graph::graph::untrack;
use shared::{Function, Millis, limits, typing};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent};

/// The field, what is in it, and what is open beside it. Lives as long as the screen.
#[derive(Clone, Copy)]
pub struct Composer {
    it: Messenger,
    pub text: Var<String>,
    /// What was chosen and nobody has begun to upload yet; `aside` does.
    pub chosen: Var<Vec<JsValue>>,
    /// What the server has, and goes with the message.
    pub files: Var<Vec<Attached>>,
    pub is_uploading: Var<bool>,
    /// Whether something stands between the messages and the field.
    pub has_aside: Var<bool>,
    field: Var<HtmlTextAreaElement>,
    has_emoji: Var<bool>,
    said_typing_at: Var<Millis>,
}

impl Composer {
    pub fn new(it: Messenger) -> Self {
        Self {
            it,
            text: Var::new(it.draft(it.conversation.get_untracked())),
            chosen: Var::new(Vec::new()),
            files: Var::new(Vec::new()),
            is_uploading: Var::new(false),
            has_aside: Var::new(offers("data-hints")),
            field: Var::new(el("textarea").cast()),
            has_emoji: Var::new(false),
            said_typing_at: Var::new(0),
        }
    }
}

pub fn composer(this: Composer) -> El {
    let area = El::of(this.field().into())
        .set("rows", "1")
        .set("dir", "auto")
        .set("enterkeyhint", "send")
        .label("message-label")
        .set("placeholder", &say("message-hint"))
        .set("data-testid", "widget-message-input");
    effect(move || this.show());
    at_end(move || this.say_typing(false));
    let area = area
        .on("input", move |_| this.typed(this.field().value()))
        .on("blur", move |_| this.say_typing(false))
        .on("paste", move |event| this.choose(&event, "clipboardData"))
        .on("keydown", move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            if key.key() == "Enter" && !key.shift_key() && !is_composing(key) {
                event.prevent_default();
                this.send();
            }
        });
    el("form.composer")
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
        .put(el("div.field").put(area).put(clip(this)).put(emoji_button(this)).put(send_button(this)))
}

/// A field of files that looks like the buttons beside it.
fn clip(this: Composer) -> El {
    let input = el("input")
        .set("type", "file")
        .set("multiple", "")
        .label("attach")
        .set("data-testid", "widget-attach")
        .on("change", move |event| this.choose(&event, "target"));
    el("label.round quiet clip").put(icon(icons::CLIP)).put(input)
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
        .label("send")
        .set_by("disabled", move || (!this.can_send()).then(String::new))
        .set("data-testid", "widget-send-button")
        .put(icon(icons::SEND))
}

fn too_long(over: usize) -> El {
    let words = say_with("too-long", &[("count", Number(over as f64))]);
    el("p.problem").set("role", "alert").text(&words)
}

impl Composer {
    fn field(self) -> HtmlTextAreaElement {
        self.field.get_untracked()
    }

    fn focus(self) {
        focus(Some(self.field().into()));
    }

    /// Bytes over the limit.
    fn over(self) -> usize {
        self.text.with(|text| text.len().saturating_sub(limits::CONTENT))
    }

    fn can_send(self) -> bool {
        let has_content =
            self.text.with(|text| !text.trim().is_empty()) || self.files.with(|files| !files.is_empty());
        has_content && self.over() == 0 && !self.is_uploading.get()
    }

    /// Takes the files that an event has in `from` (of a field, the clipboard, what was dropped); without any it is left alone.
    pub fn choose(self, event: &Event, from: &str) {
        let from = field(event, from);
        let files = js_sys::Array::from(&field(&from, "files")).to_vec();
        if files.is_empty() {
            return;
        }
        event.prevent_default();
        self.chosen.update(|chosen| chosen.extend(files));
        self.has_aside.set_if_other(true);
        // So that the same file can be chosen again.
        let _ = js_sys::Reflect::set(&from, &"value".into(), &"".into());
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
        let files = self.files.get_untracked();
        self.files.set(Vec::new());
        self.it.outbox.send(self.it.conversation.get_untracked(), content, files);
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
        let last = self.said_typing_at.get_untracked();
        let is_due = if is_typing { now() - last >= typing::EVERY } else { last > 0 };
        let (true, Some(conversation_id)) = (is_due, self.it.conversation.get_untracked()) else { return };
        self.said_typing_at.set(if is_typing { now() } else { 0 });
        let args = untrack(|| self.it.session.args(&[("conversationId", &conversation_id.text())]));
        if let Some(args) = args {
            // It is forgotten within seconds anyway.
            self.it.server.tell(typing::Set::NAME, args.with("isTyping", &is_typing.into()), drop);
        }
    }
}

/// As tall as its text; the sheet says how tall at most.
fn grow(field: &HtmlTextAreaElement) {
    let style = HtmlElement::style(field);
    // Both are valid values of a known property.
    let _ = style.set_property("height", "auto");
    let height = field.scroll_height();
    if height > 0 {
        let _ = style.set_property("height", &pixels(height.into()));
    }
}
