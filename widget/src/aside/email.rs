//! Where an answer reaches a visitor who is gone by then: asked once a message was sent and no address is known (widget-sdk.md §4.3).

use super::Closed;
use crate::{
    later::parts::with_token,
    panel::button,
    session::Session,
    thread::Thread,
    words::{Says, say},
};
use client::{
    Var,
    codec::Json,
    dom::{El, el},
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    visitors::{GetBySession, Identify},
};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

/// How far the question is.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Asked,
    Saving,
    Failed,
    Saved,
}

pub fn put(thread: Thread, closed: Closed, into: El) -> El {
    let it = thread.it;
    let session = it.session;
    let visitor = it
        .server
        .live_json(GetBySession::NAME, move || with_token(session, &[("sessionId", &device(session)?)]));
    let stage = Var::new(Stage::Asked);
    let key = move || ["email ", &device(session).unwrap_or_default()].concat();
    let is_shown = move || {
        let is_unknown = visitor.with_value(|row| is_unknown(&row.json)) == Some(true);
        let is_open = is_unknown && thread.count().0 > 0 && !thread.is_closed() && !closed.has(&key());
        is_open || stage.get() == Stage::Saved
    };
    into.put_if(is_shown, move || question(session, stage, closed, untrack(key)))
}

fn device(session: Session) -> Option<String> {
    session.identity.with(|identity| identity.session.clone())
}

/// Of `visitors::Visitor`. One that the site has named can be reached without asking.
fn is_unknown(row: &Json) -> bool {
    row.is_some() && row.filled("email").is_none() && row.filled("externalUserId").is_none()
}

fn question(session: Session, stage: Var<Stage>, closed: Closed, key: String) -> El {
    let place = el("section.aside-box").set("data-testid", "widget-email-capture");
    place
        .put_by(
            move || stage.get() == Stage::Saved,
            move |is_saved| {
                let content = el("div");
                Some(if *is_saved {
                    content.put(el("p").set("role", "status").say("email-saved"))
                } else {
                    content
                        .put(el("h2").say("email-ask"))
                        .put(el("p.about").say("email-hint"))
                        .put(form(session, stage))
                })
            },
        )
        .put(closed.button(key, "widget-email-dismiss"))
}

fn form(session: Session, stage: Var<Stage>) -> El {
    let input = el("input.input")
        .set("type", "email")
        .set("required", "")
        .set("autocomplete", "email")
        .set("maxlength", "254")
        .set("placeholder", &say("email-label"))
        .label("email-label")
        .set("data-testid", "widget-email-input");
    let node: HtmlInputElement = input.cast();
    let save = button("primary")
        .set("type", "submit")
        .set_by("disabled", move || (stage.get() == Stage::Saving).then(String::new))
        .set("data-testid", "widget-email-save")
        .say("save");
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            let email = node.value().trim().to_owned();
            if stage.get_untracked() != Stage::Saving {
                spawn_local(keep(session, stage, email));
            }
        })
        .put(el("div.aside-row").put(input).put(save))
        .put_if(
            move || stage.get() == Stage::Failed,
            || el("p.problem").set("role", "alert").say("not-saved"),
        )
}

async fn keep(session: Session, stage: Var<Stage>, email: String) {
    let Some(args) = untrack(|| with_token(session, &[("email", &email)])) else { return };
    stage.set(Stage::Saving);
    let saved = session.server().run(<Identify as Function>::NAME, args).await;
    stage.set(match saved {
        Ok(_) => Stage::Saved,
        Err(error) => {
            session.check(&error);
            Stage::Failed
        }
    });
}
