//! What an author sees on the own site: a tool that writes a tour's steps, picks the page's elements for them and shows the tour as visitors
//! will see it; or that picks the element of a tooltip (widget-sdk.md §8). A token in the page's address, good for half an hour, says for
//! whom and for what; it outlives the page (see [`kept`]). A chunk of its own with words, templates and a style sheet that no visitor fetches.

mod kept;
mod panel;
mod work;

use crate::{
    guide::{Guide, Tours},
    later::Missing,
    server::for_ever,
    words,
};
use client::{
    Live, Var,
    codec::{Json, Looked},
    dom::effect,
};
use kept::Kept;
use reactive_graph::{graph::untrack, owner::Owner};
use shared::{Function, authoring_sessions, tooltip_authoring_sessions};
use std::{cell::Cell, ops::Deref};
use wasm_bindgen_futures::spawn_local;

/// What is made: a token opens one of them.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Work {
    Tour,
    Tooltip,
}

/// The id of the step that is not saved yet.
const NEW: &str = "new";

/// The one who writes.
#[derive(Clone, Copy)]
struct Author(&'static Parts);

impl Deref for Author {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

struct Parts {
    guide: Guide,
    work: Work,
    token: String,
    /// When what is kept of it goes at the latest.
    until: f64,
    /// Of `authoring_sessions::Validity`, or of that for tooltips.
    opened: Live<Looked>,
    /// The last answer while the token was good: what was written stays in sight when it is over.
    known: Var<Looked>,
    /// The id of the step that is worked on, once one was chosen.
    chosen: Var<String>,
    /// What is written and not saved: fields of `authoring_sessions::WriteStep` by the step's id, those of `AddStep` under [`NEW`].
    drafts: Var<Looked>,
    is_picking: Var<bool>,
    /// On the other side of the window, since the page's own is there too.
    is_aside: Var<bool>,
    /// The button that has to be pressed once more.
    sure: Var<String>,
    /// A phrase's key; empty for none.
    problem: Var<&'static str>,
    is_busy: Cell<bool>,
    was_shown: Cell<bool>,
    is_done: Var<bool>,
    guided: &'static Guided,
    preview: Tours,
    /// Of the tool, and of what the visitor is shown after it.
    owner: Owner,
}

/// What the guide does for the tool. Named by the tool itself, it would be taken out of the guide's chunk into one of both.
pub struct Guided {
    /// Shows what there is for a visitor.
    pub visit: fn(Guide),
    /// Of a tour that is not shown yet.
    pub preview: fn(Guide) -> Tours,
    pub start: fn(Tours, Json, bool),
    pub is_running: fn(Tours) -> bool,
}

type Begin = fn(Guide, &'static Guided);

/// Fetches the tool and begins.
pub fn begin(guide: Guide, guided: &'static Guided) {
    let owner = Owner::current().unwrap_or_default();
    guide.it.server.wake();
    spawn_local(async move {
        let words = words::ask("author");
        match (load().await, words::take(words).await) {
            (Ok(start), true) => owner.with(|| start(guide, guided)),
            _ => client::dom::warn("Docent: the author's tool did not load"),
        }
    });
}

#[cfg(feature = "split")]
async fn load() -> Result<Begin, Missing> {
    authoring().await
}

#[cfg(not(feature = "split"))]
async fn load() -> Result<Begin, Missing> {
    authoring()
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(authoring, fallible))]
fn authoring() -> Result<Begin, Missing> {
    Ok(start)
}

fn start(guide: Guide, guided: &'static Guided) {
    let Some(Kept { work, token, until, drafts }) = untrack(|| guide.page.url.with(|url| kept::found(url)))
    else {
        tell_page(guide, "author", || false);
        return (guided.visit)(guide);
    };
    let workspace = guide.it.session.workspace;
    let (name, of) = match work {
        Work::Tour => (authoring_sessions::Validate::NAME, None),
        Work::Tooltip => (tooltip_authoring_sessions::Validate::NAME, workspace),
    };
    let is_done = Var::new(false);
    let args = kept::with_token(Json::default(), &token, of);
    let opened = guide.it.server.live(name, move || (!is_done.get()).then(|| args.clone()));
    let author = Author(for_ever(Parts {
        guide,
        work,
        token,
        until,
        opened,
        known: Var::new(Json::default().into()),
        chosen: Var::new(String::new()),
        drafts: Var::new(drafts.into()),
        is_picking: Var::new(false),
        is_aside: Var::new(false),
        sure: Var::new(String::new()),
        problem: Var::new(""),
        is_busy: Cell::default(),
        was_shown: Cell::default(),
        is_done,
        guided,
        preview: (guided.preview)(guide),
        owner: Owner::current().unwrap_or_default(),
    }));
    author.keep();
    author.follow();
    guide.pieces.put_by(
        move || {
            !author.is_done.get()
                && !author.opened.is_waiting()
                && !(author.guided.is_running)(author.preview)
        },
        move |is_shown| is_shown.then(|| panel::panel(author)),
    );
}

/// Tells the page's part, as soon as that is there.
fn tell_page(guide: Guide, word: &'static str, is_on: impl Fn() -> bool + 'static) {
    effect(move || {
        if guide.page.session.with(Option::is_some) {
            guide.it.frame.post(&Json::default().with("t", &word.into()).with("isOn", &is_on().into()));
        }
    });
}

impl Author {
    /// Keeps up with the server and with the page.
    fn follow(self) {
        effect(move || {
            let Some(answer) = self.opened.value() else { return };
            if answer.json.get("valid").is_true() {
                return self.known.set(answer);
            }
            // The token is of no use to anybody any more.
            kept::forget();
            untrack(|| self.problem.set("author-over"));
        });
        tell_page(self.guide, "author", move || !self.is_done.get());
        tell_page(self.guide, "pick", move || self.is_picking.get());
        effect(move || {
            if let Some(picked) = self.guide.page.picked.get() {
                untrack(|| self.take(&picked.json));
            }
        });
    }

    fn keep(self) {
        let is_over = self.opened.value_untracked().is_some_and(|answer| !answer.json.get("valid").is_true());
        if is_over || self.is_done.get_untracked() {
            return;
        }
        let drafts = self.drafts.with_untracked(|drafts| drafts.json.clone());
        kept::keep(self.work, &self.token, self.until, &drafts);
    }

    /// The rows of the steps, or of the one tooltip, with what is written and not saved; a new one stands where it will be.
    fn rows(self) -> Vec<Json> {
        let drafts = self.drafts.get().json;
        let mut rows: Vec<Json> = self
            .saved()
            .into_iter()
            .map(|row| {
                let draft = drafts.get(&row.said("_id"));
                draft.keys().iter().fold(row, |row, key| row.with(key, &draft.get(key)))
            })
            .collect();
        let new = drafts.get(NEW);
        if new.is_some() {
            let after = new.text("afterStepId");
            let place = rows.iter().position(|row| after.is_some() && row.text("_id") == after);
            rows.insert(place.map_or(rows.len(), |place| place + 1), new.with("_id", &NEW.into()));
        }
        rows
    }

    /// The rows as the server has them.
    fn saved(self) -> Vec<Json> {
        let answer = self.known.get().json;
        if self.work == Work::Tour {
            return answer.get("steps").each();
        }
        // What is still to be made has what was picked, and no words.
        let (tooltip, session) = (answer.get("tooltip"), answer.get("session"));
        let made = Json::default()
            .with("elementSelector", &session.get("selectedSelector"))
            .with("selectorQuality", &session.get("selectedSelectorQuality"));
        vec![if tooltip.is_some() { tooltip } else { made }]
    }

    /// The id of the row that is worked on: of the one that was chosen here, then of that in which the session was left, then of the first.
    fn id(self) -> String {
        let ids: Vec<String> = self.rows().iter().filter_map(|row| row.text("_id")).collect();
        let left = self.known.with(|answer| answer.json.get("session").text("stepId"));
        let wishes = [Some(self.chosen.get()), left];
        let found = wishes.into_iter().flatten().find(|id| ids.contains(id));
        found.or_else(|| ids.into_iter().next()).unwrap_or_default()
    }

    /// The row that is worked on.
    fn row(self) -> Json {
        let id = self.id();
        let rows = self.rows();
        let found = rows.iter().find(|row| row.says("_id", &id));
        found.or(rows.first()).cloned().unwrap_or_default()
    }

    /// What is written of a row and not saved; null for nothing.
    fn draft(self, id: &str) -> Json {
        self.drafts.with(|drafts| drafts.json.get(id))
    }

    fn set_draft(self, id: &str, draft: &Json) {
        let drafts = self.drafts.with_untracked(|drafts| drafts.json.clone());
        let drafts = if draft.keys().is_empty() { drafts.without(id) } else { drafts.with(id, draft) };
        self.drafts.set(drafts.into());
        self.keep();
    }
}
