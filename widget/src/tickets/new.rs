//! A new ticket: by the workspace's form, or a subject and what it is about.

use super::form::Question;
use crate::{
    conversations::skeleton,
    later::parts::{failed, sub_header, who},
    messenger::{Messenger, Screen, Tickets},
    panel::{button, focus},
    session::has,
    words::{Says, say},
};
use client::{
    Var,
    codec::{self, Json},
    dom::{El, el},
};
use reactive_graph::owner::Owner;
use shared::{Error, Function, id::TicketId, limits, ticket_forms::GetDefaultForVisitor, tickets::Create};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The ids of the fields of a ticket without a form.
const SUBJECT: &str = "subject";
const DESCRIPTION: &str = "description";

pub fn form(it: Messenger) -> El {
    let title = el("h1").set("tabindex", "-1").say("new-ticket");
    let place = el("div.scroll");
    fetch(it, place.clone());
    el("div.screen").put(sub_header(it, title)).put(place)
}

/// The form is asked for once: one that changed under the visitor's hands would lose what is typed.
fn fetch(it: Messenger, place: El) {
    let Some(workspace_id) = it.session.workspace else { return };
    let owner = Owner::current().unwrap_or_default();
    show(&place, skeleton());
    spawn_local(async move {
        let form = it.server.ask(GetDefaultForVisitor { workspace_id }).await;
        let drawn = owner.with(|| match form {
            Ok(form) => questions(it, &form),
            Err(_) => {
                let (again, owner) = (place.clone(), owner.clone());
                let retry = move || owner.with(|| fetch(it, again.clone()));
                failed().put(button("primary").on_click(retry).say("retry"))
            }
        });
        show(&place, drawn);
    });
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
    let about = form.filled("description").map(|text| el("p.about").set("dir", "auto").text(&text));
    let send = el("button")
        .set("type", "submit")
        .class("primary")
        .set("data-testid", "widget-send-ticket")
        .set_by("aria-disabled", move || is_busy.get().then(|| "true".into()))
        .text_by(move || say(if is_busy.get() { "sending" } else { "send" }));
    el("form.ticket-form")
        .set("data-testid", "widget-ticket-form")
        .on("submit", move |event| {
            event.prevent_default();
            draft.send();
        })
        .put_all(about)
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
        field.with("required", &codec::write(&required))
    };
    let subject = field(SUBJECT, "text", "ticket-subject", true);
    vec![subject, field(DESCRIPTION, "textarea", "ticket-description", false)]
}

fn with(object: Json, name: &str, text: &str) -> Json {
    object.with(name, &text.into())
}

impl Draft {
    fn send(self: &Rc<Self>) {
        if self.is_busy.get_untracked() {
            return;
        }
        let missing = self.questions.iter().find(|one| one.is_required && one.answer().is_none());
        if let Some(missing) = missing {
            self.problem.set("answer-missing");
            return focus(missing.node());
        }
        self.problem.set("");
        self.is_busy.set(true);
        let this = self.clone();
        spawn_local(async move {
            let sent = this.deliver().await;
            if this.is_busy.is_gone() {
                return;
            }
            this.is_busy.set(false);
            match sent {
                Ok(id) => {
                    this.it.announced.set(say("ticket-sent"));
                    this.it.screen.set(Screen::Tickets(Tickets::One(id)));
                }
                Err(error) => {
                    this.it.session.check(&error);
                    this.problem.set("ticket-failed");
                }
            }
        });
    }

    async fn deliver(&self) -> Result<TicketId, Error> {
        let (workspace, token) = who(self.it).ok_or_else(client::unreachable)?;
        let description = self.find(|one| one.id == DESCRIPTION).map(Question::text);
        let texts = [
            ("workspaceId", Some(workspace.text())),
            ("sessionToken", token),
            ("subject", Some(self.subject())),
            ("description", description.filter(|text| !text.is_empty())),
            ("formId", self.form.clone()),
        ];
        let new = texts.into_iter().fold(Json::default(), |new, (name, text)| match text {
            Some(text) => with(new, name, &text),
            None => new,
        });
        let answers = self.questions.iter().filter_map(|one| Some((one.id.as_str(), one.answer()?)));
        let answers = answers.fold(Json::default(), |all, (id, answer)| all.with(id, &answer));
        let new = if self.form.is_some() { new.with("formData", &answers) } else { new };
        let created = self.it.server.run(Create::NAME, new).await?;
        created.as_text().and_then(|id| id.parse().ok()).ok_or_else(Error::internal)
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
