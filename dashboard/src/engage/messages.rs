//! Outbound messages: their list, their editor and what came of them.

mod buttons;
mod content;
mod form;
mod preview;
mod results;
pub mod targets;

use super::{
    aim::{Made, aim},
    draft::Draft,
    editing::{Written, act_in_list, act_on_page, gone, lacks, sides, stored},
    frame::{Head, frame, opened, section},
    list::{self, Asked, Listing, Narrowed, PAGE, Row},
    place::{Kind, Place},
    stage::{Act, Stage},
};
use crate::{
    desk::{Desk, desk},
    link,
    parts::fields::filled,
    route::Route,
    say,
};
use buttons::Buttons;
use content::{Basics, HowOften, Says, kind_word};
use form::{Form, Problem};
use leptos::prelude::*;
use preview::Preview;
use results::Results;
use shared::{
    id::{OutboundMessageId, Uuid},
    outbound_messages::{self, Activate, Archive, List, OutboundMessage, Pause, Remove},
};
use targets::Targets;

const ACTS: &[Act] = &[Act::Activate, Act::Pause, Act::Archive, Act::Remove];

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
    let listing = Listing {
        kind: Kind::Messages,
        stages: &[Stage::Active, Stage::Draft, Stage::Paused, Stage::Archived],
        acts: ACTS,
        page: Callback::new(move |asked: Asked| {
            let ask = move || {
                Some(List {
                    workspace_id: desk.workspace_id()?,
                    kind: kind.get(),
                    status: asked.stage.map(Into::into),
                    limit: Some(PAGE),
                    after: asked.after.get().map(OutboundMessageId),
                })
            };
            list::page(ask, row)
        }),
        act: Callback::new(move |(row, act): (Row, Act)| {
            let id = OutboundMessageId(row.id);
            let run = move || act_on(desk, id, act);
            act_in_list(
                desk,
                (row, act),
                say!("om-remove-text"),
                outbound_messages::Get { id },
                Form::of,
                run,
            );
        }),
        new: Callback::new(move |()| desk.go(Route::Engage(Kind::Messages, Place::New))),
    };
    let sieves = view! { <div class="segments" role="group" aria-label=say!("om-type")>{kinds.map(sieve).collect_view()}</div> };
    let narrowed = Narrowed {
        is_narrowed: Signal::derive(move || kind.get().is_some()),
        widen: Callback::new(move |()| kind.set(None)),
    };
    list::list_by(listing, sieves, Some(narrowed))
}

fn row(message: OutboundMessage) -> Row {
    let kind = say!(kind_word(message.kind));
    let content = &message.content;
    let said = [&content.title, &content.text, &content.body].into_iter().flatten();
    let said =
        said.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).find_map(|text| filled(&text));
    Row {
        id: message.id.0,
        name: message.name,
        about: said.map_or_else(|| kind.clone(), |said| format!("{kind} · {said}")),
        stage: Some(message.status.into()),
        changed_at: message.updated_at,
    }
}

fn act_on(desk: Desk, id: OutboundMessageId, act: Act) {
    match act {
        Act::Activate => list::act(desk, act, Activate { id }),
        Act::Pause | Act::Deactivate => list::act(desk, act, Pause { id }),
        Act::Archive => list::act(desk, act, Archive { id }),
        Act::Remove => gone(desk, Kind::Messages, Remove { id }),
        // No function copies a message.
        Act::Duplicate => {}
    }
}

pub fn editor(id: Option<Uuid>) -> AnyView {
    let Some(id) = id.map(OutboundMessageId) else {
        return open(None, Draft::new(Form::default()), Signal::derive(|| None));
    };
    let found = link::loaded(move || Some(outbound_messages::Get { id }));
    let draw = move |first: OutboundMessage, news: Signal<Option<OutboundMessage>>| {
        let draft = Draft::new(Form::of(&first));
        draft.follow(move || news.with(|news| news.as_ref().map(Form::of)));
        open(Some(id), draft, news)
    };
    opened(Kind::Messages, found, draw).into_any()
}

fn open(id: Option<OutboundMessageId>, draft: Draft<Form>, news: Signal<Option<OutboundMessage>>) -> AnyView {
    let desk = desk();
    let name = draft.part(|it| &it.name, |it| &mut it.name);
    let head = Head {
        kind: Kind::Messages,
        name: Signal::derive(move || name.get()),
        stage: Signal::derive(move || news.with(|news| news.as_ref().map(|message| message.status.into()))),
        acts: if id.is_some() { ACTS } else { &[] },
        act: Callback::new(move |act| {
            let Some(id) = id else { return };
            let save = move |then| saved_then(desk, id, draft, then);
            act_on_page(desk, draft, act, say!("om-remove-text"), save, move || act_on(desk, id, act));
        }),
    };
    let writing = view! {
        {section("engage-about", view! { <Basics draft=draft is_new=id.is_none() /> })}
        {section("om-says", view! { <Says draft=draft /> })}
        {section("om-buttons", view! { <Buttons draft=draft targets=Targets::new() /> })}
        {aim(draft, draft.part(|it| &it.aim, |it| &mut it.aim), view! { <HowOften draft=draft /> })}
    };
    let results = move || id.map(|id| view! { <Results id=id /> }).into_any();
    let fields = sides(id.is_none(), writing, results);
    frame(head, draft, move || save(desk, id, draft), fields, view! { <Preview draft=draft /> }).into_any()
}

fn save(desk: Desk, id: Option<OutboundMessageId>, draft: Draft<Form>) {
    if let Some(id) = id {
        return saved_then(desk, id, draft, Box::new(|| ()));
    }
    let (Some(made), Some(workspace_id)) = (checked(draft), desk.workspace_id()) else { return };
    let new = draft.both().0.create(workspace_id, made);
    draft.save(desk, new, move |id| stored(desk, Kind::Messages, id.0));
}

/// Refuses what the server would refuse, in words that say where it is.
fn checked(draft: Draft<Form>) -> Option<Made> {
    let now = draft.both().0;
    if lacks(draft, true) {
        return None;
    }
    now.aim.made().map_err(|why| draft.refuse(why)).ok()
}

fn saved_then(desk: Desk, id: OutboundMessageId, draft: Draft<Form>, then: Box<dyn FnOnce()>) {
    let Some(made) = checked(draft) else { return };
    let (now, before) = draft.both();
    draft.save(desk, now.since(&before, id, made), move |_| then());
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
