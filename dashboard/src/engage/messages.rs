//! Outbound messages: their list, their editor and what came of them.

mod buttons;
mod content;
mod form;
mod preview;
mod results;
pub mod targets;

use super::{
    aim::aim,
    draft::Draft,
    editing::{self, Page, Written, gone, listing, sides},
    frame::section,
    list::{self, Asked, Listing, Narrowed, PAGE, Row},
    place::Kind,
    stage::{Act, Stage},
};
use crate::{
    desk::{Desk, desk},
    parts::fields::filled,
    say,
};
use buttons::Buttons;
use content::{Basics, HowOften, Says, kind_word};
use form::{Form, Problem};
use leptos::prelude::*;
use preview::Preview;
use results::Results;
use shared::{
    id::{OutboundMessageId, Uuid, WorkspaceId},
    outbound_messages::{self, Activate, Archive, Create, List, OutboundMessage, Pause, Remove},
};
use targets::Targets;

pub fn list() -> AnyView {
    let desk = desk();
    let kind = RwSignal::new(None);
    let sieve = move |one| {
        let word = match one {
            Some(kind) => kind_word(kind),
            None => "om-all",
        };
        view! { <button type="button" data-testid=format!("only-{word}") aria-pressed=move || (kind.get() == one).to_string() on:click=move |_| kind.set(one)>{say!(word)}</button> }
    };
    let kinds = std::iter::once(None).chain(content::KINDS.map(|(kind, _)| Some(kind)));
    let page = Callback::new(move |asked: Asked| {
        let ask = move || {
            let after = asked.after.get().map(OutboundMessageId);
            Some(List { kind: kind.get(), ..Form::list(desk.workspace_id()?, asked.stage, after) })
        };
        list::page(ask, Form::row)
    });
    let sieves = view! { <div class="segments" role="group" aria-label=say!("om-type")>{kinds.map(sieve).collect_view()}</div> };
    let narrowed = Narrowed {
        is_narrowed: Signal::derive(move || kind.get().is_some()),
        widen: Callback::new(move |()| kind.set(None)),
    };
    list::list_by(Listing { page, ..listing::<Form>() }, sieves, Some(narrowed))
}

pub fn editor(id: Option<Uuid>) -> AnyView {
    editing::editor::<Form>(id)
}

impl Written for Form {
    const KIND: Kind = Kind::Messages;
    const STAGES: &'static [Stage] = &[Stage::Active, Stage::Draft, Stage::Paused, Stage::Archived];
    const ACTS: &'static [Act] = &[Act::Activate, Act::Pause, Act::Archive, Act::Remove];
    const REMOVAL: &'static str = "om-remove-text";
    type Id = OutboundMessageId;
    type Stored = OutboundMessage;
    type List = List;
    type Get = outbound_messages::Get;
    type Create = Create;
    type Update = outbound_messages::Update;

    fn list(workspace_id: WorkspaceId, stage: Option<Stage>, after: Option<OutboundMessageId>) -> List {
        List { workspace_id, kind: None, status: stage.map(Into::into), limit: Some(PAGE), after }
    }
    fn row(message: OutboundMessage) -> Row {
        let kind = say!(kind_word(message.kind));
        let content = &message.content;
        let said = [&content.title, &content.text, &content.body].into_iter().flatten();
        let said = said
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .find_map(|text| filled(&text));
        Row {
            id: message.id.0,
            name: message.name,
            about: said.map_or_else(|| kind.clone(), |said| format!("{kind} · {said}")),
            stage: Some(message.status.into()),
            changed_at: message.updated_at,
        }
    }
    fn get(id: OutboundMessageId) -> outbound_messages::Get {
        outbound_messages::Get { id }
    }
    fn of(message: &OutboundMessage) -> Self {
        Self::of(message)
    }
    fn stage(message: &OutboundMessage) -> Option<Stage> {
        Some(message.status.into())
    }

    fn name(&self) -> &String {
        &self.name
    }
    fn missing(&self, is_draft: bool) -> Vec<String> {
        let problems = self.problems().into_iter();
        problems.filter(|problem| !is_draft || problem.is_refused()).map(sentence).collect()
    }
    fn to_create(&self, workspace_id: WorkspaceId) -> Result<Create, String> {
        Ok(self.create(workspace_id, self.aim.made()?))
    }
    fn to_update(&self, before: &Self, id: OutboundMessageId) -> Result<outbound_messages::Update, String> {
        Ok(self.since(before, id, self.aim.made()?))
    }

    fn act(desk: Desk, id: OutboundMessageId, act: Act) {
        match act {
            Act::Activate => list::act(desk, act, Activate { id }),
            Act::Pause | Act::Deactivate => list::act(desk, act, Pause { id }),
            Act::Archive => list::act(desk, act, Archive { id }),
            Act::Remove => gone(desk, Kind::Messages, Remove { id }),
            // No function copies a message.
            Act::Duplicate => {}
        }
    }

    fn page(draft: Draft<Self>, id: Option<OutboundMessageId>, _: Signal<Option<OutboundMessage>>) -> Page {
        let writing = view! {
            {section("engage-about", view! { <Basics draft=draft is_new=id.is_none() /> })}
            {section("om-says", view! { <Says draft=draft /> })}
            {section("om-buttons", view! { <Buttons draft=draft targets=Targets::new() /> })}
            {aim(draft, draft.part(|it| &it.aim, |it| &mut it.aim), view! { <HowOften draft=draft /> })}
        };
        let results = move || id.map(|id| view! { <Results id=id /> }).into_any();
        Page::new(sides(id.is_none(), writing, results), view! { <Preview draft=draft /> })
    }
}

/// What is missing, in words.
fn sentence(problem: Problem) -> String {
    let of = |word: &str, at: usize| say!(word, number = at as f64);
    match problem {
        Problem::NoName => say!("engage-no-name"),
        Problem::SaysNothing => say!("om-no-text"),
        Problem::WrongPicture => say!("om-wrong-picture"),
        Problem::WrongVideo => say!("om-wrong-video"),
        Problem::NoButtonText(at) => of("om-no-button-text", at),
        Problem::NoButtonTarget(at) => of("om-no-button-target", at),
        Problem::WrongButtonAddress(at) => of("om-wrong-button-address", at),
        Problem::NoClickTarget => say!("om-no-click-target"),
        Problem::WrongClickAddress => say!("om-wrong-click-address"),
    }
}
