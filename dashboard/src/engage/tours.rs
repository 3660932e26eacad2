//! Product tours: their list and their editor.

use super::{
    list::{self, Asked, Listing, PAGE, Row},
    place::{Kind, Place},
    stage::{Act, Stage},
};
use crate::{
    desk::{Desk, desk},
    link,
    parts::skeleton,
    route::Route,
    say,
};
use leptos::prelude::*;
use shared::{
    id::{TourId, Uuid},
    tours::{Activate, Create, Deactivate, DisplayMode, Duplicate, List, Remove, Status, Tour},
};

const ACTS: &[Act] = &[Act::Activate, Act::Deactivate, Act::Duplicate, Act::Remove];

pub fn list() -> AnyView {
    let desk = desk();
    list::list(Listing {
        kind: Kind::Tours,
        stages: &[Stage::Active, Stage::Draft],
        acts: ACTS,
        page: Callback::new(move |asked: Asked| {
            let status = asked.stage.map(|stage| match stage {
                Stage::Active => Status::Active,
                Stage::Archived => Status::Archived,
                Stage::Draft | Stage::Paused => Status::Draft,
            });
            let ask = move || {
                let workspace_id = desk.workspace_id()?;
                Some(List { workspace_id, status, limit: Some(PAGE), after: asked.after.get().map(TourId) })
            };
            list::page(ask, row)
        }),
        act: Callback::new(move |(row, one): (Row, Act)| act(desk, TourId(row.id), &row.name, one)),
        new: Callback::new(move |()| begin(desk)),
    })
}

fn row(tour: Tour) -> Row {
    let shown = say!(mode_word(tour.display_mode));
    Row {
        id: tour.id.0,
        name: tour.name,
        about: say!("tour-about", mode = shown.as_str(), priority = tour.priority.0),
        stage: Some(tour.status.into()),
        changed_at: tour.updated_at,
    }
}

fn mode_word(mode: DisplayMode) -> &'static str {
    match mode {
        DisplayMode::FirstTimeOnly => "tour-first-time",
        DisplayMode::UntilDismissed => "tour-until-dismissed",
    }
}

/// Begins a tour and shows it.
fn begin(desk: Desk) {
    let Some(workspace_id) = desk.workspace_id() else { return };
    let new = Create {
        workspace_id,
        name: say!("tour-untitled"),
        description: None,
        targeting_rules: None,
        audience_rules: None,
        display_mode: None,
        priority: None,
        button_color: None,
        sender_id: None,
        show_confetti: None,
        allow_snooze: None,
        allow_restart: None,
    };
    link::send_then(new, move |id| desk.go(Route::Engage(Kind::Tours, Place::One(id.0))));
}

fn act(desk: Desk, id: TourId, name: &str, act: Act) {
    match act {
        Act::Activate => list::act(desk, act, Activate { id }),
        Act::Deactivate => list::act(desk, act, Deactivate { id }),
        Act::Duplicate => list::act(desk, act, Duplicate { id }),
        Act::Remove => list::confirm_removal(desk, name, say!("tour-remove-text"), move || {
            list::act(desk, act, Remove { id });
            desk.turn(Route::Engage(Kind::Tours, Place::All));
        }),
        // A tour is active or a draft.
        Act::Pause | Act::Archive => {}
    }
}

pub fn editor(_id: Option<Uuid>) -> AnyView {
    skeleton(6).into_any()
}
