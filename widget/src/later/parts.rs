//! What the screens that are fetched later have in common. They are drawn from templates (`widget/later.html`).

use crate::{
    conversations::skeleton,
    messenger::{Help, Messenger, Screen, Tickets},
    session::Session,
};
use client::{
    Live, Loaded,
    closure::Make,
    codec::{Json, Looked},
    dom::{El, template},
};
use shared::Millis;
use wasm_bindgen_futures::spawn_local;

/// The screen of that template.
pub fn screen(it: Messenger, name: &str) -> El {
    leads(it, template(name))
}

/// Has the buttons in it, also those to come, lead where their `data-act` says.
pub fn leads(it: Messenger, from: El) -> El {
    from.on_act("click", move |word, button| {
        let id = button.node().get_attribute("data-id").unwrap_or_default();
        let to = match word {
            "back" => return it.back(),
            "close" => return it.close(),
            "talk" => return it.talk(None),
            "new-ticket" => Some(Screen::Tickets(Tickets::New)),
            "ticket" => id.parse().ok().map(|id| Screen::Tickets(Tickets::One(id))),
            "article" => id.parse().ok().map(|id| Screen::Help(Help::Article(id))),
            "collection" => id.parse().ok().map(|id| Screen::Help(Help::Collection(id))),
            _ => None,
        };
        if let Some(to) = to {
            it.open(to);
        }
    })
}

/// The template of that name for a row: its button leads to what the row is about, each selector's place has the text that the row has
/// under the name, and a place without a text is taken away.
pub fn row(name: &str, row: &Json, places: &[(&str, &str)]) -> El {
    let drawn = template(name);
    let id = row.text("_id").or_else(|| row.text("id"));
    drop(drawn.part("button").set("data-id", &id.unwrap_or_default()));
    places.iter().fold(drawn, |drawn, (selector, name)| match row.filled(name) {
        Some(text) => drawn.fill(selector, &text),
        None => drawn.cut(selector),
    })
}

/// A row that opens its article.
pub fn article_row(article: &Json) -> El {
    row("article-row", article, &[(".row-text", "title")])
}

/// Appends what `make` draws of the newest answer: grey lines until there is one, a few words where there will be none.
pub fn put_answer(into: El, answer: Live<Looked>, make: impl Fn(&Json) -> El + 'static) -> El {
    put_boxed(into, answer, Box::new(make))
}

fn put_boxed(into: El, answer: Live<Looked>, make: Box<dyn Make<Json, El>>) -> El {
    into.put_by(
        move || answer.get(),
        move |answer| {
            Some(match answer {
                Loaded::Waiting => skeleton(),
                Loaded::Failed(_) => template("failed"),
                Loaded::Ready(answer) => make.make(&answer.json),
            })
        },
    )
}

/// A text of the newest answer; empty until there is one.
pub fn text_of(answer: Live<Looked>, look: impl Fn(&Json) -> Option<String>) -> String {
    answer.with_value(|answer| look(&answer.json)).flatten().unwrap_or_default()
}

/// Arguments by their names, with the session's token; none before there is one.
pub fn with_token(session: Session, args: &[(&str, &str)]) -> Option<Json> {
    session.args(args)
}

/// The same, for what a visitor does in a workspace.
pub fn in_workspace(it: Messenger, args: &[(&str, &str)]) -> Option<Json> {
    it.session.args_in_workspace(args)
}

/// What a query asks of the workspace alone.
pub fn of_workspace(it: Messenger) -> Option<Json> {
    let workspace = it.session.workspace?.text();
    Some(Json::default().with("workspaceId", &workspace.as_str().into()))
}

/// A point in time that a row has under this name; without one the beginning of all.
pub fn time(row: &Json, name: &str) -> Millis {
    row.get(name).number().unwrap_or_default() as Millis
}

/// Runs a form's mutation, one at a time: until it is answered its button is disabled, and where it was refused the form says so. `then`
/// hears whether it was done.
pub fn submit(
    session: Session,
    form: &El,
    name: &'static str,
    args: Option<Json>,
    then: impl FnOnce(bool) + 'static,
) {
    submit_boxed(session, form.clone(), name, args, Box::new(then));
}

fn submit_boxed(
    session: Session,
    form: El,
    name: &'static str,
    args: Option<Json>,
    then: Box<dyn FnOnce(bool)>,
) {
    let button = form.part("[type=submit]");
    let Some(args) = args.filter(|_| !button.has("disabled")) else { return };
    button.flag("disabled", true);
    let form = form.cut(".problem");
    let answer = session.server().run(name, args);
    spawn_local(async move {
        let answer = answer.await;
        button.flag("disabled", false);
        if let Err(error) = &answer {
            session.check(error);
            drop(form.put(template("not-saved")));
        }
        then(answer.is_ok());
    });
}
