//! Surveys: their list, their editor and what came of them.

mod answering;
mod branches;
mod counts;
mod figures;
mod form;
mod preview;
mod questions;
mod responses;
mod results;
mod score_chart;
mod shape;
mod steps;

use super::{
    aim::aim,
    draft::Draft,
    editing::{Written, act_in_list, act_on_page, gone, lacks, sides, stored},
    frame::{Head, frame, opened, section},
    list::{self, Asked, Listing, PAGE, Row},
    place::{Kind, Place},
    stage::{Act, Stage},
};
use crate::{
    desk::{Desk, desk},
    link,
    route::Route,
    say,
};
use counts::counted;
use form::{Form, Problem};
use leptos::prelude::*;
use preview::{Preview, Trial};
use questions::Questions;
use results::Results;
use shared::{
    id::{SurveyId, Uuid},
    surveys::{self, Activate, Archive, Duplicate, Format, List, Pause, Remove, Survey},
};
use steps::{Around, Basics, HowOften};

const ACTS: &[Act] = &[Act::Activate, Act::Pause, Act::Archive, Act::Duplicate, Act::Remove];

pub fn list() -> AnyView {
    let desk = desk();
    list::list(Listing {
        kind: Kind::Surveys,
        stages: &[Stage::Active, Stage::Draft, Stage::Paused, Stage::Archived],
        acts: ACTS,
        page: Callback::new(move |asked: Asked| {
            let ask = move || {
                let (workspace_id, status) = (desk.workspace_id()?, asked.stage.map(Into::into));
                Some(List { workspace_id, status, limit: Some(PAGE), after: asked.after.get().map(SurveyId) })
            };
            counted(list::page(ask, row))
        }),
        act: Callback::new(move |(row, act): (Row, Act)| {
            let id = SurveyId(row.id);
            let run = move || act_on(desk, id, act);
            act_in_list(desk, (row, act), say!("sv-remove-text"), surveys::Get { id }, Form::of, run);
        }),
        new: Callback::new(move |()| desk.go(Route::Engage(Kind::Surveys, Place::New))),
    })
}

fn row(survey: Survey) -> Row {
    let format = say!(format_word(survey.format));
    Row {
        id: survey.id.0,
        name: survey.name,
        about: say!("sv-about", count = survey.questions.len() as f64, format = format.as_str()),
        stage: Some(survey.status.into()),
        changed_at: survey.updated_at,
    }
}

fn format_word(format: Format) -> &'static str {
    match format {
        Format::Small => "sv-small",
        Format::Large => "sv-large",
    }
}

fn act_on(desk: Desk, id: SurveyId, act: Act) {
    match act {
        Act::Activate => list::act(desk, act, Activate { id }),
        Act::Pause | Act::Deactivate => list::act(desk, act, Pause { id }),
        Act::Archive => list::act(desk, act, Archive { id }),
        Act::Duplicate => link::send_then(Duplicate { id }, move |id| {
            desk.go(Route::Engage(Kind::Surveys, Place::One(id.0)));
            desk.notices.done(say!(act.done()));
        }),
        Act::Remove => gone(desk, Kind::Surveys, Remove { id }),
    }
}

pub fn editor(id: Option<Uuid>) -> AnyView {
    let Some(id) = id.map(SurveyId) else {
        return open(None, Draft::new(Form::default()), Signal::derive(|| None));
    };
    let found = link::loaded(move || Some(surveys::Get { id }));
    let draw = move |first: Survey, news: Signal<Option<Survey>>| {
        let draft = Draft::new(Form::of(&first));
        draft.follow(move || news.with(|news| news.as_ref().map(Form::of)));
        open(Some(id), draft, news)
    };
    opened(Kind::Surveys, found, draw).into_any()
}

fn open(id: Option<SurveyId>, draft: Draft<Form>, news: Signal<Option<Survey>>) -> AnyView {
    let desk = desk();
    let name = draft.part(|it| &it.name, |it| &mut it.name);
    let head = Head {
        kind: Kind::Surveys,
        name: Signal::derive(move || name.get()),
        stage: Signal::derive(move || news.with(|news| news.as_ref().map(|survey| survey.status.into()))),
        acts: if id.is_some() { ACTS } else { &[] },
        act: Callback::new(move |act| {
            let Some(id) = id else { return };
            let save = move |then| saved_then(desk, id, draft, then);
            act_on_page(desk, draft, act, say!("sv-remove-text"), save, move || act_on(desk, id, act));
        }),
    };
    let trial = Trial::new(draft);
    let writing = view! {
        {section("engage-about", view! { <Basics draft=draft /> })}
        {section("sv-intro", view! { <Around draft=draft is_intro=true /> })}
        {section("sv-questions", view! { <Questions draft=draft shown=Callback::new(move |id| trial.show(id)) /> })}
        {section("sv-thanks", view! { <Around draft=draft is_intro=false /> })}
        {aim(draft, draft.part(|it| &it.aim, |it| &mut it.aim), view! { <HowOften draft=draft /> })}
    };
    // What is asked of visitors now, not what is being written.
    let asked = Memo::new(move |_| {
        news.with(|news| news.as_ref().map(|it| it.questions.clone()).unwrap_or_default())
    });
    let results = move || id.map(|id| view! { <Results id=id questions=asked /> }).into_any();
    let fields = sides(id.is_none(), writing, results);
    frame(head, draft, move || save(desk, id, draft), fields, view! { <Preview trial=trial /> }).into_any()
}

fn save(desk: Desk, id: Option<SurveyId>, draft: Draft<Form>) {
    let Some(id) = id else { return create(desk, draft) };
    saved_then(desk, id, draft, Box::new(|| ()));
}

/// Refuses what the server would refuse, in words that say where it is.
fn checked(draft: Draft<Form>) -> Option<super::aim::Made> {
    let now = draft.both().0;
    if lacks(draft, true) {
        return None;
    }
    now.aim.made().map_err(|why| draft.refuse(why)).ok()
}

fn saved_then(desk: Desk, id: SurveyId, draft: Draft<Form>, then: Box<dyn FnOnce()>) {
    let Some(made) = checked(draft) else { return };
    let (now, before) = draft.both();
    draft.save(desk, now.since(&before, id, made), move |_| then());
}

fn create(desk: Desk, draft: Draft<Form>) {
    let (Some(made), Some(workspace_id)) = (checked(draft), desk.workspace_id()) else { return };
    let new = draft.both().0.create(workspace_id, made);
    draft.save(desk, new, move |id| stored(desk, Kind::Surveys, id.0));
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
        Problem::NoQuestion => say!("sv-no-question"),
        Problem::NoTitle(at) => of("sv-no-title", at),
        Problem::NoChoices(at) => of("sv-no-choices", at),
        Problem::WrongScale(at) => of("sv-wrong-scale", at),
        Problem::WrongAttribute(at) => of("sv-wrong-attribute", at),
        Problem::NoBranchValue(at) => of("sv-no-branch-value", at),
        Problem::WrongBranch(at) => of("sv-wrong-branch", at),
        Problem::NoIntroTitle => say!("sv-no-intro"),
        Problem::NoThanksTitle => say!("sv-no-thanks"),
    }
}
