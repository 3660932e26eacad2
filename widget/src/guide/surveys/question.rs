//! One question: what is asked, what it is answered with, and the ways on.

use super::{
    card::{hint, title},
    controls::control,
    flow::Flow,
};
use crate::{
    panel::button,
    words::{Says, say},
};
use client::dom::{El, el};

pub fn question(this: Flow, at: usize) -> El {
    let row = this.question(at);
    let kind = row.text("type").unwrap_or_default();
    // One field has a label, several a legend.
    let (group, name) = match kind.as_str() {
        "dropdown" | "short_text" | "long_text" => (el("label.ask-field"), el("span")),
        "multiple_choice" => (el("fieldset.ask-field"), el("legend")),
        _ => (el("fieldset.ask-field").set("role", "radiogroup"), el("legend")),
    };
    let hint = hint(&row);
    let group = if hint.is_some() { group.set("aria-describedby", "ask-hint") } else { group };
    let group = group.put(title(name, &row)).put_all(hint);
    let has_back = at > 0 || this.get("introStep").is_some();
    let back = has_back.then(|| button("link").on_click(move || this.back(at)).say("back"));
    el("form.ask-step")
        .set("data-testid", "survey-question")
        .on("submit", move |event| {
            event.prevent_default();
            this.next(at);
        })
        .put(control(this, at, &kind, &row.get("options"), group))
        .put(el("div.ask-buttons").put_all(back).put(go(this, at, row.get("required").is_true())))
}

/// On to the next question, or the end of it; past one that needs no answer.
fn go(this: Flow, at: usize, is_required: bool) -> El {
    let word = move || {
        say(if this.is_last(at) {
            "send"
        } else if is_required || this.answer(at).is_some() {
            "survey-next"
        } else {
            "survey-skip"
        })
    };
    el("button.primary")
        .set("type", "submit")
        .set("data-testid", "survey-next")
        .set_by("disabled", move || this.waits(at).then(String::new))
        .text_by(word)
}
