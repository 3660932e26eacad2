//! Surveys: one at a time, as soon as what it waits for has happened; a small one in the corner, a large one before the page
//! (widget-sdk.md §5.2).

mod card;
mod controls;
mod flow;
mod kept;
mod paths;
mod question;

use super::{
    Guide,
    acts::{for_this_page, on_another_visitor, session, tell},
    modal::modal,
};
use crate::later::Missing;
use client::{
    Live, Var,
    codec::{Json, Looked},
    dom::{El, effect, warn},
};
use flow::Flow;
use reactive_graph::owner::Owner;
use shared::{
    Function,
    engagement::arbiter::Blocking,
    surveys::{GetActiveSurveys, RecordImpression},
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;

/// What there is to ask, and what was asked.
#[derive(Clone)]
struct Surveys {
    guide: Guide,
    list: Live<Looked>,
    shown: Var<Option<Looked>>,
    /// Those that this page has shown.
    seen: Rc<RefCell<Vec<String>>>,
}

/// Fetches the chunk where there are surveys.
pub fn begin(guide: Guide) {
    if !guide.has("surveys") {
        return;
    }
    let owner = Owner::current().unwrap_or_default();
    spawn_local(async move {
        match load().await {
            Ok(start) => owner.with(|| start(guide)),
            Err(Missing) => warn("Docent: surveys did not load"),
        }
    });
}

type Start = fn(Guide);

#[cfg(feature = "split")]
async fn load() -> Result<Start, Missing> {
    surveys().await
}

#[cfg(not(feature = "split"))]
async fn load() -> Result<Start, Missing> {
    surveys()
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(surveys, fallible))]
fn surveys() -> Result<Start, Missing> {
    Ok(start)
}

fn start(guide: Guide) {
    let list = guide.it.server.live_json(GetActiveSurveys::NAME, move || for_this_page(guide));
    guide.it.session.watch(list);
    let this = Surveys { guide, list, shown: Var::new(None), seen: Rc::default() };
    let (shown, seen) = (this.shown, this.seen.clone());
    on_another_visitor(guide, move || {
        seen.take();
        kept::forget(guide);
        shown.set_if_other(None);
    });
    let of_format = move |wanted: bool| shown.get().filter(|row| is_large(&row.json) == wanted);
    guide.pieces.put_in_corner(
        move || of_format(false),
        move |row| Some(card::small(Flow::begin(guide, row.as_ref()?, shown))),
    );
    guide.pieces.put_by(
        move || of_format(true),
        move |row| Some(large(Flow::begin(guide, row.as_ref()?, shown))),
    );
    effect(move || this.choose());
}

fn is_large(survey: &Json) -> bool {
    survey.text("format").as_deref() == Some("large")
}

fn large(flow: Flow) -> El {
    let dismiss = flow.may_be_dismissed().then(|| Box::new(move || flow.dismiss()) as Box<dyn Fn()>);
    modal(flow.guide, card::large(flow), dismiss)
}

impl Surveys {
    fn choose(&self) {
        if self.shown.with(Option::is_some) {
            return;
        }
        let (guide, it) = (self.guide, self.guide.it);
        let next = self.next();
        let is_large = next.as_ref().map(|survey| is_large(&survey.json));
        guide.offer(|ready| {
            ready.large_survey = is_large == Some(true);
            ready.small_survey = is_large == Some(false);
        });
        let stage = guide.stage.get();
        // Who talks already is not asked.
        let may_be_shown = match is_large {
            Some(true) => {
                stage.blocking == Some(Blocking::LargeSurvey) && !(it.is_open.get() && it.is_full.get())
            }
            _ => stage.small_survey && !it.is_open.get(),
        };
        if let Some(survey) = next.filter(|_| may_be_shown) {
            self.seen.borrow_mut().push(id(&survey.json));
            self.shown.set(Some(survey));
        }
    }

    /// What was begun before, or the first of the list that may be asked.
    fn next(&self) -> Option<Looked> {
        let seen = self.seen.borrow();
        let is_new = |survey: &Json| !seen.contains(&id(survey));
        self.guide.it.session.token.with(Option::is_some).then_some(())?;
        let begun = self.guide.page.session.get().and_then(|_| kept::find(self.guide));
        if let Some((survey, _)) = begun.filter(|(survey, _)| is_new(&survey.json)) {
            return Some(survey);
        }
        let rows = self.list.with_value(|list| list.json.each()).unwrap_or_default();
        let is_due = |survey: &Json| is_new(survey) && self.guide.page.meets(&survey.get("triggers"));
        rows.into_iter().find(is_due).map(Looked::from)
    }
}

fn id(survey: &Json) -> String {
    survey.text("_id").unwrap_or_default()
}

/// Notes what the visitor was shown or did.
fn track(guide: Guide, survey: &Json, action: &str) {
    let (id, session) = (id(survey), session(guide));
    let args = [("surveyId", id.as_str()), ("action", action), ("sessionId", &session)];
    tell(guide, RecordImpression::NAME, &args, |args| args);
}
