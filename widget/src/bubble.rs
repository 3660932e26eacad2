//! One message: the day above it, who wrote it, what, when, and how far it got.

use crate::{
    conversation::sign,
    history::{Body, Progress, Row},
    home::face,
    icons::{self, icon},
    messenger::{Help, Messenger, Screen},
    outbox::Outbox,
    panel::button,
    rows::Message,
    session::now,
    thread::Thread,
    words::{self, Says, Text, say, say_with},
};
use client::{
    Var,
    dom::{El, el},
    rich_text::rich_text,
};
use shared::Millis;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// The line of this key. What it is made of changes rarely, what stands around it with every neighbour: each part on its own.
pub fn bubble(thread: Thread, key: &str) -> El {
    let Some(row) = thread.row(key) else { return el("div") };
    let at = row.with_untracked(Row::at);
    let is_fresh = at > now() - 5_000;
    let sender = row.with_untracked(|row| sender(&row.body, row.is_mine()));
    let line = el("div")
        .set_by("class", move || Some(row.with(|row| classes(row, is_fresh))))
        .set("data-testid", "widget-message")
        .put_all(sender.into_iter().flatten())
        .put_by(
            move || row.with(|row| row.body.clone()),
            move |body| Some(content(thread.it, el("div.bubble").set("dir", "auto"), body)),
        )
        .put_by(move || progress(thread, row), {
            let key = key.to_owned();
            move |shown: &Option<(Progress, bool)>| shown.map(|shown| meta(thread, &key, at, shown))
        });
    let day = move || row.with(|row| row.begins_day.then(|| words::day(row.at(), now())));
    el("div.entry").put_by(day, |day| day.as_ref().map(|day| el("p.day").put(el("span").text(day)))).put(line)
}

fn classes(row: &Row, is_fresh: bool) -> String {
    let side = match row.progress {
        _ if row.is_notice() => "notice-line",
        Progress::Theirs => "theirs",
        _ => "mine",
    };
    let state = match row.progress {
        Progress::Failed => " failed",
        Progress::Waiting => " waiting",
        _ => "",
    };
    let mut classes = ["line ", side, state].concat();
    for (claim, class) in [(row.begins_group, " begins"), (row.ends_group, " ends"), (is_fresh, " fresh")] {
        if claim {
            classes.push_str(class);
        }
    }
    classes
}

/// Face and name; the sheet shows them once a group.
fn sender(body: &Body, is_mine: bool) -> Option<[El; 2]> {
    let Body::Stored(message) = body else { return None };
    if is_mine || message.sender_kind() == "system" {
        return None;
    }
    let name = sender_name(message);
    Some([face(&name), el("span.name").set("dir", "auto").text(&name)])
}

fn sender_name(message: &Message) -> String {
    match (&message.sender_name, message.sender_kind().as_str()) {
        (Some(name), _) => name.clone(),
        (None, "ai" | "bot") => say("assistant"),
        _ => say("team"),
    }
}

fn content(it: Messenger, into: El, body: &Body) -> El {
    // What is nothing but files has no words.
    let plain = |into: El, text: &str| {
        if text.is_empty() { into } else { into.put(el("p.plain-text").text(text)) }
    };
    match body {
        Body::Pending(pending) => {
            plain(into, &pending.content).put_all(pending.files.iter().map(|one| file(&one.name, None)))
        }
        Body::Stored(message) => {
            let blocks = message.get("blocks");
            let into = if blocks.each().is_empty() {
                plain(into, &message.content)
            } else {
                into.put(rich_text(&blocks, "", &|target| to_article(it, target)))
            };
            // Of `messages::SourceLink`.
            let sources = message.get("sources").each();
            let into = into.put_all(sources.iter().filter_map(|one| {
                let link = to_article(it, &["article:", &one.text("id")?].concat())?;
                Some(link.class("file source").put(icon(icons::BOOK)).text(&one.text("title")?))
            }));
            // Of `messages::Attachment`.
            into.put_all(
                message
                    .get("attachments")
                    .each()
                    .iter()
                    .map(|one| file(&one.said("fileName"), one.text("url"))),
            )
        }
    }
}

/// A link inside of the widget: `article:` and the article's id.
pub fn to_article(it: Messenger, target: &str) -> Option<El> {
    let id = target.strip_prefix("article:")?.parse().ok()?;
    let open = move || it.open(Screen::Help(Help::Article(id)));
    let link = el("a").set("role", "link").set("tabindex", "0").set("data-testid", "widget-article-link");
    Some(link.on_click(open).on("keydown", move |event| {
        if event.unchecked_ref::<KeyboardEvent>().key() == "Enter" {
            open();
        }
    }))
}

/// One that is not ready yet has no address.
fn file(name: &str, url: Option<String>) -> El {
    let label = say_with("attachment", &[("name", Text(name))]);
    let link = el("a.file").set("target", "_blank").set("rel", "noopener noreferrer");
    let link = link.set("aria-label", &label).put(icon(icons::CLIP)).text(name);
    match url {
        Some(url) => link.set("href", &url),
        None => link,
    }
}

/// What stands below the last of a group: how far it got, and whether there is nobody to send it to.
fn progress(thread: Thread, row: Var<Row>) -> Option<(Progress, bool)> {
    let progress =
        row.with(|row| (row.ends_group || row.progress == Progress::Failed).then_some(row.progress))?;
    Some((progress, progress == Progress::Waiting && thread.it.server.is_lost()))
}

/// The time, and for an own message how far it got.
fn meta(thread: Thread, key: &str, at: Millis, (progress, is_lost): (Progress, bool)) -> El {
    let sign = sign(progress, is_lost).map(|(path, word)| el("span.sign").put(icon(path)).say(word));
    let meta = el("span.meta").put(el("time").text(&words::clock(at))).put_all(sign);
    if progress != Progress::Failed {
        return meta;
    }
    let outbox = thread.it.outbox;
    let act = |word: &str, act: fn(Outbox, &str)| {
        let key = key.to_owned();
        button("link").on_click(move || act(outbox, &key)).say(word)
    };
    meta.put(act("retry", Outbox::retry)).put(act("discard", Outbox::discard))
}
