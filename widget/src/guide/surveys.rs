//! Surveys: one at a time, as soon as what it waits for has happened; a small one in the corner, a large one before the page
//! (widget-sdk.md §5.2).

mod card;
mod flow;
mod kept;
mod paths;
mod question;

use super::{
    Guide,
    acts::{for_this_page, on_another_visitor, session, tell},
    modal::modal,
    queue::{Queue, id},
};
use client::{
    codec::{Json, Looked},
    dom::{El, effect},
};
use flow::Flow;
use shared::{
    Function,
    engagement::arbiter::Blocking,
    surveys::{GetActiveSurveys, RecordImpression},
};

pub fn begin(guide: Guide) {
    if !guide.has("surveys") {
        return;
    }
    let list = guide.it.server.live(GetActiveSurveys::NAME, move || for_this_page(guide));
    guide.it.session.watch(list);
    let queue = Queue::new(guide, list);
    on_another_visitor(guide, move || kept::forget(guide));
    let of_format = move |wanted: bool| queue.shown.get().filter(|row| is_large(&row.json) == wanted);
    let small = move |row: &Option<Looked>| Some(card::small(Flow::begin(queue, row.as_ref()?)));
    guide.pieces.put_in_corner(move || of_format(false), small);
    let large = move |row: &Option<Looked>| Some(large(Flow::begin(queue, row.as_ref()?)));
    guide.pieces.put_by(move || of_format(true), large);
    effect(move || choose(queue));
}

fn is_large(survey: &Json) -> bool {
    survey.says("format", "large")
}

fn large(flow: Flow) -> El {
    let dismiss = flow.may_be_dismissed().then(|| Box::new(move || flow.dismiss()) as Box<dyn Fn()>);
    modal(flow.queue.guide, card::large(flow), dismiss)
}

fn choose(queue: Queue) {
    if queue.shown.with(Option::is_some) {
        return;
    }
    let (guide, it) = (queue.guide, queue.guide.it);
    // What was begun goes before what is new, once the visitor can answer.
    let is_known = it.session.token.with(Option::is_some) && guide.page.session.with(Option::is_some);
    let begun = if is_known { kept::find(guide) } else { None };
    let begun = begun.map(|(survey, _)| survey).filter(|survey| queue.is_new(&survey.json));
    let next = begun.or_else(|| queue.next(None));
    let is_large = next.as_ref().map(|survey| is_large(&survey.json));
    guide.offer(|ready| {
        ready.large_survey = is_large == Some(true);
        ready.small_survey = is_large == Some(false);
    });
    let stage = guide.stage.get();
    let may_be_shown = match is_large {
        Some(true) => {
            stage.blocking == Some(Blocking::LargeSurvey) && !(it.is_open.get() && it.is_full.get())
        }
        // Who talks already is not asked.
        _ => stage.small_survey && !it.is_open.get(),
    };
    if let Some(survey) = next.filter(|_| may_be_shown) {
        queue.show(survey);
    }
}

/// Notes what the visitor was shown or did.
fn track(guide: Guide, survey: &Json, action: &str) {
    let args = [("surveyId", &id(survey) as &str), ("action", action), ("sessionId", &session(guide))];
    tell(guide, RecordImpression::NAME, &args, None);
}
