//! One ticket: what was asked, how far it is, and what was said of it since.

use super::{
    RESOLVED, chip,
    comments::{comment, composer},
    form::said,
};
use crate::{
    icons,
    later::parts::{nothing, put_answer, sub_header, text_of, time, who},
    messenger::Messenger,
    words::{self, DAY, Says, Text, say, say_with},
};
use client::{
    Live,
    codec::{Json, Looked},
    dom::{El, effect, el},
};
use reactive_graph::graph::untrack;
use shared::{id::TicketId, ticket_forms::GetDefaultForVisitor, tickets::Get};

pub fn ticket(it: Messenger, id: TicketId) -> El {
    let ticket: Live<Looked> =
        it.server.live(move || Some(Get { id, visitor_id: None, session_token: who(it)?.1 }));
    let form: Live<Looked> = it.server.live(move || {
        let workspace_id = it.session.workspace?;
        (!text_of(ticket, |ticket| ticket.text("formId")).is_empty())
            .then_some(GetDefaultForVisitor { workspace_id })
    });
    it.session.watch(ticket);
    announce(it, ticket);
    let text = move |name: &'static str| text_of(ticket, |ticket| ticket.text(name));
    let status = move || text("status");
    let subject = el("h1.two").set("tabindex", "-1").set("dir", "auto");
    let title = el("div.who")
        .put(subject.text_by(move || text("subject")))
        .put_by(status, |status| (!status.is_empty()).then(|| chip(status)));
    let lines = put_answer(el("div.lines"), ticket, move |ticket| match ticket.is_some() {
        true => asked(ticket, form),
        false => nothing(icons::TICKET, &say("no-ticket"), &say("no-ticket-hint")),
    });
    let lines = lines.put_each(move || comments(ticket), |one| comment(&one.json));
    let scroll = el("div.scroll list ticket")
        .set("role", "log")
        .set("aria-live", "off")
        .label("ticket-comments")
        .set("tabindex", "0")
        .set("data-testid", "widget-ticket")
        .put(lines);
    el("div.screen")
        .put(sub_header(it, title))
        .put(el("div.list-area").put(scroll))
        .put_if(move || status() == RESOLVED, || el("p.hint").say("ticket-resolved-hint"))
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
        let theirs = |one: &&Looked| one.json.text("authorType").as_deref() != Some("visitor");
        let count = comments.iter().filter(theirs).count();
        if let (Some(newest), true) =
            (comments.iter().rfind(theirs), before.is_some_and(|before| count > before))
        {
            let text = newest.json.text("content").unwrap_or_default();
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
    let text = known[1].as_ref().map(|text| el("p.plain-text").set("dir", "auto").text(text));
    let (id, answers) = (ticket.text("formId"), ticket.get("formData"));
    // Its questions are known as long as the workspace still asks by the same form.
    let fields = move || {
        text_of(form, |form| {
            let is_same = id.is_some() && form.text("_id") == id;
            is_same.then(|| form.get("fields").print())
        })
    };
    el("section.asked")
        .put(el("p.about").text(&say_with("ticket-opened", &[("date", Text(&day))])))
        .put_all(text)
        .put_by(fields, move |fields| Some(answered(&Json::parse(fields)?, &answers, &known)))
}

/// The answers of a form, under its questions, but for what stands there already.
fn answered(fields: &Json, answers: &Json, known: &[Option<String>]) -> El {
    fields.each().iter().fold(el("dl"), |list, field| {
        let answer = field.text("id").and_then(|id| said(&answers.get(&id)));
        let Some(answer) = answer.filter(|answer| known.iter().flatten().all(|known| known != answer)) else {
            return list;
        };
        let label = field.text("label").unwrap_or_default();
        list.put(el("dt").set("dir", "auto").text(&label))
            .put(el("dd.plain-text").set("dir", "auto").text(&answer))
    })
}
