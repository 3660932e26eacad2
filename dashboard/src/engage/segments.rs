//! Segments: their list, their editor, and what refers to one, which is shown before it is removed.

mod usage;

use super::{
    audience::{self, rules_only},
    draft::{Draft, since},
    fields::{self, Field},
    frame::{Head, frame, opened, section},
    list::{self, Asked, Listing, PAGE, Row},
    place::{Kind, Place},
    stage::Act,
};
use crate::{
    desk::{Desk, desk},
    link,
    parts::fields::filled,
    route::Route,
    say,
};
use leptos::prelude::*;
use shared::{
    id::{SegmentId, Uuid},
    // `Get` and `Update` are traits of signals here.
    segments::{self as room, Create, List, Segment},
};

const ACTS: &[Act] = &[Act::Remove];

pub fn list() -> AnyView {
    let desk = desk();
    list::list(Listing {
        kind: Kind::Segments,
        stages: &[],
        acts: ACTS,
        page: Callback::new(move |asked: Asked| {
            let ask = move || {
                let workspace_id = desk.workspace_id()?;
                Some(List { workspace_id, limit: Some(PAGE), after: asked.after.get().map(SegmentId) })
            };
            list::page(ask, row)
        }),
        act: Callback::new(move |(row, _): (Row, Act)| usage::ask(desk, SegmentId(row.id), row.name)),
        new: Callback::new(move |()| desk.go(Route::Engage(Kind::Segments, Place::New))),
    })
}

fn row(segment: Segment) -> Row {
    Row {
        id: segment.id.0,
        name: segment.name,
        about: segment.description.unwrap_or_default(),
        stage: None,
        changed_at: segment.updated_at,
    }
}

/// What is edited of a segment.
#[derive(Clone, Debug, Default, PartialEq)]
struct Fields {
    name: String,
    description: String,
    rules: audience::Draft,
}

impl Fields {
    /// A new one asks for a first condition.
    fn new() -> Self {
        let mut rules = audience::Draft::default();
        rules.turn(audience::draft::Mode::Rules);
        Self { rules, ..Self::default() }
    }

    fn of(segment: &Segment) -> Self {
        let mut rules = audience::Draft::of(Some(&segment.audience_rules));
        rules.mode = audience::draft::Mode::Rules;
        Self {
            name: segment.name.clone(),
            description: segment.description.clone().unwrap_or_default(),
            rules,
        }
    }
}

pub fn editor(id: Option<Uuid>) -> AnyView {
    let Some(id) = id.map(SegmentId) else { return open(None, Draft::new(Fields::new())) };
    let found = link::loaded(move || Some(room::Get { id }));
    let draw = move |first: Segment, news: Signal<Option<Segment>>| {
        let draft = Draft::new(Fields::of(&first));
        draft.follow(move || news.with(|news| news.as_ref().map(Fields::of)));
        open(Some(id), draft)
    };
    opened(Kind::Segments, found, draw).into_any()
}

fn open(id: Option<SegmentId>, draft: Draft<Fields>) -> AnyView {
    let desk = desk();
    let name = draft.part(|it| &it.name, |it| &mut it.name);
    let description = draft.part(|it| &it.description, |it| &mut it.description);
    let rules = draft.part(|it| &it.rules, |it| &mut it.rules);
    let remove = move |_| {
        if let Some(id) = id {
            usage::ask(desk, id, name.get_untracked());
        }
    };
    let head = Head {
        kind: Kind::Segments,
        name: Signal::derive(move || name.get()),
        stage: Signal::derive(|| None),
        acts: if id.is_some() { ACTS } else { &[] },
        act: Callback::new(remove),
    };
    let about = view! {
        {fields::line(Field::of("name"), name)}
        {fields::lines(Field::of("engage-description").hint("engage-description-text"), "2", description)}
    };
    let fields = view! {
        {section("engage-about", about)}
        {section("segment-who", rules_only(rules, move || draft.is_checked.get()))}
    };
    let beside = id.map(
        |id| view! { <section class="panel"><h2>{say!("segment-usage")}</h2>{usage::list(id)}</section> },
    );
    frame(head, draft, move || save(desk, id, draft), fields, beside).into_any()
}

fn save(desk: Desk, id: Option<SegmentId>, draft: Draft<Fields>) {
    let (now, before) = draft.both();
    let Some(name) = filled(&now.name) else { return draft.refuse(say!("engage-no-name")) };
    let rule = match now.rules.rule() {
        Ok(rule) => rule,
        Err(fault) => return draft.refuse(fault.why.sentence()),
    };
    match (id, desk.workspace_id()) {
        (None, Some(workspace_id)) => {
            let description = filled(&now.description);
            let new = Create { workspace_id, name, description, audience_rules: rule, created_by: None };
            draft.save(desk, new, move |id| desk.turn(Route::Engage(Kind::Segments, Place::One(id.0))));
        }
        (Some(id), _) => {
            let change = room::Update {
                id,
                name: Some(name).filter(|name| *name != before.name),
                description: since(&now.description, &before.description),
                audience_rules: (now.rules != before.rules).then_some(rule),
            };
            draft.save(desk, change, |_| ());
        }
        (None, None) => {}
    }
}
