//! Product tours: their list and their editor.

mod editor;
mod order;
mod preview;
mod results;
mod settings;
mod step;
mod step_form;
mod steps;

use super::{
    editing::{self, Written, listing},
    list::{self, Listing},
    place::{Kind, Place},
};
use crate::{
    desk::{Desk, desk},
    link,
    parts::skeleton,
    route::Route,
};
use leptos::prelude::*;
use settings::Fields;
use shared::{id::Uuid, tours::DisplayMode};

pub fn list() -> AnyView {
    let desk = desk();
    let new = Callback::new(move |()| begin(desk, Desk::go));
    list::list(Listing { new, ..listing::<Fields>() })
}

/// A tour is there before it is edited: its steps belong to it.
pub fn editor(id: Option<Uuid>) -> AnyView {
    let Some(id) = id else {
        begin(desk(), Desk::turn);
        return skeleton(6).into_any();
    };
    editing::editor_of::<Fields>(id)
}

fn mode_word(mode: DisplayMode) -> &'static str {
    match mode {
        DisplayMode::FirstTimeOnly => "tour-first-time",
        DisplayMode::UntilDismissed => "tour-until-dismissed",
    }
}

/// Begins a tour and shows it.
fn begin(desk: Desk, show: fn(Desk, Route)) {
    let Some(workspace_id) = desk.workspace_id() else { return };
    if let Ok(new) = Fields::untitled().to_create(workspace_id) {
        link::send_then(new, move |id| show(desk, Route::Engage(Kind::Tours, Place::One(id.0))));
    }
}
