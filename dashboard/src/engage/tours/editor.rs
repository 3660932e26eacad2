//! The editor of a tour: its steps, to whom and how it is shown, and how its visitors do.

use super::{
    mode_word,
    preview::preview,
    results::results,
    settings::{self, Fields},
    steps::{Steps, steps},
};
use crate::{
    desk::Desk,
    engage::{
        draft::{Draft, since},
        editing::{Page, Written, gone},
        list::{self, PAGE, Row},
        on_site::{Work, on_site},
        place::{Kind, Place},
        stage::{Act, Stage},
    },
    link,
    parts::fields::filled,
    route::Route,
    say,
};
use leptos::prelude::*;
use shared::{
    id::{TourId, WorkspaceId},
    number::Number,
    // `Get` and `Update` are traits of signals here.
    tours::{
        self as room, Activate, Create, Deactivate, Duplicate, List, Remove, Status, TargetingRules, Tour,
    },
};

/// What of a tour is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pane {
    Edit,
    Results,
}

/// Tours are not paused, they are drafts again.
fn status(stage: Stage) -> Status {
    match stage {
        Stage::Active => Status::Active,
        Stage::Archived => Status::Archived,
        Stage::Draft | Stage::Paused => Status::Draft,
    }
}

impl Written for Fields {
    const KIND: Kind = Kind::Tours;
    const STAGES: &'static [Stage] = &[Stage::Active, Stage::Draft];
    const ACTS: &'static [Act] = &[Act::Activate, Act::Deactivate, Act::Duplicate, Act::Remove];
    const REMOVAL: &'static str = "tour-remove-text";
    type Id = TourId;
    type Stored = Tour;
    type List = List;
    type Get = room::Get;
    type Create = Create;
    type Update = room::Update;

    fn list(workspace_id: WorkspaceId, stage: Option<Stage>, after: Option<TourId>) -> List {
        List { workspace_id, status: stage.map(status), limit: Some(PAGE), after }
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
    fn get(id: TourId) -> room::Get {
        room::Get { id }
    }
    fn of(tour: &Tour) -> Self {
        Self::of(tour)
    }
    fn stage(tour: &Tour) -> Option<Stage> {
        Some(tour.status.into())
    }

    fn name(&self) -> &String {
        &self.name
    }
    fn missing(&self, _: bool) -> Vec<String> {
        filled(&self.name).is_none().then(|| say!("engage-no-name")).into_iter().collect()
    }
    fn to_create(&self, workspace_id: WorkspaceId) -> Result<Create, String> {
        Ok(Create {
            workspace_id,
            name: self.name.trim().to_owned(),
            description: filled(&self.description),
            targeting_rules: Some(self.rules()).filter(|rules| *rules != TargetingRules::default()),
            audience_rules: Some(self.audience.made().map_err(|fault| fault.sentence())?),
            display_mode: Some(self.mode),
            priority: self.priority,
            button_color: self.colour.clone(),
            sender_id: self.sender,
            show_confetti: Some(self.confetti),
            allow_snooze: Some(self.snooze),
            allow_restart: Some(self.restart),
        })
    }
    fn to_update(&self, before: &Self, id: TourId) -> Result<room::Update, String> {
        let audience = self.audience.made().map_err(|fault| fault.sentence())?;
        Ok(room::Update {
            id,
            name: since(&self.name.trim().to_owned(), &before.name),
            description: since(&self.description, &before.description),
            targeting_rules: (self.page != before.page).then(|| self.rules()),
            audience_rules: (self.audience != before.audience).then_some(audience),
            display_mode: since(&self.mode, &before.mode),
            priority: since(&self.priority, &before.priority).map(|now| now.unwrap_or(Number(0.0))),
            button_color: since(&self.colour, &before.colour),
            sender_id: since(&self.sender, &before.sender),
            show_confetti: since(&self.confetti, &before.confetti),
            allow_snooze: since(&self.snooze, &before.snooze),
            allow_restart: since(&self.restart, &before.restart),
        })
    }

    fn act(desk: Desk, id: TourId, act: Act) {
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
            Act::Remove => gone(desk, Kind::Tours, Remove { id }),
            // A tour is active or a draft.
            Act::Pause | Act::Archive => {}
        }
    }

    fn page(draft: Draft<Self>, id: Option<TourId>, _: Signal<Option<Tour>>) -> Page {
        // A tour is there before it is edited.
        let Some(id) = id else { return Page::new((), ()) };
        let steps_of = Steps::new(id);
        let is_changed = draft.is_changed();
        let pane = RwSignal::new(Pane::Edit);
        let segment = move |one: Pane, word: &'static str| {
            view! { <button type="button" data-testid=word aria-pressed=move || (pane.get() == one).to_string() on:click=move |_| pane.set(one)>{say!(word)}</button> }
        };
        let body = move || match pane.get() {
            Pane::Results => results(id, steps_of).into_any(),
            Pane::Edit => {
                view! { {steps(steps_of)} {on_site(Work::Tour(id))} {settings::fields(draft)} }.into_any()
            }
        };
        let fields = view! {
            <div class="segments" role="group" aria-label=say!("tour-pane")>
                {segment(Pane::Edit, "tour-edit")} {segment(Pane::Results, "tour-results")}
            </div>
            {body}
        };
        let is_editing = move || pane.get() == Pane::Edit;
        let beside = view! { <Show when=is_editing>{preview(draft, steps_of)}</Show> };
        // What visitors would see is not what is on this page, or nothing.
        let hindrance = Callback::new(move |act| match act {
            Act::Activate if is_changed.get_untracked() => Some(say!("engage-save-first")),
            Act::Activate if steps_of.is_empty() => Some(say!("tour-no-steps")),
            _ => None,
        });
        Page { hindrance, ..Page::new(fields, beside) }
    }
}
