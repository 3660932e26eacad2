//! How far the first unfinished checklist is, above the launcher.

use super::{Checklists, hide, is_hidden, ring};
use crate::{
    guide::acts::open_panel,
    icons,
    messenger::Screen,
    panel::{button, round},
    words::{Number, Says, say_with},
};
use client::{
    codec::{Json, Looked},
    dom::{El, el},
};
use std::cell::Cell;

thread_local! {
    /// Closed, also where the browser keeps nothing.
    static CLOSED: Cell<bool> = const { Cell::new(false) };
}

/// The checklist that it shows; none while the messenger is open, where they are a tab.
pub fn wanted(this: Checklists) -> Option<Looked> {
    let guide = this.guide;
    let is_known = guide.page.session.with(Option::is_some);
    if guide.it.is_open.get() || !is_known || CLOSED.get() || is_hidden(guide) {
        return None;
    }
    let is_unfinished = |checklist: &Json| {
        let (done, all) = this.count(checklist);
        done < all
    };
    this.all().iter().map(|row| row.get("checklist")).find(is_unfinished).map(Looked::from)
}

pub fn pill(this: Checklists, row: &Looked) -> El {
    let it = this.guide.it;
    let (counted, shown) = (row.json.clone(), row.json.clone());
    let words = el("span.row-text")
        .put(el("b").set("dir", "auto").text(&row.json.text("name").unwrap_or_default()))
        .put(el("small").text_by(move || done_of(this, &counted)));
    let opens = button("pill-open")
        .set("data-testid", "checklist-pill")
        .on_click(move || {
            it.go(Screen::Tasks);
            open_panel(it);
        })
        .put(ring(move || this.count(&shown)))
        .put(words);
    let close = round("tasks-hide", icons::CLOSE, "checklist-hide").on_click(move || {
        CLOSED.set(true);
        hide(this.guide);
        this.rows.update(|_| ());
    });
    el("section.pill").set("data-radius", "29").label("tab-tasks").put(opens).put(close)
}

pub fn done_of(this: Checklists, checklist: &Json) -> String {
    let (done, all) = this.count(checklist);
    say_with("tasks-done", &[("done", Number(done as f64)), ("all", Number(all as f64))])
}
