//! The card of a survey and its steps; what they look like is in `widget/guide.html`.

use super::{
    flow::{Flow, Step},
    question::question,
};
use crate::{panel::focus, words::say};
use client::{
    codec::Json,
    decimal::decimal,
    dom::{El, after, template},
};
use std::cell::Cell;

/// In the corner: it takes no focus, and screen readers are told of it.
pub fn small(this: Flow) -> El {
    let first = match this.step.get_untracked() {
        Step::Question(at) => this.question(at),
        _ => this.get("introStep"),
    };
    this.queue.guide.page.ask("say", "text", &first.said("title"));
    let card = card(this).class("corner-card ask").set("data-radius", "18");
    card.part("progress").remove();
    card
}

/// Before the page.
pub fn large(this: Flow) -> El {
    let card = card(this).class("post ask");
    let progress = card.part("progress");
    if this.get("showProgressBar").is_true() {
        drop(progress.set_by("value", move || Some(decimal(share(this)))));
    } else {
        progress.remove();
    }
    card
}

fn card(this: Flow) -> El {
    let card = template("survey");
    if !this.may_be_dismissed() {
        card.part("[data-act=dismiss]").remove();
    }
    let waits = move || this.is_sending.get() && this.queue.guide.it.server.is_lost();
    let trouble = move || if waits() { "waiting" } else { "survey-failed" };
    let problem = card.part(".problem").text_by(move || say(trouble()));
    drop(problem.set_by("hidden", move || (!waits() && !this.has_failed.get()).then(String::new)));
    let place = card.part(".ask-place");
    let node = card.node();
    let is_first = Cell::new(true);
    drop(place.put_by(
        move || this.step.get(),
        move |step| {
            // A modal focuses itself, and a small card nothing.
            if !is_first.replace(false) {
                let node = node.clone();
                after(0, move || focus(node.query_selector(".ask-title").ok().flatten()));
            }
            Some(match step {
                Step::Intro => words(this, "introStep", "survey-start"),
                Step::Question(at) => question(this, *at),
                Step::Thanks => words(this, "thankYouStep", "survey-done"),
            })
        },
    ));
    card.on_act("click", move |word, _| match (word, this.step.get_untracked()) {
        ("dismiss", _) => this.dismiss(),
        ("back", Step::Question(at)) => this.back(at),
        (_, Step::Intro) => this.start(),
        _ => this.close(),
    })
}

/// How far one is on the way that the answers lead, in percent.
fn share(this: Flow) -> i64 {
    let asked = this.asked();
    let done = match this.step.get() {
        Step::Intro => 0,
        Step::Question(at) => asked.iter().take_while(|asked| **asked != at).count(),
        Step::Thanks => asked.len(),
    };
    (100 * done / asked.len().max(1)) as i64
}

/// What is said before the first question, or behind the last one.
fn words(this: Flow, name: &str, word: &str) -> El {
    let (step, words) = (this.get(name), template("survey-words"));
    title(&words, &step);
    let text = step.filled("buttonText").unwrap_or_else(|| say(word));
    drop(words.part("button").set("data-testid", word).text(&text));
    words
}

/// Puts what is asked or said, which takes the focus when it comes up.
pub fn title(into: &El, of: &Json) {
    for (part, name) in [(".ask-title", "title"), (".about", "description")] {
        drop(into.part(part).text(&of.text(name).unwrap_or_default()));
    }
}
