//! The tool as it is seen; what it looks like is in `widget/author.html`. The fields show what is written, else what the server has, so that
//! an answer that comes meanwhile changes nothing that was written.

use super::{Author, Work};
use crate::{
    panel::{focus, is_escape},
    words::{self, Number, say, say_with},
};
use client::{
    codec::Json,
    dom::{El, before_drawing, effect, el, template},
};
use reactive_graph::graph::untrack;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// What is written of a step: names of fields that are those of `authoring_sessions::WriteStep`.
const FIELDS: [&str; 5] = ["title", "content", "type", "mediaUrl", "advanceOn"];
/// Of them a tooltip has the text alone, and none of the other parts.
const OF_TOURS: [&str; 8] = [
    "ol",
    ".author-list",
    "[data-act=show]",
    "[data-act=show-all]",
    ".of-title",
    ".of-type",
    ".of-video",
    ".of-advance",
];

pub fn panel(author: Author) -> El {
    let panel = template("author");
    let title = move || {
        let answer = author.known.get().json;
        let name = answer.get("tour").text("name").or_else(|| answer.get("tooltip").text("name"));
        name.unwrap_or_else(
            || if author.work == Work::Tooltip { say("author-tooltip") } else { String::new() },
        )
    };
    drop(panel.part("h2").text_by(title));
    drop(panel.part(".problem").text_by(move || match author.problem.get() {
        "" => author.opened.error().map(|_| say("author-failed")).unwrap_or_default(),
        key => say(key),
    }));
    if author.work == Work::Tooltip {
        OF_TOURS.iter().for_each(|part| panel.part(part).remove());
    } else {
        let ids = move || author.rows().iter().filter_map(|row| row.text("_id")).collect::<Vec<_>>();
        drop(panel.part("ol").put_each(ids, move |id| entry(author, id)));
    }
    form(author, &panel);
    target(author, &panel);
    for (act, words) in [
        ("pick", ["author-pick", "author-stop"]),
        ("remove", ["author-remove", "author-remove-sure"]),
        ("end", ["author-end", "author-end-sure"]),
    ] {
        let is_on = move || {
            if act == "pick" { author.is_picking.get() } else { author.sure.with(|sure| sure == act) }
        };
        let word = move || say(words[usize::from(is_on())]);
        drop(panel.part(&["[data-act=", act, "]"].concat()).text_by(word));
    }
    let pick = panel.part("[data-act=pick]");
    drop(pick.set_by("aria-pressed", move || Some(author.is_picking.get().to_string())));
    let has_none = move || author.rows().is_empty();
    if author.was_shown.replace(true) {
        // Back from the tour as visitors see it.
        let heading = panel.part("h2").node();
        author.guide.page.ask("focus", "key", "");
        before_drawing(move || focus(Some(heading)));
    }
    let of = panel.clone();
    panel
        .class_if("picking", move || author.is_picking.get())
        .class_if("other", move || author.is_aside.get())
        .class_if("blank", has_none)
        .class_if("over", move || !author.known.get().json.is_some())
        .on_act("click", move |word, from| act(author, word, &from, &of))
        .on("keydown", move |event| {
            if is_escape(event.unchecked_ref()) {
                author.is_picking.set(false);
                author.sure.set(String::new());
            }
        })
}

fn act(author: Author, word: &str, from: &El, panel: &El) {
    // What has to be pressed twice is pressed twice in a row.
    let is_sure = author.sure.with_untracked(|sure| sure == word);
    author.sure.set(String::new());
    match word {
        "entry" => author.choose(&from.node().get_attribute("value").unwrap_or_default()),
        "pick" => author.is_picking.update(|is_on| *is_on = !*is_on),
        "add" => {
            author.add();
            let field = panel.part("[name=title]").node();
            before_drawing(move || focus(Some(field)));
        }
        "side" => {
            author.is_aside.update(|is_aside| *is_aside = !*is_aside);
            // It has the same size there, which nobody hears of.
            let resized = author.guide.pieces.resized;
            before_drawing(move || resized.set(()));
        }
        "up" => author.shift(-1),
        "down" => author.shift(1),
        "show" => author.show(false),
        "show-all" => author.show(true),
        "remove" if is_sure => author.remove(),
        "end" if is_sure || !untrack(|| author.has_unsaved()) => author.end(),
        "remove" | "end" => author.sure.set(word.into()),
        _ => {}
    }
}

