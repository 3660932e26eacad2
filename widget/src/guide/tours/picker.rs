//! The tab of tours: each that there is and how far the visitor is in it; a press begins it or goes on (widget-sdk.md §4.2).

use super::{Tours, id_of};
use crate::{
    guide::acts::tab,
    words::{Number, say, say_with},
};
use client::{
    Loaded,
    codec::{Json, Looked},
    dom::{El, el, template},
};

pub fn screen(this: Tours) -> El {
    let has_failed = move || matches!(this.all.get(), Loaded::Failed(_));
    let screen = tab(this.guide.it, ["tab-tours", "missing"], has_failed, "tours");
    let keys = move || this.listed().into_iter().map(Looked::from).collect();
    drop(screen.part(".tasks").put(el("ul.card-box").put_each(keys, move |row| item(this, &row.json))));
    screen
}

fn item(this: Tours, row: &Json) -> El {
    let (item, tour) = (template("tour-row"), row.get("tour"));
    for (part, name) in [("b", "name"), ("b + span", "description")] {
        drop(item.part(part).text(&tour.text(name).unwrap_or_default()));
    }
    let (status, id) = (row.said("tourStatus"), id_of(row));
    let is_begun = status == "in_progress";
    let words = if is_begun {
        let at = row.get("progress").get("currentStep").number().unwrap_or_default() + 1.0;
        let count = row.get("steps").each().len() as f64;
        say_with("tour-progress", &[("at", Number(at)), ("count", Number(count))])
    } else {
        say(if status == "completed" { "tour-over" } else { "tour-new" })
    };
    let test_id = ["tour-item-", &id].concat();
    drop(item.part("small").text(&words));
    // One that was ended or dismissed begins anew.
    drop(item.part("button").set("data-testid", &test_id).on_click(move || this.want(&id, is_begun)));
    item
}
