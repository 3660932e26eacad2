//! What an author does: each act is a mutation by token, and what comes of it the live answer shows.

use super::{Author, NEW, Work, kept};
use crate::words::{Number, say_with};
use client::codec::Json;
use reactive_graph::graph::untrack;
use shared::{
    Code, Error, Function,
    authoring_sessions::{AddStep, End, RemoveStep, ReorderSteps, SetCurrentStep, UpdateStep, WriteStep},
    engagement::link,
    tooltip_authoring_sessions,
};
use wasm_bindgen_futures::spawn_local;

/// Receives the answer.
type Then = Box<dyn FnOnce(Json)>;

/// An object with one text.
fn one(name: &str, text: &str) -> Json {
    Json::default().with(name, &text.into())
}

/// The phrase for a refusal.
fn why(error: &Error) -> &'static str {
    match error.code {
        Code::InvalidInput => "author-invalid",
        Code::NotFound | Code::NotAuthorized => "author-gone",
        _ => "author-failed",
    }
}

impl Author {
    /// Runs one mutation at a time: what is pressed meanwhile is not done.
    fn run(self, name: &'static str, args: Json, then: Then) {
        if self.is_busy.replace(true) {
            return;
        }
        self.problem.set("");
        let of = if self.work == Work::Tooltip { self.guide.it.session.workspace } else { None };
        let told = self.guide.it.server.run(name, kept::with_token(args, &self.token, of));
        spawn_local(async move {
            let answer = told.await;
            self.is_busy.set(false);
            match answer {
                Ok(answer) => then(answer),
                Err(error) => self.problem.set(why(&error)),
            }
        });
    }

    /// Works on another step; the session remembers it for the next page.
    pub fn choose(self, id: &str) {
        self.chosen.set(id.into());
        self.sure.set(String::new());
        self.is_picking.set(false);
        if id != NEW && self.work == Work::Tour {
            // Where it is not remembered, the next page begins with another step.
            let args = kept::with_token(one("stepId", id), &self.token, None);
            self.guide.it.server.tell(SetCurrentStep::NAME, args, |_| ());
        }
    }

    /// Notes what is written of the step.
    pub fn write(self, field: &str, text: &str) {
        let id = untrack(|| self.id());
        let draft = untrack(|| self.draft(&id));
        self.set_draft(&id, &draft.with(field, &text.into()));
    }

    /// Begins a step behind the one that is worked on; there is one at a time.
    pub fn add(self) {
        if !untrack(|| self.draft(NEW)).is_some() {
            let after = untrack(|| self.id());
            let new = one("type", "post").with("content", &"".into());
            let new = if after.is_empty() { new } else { new.with("afterStepId", &after.as_str().into()) };
            self.set_draft(NEW, &new);
        }
        self.choose(NEW);
    }

    /// Saves what is written of the step.
    pub fn save(self) {
        let (id, row) = untrack(|| (self.id(), self.row()));
        let draft = untrack(|| self.draft(&id));
        if row.filled("content").is_none() && row.filled("title").is_none() {
            return self.problem.set("author-no-words");
        }
        let needs_element = row.text("type").as_deref() != Some("post")
            || row.text("advanceOn").is_some_and(|on| on != "click");
        if self.work == Work::Tour && needs_element && row.filled("elementSelector").is_none() {
            return self.problem.set("author-no-element");
        }
        let is_video = row.says("type", "video");
        if is_video && row.text("mediaUrl").is_none_or(|address| !link::is_web(&address)) {
            return self.problem.set("author-no-address");
        }
        // An address that was written while it was a video is none of a card's.
        let sent = if is_video { draft.clone() } else { draft.without("mediaUrl") };
        let (name, args) = if self.work == Work::Tooltip {
            (tooltip_authoring_sessions::WriteContent::NAME, sent)
        } else if id == NEW {
            (AddStep::NAME, sent.with("currentUrl", &self.url()))
        } else {
            (WriteStep::NAME, sent.with("stepId", &id.as_str().into()))
        };
        self.run(
            name,
            args,
            Box::new(move |answer| {
                // What was written meanwhile is still to be saved.
                let now = untrack(|| self.draft(&id));
                let later =
                    now.keys().into_iter().filter(|key| now.get(key).print() != draft.get(key).print());
                let later = later.fold(Json::default(), |later, key| later.with(&key, &now.get(&key)));
                self.set_draft(&id, &Json::default());
                let made = answer.as_text();
                self.set_draft(made.as_ref().unwrap_or(&id), &later);
                if let Some(made) = made.filter(|_| self.chosen.with_untracked(|chosen| *chosen == id)) {
                    self.choose(&made);
                }
            }),
        );
    }