/// One step of the list; the one that is worked on is the current one.
fn entry(author: Author, id: &str) -> El {
    let row = template("author-entry");
    let (mine, own) = (id.to_owned(), id.to_owned());
    let title = move || {
        let rows = author.rows();
        let row = rows.iter().find(|row| row.says("_id", &own)).cloned().unwrap_or_default();
        row.filled("title").or_else(|| row.filled("content")).unwrap_or_else(|| say("author-untitled"))
    };
    let is_now = move || (author.id() == mine).then(|| "step".into());
    drop(row.part("button").set("value", id).set_by("aria-current", is_now));
    drop(row.part("span").text_by(title));
    let id = id.to_owned();
    drop(row.part("small").set_by("hidden", move || (!author.draft(&id).is_some()).then(String::new)));
    row
}

fn form(author: Author, panel: &El) {
    // A tooltip that is still to be made has no words yet.
    let is_made = move || !author.id().is_empty();
    let form = panel.part("form").set_by("hidden", move || (!is_made()).then(String::new));
    for name in FIELDS.into_iter().filter(|name| author.work == Work::Tour || *name == "content") {
        let field = panel.part(&["[name=", name, "]"].concat());
        // A text field and a list are asked for their value alike.
        let node: HtmlInputElement = field.node().unchecked_into();
        let shown = node.clone();
        effect(move || {
            let text = author
                .row()
                .text(name)
                .unwrap_or_else(|| if name == "advanceOn" { "click".into() } else { String::new() });
            if shown.value() != text {
                shown.set_value(&text);
            }
        });
        let is_address = name == "mediaUrl";
        // Of a choice in a list some tools tell by `change` alone.
        let event = if matches!(name, "type" | "advanceOn") { "change" } else { "input" };
        drop(field.on(event, move |_| {
            let text = node.value();
            // What is pasted often ends with a blank, which no address has.
            author.write(name, if is_address { text.trim() } else { &text });
        }));
    }
    if author.work == Work::Tour {
        let video = panel.part(".of-video");
        effect(move || video.flag("hidden", !author.row().says("type", "video")));
    }
    let save = panel.part("[type=submit]");
    drop(save.set_by("disabled", move || (!author.draft(&author.id()).is_some()).then(String::new)));
    drop(form.on("submit", move |event| {
        event.prevent_default();
        author.save();
    }));
}

/// The element, and how surely it is found.
fn target(author: Author, panel: &El) {
    let quality = move || {
        let quality = author.row().get("selectorQuality");
        let key = match quality.text("grade").as_deref() {
            Some("good") => "author-good",
            Some("fair") => "author-fair",
            Some(_) => "author-poor",
            None => return say("author-none"),
        };
        let score = quality.get("score").number().unwrap_or_default();
        say_with("author-quality", &[("grade", words::Text(&say(key))), ("score", Number(score))])
    };
    drop(panel.part(".quality").text_by(quality));
    let warnings = move || {
        let all = author.row().get("selectorQuality").get("warnings").each();
        all.iter().filter_map(Json::as_text).collect::<Vec<_>>()
    };
    drop(panel.part("ul").put_each(warnings, |word| el("li").text(&warning(word))));
    let selector = move || author.row().said("elementSelector");
    drop(panel.part("code").text_by(selector));
}

/// What a warning of `www/loader/parts/pick.js` says.
fn warning(word: &str) -> String {
    say(match word {
        "missing" => "author-missing",
        "several" => "author-several",
        "position" => "author-position",
        "deep" => "author-deep",
        "wildcard" => "author-wildcard",
        "anonymous" => "author-anonymous",
        _ => "author-classes",
    })
}
