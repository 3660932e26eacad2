//! How was it? Asked of a conversation that was closed, once (functions-inbox.md §8, widget-sdk.md §4.3).

use super::Closed;
use crate::{
    later::parts::{submit, with_token},
    messenger::Messenger,
    thread::Thread,
    words::{Number, say, say_with},
};
use client::{
    Var,
    dom::{El, template},
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    id::ConversationId,
    reporting::{GetCsatEligibility, SubmitCsatResponse},
};
use web_sys::HtmlTextAreaElement;

/// One to five stars, and what they mean.
const STARS: [(&str, &str); 5] = [
    ("[data-act='1']", "rating-1"),
    ("[data-act='2']", "rating-2"),
    ("[data-act='3']", "rating-3"),
    ("[data-act='4']", "rating-4"),
    ("[data-act='5']", "rating-5"),
];

pub fn put(thread: Thread, closed: Closed, into: El) -> El {
    let it = thread.it;
    let answer = it.server.live(GetCsatEligibility::NAME, move || {
        let conversation = it.conversation.get().filter(|_| thread.is_closed())?;
        with_token(it.session, &[("conversationId", &conversation.text())])
    });
    // Who has rated reads the thanks until they are closed, the screen is left or the conversation goes on.
    let thanked = Var::new(None);
    let asked = move || {
        let conversation = it.conversation.get().filter(|_| thread.is_closed())?;
        let is_eligible = answer.with_value(|answer| answer.json.get("eligible").is_true()) == Some(true);
        let is_asked = is_eligible || thanked.get() == Some(conversation);
        (is_asked && !closed.has(&key(conversation))).then_some(conversation)
    };
    into.put_by(asked, move |conversation| {
        let conversation = (*conversation)?;
        Some(prompt(it, conversation, thanked).on_act("click", closed.by(key(conversation))))
    })
}

fn key(conversation: ConversationId) -> String {
    ["rating ", &conversation.text()].concat()
}

fn prompt(it: Messenger, conversation: ConversationId, thanked: Var<Option<ConversationId>>) -> El {
    let place = template("rating");
    for (at, (star, word)) in STARS.iter().enumerate() {
        let words = say_with("rating-stars", &[("count", Number((at + 1) as f64))]);
        drop(place.part(star).set("aria-label", &[&words, ", ", &say(word)].concat()));
    }
    let (form, shown) = (place.part("form"), place.clone());
    let area: HtmlTextAreaElement = form.part("textarea").cast();
    drop(form.clone().on("submit", move |event| {
        event.prevent_default();
        let Some(stars) = form.part(":checked").node().get_attribute("data-act") else { return };
        thanked.set(Some(conversation));
        let shown = shown.clone();
        let args = [("conversationId", &*conversation.text()), ("feedback", &area.value())];
        let args = untrack(|| with_token(it.session, &args));
        let args = args.map(|args| args.with("rating", &f64::from(stars.as_bytes()[0] - b'0').into()));
        submit(it.session, &form, SubmitCsatResponse::NAME, args, move |is_done| {
            if is_done {
                shown.clone().cut("form").put_first(template("rating-sent"));
            } else {
                drop(shown.part(".problem").set("data-testid", "widget-csat-error"));
                thanked.set(None);
            }
        });
    }));
    let shown = place.clone();
    place.on_act("change", move |chosen, _| choose(&shown, chosen))
}

/// Lights the stars up to the chosen one, and asks why.
fn choose(place: &El, chosen: &str) {
    let mut is_lit = true;
    for (star, word) in STARS {
        let star = place.part(star).node();
        if let Some(label) = star.parent_element() {
            // Only an empty name is refused.
            let _ = label.class_list().toggle_with_force("lit", is_lit);
        }
        if star.get_attribute("data-act").as_deref() == Some(chosen) {
            is_lit = false;
            place.part(".stars-word").node().set_text_content(Some(&say(word)));
        }
    }
    // The comment is asked for once there is something to explain.
    place.part("form > div").flag("hidden", false);
}
