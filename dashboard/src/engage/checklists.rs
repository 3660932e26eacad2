//! Checklists: their list, their editor and how far visitors are.

mod form;
mod preview;
mod results;
mod tasks;

use super::{
    audience::audience,
    draft::Draft,
    editing::{self, Page, Written, gone, listing, sides},
    fields::{Field, line, lines},
    frame::section,
    list::{self, PAGE, Row},
    place::Kind,
    stage::{Act, Stage},
};
use crate::{desk::Desk, say};
use form::{Form, Problem};
use leptos::prelude::*;
use preview::Preview;
use results::Results;
use shared::{
    checklists::{self, Checklist, Create, List, Remove, Status, Update},
    id::{ChecklistId, Uuid, WorkspaceId},
};
use tasks::Tasks;

pub fn list() -> AnyView {
    list::list(listing::<Form>())
}

pub fn editor(id: Option<Uuid>) -> AnyView {
    editing::editor::<Form>(id)
}

/// Checklists are not paused, they are drafts again.
fn status(stage: Stage) -> Status {
    match stage {
        Stage::Active => Status::Active,
        Stage::Archived => Status::Archived,
        Stage::Draft | Stage::Paused => Status::Draft,
    }
}

impl Written for Form {
    const KIND: Kind = Kind::Checklists;
    const STAGES: &'static [Stage] = &[Stage::Active, Stage::Draft, Stage::Archived];
    const ACTS: &'static [Act] = &[Act::Activate, Act::Deactivate, Act::Archive, Act::Remove];
    const REMOVAL: &'static str = "cl-remove-text";
    type Id = ChecklistId;
    type Stored = Checklist;
    type List = List;
    type Get = checklists::Get;
    type Create = Create;
    type Update = Update;

    fn list(workspace_id: WorkspaceId, stage: Option<Stage>, after: Option<ChecklistId>) -> List {
        List { workspace_id, status: stage.map(status), limit: Some(PAGE), after }
    }
    fn row(checklist: Checklist) -> Row {
        Row {
            id: checklist.id.0,
            name: checklist.name,
            about: say!("cl-about", count = checklist.tasks.len() as f64),
            stage: Some(checklist.status.into()),
            changed_at: checklist.updated_at,
        }
    }
    fn get(id: ChecklistId) -> checklists::Get {
        checklists::Get { id }
    }
    fn of(checklist: &Checklist) -> Self {
        Self::of(checklist)
    }
    fn stage(checklist: &Checklist) -> Option<Stage> {
        Some(checklist.status.into())
    }

    fn name(&self) -> &String {
        &self.name
    }
    fn missing(&self, is_draft: bool) -> Vec<String> {
        let problems = self.problems().into_iter();
        problems.filter(|problem| !is_draft || problem.is_refused()).map(sentence).collect()
    }
    fn to_create(&self, workspace_id: WorkspaceId) -> Result<Create, String> {
        Ok(self.create(workspace_id, self.audience.made().map_err(|fault| fault.why.sentence())?))
    }
    fn to_update(&self, before: &Self, id: ChecklistId) -> Result<Update, String> {
        Ok(self.since(before, id, self.audience.made().map_err(|fault| fault.why.sentence())?))
    }

    fn act(desk: Desk, id: ChecklistId, act: Act) {
        let becomes = |status| Update {
            id,
            name: None,
            description: None,
            tasks: None,
            targeting: None,
            status: Some(status),
        };
        match act {
            Act::Activate => list::act(desk, act, becomes(Status::Active)),
            Act::Pause | Act::Deactivate => list::act(desk, act, becomes(Status::Draft)),
            Act::Archive => list::act(desk, act, becomes(Status::Archived)),
            Act::Remove => gone(desk, Kind::Checklists, Remove { id }),
            // No function copies a checklist.
            Act::Duplicate => {}
        }
    }

    fn page(draft: Draft<Self>, id: Option<ChecklistId>, stored: Signal<Option<Checklist>>) -> Page {
        let about = view! {
            {line(Field { word: "name", ..Field::of("cl-name") }, draft.part(|it| &it.name, |it| &mut it.name))}
            {lines(Field::of("cl-text"), "2", draft.part(|it| &it.description, |it| &mut it.description))}
        };
        let who =
            audience(draft.part(|it| &it.audience, |it| &mut it.audience), move || draft.is_checked.get());
        let writing = view! {
            {section("engage-about", about)}
            {section("cl-tasks", view! { <Tasks draft=draft /> })}
            {section("en-who", who)}
        };
        // What visitors work on now, not what is being written.
        let tasks = Memo::new(move |_| {
            stored.with(|stored| stored.as_ref().map(|it| it.tasks.clone()).unwrap_or_default())
        });
        let results = move || id.map(|id| view! { <Results id=id tasks=tasks /> }).into_any();
        Page::new(sides(id.is_none(), writing, results), view! { <Preview draft=draft /> })
    }
}

/// What is missing, in words.
fn sentence(problem: Problem) -> String {
    let of = |word: &str, at: usize| say!(word, number = at as f64);
    match problem {
        Problem::NoName => say!("engage-no-name"),
        Problem::NoTask => say!("cl-no-task"),
        Problem::NoTitle(at) => of("cl-no-title", at),
        Problem::NoTarget(at) => of("cl-no-target", at),
        Problem::WrongAddress(at) => of("cl-wrong-address", at),
        Problem::NoEvent(at) => of("cl-no-event", at),
        Problem::NoAttribute(at) => of("cl-no-attribute", at),
        Problem::NoValue(at) => of("cl-no-value", at),
    }
}
