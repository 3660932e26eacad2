//! What the screens that are fetched later have in common.

use crate::{
    conversations::skeleton,
    icons::{self, icon},
    messenger::{Help, Messenger, Screen},
    panel::{button, close_button, round},
    session::Session,
    words::say,
};
use client::{
    Live, Loaded,
    closure::Make,
    codec::{Json, Looked},
    dom::{El, el},
};
use shared::{Millis, id::WorkspaceId};

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
                Loaded::Failed(_) => failed(),
                Loaded::Ready(answer) => make.make(&answer.json),
            })
        },
    )
}

/// A text of the newest answer; empty until there is one.
pub fn text_of(answer: Live<Looked>, look: impl Fn(&Json) -> Option<String>) -> String {
    answer.with_value(|answer| look(&answer.json)).flatten().unwrap_or_default()
}

/// The workspace, and the token of the session once there is one.
pub fn who(it: Messenger) -> Option<(WorkspaceId, Option<String>)> {
    Some((it.session.workspace?, Some(it.session.token.get()?)))
}

/// Arguments by their names, with the session's token; none before there is one.
pub fn with_token(session: Session, args: &[(&str, &str)]) -> Option<Json> {
    let token = session.token.get()?;
    let token = [("sessionToken", token.as_str())];
    Some(
        args.iter()
            .chain(&token)
            .fold(Json::default(), |all, (name, value)| all.with(name, &(*value).into())),
    )
}

/// The same, for what a visitor does in a workspace.
pub fn in_workspace(it: Messenger, args: &[(&str, &str)]) -> Option<Json> {
    let workspace = it.session.workspace?.text();
    Some(with_token(it.session, args)?.with("workspaceId", &workspace.as_str().into()))
}

/// A point in time that a row has under this name; without one the beginning of all.
pub fn time(row: &Json, name: &str) -> Millis {
    row.get(name).number().unwrap_or_default() as Millis
}

/// The header of a screen from which one can go back.
pub fn sub_header(it: Messenger, title: El) -> El {
    let back = round("back", icons::BACK, "widget-back-button").on_click(move || it.back());
    el("header.bar sub").put(back).put(title).put(close_button(it))
}

/// Says that there is nothing, with an icon, and why.
pub fn nothing(path: &str, title: &str, hint: &str) -> El {
    let picture = el("span.notice-icon").put(icon(path));
    let words = el("div.empty").put(picture).put(el("h2").text(title));
    if hint.is_empty() { words } else { words.put(el("p").text(hint)) }
}

/// Says that it could not be had.
pub fn failed() -> El {
    nothing(icons::ALERT, &say("missing"), &say("missing-hint")).set("role", "alert")
}

/// A row that opens its article.
pub fn article_row(it: Messenger, row: &Json, words: El) -> El {
    let id = row.text("_id").and_then(|id| id.parse().ok());
    let opens = button("row")
        .set("data-testid", "widget-article-item")
        .on_click(move || {
            if let Some(id) = id {
                it.open(Screen::Help(Help::Article(id)));
            }
        })
        .put(words.class("row-text"))
        .put(forward());
    el("li").put(opens)
}

/// The sign of what leads further in.
pub fn forward() -> El {
    el("span.forward").put(icon(icons::FORWARD))
}
