//! Tooltips: their list and their editor.

use super::{
    list::{self, Asked, Listing, PAGE, Row},
    place::{Kind, Place},
    stage::Act,
};
use crate::{desk::desk, parts::skeleton, route::Route, say};
use leptos::prelude::*;
use shared::{
    id::{TooltipId, Uuid},
    tooltips::{List, Remove, Tooltip},
};

const ACTS: &[Act] = &[Act::Remove];

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
        act: Callback::new(move |(row, act): (Row, Act)| {
            let id = TooltipId(row.id);
            list::confirm_removal(desk, &row.name, say!("engage-remove-text"), move || {
                list::act(desk, act, Remove { id });
            });
        }),
        new: Callback::new(move |()| desk.go(Route::Engage(Kind::Tooltips, Place::New))),
    })
}

fn row(tooltip: Tooltip) -> Row {
    Row {
        id: tooltip.id.0,
        name: tooltip.name,
        about: tooltip.element_selector,
        stage: None,
        changed_at: tooltip.updated_at,
    }
}

pub fn editor(_id: Option<Uuid>) -> AnyView {
    skeleton(6).into_any()
}
