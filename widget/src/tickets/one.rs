//! One ticket: what was asked, how far it is, and what was said of it since.

use super::{
    RESOLVED, chip,
    comments::{comment, composer},
    form::said,
};
use crate::{
    later::parts::{of_workspace, put_answer, screen, text_of, time, with_token},
    messenger::Messenger,
    words::{self, DAY, Text, say, say_with},
};
use client::{
    Live,
    codec::{Json, Looked},
    dom::{El, effect, el, template},
};
use reactive_graph::graph::untrack;
use shared::{Function, id::TicketId, ticket_forms::GetDefaultForVisitor, tickets::Get};

pub fn ticket(it: Messenger, id: TicketId) -> El {
    let args = move || with_token(it.session, &[("id", &id.text())]);
    let ticket = it.server.live(Get::NAME, args);
    let form = it.server.live(GetDefaultForVisitor::NAME, move || {
        let has_form = !text_of(ticket, |ticket| ticket.text("formId")).is_empty();
        of_workspace(it).filter(|_| has_form)
    });
    it.session.watch(ticket);
    announce(it, ticket);
    let text = move |name: &'static str| text_of(ticket, |ticket| ticket.text(name));
    let status = move || text("status");
    let screen = screen(it, "ticket");
    drop(screen.part("h1").text_by(move || text("subject")));
    drop(screen.part(".who").put_by(status, |status| (!status.is_empty()).then(|| chip(status))));
    let lines = put_answer(screen.part(".lines"), ticket, move |ticket| match ticket.is_some() {
        true => asked(ticket, form),
        false => template("no-ticket"),
    });
    drop(lines.put_each(move || comments(ticket), |one| comment(&one.json)));
    screen
        .put_if(move || status() == RESOLVED, || template("ticket-resolved"))
        .put_if(move || !status().is_empty(), move || composer(it, id))
}

/// Of `tickets::ListedComment`, oldest first.
fn comments(ticket: Live<Looked>) -> Vec<Looked> {
    let comments = ticket.with_value(|ticket| ticket.json.get("comments").each());
    comments.unwrap_or_default().into_iter().map(Looked::from).collect()
}

/// Says what the team answers while the ticket is before the visitor.
fn announce(it: Messenger, ticket: Live<Looked>) {
    let mut before = None;
    effect(move || {
        if ticket.is_waiting() {
            return;
        }
        let comments = comments(ticket);
        let theirs = |one: &&Looked| !one.json.says("authorType", "visitor");
        let count = comments.iter().filter(theirs).count();
        if let (Some(newest), true) =
            (comments.iter().rfind(theirs), before.is_some_and(|before| count > before))
        {
            let text = newest.json.said("content");
            let said = say_with("said", &[("name", Text(&say("team"))), ("text", Text(&text))]);
            untrack(|| it.announced.set(said));
        }
        before = Some(count);
    });
}

/// What the visitor asked.
fn asked(ticket: &Json, form: Live<Looked>) -> El {
    let day = words::date(time(ticket, "createdAt"), &DAY);
    let known = [ticket.filled("subject"), ticket.filled("description")];
    let drawn = template("asked").fill(".about", &say_with("ticket-opened", &[("date", Text(&day))]));
    let drawn = match &known[1] {
        Some(text) => drawn.fill(".plain-text", text),
        None => drawn.cut(".plain-text"),
    };
    let (id, answers) = (ticket.text("formId"), ticket.get("formData"));
    // Its questions are known as long as the workspace still asks by the same form.
    let fields = move || {
        text_of(form, |form| {
            let is_same = id.is_some() && form.text("_id") == id;
            is_same.then(|| form.get("fields").print())
        })
    };
    drawn.put_by(fields, move |fields| Some(answered(&Json::parse(fields)?, &answers, &known)))
}

/// The answers of a form, under its questions, but for what stands there already.
fn answered(fields: &Json, answers: &Json, known: &[Option<String>]) -> El {
    fields.each().iter().fold(el("dl"), |list, field| {
        let answer = field.text("id").and_then(|id| said(&answers.get(&id)));
        let Some(answer) = answer.filter(|answer| known.iter().flatten().all(|known| known != answer)) else {
            return list;
        };
        let label = field.said("label");
        list.put(el("dt").set("dir", "auto").text(&label))
            .put(el("dd.plain-text").set("dir", "auto").text(&answer))
    })
}
