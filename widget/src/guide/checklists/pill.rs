//! How far the first unfinished checklist is, above the launcher.

use super::{Checklists, hide, is_hidden, show_count};
use crate::{guide::acts::open_panel, messenger::Screen};
use client::{
    codec::Looked,
    dom::{El, template},
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
    this.unfinished().map(Looked::from)
}

pub fn pill(this: Checklists, row: &Looked) -> El {
    let pill = template("pill");
    show_count(this, &row.json, &pill);
    pill.on_act("click", move |word, _| {
        if word == "hide" {
            CLOSED.set(true);
            hide(this.guide);
            this.rows.update(|_| ());
        } else {
            this.guide.it.go(Screen::Tasks);
            open_panel(this.guide.it);
        }
    })
}
