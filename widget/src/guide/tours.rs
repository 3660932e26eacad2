//! Product tours (widget-sdk.md §5.3): which one runs, and how far it is. The server keeps the progress, so that a tour goes on after a
//! full page load; here it is moved from step to step.

mod card;
mod picker;
mod step;

use super::Guide;
use crate::{later::parts::in_workspace, server::for_ever, session::complain};
use client::{
    Live, Var,
    codec::{Json, Looked},
    dom::effect,
};
use reactive_graph::graph::untrack;
use shared::{
    Error, Function,
    tour_progress::{
        Advance, Checkpoint, Dismiss, DismissPermanently, GetAvailableTours, Restart, SkipStep, Snooze, Start,
    },
    tours::ListAll,
};
use std::{
    cell::{Cell, RefCell},
    ops::Deref,
};
use step::Step;
use wasm_bindgen_futures::spawn_local;

#[derive(Clone, Copy)]
pub struct Tours(&'static Parts);

impl Deref for Tours {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What they consist of.
pub struct Parts {
    guide: Guide,
    /// Rows of `tour_progress::Available`: what this visitor may be shown on this page.
    offered: Live<Looked>,
    /// Rows of `tours::Listed`: every active tour, for whoever asks for one by its id.
    all: Live<Looked>,
    /// The tour that the page or the visitor asked for.
    wish: Var<Option<String>>,
    /// Whether that goes on where it was left.
    goes_on: Cell<bool>,
    /// The one that runs: `tour` and `steps`.
    running: Var<Option<Looked>>,
    /// The step that is shown, from 0.
    at: Var<usize>,
    /// The step that the server waits for; earlier ones may be looked at again.
    reached: Var<usize>,
    /// Why the last attempt did not lead on: a phrase's key.
    blocked: Var<Option<&'static str>>,
    step: Var<Option<Step>>,
    /// A tour that was completed a moment ago, with confetti.
    is_done: Var<bool>,
    is_busy: Cell<bool>,
    /// As visitors would see it, for its author: nobody's progress is noted, and the server is not asked.
    is_preview: bool,
    /// Not offered again before the page is loaded anew.
    ended: RefCell<Vec<String>>,
}

pub fn begin(guide: Guide) {
    let it = guide.it;
    let this = Tours::new(guide, false);
    guide.tours.set(Some(this));
    it.tours.draw.replace(Some(Box::new(move || picker::screen(this))));
    effect(move || it.tours.is_there.set_if_other(!this.listed().is_empty()));
    this.choose();
    this.tell_page();
}

/// The id of a row's tour.
fn id_of(row: &Json) -> String {
    row.get("tour").said("_id")
}

fn has_steps(row: &Json) -> bool {
    !row.get("steps").each().is_empty()
}

impl Tours {
    pub fn new(guide: Guide, is_preview: bool) -> Self {
        let it = guide.it;
        let url = guide.page.url;
        let wish: Var<Option<String>> = Var::new(None);
        let has_any = !is_preview && guide.has("tours");
        let is_wanted = move || has_any || wish.with(Option::is_some);
        let offered = it.server.live(GetAvailableTours::NAME, move || {
            let args = in_workspace(it, &[("currentUrl", &url.get())])?;
            has_any.then_some(args)
        });
        let all = it.server.live(ListAll::NAME, move || in_workspace(it, &[]).filter(|_| is_wanted()));
        it.session.watch(all);
        let this = Self(for_ever(Parts {
            guide,
            offered,
            all,
            wish,
            goes_on: Cell::default(),
            running: Var::new(None),
            at: Var::new(0),
            reached: Var::new(0),
            blocked: Var::new(None),
            step: Var::new(None),
            is_done: Var::new(false),
            is_busy: Cell::default(),
            is_preview,
            ended: RefCell::default(),
        }));
        step::follow(this);
        card::show(this);
        this
    }

    pub fn is_running(self) -> bool {
        self.running.with(Option::is_some)
    }

    /// Starts the tour of this id, if there is one: where the visitor left it, or from its first step.
    pub fn want(self, id: &str, goes_on: bool) {
        self.goes_on.set(goes_on);
        self.wish.set(Some(id.into()));
    }

    /// Every tour that can be walked, once they are known.
    fn listed(self) -> Vec<Json> {
        let mut rows = self.all.with_value(|all| all.json.each()).unwrap_or_default();
        rows.retain(has_steps);
        rows
    }

    /// The tour that was asked for, once the tours are known. What names none is told to the developer and forgotten.
    fn wished(self) -> Option<Json> {
        let id = self.wish.get()?;
        self.all.with_value(|_| ())?;
        let wanted = self.listed().into_iter().find(|row| id_of(row) == id);
        if wanted.is_none() {
            client::dom::warn(&["Docent: there is no tour ", &id].concat());
            self.wish.set(None);
        }
        wanted
    }

    /// The first that is offered and was not ended on this page.
    fn next(self) -> Option<Json> {
        let rows = self.offered.with_value(|rows| rows.json.each())?;
        let ended = self.ended.borrow();
        rows.into_iter().find(|row| has_steps(row) && !ended.contains(&id_of(row)))
    }

    /// Says what is ready, and starts it once it may be shown.
    fn choose(self) {
        effect(move || {
            let is_wished = self.wished().is_some();
            let is_ready = self.running.with(Option::is_some) || self.next().is_some();
            self.guide.offer(|ready| {
                ready.forced_tour = is_wished;
                ready.tour = is_ready;
            });
        });
        effect(move || {
            let stage = self.guide.stage.get();
            if stage.blocking != Some(shared::engagement::arbiter::Blocking::Tour) {
                return;
            }
            if let Some(row) = self.wished() {
                self.wish.set(None);
                untrack(|| self.start(row, !self.goes_on.get()));
            } else if self.running.with(Option::is_none)
                && let Some(row) = self.next()
            {
                untrack(|| self.start(row, false));
            }
        });
        effect(move || {
            if self.running.with(Option::is_some) && self.guide.it.is_open.get() {
                self.guide.it.close();
            }
        });
        // A tour that is no longer active ends where it is.
        effect(move || {
            let Some(known) = self.all.with_value(|all| all.json.each()) else { return };
            let Some(id) = self.id() else { return };
            if !known.iter().any(|row| id_of(row) == id) {
                self.end();
            }
        });
    }

    /// What the page may ask for by `getAvailableTours`.
    fn tell_page(self) {
        effect(move || {
            let Some(rows) = self.all.with_value(|all| all.json.each()) else { return };
            let list = rows.iter().map(|row| {
                let tour = row.get("tour");
                let listed = Json::default()
                    .with("id", &tour.get("_id"))
                    .with("name", &tour.get("name"))
                    .with("status", &row.get("tourStatus"))
                    .with("selectors", &row.get("elementSelectors"));
                let description = tour.get("description");
                if description.is_some() { listed.with("description", &description) } else { listed }
            });
            self.guide
                .it
                .frame
                .post(&Json::default().with("t", &"tours".into()).with("list", &list.collect()));
        });
    }

    /// The id of the tour that runs.
    fn id(self) -> Option<String> {
        self.running.with(|row| row.as_ref().map(|row| id_of(&row.json)))
    }

    /// What the tour that runs has under this name.
    fn tour(self, name: &str) -> Json {
        self.running.with(|row| row.as_ref().map(|row| row.json.get("tour").get(name))).unwrap_or_default()
    }

    fn steps(self) -> Vec<Json> {
        self.running.with(|row| row.as_ref().map(|row| row.json.get("steps").each())).unwrap_or_default()
    }

    /// Shows a row of `tours::Listed`, from the step that its progress says.
    pub fn start(self, row: Json, is_forced: bool) {
        let progress = row.get("progress");
        let is_begun = progress.says("status", "in_progress");
        let current = progress.get("currentStep").number().filter(|_| is_begun && !is_forced);
        let most = row.get("steps").each().len() - 1;
        let at = (current.unwrap_or_default() as usize).min(most);
        self.is_done.set(false);
        self.blocked.set(None);
        self.reached.set(at);
        self.at.set(at);
        self.running.set(Some(row.into()));
        let Some(args) = self.args() else { return };
        let args = if is_forced { args.with("force", &true.into()) } else { args };
        self.tell::<Start>(args);
    }

    /// The arguments that every function of a tour takes.
    fn args(self) -> Option<Json> {
        untrack(|| {
            let id = self.id().filter(|_| !self.is_preview)?;
            let url = self.guide.page.url.get();
            Some(in_workspace(self.guide.it, &[("tourId", &id)])?.with("currentUrl", &url.as_str().into()))
        })
    }

    /// Runs a mutation for its effect; what goes wrong is the developer's to read, and the tour goes on.
    fn tell<F: Function>(self, args: Json) {
        self.guide.it.server.tell(F::NAME, args, Box::new(|error: Error| complain(&error)));
    }

    /// Does the step that is shown.
    fn advance(self, mode: &str) {
        let (at, reached) = (self.at.get_untracked(), self.reached.get_untracked());
        if at < reached {
            return self.at.set(at + 1);
        }
        let args = self.args().map(|args| {
            let args = args.with("mode", &mode.into()).with("targetMatched", &true.into());
            // That something was written is enough; what it was stays in the page.
            if mode == "fieldFill" { args.with("fieldValue", &"filled".into()) } else { args }
        });
        self.move_on(Advance::NAME, args);
    }

    /// Passes the step over, for this reason.
    fn skip(self, reason: &str) {
        self.move_on(SkipStep::NAME, self.args().map(|args| args.with("reason", &reason.into())));
    }

    fn move_on(self, name: &'static str, args: Option<Json>) {
        let Some(args) = args else {
            if self.is_preview {
                self.show(self.at.get_untracked() + 1);
            }
            return;
        };
        if self.is_busy.replace(true) {
            return;
        }
        // Another tab may have gone on.
        let args = args.with("step", &(self.reached.get_untracked() as f64).into());
        spawn_local(async move {
            let answer = self.guide.it.server.run(name, args).await;
            self.is_busy.set(false);
            let answer = match answer {
                Ok(answer) => answer,
                Err(error) => {
                    complain(&error);
                    self.guide.it.session.check(&error);
                    return self.blocked.set(Some("tour-failed"));
                }
            };
            let is_blocked = answer.text("blockedReason").map(|reason| why(&reason));
            self.blocked.set(is_blocked);
            if is_blocked.is_some() {
                return;
            }
            if answer.says("status", "completed") {
                return self.complete();
            }
            self.show(answer.get("nextStep").number().unwrap_or_default() as usize);
        });
    }

    /// Shows the step that is to be done next; behind the last one there is none.
    fn show(self, next: usize) {
        if next >= untrack(|| self.steps()).len() {
            return self.complete();
        }
        self.reached.set(next);
        self.at.set(next);
    }

    fn complete(self) {
        let is_festive = self.tour("showConfetti").is_true();
        self.end();
        self.is_done.set(is_festive);
        self.guide.page.ask("say", "text", &crate::words::say("tour-done"));
    }

    /// Away until the page is loaded anew.
    fn end(self) {
        if let Some(id) = untrack(|| self.id()) {
            self.ended.borrow_mut().push(id);
        }
        self.running.set(None);
    }

    /// Ends it as the visitor says; it goes at once, whatever the server answers.
    fn leave(self, how: Leave) {
        let args = self.args();
        self.end();
        let Some(args) = args else { return };
        let args = args.without("currentUrl");
        match how {
            Leave::Dismiss => self.tell::<Dismiss>(args),
            Leave::ForEver => self.tell::<DismissPermanently>(args),
            Leave::Later => self.tell::<Snooze>(args),
        }
    }

    /// From its first step.
    fn restart(self) {
        if let Some(args) = self.args() {
            self.tell::<Restart>(args.without("currentUrl"));
        }
        self.blocked.set(None);
        self.show(0);
    }

    /// Notes where the visitor is, and for the author what keeps the step from being done.
    fn note(self, selector: Option<String>, reason: Option<&str>) {
        let Some(mut args) = self.args() else { return };
        if let Some(selector) = selector {
            args = args.with("selector", &selector.as_str().into());
        }
        if let Some(reason) = reason {
            args = args.with("blockedReason", &reason.into()).with("mode", &"system".into());
        }
        self.tell::<Checkpoint>(args);
    }
}

/// How a visitor leaves a tour.
#[derive(Clone, Copy)]
enum Leave {
    Dismiss,
    ForEver,
    Later,
}

/// The phrase for a reason of `tour_progress::Reason`.
fn why(reason: &str) -> &'static str {
    match reason {
        "element_click_required" => "tour-click-it",
        "field_fill_required" | "field_fill_invalid" => "tour-fill-it",
        "route_mismatch" => "tour-elsewhere",
        _ => "tour-failed",
    }
}
