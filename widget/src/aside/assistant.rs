//! What the AI agent is writing, and after its answer: did it help, or shall a person come? (functions-inbox.md §9, widget-sdk.md §4.3)

use crate::{later::parts::with_token, thread::Thread, words::say};
use client::{
    Var,
    dom::{El, template},
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
    let draft = it.server.live(GetDraft::NAME, args);
    let writing = move || {
        let text = draft.with_value(|draft| draft.json.is_some().then(|| draft.json.text("text")));
        text.flatten().map(Option::unwrap_or_default)
    };
    into.put_by(writing, |text| {
        let text = text.as_ref()?;
        let drawn = template("drafting");
        Some(if text.is_empty() { drawn.cut("p") } else { drawn.fill("p", text).cut(".dots") })
    })
    .put_by(
        move || thread.answer().filter(|_| !thread.is_closed()),
        move |answer| answer.as_ref().map(|answer| question(thread, answer.clone())),
    )
}

fn question(thread: Thread, answer: String) -> El {
    let stage = Var::new(Stage::Asked);
    let words = move || {
        say(match stage.get() {
            Stage::Thanked => "it-helped",
            Stage::Sorry => "assistant-sorry",
            Stage::Failed => "not-saved",
            _ => "did-it-help",
        })
    };
    let can_rate = move || matches!(stage.get(), Stage::Asked | Stage::Failed);
    let place = template("assistant");
    drop(place.part("p").text_by(words));
    place.put_if(can_rate, || template("assistant-choices")).put(template("assistant-person")).on_act(
        "click",
        move |word, _| {
            if word != "person" {
                let then = if word == "helpful" { Stage::Thanked } else { Stage::Sorry };
                let args = [("responseId", answer.as_str()), ("feedback", word)];
                return run(thread, stage, then, SubmitFeedback::NAME, &args);
            }
            let Some(conversation) = thread.it.conversation.get_untracked() else { return };
            let why = [
                ("conversationId", &*conversation.text()),
                ("reason", "Visitor clicked Talk to human button"),
            ];
            run(thread, stage, Stage::Asked, HandoffToHuman::NAME, &why);
        },
    )
}

fn run(thread: Thread, stage: Var<Stage>, then: Stage, name: &'static str, args: &[(&str, &str)]) {
    if stage.get_untracked() == Stage::Busy {
        return;
    }
    let session = thread.it.session;
    let Some(args) = untrack(|| with_token(session, args)) else { return };
    stage.set(Stage::Busy);
    let answer = session.server().run(name, args);
    spawn_local(async move {
        let done = answer.await;
        if let Err(error) = &done {
            session.check(error);
        }
        stage.set(if done.is_ok() { then } else { Stage::Failed });
    });
}
