//! What is said of a ticket, and where the visitor says more.

use crate::{
    home::face,
    icons::{self, icon},
    later::parts::time,
    messenger::Messenger,
    panel::{focus, is_composing},
    session::now,
    words::{self, Says, say},
};
use client::{
    Var,
    codec::Json,
    dom::{El, el},
};
use shared::{id::TicketId, limits, tickets::AddComment};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

/// Of `tickets::ListedComment`.
pub fn comment(comment: &Json) -> El {
    let author = comment.text("authorType").unwrap_or_default();
    let class = match author.as_str() {
        "agent" => "line begins ends theirs",
        "visitor" => "line begins ends mine",
        _ => "line begins ends notice-line",
    };
    let team = say("team");
    let sender = (author == "agent").then(|| [face(&team), el("span.name").text(&team)]);
    let at = el("time").text(&words::moment(time(comment, "createdAt"), now()));
    let text = el("p.plain-text").text(&comment.text("content").unwrap_or_default());
    el("div")
        .class(class)
        .set("data-testid", "widget-ticket-comment")
        .put_all(sender.into_iter().flatten())
        .put(el("div.bubble").set("dir", "auto").put(text))
        .put(el("span.meta").put(at))
}

/// Where the visitor says more. What is typed stays until the server has it.
pub fn composer(it: Messenger, id: TicketId) -> El {
    let (is_busy, has_failed) = (Var::new(false), Var::new(false));
    let area = el("textarea")
        .set("rows", "1")
        .set("dir", "auto")
        .set("enterkeyhint", "send")
        .label("comment-label")
        .set("placeholder", &say("comment-label"))
        .set("data-testid", "widget-comment-input");
    let field: HtmlTextAreaElement = area.cast();
    field.set_value(&kept(it, id));
    let text = Var::new(field.value());
    let can_send =
        move || !is_busy.get() && text.with(|text| !text.trim().is_empty() && text.len() <= limits::CONTENT);
    let send = {
        let field = field.clone();
        move || {
            let content = text.get_untracked().trim().to_owned();
            if content.is_empty() || is_busy.get_untracked() {
                return;
            }
            is_busy.set(true);
            has_failed.set(false);
            let field = field.clone();
            spawn_local(async move {
                let add = AddComment {
                    ticket_id: id,
                    visitor_id: None,
                    content,
                    attachment_ids: None,
                    is_internal: None,
                    author_id: None,
                    author_type: None,
                    session_token: it.session.token.get_untracked(),
                };
                let added = it.server.call(add).await;
                if added.is_ok() {
                    keep(it, id, "");
                }
                if is_busy.is_gone() {
                    return;
                }
                is_busy.set(false);
                match added {
                    Ok(_) => {
                        field.set_value("");
                        text.set(String::new());
                        focus(Some(field.into()));
                    }
                    Err(error) => {
                        it.session.check(&error);
                        has_failed.set(true);
                    }
                }
            });
        }
    };
    let typed = field.clone();
    let by_key = send.clone();
    let area = area
        // Only while it is sent, so that nothing is typed that would be taken away.
        .set_by("readonly", move || is_busy.get().then(String::new))
        .on("input", move |_| {
            keep(it, id, &typed.value());
            text.set(typed.value());
        })
        .on("keydown", move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            if key.key() == "Enter" && !key.shift_key() && !is_composing(key) {
                event.prevent_default();
                by_key();
            }
        });
    let button = el("button")
        .set("type", "submit")
        .class("send")
        .label("send")
        .set_by("disabled", move || (!can_send()).then(String::new))
        .set("data-testid", "widget-comment-send")
        .put(icon(icons::SEND));
    el("form.composer")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .put_if(move || has_failed.get(), || el("p.problem").set("role", "alert").say("ticket-failed"))
        .put(el("div.field grows").put(area).put(button))
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
