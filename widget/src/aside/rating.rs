//! How was it? Asked of a conversation that was closed, once (functions-inbox.md §8, widget-sdk.md §4.3).

use super::Closed;
use crate::{
    icons::icon,
    later::parts::with_token,
    messenger::Messenger,
    panel::button,
    thread::Thread,
    words::{Number, Says, say, say_with},
};
use client::{
    Var,
    dom::{El, el},
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    id::ConversationId,
    reporting::{GetCsatEligibility, SubmitCsatResponse},
};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;

const STAR: &str = "M12 3.500l2.600 5.400 5.900.8-4.300 4.100 1.100 5.900L12 16.800l-5.300 2.900 1.100-5.900L3.500 9.700l5.900-.8z";
/// What one to five stars mean.
const WORDS: [&str; 5] = ["rating-1", "rating-2", "rating-3", "rating-4", "rating-5"];

/// How far the question is.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Asked,
    Sending,
    Failed,
    Thanked,
}

#[derive(Clone, Copy)]
struct Rating {
    it: Messenger,
    conversation: ConversationId,
    stars: Var<usize>,
    stage: Var<Stage>,
}

pub fn put(thread: Thread, closed: Closed, into: El) -> El {
    let it = thread.it;
    let answer = it.server.live_json(GetCsatEligibility::NAME, move || {
        let conversation = it.conversation.get().filter(|_| thread.is_closed())?;
        with_token(it.session, &[("conversationId", &conversation.text())])
    });
    // Who has rated reads the thanks until the screen is left or the conversation goes on.
    let thanked = Var::new(None);
    let asked = move || {
        let conversation = it.conversation.get().filter(|_| thread.is_closed())?;
        let is_eligible = answer.with_value(|answer| answer.json.get("eligible").is_true()) == Some(true);
        let is_open = is_eligible && !closed.has(&key(conversation));
        (is_open || thanked.get() == Some(conversation)).then_some(conversation)
    };
    into.put_by(asked, move |conversation| {
        let rating =
            Rating { it, conversation: (*conversation)?, stars: Var::new(0), stage: Var::new(Stage::Asked) };
        Some(prompt(rating, thanked, closed))
    })
}

fn key(conversation: ConversationId) -> String {
    ["rating ", &conversation.text()].concat()
}

fn prompt(this: Rating, thanked: Var<Option<ConversationId>>, closed: Closed) -> El {
    let place = el("section.aside-box").label("rating-ask").set("data-testid", "widget-csat-prompt");
    place
        .put_by(
            move || this.stage.get() == Stage::Thanked,
            move |is_done| {
                Some(if *is_done {
                    el("p")
                        .set("role", "status")
                        .set("data-testid", "widget-csat-success")
                        .say("rating-thanks")
                } else {
                    form(this, thanked)
                })
            },
        )
        .put(closed.button(key(this.conversation), "widget-csat-close"))
}

fn form(this: Rating, thanked: Var<Option<ConversationId>>) -> El {
    let title = el("h2").set("data-testid", "widget-csat-title").say("rating-ask");
    let stars = el("fieldset.stars")
        .set("role", "radiogroup")
        .label("rating-ask")
        .put_all((1..=WORDS.len()).map(|count| star(this, count)));
    let word = el("p.stars-word").set("aria-hidden", "true").text_by(move || match this.stars.get() {
        0 => String::new(),
        count => say(WORDS[count - 1]),
    });
    let area = el("textarea.input")
        .set("rows", "2")
        .set("dir", "auto")
        .set("maxlength", "5000")
        .set("placeholder", &say("rating-comment"))
        .label("rating-comment")
        .set("data-testid", "widget-csat-feedback-input");
    let node: HtmlTextAreaElement = area.cast();
    let submit = button("primary")
        .set("type", "submit")
        .set_by("disabled", move || (this.stage.get() == Stage::Sending).then(String::new))
        .set("data-testid", "widget-csat-submit")
        .say("send");
    // The comment is asked for once there is something to explain.
    let rest = el("div").set_by("hidden", move || (this.stars.get() == 0).then(String::new));
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            this.send(node.value(), thanked);
        })
        .put(title)
        .put(stars)
        .put(word)
        .put(rest.put(area).put(submit))
        .put_if(
            move || this.stage.get() == Stage::Failed,
            || {
                let problem = el("p.problem").set("role", "alert");
                problem.set("data-testid", "widget-csat-error").say("not-saved")
            },
        )
}

fn star(this: Rating, count: usize) -> El {
    let words = say_with("rating-stars", &[("count", Number(count as f64))]);
    let input = el("input")
        .set("type", "radio")
        .set("name", "rating")
        .set("aria-label", &[&words, ", ", &say(WORDS[count - 1])].concat())
        .set("data-testid", &["widget-csat-rating-", &count.to_string()].concat())
        .on("change", move |_| this.stars.set(count));
    el("label").class_if("lit", move || this.stars.get() >= count).put(icon(STAR)).put(input)
}

impl Rating {
    fn send(self, feedback: String, thanked: Var<Option<ConversationId>>) {
        let stars = self.stars.get_untracked();
        if stars == 0 || self.stage.get_untracked() == Stage::Sending {
            return;
        }
        let conversation = self.conversation.text();
        let args = [("conversationId", conversation.as_str()), ("feedback", &feedback)];
        let Some(args) = untrack(|| with_token(self.it.session, &args)) else { return };
        let args = args.with("rating", &(stars as f64).into());
        self.stage.set(Stage::Sending);
        thanked.set(Some(self.conversation));
        spawn_local(async move {
            let sent = self.it.server.run(SubmitCsatResponse::NAME, args).await;
            if let Err(error) = &sent {
                self.it.session.check(error);
                thanked.set(None);
            }
            self.stage.set(if sent.is_ok() { Stage::Thanked } else { Stage::Failed });
        });
    }
}
