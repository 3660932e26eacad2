//! Tooltips: their list and their editor.

mod editor;

use super::{
    list::{self, Asked, Listing, PAGE, Row},
    place::{Kind, Place},
    selector,
    stage::Act,
};
use crate::{
    desk::{Desk, desk},
    link,
    route::Route,
    say,
};
pub use editor::editor;
use leptos::prelude::*;
use shared::{
    id::TooltipId,
    tooltips::{List, Remove, Tooltip, TriggerKind},
};

const ACTS: &[Act] = &[Act::Remove];

/// What opens a tooltip, with its word.
const KINDS: [(TriggerKind, &str); 3] = [
    (TriggerKind::Hover, "tooltip-hover"),
    (TriggerKind::Click, "tooltip-click"),
    (TriggerKind::Auto, "tooltip-auto"),
];

pub fn list() -> AnyView {
    let desk = desk();
    list::list(Listing {
        kind: Kind::Tooltips,
        stages: &[],
        acts: ACTS,
        page: Callback::new(move |asked: Asked| {
            let ask = move || {
                let workspace_id = desk.workspace_id()?;
                Some(List { workspace_id, limit: Some(PAGE), after: asked.after.get().map(TooltipId) })
            };
            list::page(ask, row)
        }),
        act: Callback::new(move |(row, _): (Row, Act)| remove(desk, TooltipId(row.id), &row.name)),
        new: Callback::new(move |()| desk.go(Route::Engage(Kind::Tooltips, Place::New))),
    })
}

fn row(tooltip: Tooltip) -> Row {
    let word = KINDS.into_iter().find(|(kind, _)| *kind == tooltip.trigger_type).map_or("", |(_, word)| word);
    Row {
        id: tooltip.id.0,
        name: tooltip.name,
        about: format!("{} · {}", say!(word), selector::plain(&tooltip.element_selector)),
        stage: None,
        changed_at: tooltip.updated_at,
    }
}

fn remove(desk: Desk, id: TooltipId, name: &str) {
    list::confirm_removal(desk, name, say!("engage-remove-text"), move || {
        link::send_then(Remove { id }, move |_| {
            desk.turn(Route::Engage(Kind::Tooltips, Place::All));
            desk.notices.done(say!("removed"));
        });
    });
}
