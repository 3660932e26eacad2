//! Checklists: their list, their editor and how far visitors are.

mod form;
mod preview;
mod results;
mod tasks;

use super::{
    audience::audience,
    draft::Draft,
    editing::{Written, act_in_list, act_on_page, gone, lacks, sides, stored},
    fields::{Field, line, lines},
    frame::{Head, frame, opened, section},
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
use form::{Form, Problem};
use leptos::prelude::*;
use preview::Preview;
use results::Results;
use shared::{
    audience::Audience,
    checklists::{self, Checklist, List, Remove, Status, Update},
    id::{ChecklistId, Uuid},
};
use tasks::Tasks;

const ACTS: &[Act] = &[Act::Activate, Act::Deactivate, Act::Archive, Act::Remove];

pub fn list() -> AnyView {
    let desk = desk();
    list::list(Listing {
        kind: Kind::Checklists,
        stages: &[Stage::Active, Stage::Draft, Stage::Archived],
        acts: ACTS,
        page: Callback::new(move |asked: Asked| {
            let status = asked.stage.map(status);
            let ask = move || {
                let (workspace_id, after) = (desk.workspace_id()?, asked.after.get().map(ChecklistId));
                Some(List { workspace_id, status, limit: Some(PAGE), after })
            };
            list::page(ask, row)
        }),
        act: Callback::new(move |(row, act): (Row, Act)| {
            let id = ChecklistId(row.id);
            let run = move || act_on(desk, id, act);
            act_in_list(desk, (row, act), say!("cl-remove-text"), checklists::Get { id }, Form::of, run);
        }),
        new: Callback::new(move |()| desk.go(Route::Engage(Kind::Checklists, Place::New))),
    })
}

/// Checklists are not paused, they are drafts again.
fn status(stage: Stage) -> Status {
    match stage {
        Stage::Active => Status::Active,
        Stage::Archived => Status::Archived,
        Stage::Draft | Stage::Paused => Status::Draft,
    }
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

fn act_on(desk: Desk, id: ChecklistId, act: Act) {
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

pub fn editor(id: Option<Uuid>) -> AnyView {
    let Some(id) = id.map(ChecklistId) else {
        return open(None, Draft::new(Form::default()), Signal::derive(|| None));
    };
    let found = link::loaded(move || Some(checklists::Get { id }));
    let draw = move |first: Checklist, news: Signal<Option<Checklist>>| {
        let draft = Draft::new(Form::of(&first));
        draft.follow(move || news.with(|news| news.as_ref().map(Form::of)));
        open(Some(id), draft, news)
    };
    opened(Kind::Checklists, found, draw).into_any()
}

fn open(id: Option<ChecklistId>, draft: Draft<Form>, news: Signal<Option<Checklist>>) -> AnyView {
    let desk = desk();
    let name = draft.part(|it| &it.name, |it| &mut it.name);
    let head = Head {
        kind: Kind::Checklists,
        name: Signal::derive(move || name.get()),
        stage: Signal::derive(move || news.with(|news| news.as_ref().map(|it| it.status.into()))),
        acts: if id.is_some() { ACTS } else { &[] },
        act: Callback::new(move |act| {
            let Some(id) = id else { return };
            let save = move |then| saved_then(desk, id, draft, then);
            act_on_page(desk, draft, act, say!("cl-remove-text"), save, move || act_on(desk, id, act));
        }),
    };
    let about = view! {
        {line(Field { word: "name", ..Field::of("cl-name") }, name)}
        {lines(Field::of("cl-text"), "2", draft.part(|it| &it.description, |it| &mut it.description))}
    };
    let who = audience(draft.part(|it| &it.audience, |it| &mut it.audience), move || draft.is_checked.get());
    let writing = view! {
        {section("engage-about", about)}
        {section("cl-tasks", view! { <Tasks draft=draft /> })}
        {section("en-who", who)}
    };
    // What visitors work on now, not what is being written.
    let tasks =
        Memo::new(move |_| news.with(|news| news.as_ref().map(|it| it.tasks.clone()).unwrap_or_default()));
    let results = move || id.map(|id| view! { <Results id=id tasks=tasks /> }).into_any();
    let fields = sides(id.is_none(), writing, results);
    frame(head, draft, move || save(desk, id, draft), fields, view! { <Preview draft=draft /> }).into_any()
}

fn save(desk: Desk, id: Option<ChecklistId>, draft: Draft<Form>) {
    if let Some(id) = id {
        return saved_then(desk, id, draft, Box::new(|| ()));
    }
    let (Some(audience), Some(workspace_id)) = (checked(draft), desk.workspace_id()) else { return };
    let new = draft.both().0.create(workspace_id, audience);
    draft.save(desk, new, move |id| stored(desk, Kind::Checklists, id.0));
}

/// Refuses what the server would refuse, in words that say where it is.
fn checked(draft: Draft<Form>) -> Option<Audience> {
    let now = draft.both().0;
    if lacks(draft, true) {
        return None;
    }
    now.audience.made().map_err(|fault| draft.refuse(fault.why.sentence())).ok()
}

fn saved_then(desk: Desk, id: ChecklistId, draft: Draft<Form>, then: Box<dyn FnOnce()>) {
    let Some(audience) = checked(draft) else { return };
    let (now, before) = draft.both();
    draft.save(desk, now.since(&before, id, audience), move |_| then());
}

impl Written for Form {
    fn name(&self) -> &str {
        &self.name
    }
    fn missing(&self, is_draft: bool) -> Vec<String> {
        let problems = self.problems().into_iter();
        problems.filter(|problem| !is_draft || problem.is_refused()).map(sentence).collect()
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
