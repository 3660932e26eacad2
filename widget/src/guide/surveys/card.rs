//! The card of a survey and its steps.

use super::{
    flow::{Flow, Step},
    question::question,
};
use crate::{
    icons,
    panel::{button, focus, round},
    words::{Says, say},
};
use client::{
    codec::Json,
    decimal::decimal,
    dom::{El, after, el},
};
use std::cell::Cell;

/// In the corner: it takes no focus, and screen readers are told of it.
pub fn small(this: Flow) -> El {
    let first = match this.step.get_untracked() {
        Step::Question(at) => this.question(at),
        _ => this.get("introStep"),
    };
    this.queue.guide.page.ask("say", "text", &first.text("title").unwrap_or_default());
    filled(this, el("section.corner-card ask").set("data-radius", "18"), false)
}

/// Before the page.
pub fn large(this: Flow) -> El {
    let card = el("div.post ask");
    let wants_progress = this.get("showProgressBar").is_true();
    filled(this, card, wants_progress)
}

fn filled(this: Flow, card: El, wants_progress: bool) -> El {
    let close = this.may_be_dismissed().then(|| {
        let close = round("close", icons::CLOSE, "survey-dismiss");
        close.on_click(move || this.dismiss())
    });
    let node = card.node();
    let is_first = Cell::new(true);
    card.label("survey")
        .set("data-testid", "survey")
        .put_all(close)
        .put_all(wants_progress.then(|| progress(this)))
        .put_by(
            move || this.step.get(),
            move |step| {
                // A modal focuses itself, and a small card nothing.
                if !is_first.replace(false) {
                    let node = node.clone();
                    after(0, move || focus(node.query_selector(".ask-title").ok().flatten()));
                }
                Some(match step {
                    Step::Intro => words(this, "introStep", "survey-start", move || this.start()),
                    Step::Question(at) => question(this, *at),
                    Step::Thanks => words(this, "thankYouStep", "survey-done", move || this.close()),
                })
            },
        )
        .put_if(
            move || this.has_failed.get(),
            || el("p.problem").set("role", "alert").set("data-testid", "survey-problem").say("survey-failed"),
        )
}

/// How far one is on the way that the answers lead.
fn progress(this: Flow) -> El {
    let share = move || {
        let asked = this.asked();
        let done = match this.step.get() {
            Step::Intro => 0,
            Step::Question(at) => asked.iter().take_while(|asked| **asked != at).count(),
            Step::Thanks => asked.len(),
        };
        (100 * done / asked.len().max(1)) as i64
    };
    el("progress").label("survey-progress").set("max", "100").set_by("value", move || Some(decimal(share())))
}

/// What is said before the first question, or behind the last one.
fn words(this: Flow, name: &str, word: &str, go: impl Fn() + 'static) -> El {
    let step = this.get(name);
    let text = step.filled("buttonText").unwrap_or_else(|| say(word));
    let go = button("primary").set("data-testid", word).on_click(go).set("dir", "auto").text(&text);
    el("div.ask-step").put(title(el("h2"), &step)).put_all(hint(&step)).put(el("div.ask-buttons").put(go))
}

/// What is asked or said, in an element that takes the focus when it comes up.
pub fn title(into: El, of: &Json) -> El {
    let text = of.text("title").unwrap_or_default();
    into.class("ask-title").set("tabindex", "-1").set("dir", "auto").text(&text)
}

pub fn hint(of: &Json) -> Option<El> {
    let text = of.filled("description")?;
    Some(el("span.about plain-text").set("id", "ask-hint").set("dir", "auto").text(&text))
}
