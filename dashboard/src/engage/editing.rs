//! What the screens of everything that is shown to visitors do alike: a list with its acts, and an editor that loads, saves, activates and
//! removes. A kind says by [`Written`] what it is, and draws its own fields.

use super::{
    draft::Draft,
    frame::{Head, frame, opened},
    list::{Asked, Listing, Row, confirm_removal, page},
    place::{Kind, Place},
    stage::{Act, Stage},
};
use crate::{
    desk::{Desk, desk},
    link,
    parts::{skeleton, trouble},
    route::Route,
    say,
};
use client::Loaded;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    Function, function,
    id::{Uuid, WorkspaceId},
};

/// What an author writes of one kind of thing, which may lack something, and the calls that store it.
pub trait Written: Clone + PartialEq + Send + Sync + 'static {
    const KIND: Kind;
    /// What the list can be narrowed to.
    const STAGES: &'static [Stage];
    const ACTS: &'static [Act];
    /// The word of what is said before it is removed.
    const REMOVAL: &'static str;
    type Id: Copy + From<Uuid> + Into<Uuid> + DeserializeOwned + Send + Sync + 'static;
    type Stored: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static;
    type List: Function<Kind = function::Query, Output = Vec<Self::Stored>> + Serialize;
    type Get: Function<Kind = function::Query, Output = Option<Self::Stored>> + Serialize;
    type Create: Function<Output = Self::Id> + Serialize;
    type Update: Function<Output = Self::Id> + Serialize;

    fn list(workspace_id: WorkspaceId, stage: Option<Stage>, after: Option<Self::Id>) -> Self::List;
    fn row(stored: Self::Stored) -> Row;
    fn get(id: Self::Id) -> Self::Get;
    fn of(stored: &Self::Stored) -> Self;
    /// None of what is always shown.
    fn stage(_stored: &Self::Stored) -> Option<Stage> {
        None
    }

    fn name(&self) -> &String;
    /// What is missing before visitors can be shown it, in words; of a draft only what the server would not even store.
    fn missing(&self, is_draft: bool) -> Vec<String>;
    /// The call that stores a new one. Errors: what is wrong, in words.
    fn to_create(&self, workspace_id: WorkspaceId) -> Result<Self::Create, String>;
    /// The call that makes what is stored as `before` like this. Errors: what is wrong, in words.
    fn to_update(&self, before: &Self, id: Self::Id) -> Result<Self::Update, String>;

    /// Does one of [`ACTS`](Self::ACTS) without asking.
    fn act(desk: Desk, id: Self::Id, act: Act);
    /// Asks, and removes it then.
    fn remove(desk: Desk, id: Self::Id, name: &str) {
        confirm_removal(desk, name, say!(Self::REMOVAL), move || Self::act(desk, id, Act::Remove));
    }

    /// The fields, and what stands beside them. What is new has no id and is not stored.
    fn page(draft: Draft<Self>, id: Option<Self::Id>, stored: Signal<Option<Self::Stored>>) -> Page;
}

/// The page of an editor.
pub struct Page {
    pub fields: AnyView,
    pub beside: AnyView,
    /// What keeps an act from being done besides what the draft lacks, in words.
    pub hindrance: Callback<Act, Option<String>>,
}

impl Page {
    pub fn new(fields: impl IntoView + 'static, beside: impl IntoView + 'static) -> Self {
        Self { fields: fields.into_any(), beside: beside.into_any(), hindrance: Callback::new(|_| None) }
    }
}

/// The list of a kind, which [`list`](super::list::list) draws.
pub fn listing<T: Written>() -> Listing {
    let desk = desk();
    Listing {
        kind: T::KIND,
        stages: T::STAGES,
        acts: T::ACTS,
        page: Callback::new(move |asked| rows::<T>(desk, asked)),
        act: Callback::new(move |(row, act): (Row, Act)| act_in_list::<T>(desk, &row, act)),
        new: Callback::new(move |()| desk.go(Route::Engage(T::KIND, Place::New))),
    }
}

/// The live rows of a page of it.
pub fn rows<T: Written>(desk: Desk, asked: Asked) -> Signal<Loaded<Vec<Row>>> {
    page(move || Some(T::list(desk.workspace_id()?, asked.stage, asked.after.get().map(T::Id::from))), T::row)
}

/// An act of a list, which looks at what it activates.
fn act_in_list<T: Written>(desk: Desk, row: &Row, act: Act) {
    let id = T::Id::from(row.id);
    match act {
        Act::Activate => link::send_then(T::get(id), move |found| {
            let missing = found.as_ref().map(|it| T::of(it).missing(false)).unwrap_or_default();
            if missing.is_empty() {
                T::act(desk, id, act);
            } else {
                desk.notices.problem(missing.join(" "));
            }
        }),
        Act::Remove => T::remove(desk, id, &row.name),
        _ => T::act(desk, id, act),
    }
}

/// The editor of one that is there, or of a new one.
pub fn editor<T: Written + Default>(id: Option<Uuid>) -> AnyView {
    match id {
        Some(id) => editor_of::<T>(id),
        None => open(None, Draft::new(T::default()), Signal::derive(|| None)),
    }
}

