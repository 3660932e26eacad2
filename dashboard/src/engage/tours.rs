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
    list::{self, Asked, Listing, PAGE, Row},
    place::{Kind, Place},
    stage::{Act, Stage},
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
    id::TourId,
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
        new: Callback::new(move |()| begin(desk, Desk::go)),
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
fn begin(desk: Desk, show: fn(Desk, Route)) {
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
    link::send_then(new, move |id| show(desk, Route::Engage(Kind::Tours, Place::One(id.0))));
}

fn act(desk: Desk, id: TourId, name: &str, act: Act) {
    match act {
        Act::Activate => list::act(desk, act, Activate { id }),
        Act::Deactivate => list::act(desk, act, Deactivate { id }),
        Act::Duplicate => link::send_then(Duplicate { id }, move |copy| {
            desk.notices.done(say!(act.done()));
            // From the editor one goes on with the copy.
            if desk.route.get_untracked() != Route::Engage(Kind::Tours, Place::All) {
                desk.go(Route::Engage(Kind::Tours, Place::One(copy.0)));
            }
        }),
        Act::Remove => list::confirm_removal(desk, name, say!("tour-remove-text"), move || {
            link::send_then(Remove { id }, move |_| {
                desk.turn(Route::Engage(Kind::Tours, Place::All));
                desk.notices.done(say!("removed"));
            });
        }),
        // A tour is active or a draft.
        Act::Pause | Act::Archive => {}
    }
}
