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
    editing::{self, Page, Written, gone, listing, rows, sides},
    frame::section,
    list::{self, Listing, PAGE, Row},
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
    id::{SurveyId, Uuid, WorkspaceId},
    surveys::{self, Activate, Archive, Create, Duplicate, Format, List, Pause, Remove, Survey},
};
use steps::{Around, Basics, HowOften};

pub fn list() -> AnyView {
    let desk = desk();
    let page = Callback::new(move |asked| counted(rows::<Form>(desk, asked)));
    list::list(Listing { page, ..listing::<Form>() })
}

pub fn editor(id: Option<Uuid>) -> AnyView {
    editing::editor::<Form>(id)
}

fn format_word(format: Format) -> &'static str {
    match format {
        Format::Small => "sv-small",
        Format::Large => "sv-large",
    }
}

impl Written for Form {
    const KIND: Kind = Kind::Surveys;
    const STAGES: &'static [Stage] = &[Stage::Active, Stage::Draft, Stage::Paused, Stage::Archived];
    const ACTS: &'static [Act] = &[Act::Activate, Act::Pause, Act::Archive, Act::Duplicate, Act::Remove];
    const REMOVAL: &'static str = "sv-remove-text";
    type Id = SurveyId;
    type Stored = Survey;
    type List = List;
    type Get = surveys::Get;
    type Create = Create;
    type Update = surveys::Update;

    fn list(workspace_id: WorkspaceId, stage: Option<Stage>, after: Option<SurveyId>) -> List {
        List { workspace_id, status: stage.map(Into::into), limit: Some(PAGE), after }
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
    fn get(id: SurveyId) -> surveys::Get {
        surveys::Get { id }
    }
    fn of(survey: &Survey) -> Self {
        Self::of(survey)
    }
    fn stage(survey: &Survey) -> Option<Stage> {
        Some(survey.status.into())
    }

    fn name(&self) -> &String {
        &self.name
    }
    fn missing(&self, is_draft: bool) -> Vec<String> {
        let problems = self.problems().into_iter();
        problems.filter(|problem| !is_draft || problem.is_refused()).map(sentence).collect()
    }
    fn to_create(&self, workspace_id: WorkspaceId) -> Result<Create, String> {
        Ok(self.create(workspace_id, self.aim.made()?))
    }
    fn to_update(&self, before: &Self, id: SurveyId) -> Result<surveys::Update, String> {
        Ok(self.since(before, id, self.aim.made()?))
    }

    fn act(desk: Desk, id: SurveyId, act: Act) {
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

    fn page(draft: Draft<Self>, id: Option<SurveyId>, stored: Signal<Option<Survey>>) -> Page {
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
            stored.with(|stored| stored.as_ref().map(|it| it.questions.clone()).unwrap_or_default())
        });
        let results = move || id.map(|id| view! { <Results id=id questions=asked /> }).into_any();
        Page::new(sides(id.is_none(), writing, results), view! { <Preview trial=trial /> })
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