/// The editor of one that is there.
pub fn editor_of<T: Written>(id: Uuid) -> AnyView {
    let id = T::Id::from(id);
    let found = link::loaded(move || Some(T::get(id)));
    let draw = move |first: T::Stored, stored: Signal<Option<T::Stored>>| {
        let draft = Draft::new(T::of(&first));
        draft.follow(move || stored.with(|stored| stored.as_ref().map(T::of)));
        open(Some(id), draft, stored)
    };
    opened(T::KIND, found, draw).into_any()
}

fn open<T: Written>(id: Option<T::Id>, draft: Draft<T>, stored: Signal<Option<T::Stored>>) -> AnyView {
    let desk = desk();
    let Page { fields, beside, hindrance } = T::page(draft, id, stored);
    let head = Head {
        kind: T::KIND,
        name: Signal::derive(move || draft.with(|it| it.name().clone())),
        stage: Signal::derive(move || stored.with(|stored| stored.as_ref().and_then(T::stage))),
        acts: if id.is_some() { T::ACTS } else { &[] },
        act: Callback::new(move |act| {
            let Some(id) = id else { return };
            match hindrance.run(act) {
                Some(why) => draft.refuse(why),
                None => act_on_page(desk, draft, id, act),
            }
        }),
    };
    frame(head, draft, move || save(desk, id, draft), fields, beside).into_any()
}

/// An act of an editor's head: what is activated is complete, and saved before; what is removed is asked for.
fn act_on_page<T: Written>(desk: Desk, draft: Draft<T>, id: T::Id, act: Act) {
    let (now, base) = draft.both();
    match act {
        Act::Activate if lacks(draft, false) => {}
        Act::Activate if now != base => update(desk, id, draft, move || T::act(desk, id, act)),
        Act::Remove => T::remove(desk, id, now.name()),
        _ => T::act(desk, id, act),
    }
}

fn save<T: Written>(desk: Desk, id: Option<T::Id>, draft: Draft<T>) {
    match (id, desk.workspace_id()) {
        (Some(id), _) => update(desk, id, draft, || ()),
        (None, Some(workspace)) if !lacks(draft, true) => match draft.both().0.to_create(workspace) {
            Ok(new) => draft
                .save(desk, new, move |id: T::Id| desk.turn(Route::Engage(T::KIND, Place::One(id.into())))),
            Err(why) => draft.refuse(why),
        },
        _ => {}
    }
}

fn update<T: Written>(desk: Desk, id: T::Id, draft: Draft<T>, then: impl FnOnce() + 'static) {
    if lacks(draft, true) {
        return;
    }
    let (now, before) = draft.both();
    match now.to_update(&before, id) {
        Ok(change) => draft.save(desk, change, move |_| then()),
        Err(why) => draft.refuse(why),
    }
}

/// Says on the page what is missing, before the server would refuse it; false where nothing is.
fn lacks<T: Written>(draft: Draft<T>, is_draft: bool) -> bool {
    let missing = draft.both().0.missing(is_draft);
    if missing.is_empty() {
        return false;
    }
    draft.refuse(missing.join(" "));
    true
}

/// Both sides of the page, writing and results; what is new has one.
pub fn sides(
    is_new: bool,
    writing: impl IntoView + 'static,
    results: impl Fn() -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let has_results = RwSignal::new(false);
    let side = move |word: &'static str, is_it: bool| {
        view! { <button type="button" data-testid=word aria-pressed=move || (has_results.get() == is_it).to_string() on:click=move |_| has_results.set(is_it)>{say!(word)}</button> }
    };
    let switch = (!is_new).then(|| {
        view! { <div class="segments sides" role="group" aria-label=say!("en-side")>{side("en-edit", false)} {side("en-results", true)}</div> }
    });
    view! {
        {switch}
        // What is written stays as it is while results are looked at.
        <div class="side" hidden=move || has_results.get()>{writing}</div>
        <div class="side results" hidden=move || !has_results.get()>{move || has_results.get().then(&results)}</div>
    }
}

/// What was counted of it, drawn as it comes; the figures stay while they are counted anew.
pub fn figures<F>(ask: F, draw: impl Fn(F::Output) -> AnyView + Send + 'static) -> impl IntoView
where
    F: Function<Kind = function::Query> + Serialize + Clone,
    F::Output: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static,
{
    let loaded = link::loaded(move || Some(ask.clone()));
    let kept = Memo::new(move |before: Option<&Loaded<F::Output>>| match (loaded.get(), before) {
        (Loaded::Waiting, Some(before)) => before.clone(),
        (now, _) => now,
    });
    move || match kept.get() {
        Loaded::Waiting => skeleton(4).into_any(),
        Loaded::Failed(error) => trouble(&error).into_any(),
        Loaded::Ready(counted) => draw(counted),
    }
}

/// Removes it, and shows the list.
pub fn gone<F>(desk: Desk, kind: Kind, function: F)
where
    F: Function + Serialize,
    F::Output: DeserializeOwned,
{
    link::send_then(function, move |_| {
        desk.turn(Route::Engage(kind, Place::All));
        desk.notices.done(say!(Act::Remove.done()));
    });
}
