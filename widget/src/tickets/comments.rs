//! What is said of a ticket, and where the visitor says more.

use crate::{
    home::face,
    later::parts::{time, with_token},
    messenger::Messenger,
    panel::{focus, is_composing},
    session::now,
    words::{self, say},
};
use client::{
    codec::Json,
    dom::{El, template},
};
use reactive_graph::graph::untrack;
use shared::{Function, id::TicketId, limits, tickets::AddComment};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

/// Of `tickets::ListedComment`.
pub fn comment(comment: &Json) -> El {
    let drawn = template("comment")
        .fill("p", &comment.said("content"))
        .fill("time", &words::moment(time(comment, "createdAt"), now()));
    match comment.text("authorType").as_deref() {
        Some("agent") => {
            drawn.put_first(face(&say("team")));
            drawn.class("line begins ends theirs")
        }
        Some("visitor") => drawn.cut(".name").class("line begins ends mine"),
        _ => drawn.cut(".name").class("line begins ends notice-line"),
    }
}

/// Where the visitor says more. What is typed stays until the server has it.
pub fn composer(it: Messenger, id: TicketId) -> El {
    let form = template("comment-form");
    let field: HtmlTextAreaElement = form.part("textarea").cast();
    field.set_value(&kept(it, id));
    show(&form, &field);
    let (typed_in, typed) = (form.clone(), field.clone());
    let (by_key, field_of_key) = (form.clone(), field.clone());
    let area = form.part("textarea").on("input", move |_| {
        keep(it, id, &typed.value());
        show(&typed_in, &typed);
    });
    drop(area.on("keydown", move |event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        if key.key() == "Enter" && !key.shift_key() && !is_composing(key) {
            event.prevent_default();
            send(it, id, &by_key, &field_of_key);
        }
    }));
    let sent = form.clone();
    form.on("submit", move |event| {
        event.prevent_default();
        send(it, id, &sent, &field);
    })
}

/// Whether it can be sent now.
fn show(form: &El, field: &HtmlTextAreaElement) {
    let text = field.value();
    let can_send = !field.read_only() && !text.trim().is_empty() && text.len() <= limits::CONTENT;
    form.part(".send").flag("disabled", !can_send);
}

fn send(it: Messenger, id: TicketId, form: &El, field: &HtmlTextAreaElement) {
    let text = field.value();
    let args = [("ticketId", &*id.text()), ("content", text.trim())];
    let Some(args) = untrack(|| with_token(it.session, &args)) else { return };
    if text.trim().is_empty() || field.read_only() {
        return;
    }
    // Only while it is sent, so that nothing is typed that would be taken away.
    field.set_read_only(true);
    let (form, field) = (form.clone().cut(".problem"), field.clone());
    show(&form, &field);
    let answer = it.server.run(AddComment::NAME, args);
    spawn_local(async move {
        let answer = answer.await;
        field.set_read_only(false);
        match answer {
            Ok(_) => {
                keep(it, id, "");
                field.set_value("");
                focus(Some(field.clone().into()));
            }
            Err(error) => {
                it.session.check(&error);
                form.put_first(template("ticket-failed"));
            }
        }
        show(&form, &field);
    });
}

/// What was typed and not sent.
fn kept(it: Messenger, id: TicketId) -> String {
    let find = |comments: &Vec<(TicketId, String)>| {
        comments.iter().find(|(known, _)| *known == id).map(|(_, text)| text.clone())
    };
    find(&it.kept.borrow().comments).unwrap_or_default()
}

fn keep(it: Messenger, id: TicketId, text: &str) {
    let comments = &mut it.kept.borrow_mut().comments;
    comments.retain(|(known, _)| *known != id);
    if !text.is_empty() {
        comments.push((id, text.to_owned()));
    }
}
