//! The list of one kind: what each is called, how far it is, and what can be done with it. Its pages are live, each behind the last of the
//! one before.

use super::{
    place::{Kind, Place},
    stage::{Act, Stage, offered, pill},
};
use crate::{
    browser,
    desk::{Confirm, Desk, Overlay, desk},
    icons::{Icon, icon},
    link, moments,
    parts::{Empty, skeleton, trouble},
    route::Route,
    say,
    sidebar::follow,
};
use client::Loaded;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use shared::{Error, Function, Millis, function, id::Uuid};

/// Things of one page.
pub const PAGE: i64 = 50;

/// What the list shows of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: Uuid,
    pub name: String,
    /// A few words more.
    pub about: String,
    /// None of what is always shown.
    pub stage: Option<Stage>,
    pub changed_at: Millis,
}

/// What a page is asked for with.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The last thing of the page before.
    pub after: Memo<Option<Uuid>>,
    pub stage: Option<Stage>,
}

/// The list of one kind.
#[derive(Clone, Copy)]
pub struct Listing {
    pub kind: Kind,
    /// What the list can be narrowed to.
    pub stages: &'static [Stage],
    pub acts: &'static [Act],
    /// Made with [`page`].
    pub page: Callback<Asked, Signal<Loaded<Vec<Row>>>>,
    pub act: Callback<(Row, Act)>,
    pub new: Callback<()>,
}

