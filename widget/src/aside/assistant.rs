//! What the AI agent is writing, and after its answer: did it help, or shall a person come? (functions-inbox.md §9, widget-sdk.md §4.3)

use crate::{
    later::parts::with_token,
    notice::dots,
    panel::button,
    thread::Thread,
    words::{Says, say},
};
use client::{
    Var,
    dom::{El, el},
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    ai_agent::{GetDraft, HandoffToHuman, SubmitFeedback},
};
use wasm_bindgen_futures::spawn_local;

/// How far the question is.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Asked,
    Busy,
    Failed,
    /// It has helped.
    Thanked,
    /// It has not.
    Sorry,
}

pub fn put(thread: Thread, into: El) -> El {
    let it = thread.it;
    let args = move || {
        let conversation = it.conversation.get().filter(|_| it.is_open.get())?;
        with_token(it.session, &[("conversationId", &conversation.text())])
    };
    let draft = it.server.live_json(GetDraft::NAME, args);
    let writing =
        move || draft.with_value(|draft| draft.json.is_some().then(|| draft.json.filled("text"))).flatten();
    into.put_by(writing, |text| {
        let bubble = el("div.bubble").set("dir", "auto");
        let bubble = match text.as_ref()? {
            Some(text) => bubble.put(el("p.plain-text").text(text)),
            None => bubble.put(dots()),
        };
        let place = el("div.line theirs drafted").set("role", "img").label("assistant-writes");
        Some(place.set("data-testid", "widget-ai-draft").put(bubble))
    })
    .put_by(
        move || thread.answer().filter(|_| !thread.is_closed()),
        move |answer| answer.as_ref().map(|answer| question(thread, answer.clone())),
    )
}

fn question(thread: Thread, answer: String) -> El {
    let stage = Var::new(Stage::Asked);
    let rate = move |is_helpful: bool| {
        let feedback = if is_helpful { "helpful" } else { "not_helpful" };
        let then = if is_helpful { Stage::Thanked } else { Stage::Sorry };
        run(thread, stage, then, SubmitFeedback::NAME, &[("responseId", &answer), ("feedback", feedback)]);
    };
    let words = move || match stage.get() {
        Stage::Thanked => say("it-helped"),
        Stage::Sorry => say("assistant-sorry"),
        Stage::Failed => say("not-saved"),
        _ => say("did-it-help"),
    };
    let can_rate = move || matches!(stage.get(), Stage::Asked | Stage::Failed);
    let answers = move || {
        let (yes, no) = (rate.clone(), rate.clone());
        el("div.choices")
            .put(
                button("choice")
                    .set("data-testid", "widget-ai-helpful")
                    .on_click(move || yes(true))
                    .say("yes"),
            )
            .put(
                button("choice")
                    .set("data-testid", "widget-ai-not-helpful")
                    .on_click(move || no(false))
                    .say("no"),
            )
    };
    let person = button("link")
        .set("data-testid", "widget-talk-to-human")
        .on_click(move || {
            let Some(conversation) = thread.it.conversation.get_untracked() else { return };
            let conversation = conversation.text();
            let why = [
                ("conversationId", conversation.as_str()),
                ("reason", "Visitor clicked Talk to human button"),
            ];
            run(thread, stage, Stage::Asked, HandoffToHuman::NAME, &why);
        })
        .say("talk-to-human");
    el("section.aside-box assistant")
        .set("data-testid", "widget-ai-question")
        .put(el("p").set("role", "status").text_by(words))
        .put_if(can_rate, answers)
        .put(person)
}

fn run(thread: Thread, stage: Var<Stage>, then: Stage, name: &'static str, args: &[(&str, &str)]) {
    if stage.get_untracked() == Stage::Busy {
        return;
    }
    let session = thread.it.session;
    let Some(args) = untrack(|| with_token(session, args)) else { return };
    stage.set(Stage::Busy);
    spawn_local(async move {
        let done = session.server().run(name, args).await;
        if let Err(error) = &done {
            session.check(error);
        }
        stage.set(if done.is_ok() { then } else { Stage::Failed });
    });
}
