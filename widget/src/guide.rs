//! What visitors are shown beside the chat and unasked: tours, messages of the team, surveys, checklists, tooltips (widget-sdk.md §5).
//! A chunk of its own, fetched where the workspace has any of it or the page asks for a tour. Each kind says what it has ready, the
//! arbiter decides what of it is shown, [`Pieces`] tell the loader where that stands, [`Page`] what happens in the page around us.

mod acts;
mod address;
mod checklists;
mod messages;
mod modal;
mod page;
mod pieces;
mod place;
mod queue;
mod route;
mod surveys;
mod tooltips;
mod tours;

use crate::{
    authoring,
    frame::Heard,
    later::Missing,
    messenger::{Messenger, attribute},
    session::has,
    words,
};
use client::{
    Var,
    codec::Json,
    dom::{effect, warn},
};
use page::Page;
use pieces::Pieces;
use reactive_graph::{graph::untrack, owner::Owner};
use shared::engagement::arbiter::{Arbiter, Ready, Stage};
use std::{
    cell::{Cell, RefCell},
    ops::Deref,
};
pub use tours::Tours;
use wasm_bindgen_futures::spawn_local;

/// Every view of it gets this.
#[derive(Clone, Copy)]
pub struct Guide(&'static Parts);

impl Deref for Guide {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What it consists of.
pub struct Parts {
    pub it: Messenger,
    pub page: Page,
    pub pieces: Pieces,
    /// What of all that is ready may be shown now.
    pub stage: Var<Stage>,
    tours: Cell<Option<Tours>>,
    ready: Cell<Ready>,
    arbiter: RefCell<Arbiter>,
}

/// Fetches the chunk and begins, once: where the workspace has something to show, or when the page asks for it.
pub fn want(it: Messenger) {
    if it.is_guided.replace(true) {
        return;
    }
    it.session.want();
    let owner = Owner::current().unwrap_or_default();
    spawn_local(async move {
        let words = words::ask("guide");
        match (load().await, words::take(words).await) {
            (Ok(begin), true) => owner.with(|| begin(it)),
            // Nobody asked for it: the chat goes on without.
            _ => warn("Docent: what the site shows its visitors did not load"),
        }
    });
}

type Begin = fn(Messenger);

#[cfg(feature = "split")]
async fn load() -> Result<Begin, Missing> {
    guide().await
}

#[cfg(not(feature = "split"))]
async fn load() -> Result<Begin, Missing> {
    guide()
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(guide, fallible))]
fn guide() -> Result<Begin, Missing> {
    Ok(begin)
}

fn begin(it: Messenger) {
    let page = Page::new(it.frame, it.is_visible);
    let guide = Guide(crate::server::for_ever(Parts {
        it,
        page,
        pieces: Pieces::new(it),
        stage: Var::new(Stage::default()),
        tours: Cell::default(),
        ready: Cell::default(),
        arbiter: RefCell::default(),
    }));
    let src = attribute("data-hands").unwrap_or_default();
    it.frame.post(&Json::default().with("t", &"hands".into()).with("src", &src.as_str().into()));
    let missed = it.hear_by(move |heard| guide.hear(&heard));
    for heard in &missed {
        page.hear(heard);
    }
    // Whoever works on what is shown is shown nothing.
    if guide.has("authoring") || untrack(|| page.url.with(|url| has(url, "_authoring="))) {
        return authoring::begin(guide, &GUIDED);
    }
    guide.visit();
    for heard in &missed {
        guide.hear_wish(heard);
    }
}

const GUIDED: authoring::Guided = authoring::Guided {
    visit: Guide::visit,
    preview: |guide| Tours::new(guide, true),
    start: Tours::start,
    is_running: Tours::is_running,
};

impl Guide {
    /// Shows what there is for a visitor.
    fn visit(self) {
        let it = self.it;
        tours::begin(self);
        if self.has("tooltips") {
            tooltips::begin(self);
        }
        effect(move || {
            // Another visitor begins anew.
            it.session.identity.with(|_| ());
            self.arbiter.borrow_mut().reset();
            self.decide();
        });
        checklists::begin(self);
        messages::begin(self);
        surveys::begin(self);
    }

    /// Says what a kind has ready from now on.
    pub fn offer(self, change: impl FnOnce(&mut Ready)) {
        let mut ready = self.ready.get();
        change(&mut ready);
        if ready != self.ready.replace(ready) {
            self.decide();
        }
    }

    fn decide(self) {
        let stage = self.arbiter.borrow_mut().decide(self.ready.get());
        self.stage.set_if_other(stage);
    }

    /// Whether the workspace has something of this kind to show: a word of `data-shows` (widget/frame.html).
    pub fn has(self, kind: &str) -> bool {
        attribute("data-shows").unwrap_or_default().split(' ').any(|word| word == kind)
    }

    /// Starts the tour of this id, if there is one.
    pub fn start_tour(self, id: &str) {
        if let Some(tours) = self.tours.get() {
            tours.want(id, false);
        }
    }

    fn hear(self, heard: &Heard) {
        self.page.hear(heard);
        self.hear_wish(heard);
    }

    fn hear_wish(self, heard: &Heard) {
        if heard.text("t") == "tour" {
            self.start_tour(&heard.text("id"));
        }
    }
}