    fn url(self) -> Json {
        self.guide.page.url.get_untracked().as_str().into()
    }

    /// The element that the author clicked becomes that of the step; what stood in the middle stands beside it from then on.
    pub fn take(self, picked: &Json) {
        self.is_picking.set(false);
        self.guide.page.ask("focus", "key", "");
        let selector = picked.get("selector");
        if !selector.is_some() {
            return;
        }
        let (id, row) = (self.id(), self.row());
        let pointed = Json::default()
            .with("elementSelector", &selector)
            .with("selectorQuality", &picked.get("quality"));
        let stands = row.says("type", "post") && row.filled("elementSelector").is_none();
        if id == NEW {
            let draft =
                pointed.keys().iter().fold(self.draft(NEW), |draft, key| draft.with(key, &pointed.get(key)));
            let draft = if stands { draft.with("type", &"pointer".into()) } else { draft };
            return self.set_draft(NEW, &draft);
        }
        if self.work == Work::Tooltip {
            return self.run(tooltip_authoring_sessions::UpdateSelector::NAME, pointed, Box::new(|_| ()));
        }
        let args = pointed.with("stepId", &id.as_str().into()).with("currentUrl", &self.url());
        self.run(
            UpdateStep::NAME,
            args,
            Box::new(move |_| {
                if stands {
                    let args = one("stepId", &id).with("type", &"pointer".into());
                    self.run(WriteStep::NAME, args, Box::new(|_| ()));
                }
            }),
        );
    }

    /// Takes the step away; what was written of it goes too.
    pub fn remove(self) {
        let id = untrack(|| self.id());
        if id == NEW {
            return self.set_draft(NEW, &Json::default());
        }
        let gone = id.clone();
        self.run(
            RemoveStep::NAME,
            one("stepId", &id),
            Box::new(move |_| self.set_draft(&gone, &Json::default())),
        );
    }

    /// Moves the step by so many places.
    pub fn shift(self, by: isize) {
        let id = untrack(|| self.id());
        let mut ids: Vec<String> =
            untrack(|| self.saved()).iter().filter_map(|row| row.text("_id")).collect();
        let Some(at) = ids.iter().position(|known| *known == id) else { return };
        let Some(to) = at.checked_add_signed(by).filter(|to| *to < ids.len()) else { return };
        ids.swap(at, to);
        let said =
            say_with("author-moved", &[("at", Number((to + 1) as f64)), ("count", Number(ids.len() as f64))]);
        let order: Json = ids.iter().map(|id| Json::from(id.as_str())).collect();
        self.run(
            ReorderSteps::NAME,
            Json::default().with("stepIds", &order),
            Box::new(move |_| self.guide.page.ask("say", "text", &said)),
        );
    }

    /// Whether something is written and not saved.
    pub fn has_unsaved(self) -> bool {
        self.rows().iter().filter_map(|row| row.text("_id")).any(|id| self.draft(&id).is_some())
    }

    /// Shows the tour as visitors will see it, from the step that is worked on or from the first; closed, it leads back to the tool.
    pub fn show(self, is_whole: bool) {
        let (rows, id) = untrack(|| (self.rows(), self.id()));
        let at = rows.iter().position(|row| row.says("_id", &id)).filter(|_| !is_whole);
        let progress =
            one("status", "in_progress").with("currentStep", &Json::whole(at.unwrap_or_default() as i64));
        let row = Json::default()
            .with("tour", &untrack(|| self.known.get()).json.get("tour"))
            .with("steps", &rows.into_iter().collect())
            .with("progress", &progress);
        self.is_picking.set(false);
        (self.guided.start)(self.preview, row, false);
    }

    /// Ends the session. What is written and not saved is asked about first.
    pub fn end(self) {
        let name = match self.work {
            Work::Tour => End::NAME,
            Work::Tooltip => tooltip_authoring_sessions::End::NAME,
        };
        self.is_picking.set(false);
        self.is_busy.set(false);
        self.run(name, Json::default(), Box::new(|_| ()));
        kept::forget();
        self.is_done.set(true);
        self.owner.with(|| (self.guided.visit)(self.guide));
    }
}
