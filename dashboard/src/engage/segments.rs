//! Segments: their list, their editor, and what refers to one, which is shown before it is removed.

mod usage;

use super::{
    audience::{self, rules_only},
    draft::{Draft, since},
    editing::{self, Page, Written, listing},
    fields::{self, Field},
    frame::section,
    list::{self, PAGE, Row},
    place::Kind,
    stage::{Act, Stage},
};
use crate::{desk::Desk, parts::fields::filled, say};
use leptos::prelude::*;
use shared::{
    id::{SegmentId, Uuid, WorkspaceId},
    // `Get` and `Update` are traits of signals here.
    segments::{self as room, Create, List, Segment},
};

pub fn list() -> AnyView {
    list::list(listing::<Fields>())
}

pub fn editor(id: Option<Uuid>) -> AnyView {
    editing::editor::<Fields>(id)
}

/// What is edited of a segment.
#[derive(Clone, Debug, PartialEq)]
struct Fields {
    name: String,
    description: String,
    rules: audience::Draft,
}

impl Default for Fields {
    /// A new one asks for a first condition.
    fn default() -> Self {
        let mut rules = audience::Draft::default();
        rules.turn(audience::draft::Mode::Rules);
        Self { name: String::new(), description: String::new(), rules }
    }
}

impl Written for Fields {
    const KIND: Kind = Kind::Segments;
    const STAGES: &'static [Stage] = &[];
    const ACTS: &'static [Act] = &[Act::Remove];
    const REMOVAL: &'static str = "segment-remove-text";
    type Id = SegmentId;
    type Stored = Segment;
    type List = List;
    type Get = room::Get;
    type Create = Create;
    type Update = room::Update;

    fn list(workspace_id: WorkspaceId, _: Option<Stage>, after: Option<SegmentId>) -> List {
        List { workspace_id, limit: Some(PAGE), after }
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
    fn get(id: SegmentId) -> room::Get {
        room::Get { id }
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

    fn name(&self) -> &String {
        &self.name
    }
    fn missing(&self, _: bool) -> Vec<String> {
        filled(&self.name).is_none().then(|| say!("engage-no-name")).into_iter().collect()
    }
    fn to_create(&self, workspace_id: WorkspaceId) -> Result<Create, String> {
        let audience_rules = self.rules.rule().map_err(|fault| fault.sentence())?;
        let (name, description) = (self.name.trim().to_owned(), filled(&self.description));
        Ok(Create { workspace_id, name, description, audience_rules, created_by: None })
    }
    fn to_update(&self, before: &Self, id: SegmentId) -> Result<room::Update, String> {
        let rule = self.rules.rule().map_err(|fault| fault.sentence())?;
        Ok(room::Update {
            id,
            name: since(&self.name.trim().to_owned(), &before.name),
            description: since(&self.description, &before.description),
            audience_rules: (self.rules != before.rules).then_some(rule),
        })
    }

    /// Removing is all that can be done, and that asks by itself.
    fn act(_: Desk, _: SegmentId, _: Act) {}
    /// Shows first what refers to it.
    fn remove(desk: Desk, id: SegmentId, name: &str) {
        usage::ask(desk, id, name.to_owned());
    }

    fn page(draft: Draft<Self>, id: Option<SegmentId>, _: Signal<Option<Segment>>) -> Page {
        let description = draft.part(|it| &it.description, |it| &mut it.description);
        let rules = draft.part(|it| &it.rules, |it| &mut it.rules);
        let about = view! {
            {fields::line(Field::of("name"), draft.part(|it| &it.name, |it| &mut it.name))}
            {fields::lines(Field::of("engage-description").hint("engage-description-text"), "2", description)}
        };
        let fields = view! {
            {section("engage-about", about)}
            {section("segment-who", rules_only(rules, move || draft.is_checked.get()))}
        };
        let beside = id.map(
            |id| view! { <section class="panel"><h2>{say!("segment-usage")}</h2>{usage::list(id)}</section> },
        );
        Page::new(fields, beside)
    }
}
