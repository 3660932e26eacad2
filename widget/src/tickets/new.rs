//! A new ticket: by the workspace's form, or a subject and what it is about.

use super::form::Question;
use crate::{
    conversations::skeleton,
    later::parts::{in_workspace, of_workspace, screen},
    messenger::{Messenger, Screen, Tickets},
    panel::focus,
    session::has,
    words::{Says, say},
};
use client::{
    Var,
    codec::Json,
    dom::{El, el, template},
};
use reactive_graph::{graph::untrack, owner::Owner};
use shared::{Error, Function, id::TicketId, limits, ticket_forms::GetDefaultForVisitor, tickets::Create};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The ids of the fields of a ticket without a form.
const SUBJECT: &str = "subject";
const DESCRIPTION: &str = "description";

pub fn form(it: Messenger) -> El {
    let screen = screen(it, "ticket-new");
    fetch(it, screen.part(".scroll"));
    screen
}

/// The form is asked for once: one that changed under the visitor's hands would lose what is typed.
fn fetch(it: Messenger, place: El) {
    let Some(args) = of_workspace(it) else { return };
    let owner = Owner::current().unwrap_or_default();
    show(&place, skeleton());
    let answer = it.server.ask(GetDefaultForVisitor::NAME, args);
    spawn_local(async move {
        let form = answer.await;
        let drawn = owner.with(|| match form {
            Ok(form) => questions(it, &form),
            Err(_) => failed(it, place.clone()),
        });
        show(&place, drawn);
    });
}

fn failed(it: Messenger, place: El) -> El {
    let owner = Owner::current().unwrap_or_default();
    template("failed")
        .put(template("again"))
        .on_act("click", move |_, _| owner.with(|| fetch(it, place.clone())))
}

fn show(place: &El, content: El) {
    place.node().set_text_content(None);
    drop(place.clone().put(content));
}

/// The form while it is filled in.
struct Draft {
    it: Messenger,
    form: Option<String>,
    questions: Vec<Question>,
    is_busy: Var<bool>,
    problem: Var<&'static str>,
}

/// Of `ticket_forms::TicketForm`, or of null.
fn questions(it: Messenger, form: &Json) -> El {
    let (fields, form_id) = (form.get("fields"), form.text("_id"));
    let fields = if form_id.is_some() { fields.each() } else { plain() };
    let (questions, drawn): (Vec<_>, Vec<_>) = fields.iter().map(Question::new).unzip();
    let (is_busy, problem) = (Var::new(false), Var::new(""));
    let draft = Rc::new(Draft { it, form: form_id, questions, is_busy, problem });
    let drawn_form = template("ticket-form");
    let drawn_form = match form.filled("description") {
        Some(text) => drawn_form.fill("p", &text),
        None => drawn_form.cut("p"),
    };
    let send = template("ticket-send")
        .set_by("aria-disabled", move || is_busy.get().then(|| "true".into()))
        .text_by(move || say(if is_busy.get() { "sending" } else { "send" }));
    drawn_form
        .on("submit", move |event| {
            event.prevent_default();
            draft.send();
        })
        .put_all(drawn)
        .put_by(
            move || problem.get().to_owned(),
            |word| (!word.is_empty()).then(|| el("p.problem").set("role", "alert").say(word)),
        )
        .put(send)
}

/// What is asked without a form.
fn plain() -> Vec<Json> {
    let field = |id: &str, kind: &str, label: &str, required: bool| {
        let texts = [("id", id), ("type", kind), ("label", &say(label))];
        let field = texts.into_iter().fold(Json::default(), |field, (name, text)| with(field, name, text));
        field.with("required", &required.into())
    };
    let subject = field(SUBJECT, "text", "ticket-subject", true);
    vec![subject, field(DESCRIPTION, "textarea", "ticket-description", false)]
}

fn with(object: Json, name: &str, text: &str) -> Json {
    object.with(name, &text.into())
}

fn read(id: &Json) -> Option<TicketId> {
    id.as_text()?.parse().ok()
}

impl Draft {
    fn send(&self) {
        if self.is_busy.get_untracked() {
            return;
        }
        let missing = self.questions.iter().find(|one| one.is_required && one.answer().is_none());
        if let Some(missing) = missing {
            self.problem.set("answer-missing");
            return focus(missing.node());
        }
        let Some(args) = untrack(|| self.args()) else { return };
        self.problem.set("");
        self.is_busy.set(true);
        let (it, is_busy, problem) = (self.it, self.is_busy, self.problem);
        let answer = it.server.run(Create::NAME, args);
        spawn_local(async move {
            let answer = answer.await;
            if is_busy.is_gone() {
                return;
            }
            is_busy.set(false);
            let id = answer.and_then(|id| read(&id).ok_or_else(Error::internal));
            match id {
                Ok(id) => {
                    it.announced.set(say("ticket-sent"));
                    it.screen.set(Screen::Tickets(Tickets::One(id)));
                }
                Err(error) => {
                    it.session.check(&error);
                    problem.set("ticket-failed");
                }
            }
        });
    }

    fn args(&self) -> Option<Json> {
        let subject = self.subject();
        let new = in_workspace(self.it, &[("subject", &subject)])?;
        let description = self.find(|one| one.id == DESCRIPTION).map(Question::text);
        let new = match description.filter(|text| !text.is_empty()) {
            Some(text) => with(new, "description", &text),
            None => new,
        };
        let Some(form) = &self.form else { return Some(new) };
        let answers = self.questions.iter().filter_map(|one| Some((one.id.as_str(), one.answer()?)));
        let answers = answers.fold(Json::default(), |all, (id, answer)| all.with(id, &answer));
        Some(with(new, "formId", form).with("formData", &answers))
    }

    /// The field that is the subject by its id, else one that is called so, else words of ours (widget-sdk.md §4.3).
    fn subject(&self) -> String {
        let is_named = |one: &Question| {
            let name = [&one.id, " ", &one.label].concat().to_ascii_lowercase();
            one.is_text() && (has(&name, "subject") || has(&name, "title"))
        };
        let by_id = self.find(|one| one.id.eq_ignore_ascii_case(SUBJECT));
        let subject = by_id.or_else(|| self.find(is_named)).map(Question::text);
        let subject = subject.filter(|text| !text.is_empty()).unwrap_or_else(|| say("support-request"));
        subject.chars().take(limits::TITLE).collect()
    }

    fn find(&self, is_it: impl Fn(&Question) -> bool) -> Option<&Question> {
        self.questions.iter().find(|one| is_it(one))
    }
}
