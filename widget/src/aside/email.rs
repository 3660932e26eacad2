//! Where an answer reaches a visitor who is gone by then: asked once a message was sent and no address is known (widget-sdk.md §4.3).

use super::Closed;
use crate::{
    later::parts::{submit, with_token},
    session::Session,
    thread::Thread,
};
use client::{
    Var,
    codec::Json,
    dom::{El, template},
};
use reactive_graph::graph::untrack;
use shared::{
    Function,
    visitors::{GetBySession, Identify},
};
use web_sys::HtmlInputElement;

pub fn put(thread: Thread, closed: Closed, into: El) -> El {
    let it = thread.it;
    let session = it.session;
    let visitor =
        it.server.live(GetBySession::NAME, move || with_token(session, &[("sessionId", &device(session)?)]));
    // Who has said it reads the thanks until they are closed.
    let is_saved = Var::new(false);
    let key = move || ["email ", &device(session).unwrap_or_default()].concat();
    let is_shown = move || {
        let is_unknown = visitor.with_value(|row| is_unknown(&row.json)) == Some(true);
        let is_asked = is_unknown && thread.count().0 > 0 && !thread.is_closed();
        (is_asked || is_saved.get()) && !closed.has(&key())
    };
    into.put_if(is_shown, move || question(session, is_saved).on_act("click", closed.by(untrack(key))))
}

fn device(session: Session) -> Option<String> {
    session.identity.with(|identity| identity.session.clone())
}

/// Of `visitors::Visitor`. One that the site has named can be reached without asking.
fn is_unknown(row: &Json) -> bool {
    row.is_some() && row.filled("email").is_none() && row.filled("externalUserId").is_none()
}

fn question(session: Session, is_saved: Var<bool>) -> El {
    let place = template("email");
    if is_saved.get_untracked() {
        return thanks(place);
    }
    let (form, shown) = (place.part("form"), place.clone());
    let input: HtmlInputElement = form.part("input").cast();
    drop(form.clone().on("submit", move |event| {
        event.prevent_default();
        let args = untrack(|| with_token(session, &[("email", input.value().trim())]));
        let shown = shown.clone();
        submit(session, &form, Identify::NAME, args, move |is_done| {
            if is_done {
                // The address may be known by now and the question gone: then what comes up says the thanks.
                is_saved.set(true);
                drop(thanks(shown));
            }
        });
    }));
    place
}

fn thanks(place: El) -> El {
    let place = place.cut("form");
    place.put_first(template("email-saved"));
    place
}