/// The live rows of one page.
pub fn page<F, T>(ask: impl Fn() -> Option<F> + 'static, row: fn(T) -> Row) -> Signal<Loaded<Vec<Row>>>
where
    F: Function<Kind = function::Query, Output = Vec<T>> + Serialize,
    T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
{
    let loaded = link::loaded(ask);
    Signal::derive(move || match loaded.get() {
        Loaded::Ready(all) => Loaded::Ready(all.into_iter().map(row).collect()),
        Loaded::Waiting => Loaded::Waiting,
        Loaded::Failed(error) => Loaded::Failed(error),
    })
}

/// Asks before something is removed for good.
pub fn confirm_removal(desk: Desk, name: &str, text: String, run: impl Fn() + Send + Sync + 'static) {
    desk.open(Overlay::Confirm(Confirm {
        title: say!("remove-title", name = name),
        text,
        action: say!("remove"),
        run: Callback::new(move |()| run()),
    }));
}

/// Calls what an act does, and says that it is done.
pub fn act<F>(desk: Desk, act: Act, function: F)
where
    F: Function + Serialize,
    F::Output: DeserializeOwned,
{
    link::send_then(function, move |_| desk.notices.done(say!(act.done())));
}

/// What the pages share.
#[derive(Clone, Copy)]
struct State {
    listing: Listing,
    stage: Option<Stage>,
    /// How many pages are shown.
    wanted: RwSignal<usize>,
    has_more: RwSignal<bool>,
    /// Whose button was pressed last.
    acted: RwSignal<Option<Uuid>>,
}

/// What a list is narrowed by besides its stages.
#[derive(Clone, Copy)]
pub struct Narrowed {
    pub is_narrowed: Signal<bool>,
    /// Shows everything again.
    pub widen: Callback<()>,
}

/// The heading, the way to a new one, and the list.
pub fn list(listing: Listing) -> AnyView {
    list_by(listing, (), None)
}

/// As [`list`], with something more to narrow it by.
pub fn list_by(listing: Listing, sieves_more: impl IntoView, narrowed: Option<Narrowed>) -> AnyView {
    let word = listing.kind.word();
    let stage = RwSignal::new(None::<Stage>);
    let sieve = move |one: Option<Stage>| {
        let word = one.map_or("engage-any", Stage::word);
        view! { <button type="button" data-testid=format!("stage-{word}") aria-pressed=move || (stage.get() == one).to_string() on:click=move |_| stage.set(one)>{say!(word)}</button> }
    };
    let stages = std::iter::once(None).chain(listing.stages.iter().copied().map(Some));
    let sieves = (!listing.stages.is_empty()).then(|| {
        view! {
            <div class="sieve">
                <div class="segments" role="group" aria-label=say!("engage-stage")>{stages.map(sieve).collect_view()}</div>
                {sieves_more}
            </div>
        }
    });
    view! {
        <header>
            <h1>{say!(&format!("engage-{word}"))}</h1>
            <p class="lead">{say!(&format!("engage-{word}-lead"))}</p>
            <button class="button primary" data-testid="engage-new" on:click=move |_| listing.new.run(())>{icon(Icon::Plus)} {say!(&format!("engage-{word}-new"))}</button>
        </header>
        {sieves}
        {move || rows(listing, stage.get(), stage, narrowed)}
    }
    .into_any()
}

fn rows(
    listing: Listing,
    stage: Option<Stage>,
    sieve: RwSignal<Option<Stage>>,
    narrowed: Option<Narrowed>,
) -> impl IntoView {
    let (wanted, has_more) = (RwSignal::new(1_usize), RwSignal::new(false));
    let state = State { listing, stage, wanted, has_more, acted: RwSignal::new(None) };
    let first = shown(state, Memo::new(|_| None));
    let state_of = Memo::new(move |_| {
        first.with(|rows| rows.as_ref().map(|rows| rows.as_ref().map(Vec::is_empty).map_err(Clone::clone)))
    });
    move || {
        match state_of.get() {
        None => skeleton(4).into_any(),
        Some(Err(error)) => trouble(&error).into_any(),
        Some(Ok(true)) => nothing(listing, stage, sieve, narrowed),
        Some(Ok(false)) => view! {
            <section class="panel flush">
                <ul class="things" data-testid=format!("{}-list", listing.kind.word())>{of_page(state, 0, first)}</ul>
            </section>
            <Show when=move || has_more.get()>
                <button class="button more" data-testid="engage-more" on:click=move |_| wanted.update(|wanted| *wanted += 1)>{say!("more")}</button>
            </Show>
        }
        .into_any(),
    }
    }
}

type Shown = Memo<Option<Result<Vec<Row>, Error>>>;

/// The rows of a page; they stay while the page is asked for anew.
fn shown(state: State, after: Memo<Option<Uuid>>) -> Shown {
    let loaded = state.listing.page.run(Asked { after, stage: state.stage });
    Memo::new(move |before: Option<&Option<Result<Vec<Row>, Error>>>| match loaded.get() {
        Loaded::Ready(rows) => Some(Ok(rows)),
        Loaded::Failed(error) => Some(Err(error)),
        Loaded::Waiting => before.cloned().flatten(),
    })
}

/// The rows of a page, and of those behind it that were asked for.
fn of_page(state: State, number: usize, shown: Shown) -> AnyView {
    let State { wanted, has_more, .. } = state;
    let rows = move || shown.get().and_then(Result::ok).unwrap_or_default();
    let last = Memo::new(move |_| {
        let full = usize::try_from(PAGE).unwrap_or(usize::MAX);
        shown.with(|rows| {
            rows.as_ref()?.as_ref().ok().filter(|rows| rows.len() >= full)?.last().map(|row| row.id)
        })
    });
    let has_next = Memo::new(move |_| last.get().is_some());
    let is_next_wanted = Memo::new(move |_| has_next.get() && wanted.get() > number + 1);
    Effect::new(move |_| {
        if !is_next_wanted.get() && shown.with(Option::is_some) {
            has_more.set(has_next.get());
        }
    });
    view! {
        <For each=rows key=|row| row.id let:row>
            {one(state, row, shown)}
        </For>
        {move || is_next_wanted.get().then(|| of_page(state, number + 1, self::shown(state, last)))}
    }
    .into_any()
}

fn one(state: State, first: Row, shown: Shown) -> impl IntoView {
    let desk = desk();
    let listing = state.listing;
    let id = first.id;
    let row = Memo::new(move |_| {
        let found = shown.with(|rows| rows.as_ref()?.as_ref().ok()?.iter().find(|row| row.id == id).cloned());
        found.unwrap_or_else(|| first.clone())
    });
    let place = Route::Engage(listing.kind, Place::One(id));
    let acts = Memo::new(move |_| offered(listing.acts, row.with(|row| row.stage)));
    // The button that was pressed may be gone.
    Effect::new(move |before: Option<()>| {
        acts.track();
        if before.is_some() && state.acted.get_untracked() == Some(id) {
            browser::focus_if_lost(&format!("#engage-{} button", place_id(id)));
        }
    });
    let name = move || {
        row.with(|row| if row.name.trim().is_empty() { say!("engage-unnamed") } else { row.name.clone() })
    };
    let button = move |act: Act| {
        let label = move || format!("{}: {}", say!(act.word()), name());
        let press = move |_| {
            state.acted.set(Some(id));
            listing.act.run((row.get_untracked(), act));
        };
        view! { <button class="plain" title=say!(act.word()) aria-label=label data-testid=act.word() on:click=press>{icon(act.icon())}</button> }
    };
    view! {
        <li class="thing" id=format!("engage-{}", place_id(id)) data-testid="engage-row">
            <a class="text" href=place.path() data-testid="engage-open" on:click=follow(place)>
                <span class="title"><strong dir="auto">{name}</strong> {move || row.with(|row| row.stage).map(pill)}</span>
                <span class="sub"><bdi>{move || row.with(|row| row.about.clone())}</bdi></span>
            </a>
            <time class="when" title=move || moments::full(row.with(|row| row.changed_at))>{move || moments::short(row.with(|row| row.changed_at), desk.now.get())}</time>
            <span class="row-icons"><For each=move || acts.get() key=|act| *act let:act>{button(act)}</For></span>
        </li>
    }
}

fn place_id(id: Uuid) -> String {
    id.as_simple().to_string()
}

fn nothing(
    listing: Listing,
    stage: Option<Stage>,
    sieve: RwSignal<Option<Stage>>,
    narrowed: Option<Narrowed>,
) -> AnyView {
    if stage.is_some() || narrowed.is_some_and(|it| it.is_narrowed.get_untracked()) {
        let widen = move |_| {
            sieve.set(None);
            if let Some(narrowed) = narrowed {
                narrowed.widen.run(());
            }
        };
        return view! {
            <Empty title=say!("nothing-found") text=say!("engage-none-so")>
                <button class="button" on:click=widen>{say!("engage-any")}</button>
            </Empty>
        }
        .into_any();
    }
    let word = listing.kind.word();
    view! {
        <Empty title=say!(&format!("engage-{word}-none")) text=say!(&format!("engage-{word}-none-text"))>
            <button class="button primary" on:click=move |_| listing.new.run(())>{say!(&format!("engage-{word}-new"))}</button>
        </Empty>
    }
    .into_any()
}
