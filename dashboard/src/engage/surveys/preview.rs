//! The survey as a visitor sees it, to try: answers lead where they would lead. Nothing that is chosen here goes anywhere.

use super::{answering::answer_field, form::Form};
use crate::{
    engage::{draft::Draft, scene::Scene},
    icons::{Icon, icon},
    parts::fields::choose,
    say,
};
use leptos::prelude::*;
use shared::surveys::{
    Format, Step,
    answers::Given,
    questions::{Question, next},
};
use std::collections::BTreeMap;

/// What the preview shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    Intro,
    Question(String),
    Thanks,
}

/// What is tried in the preview.
#[derive(Clone, Copy)]
pub struct Trial {
    draft: Memo<Form>,
    at: RwSignal<Option<At>>,
    answers: RwSignal<BTreeMap<String, Given>>,
}

impl Trial {
    pub fn new(draft: Draft<Form>) -> Self {
        Self {
            // As visitors would get it.
            draft: Memo::new(move |_| draft.with(Form::cleaned)),
            at: RwSignal::new(None),
            answers: RwSignal::default(),
        }
    }

    /// Shows a question that is worked on.
    pub fn show(self, id: String) {
        self.at.set(Some(At::Question(id)));
    }

    /// Where it stands: at the beginning, unless what was shown is still there.
    fn at(self) -> Option<At> {
        let wanted = self.at.get();
        self.draft.with(|draft| wanted.filter(|at| exists(draft, at)).or_else(|| first(draft)))
    }

    fn go_on(self) {
        let Some(at) = untrack(|| self.at()) else { return };
        let answers = self.answers.get_untracked();
        match self.draft.with_untracked(|draft| after(draft, &at, &answers)) {
            Some(then) => self.at.set(Some(then)),
            None => self.begin(),
        }
    }

    fn begin(self) {
        self.answers.set(BTreeMap::new());
        self.at.set(None);
    }
}

fn exists(draft: &Form, at: &At) -> bool {
    match at {
        At::Intro => draft.intro.as_ref().is_some_and(|step| !step.is_silent()),
        At::Question(id) => draft.question(id).is_some(),
        At::Thanks => draft.thanks.as_ref().is_some_and(|step| !step.is_silent()),
    }
}

/// What a visitor sees first.
fn first(draft: &Form) -> Option<At> {
    let question = || draft.questions.first().map(|question| At::Question(question.id.clone()));
    let is_there = |at: &At| exists(draft, at);
    Some(At::Intro).filter(is_there).or_else(question).or(Some(At::Thanks).filter(is_there))
}

/// What comes then; none at the end.
fn after(draft: &Form, at: &At, answers: &BTreeMap<String, Given>) -> Option<At> {
    let place = match at {
        At::Intro => (!draft.questions.is_empty()).then_some(0),
        At::Question(id) => draft.place(id).and_then(|at| next(&draft.questions, at, answers.get(id))),
        At::Thanks => return None,
    };
    match place.and_then(|place| draft.questions.get(place)) {
        Some(question) => Some(At::Question(question.id.clone())),
        None => Some(At::Thanks).filter(|at| exists(draft, at)),
    }
}

#[component]
pub fn Preview(trial: Trial) -> impl IntoView {
    let draft = trial.draft;
    let is_large = Memo::new(move |_| draft.with(|draft| draft.format == Format::Large));
    let place = Signal::derive(move || if is_large.get() { "middle" } else { "corner" });
    let at = Memo::new(move |_| trial.at());
    let body = move || match at.get() {
        None => view! { <p class="quiet">{say!("sv-preview-empty")}</p> }.into_any(),
        Some(At::Intro) => step(trial, true).into_any(),
        Some(At::Thanks) => step(trial, false).into_any(),
        Some(At::Question(id)) => question(trial, id).into_any(),
    };
    let progress = move || {
        let has_one = draft.with(|draft| draft.has_progress && draft.format == Format::Large);
        let Some(At::Question(id)) = at.get().filter(|_| has_one) else { return None };
        let share = draft.with(|draft| {
            let place = draft.place(&id).map_or(0, |place| place + 1);
            place as f64 / draft.questions.len().max(1) as f64 * 100.0
        });
        Some(
            view! { <span class="pv-progress" aria-hidden="true">{""}<i style:inline-size=format!("{share}%")>{""}</i></span> },
        )
    };
    view! {
        <Scene at=place label=say!("sv-preview")>
            <div class="pv-card survey" class:large=is_large data-testid="survey-preview">
                {progress}
                <span class="pv-close" aria-hidden="true" hidden=move || draft.with(|draft| !draft.has_dismiss)>{icon(Icon::Close)}</span>
                {body}
            </div>
        </Scene>
        <div class="row trial">
            <Steps trial=trial at=at />
            <button type="button" class="button" data-testid="preview-again" on:click=move |_| trial.begin()>{icon(Icon::Retry)} {say!("sv-preview-again")}</button>
        </div>
    }
}

/// Every step there is, to look at any of them.
#[component]
fn Steps(trial: Trial, at: Memo<Option<At>>) -> impl IntoView {
    let all = Memo::new(move |_| {
        trial.draft.with(|draft| {
            let questions = draft.questions.iter().map(|question| At::Question(question.id.clone()));
            let ends = |at: At| Some(at).filter(|at| exists(draft, at));
            ends(At::Intro).into_iter().chain(questions).chain(ends(At::Thanks)).collect::<Vec<_>>()
        })
    });
    move || {
        let mut number = 0.0;
        let named = |one: At| {
            let name = match &one {
                At::Intro => say!("sv-intro"),
                At::Thanks => say!("sv-thanks"),
                At::Question(_) => {
                    number += 1.0;
                    say!("sv-question", number = number)
                }
            };
            (Some(one), name)
        };
        let choices: Vec<_> = all.get().into_iter().map(named).collect();
        choose(
            say!("sv-preview-step"),
            "preview-step",
            choices,
            move || at.get(),
            move |one| trial.at.set(one),
        )
    }
}

fn step(trial: Trial, is_intro: bool) -> impl IntoView {
    let read = move |part: fn(&Step) -> Option<String>| {
        trial.draft.with(|draft| {
            let step = if is_intro { &draft.intro } else { &draft.thanks };
            step.as_ref().and_then(part)
        })
    };
    let button = move || {
        read(|step| step.button_text.clone())
            .unwrap_or_else(|| if is_intro { say!("sv-start") } else { say!("sv-done") })
    };
    view! {
        <h3 dir="auto">{move || read(|step| Some(step.title.clone()))}</h3>
        <p dir="auto">{move || read(|step| step.description.clone())}</p>
        <div class="pv-foot">
            <button type="button" class="pv-button" data-testid="preview-next" on:click=move |_| if is_intro { trial.go_on() } else { trial.begin() }>{button}</button>
        </div>
    }
}

fn question(trial: Trial, id: String) -> impl IntoView {
    let kept = StoredValue::new(id.clone());
    let read = move |part: fn(&Question) -> Option<String>| {
        trial.draft.with(|draft| kept.with_value(|id| draft.question(id).and_then(part)))
    };
    // Drawn anew only when what is asked changes, so that typing an answer keeps its field.
    let asked =
        Memo::new(move |_| trial.draft.with(|draft| kept.with_value(|id| draft.question(id).cloned())));
    let shape = Memo::new(move |_| {
        asked.get().map(|question| Question {
            title: String::new(),
            description: None,
            branches: None,
            ..question
        })
    });
    let given =
        Memo::new(move |_| trial.answers.with(|answers| kept.with_value(|id| answers.get(id).cloned())));
    let set = Callback::new(move |value: Option<Given>| {
        trial.answers.update(|answers| match value {
            Some(value) => drop(answers.insert(kept.get_value(), value)),
            None => drop(answers.remove(&kept.get_value())),
        });
    });
    let is_required = move || asked.with(|asked| asked.as_ref().is_some_and(|question| question.required));
    let is_waiting = move || is_required() && given.with(Option::is_none);
    let is_last = move || {
        let answers = trial.answers.get();
        trial.draft.with(|draft| {
            let then = after(draft, &At::Question(kept.get_value()), &answers);
            !matches!(then, Some(At::Question(_)))
        })
    };
    view! {
        <h3 dir="auto">
            {move || read(|question| Some(question.title.clone())).filter(|title| !title.is_empty()).unwrap_or_else(|| say!("sv-untitled"))}
            {move || is_required().then(|| view! { <span class="pv-required" title=say!("sv-required")>{" *"}</span> })}
        </h3>
        <p dir="auto">{move || read(|question| question.description.clone())}</p>
        {move || shape.get().map(|question| answer_field(&question, given, set))}
        <div class="pv-foot">
            <button type="button" class="pv-button" data-testid="preview-next" disabled=is_waiting on:click=move |_| trial.go_on()>
                {move || if is_last() { say!("sv-submit") } else { say!("sv-next") }}
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shared::number::Number;

    fn form() -> Form {
        let questions = serde_json::from_value(json!([
            {"id": "a", "type": "nps", "title": "?", "required": true, "branches": [
                {"operator": "greater_than", "value": 8, "goTo": "c"}, {"operator": "equals", "value": 0},
            ]},
            {"id": "b", "type": "short_text", "title": "?", "required": false},
            {"id": "c", "type": "short_text", "title": "?", "required": false},
        ]));
        let said = Step { title: "Hello".into(), description: None, button_text: None };
        Form {
            questions: questions.unwrap(),
            intro: Some(said.clone()),
            thanks: Some(said),
            ..Form::default()
        }
    }

    #[test]
    fn the_preview_goes_where_a_visitor_would_go() {
        let draft = form();
        let asked = |id: &str| Some(At::Question(id.into()));
        let given = |score: i32| BTreeMap::from([("a".to_owned(), Given::Number(Number::from(score)))]);
        let at = At::Question("a".into());
        assert_eq!(first(&draft), Some(At::Intro));
        assert_eq!(after(&draft, &At::Intro, &given(0)), asked("a"));
        assert_eq!(after(&draft, &at, &given(9)), asked("c"));
        assert_eq!(after(&draft, &at, &given(5)), asked("b"));
        assert_eq!(after(&draft, &at, &given(0)), Some(At::Thanks));
        assert_eq!(after(&draft, &At::Question("c".into()), &given(9)), Some(At::Thanks));
        assert_eq!(after(&draft, &At::Thanks, &given(9)), None);
    }

    #[test]
    fn what_is_not_there_is_not_shown() {
        let mut draft = form();
        draft.intro = None;
        draft.thanks = None;
        assert_eq!(first(&draft), Some(At::Question("a".into())));
        assert_eq!(after(&draft, &At::Question("c".into()), &BTreeMap::new()), None);
        draft.questions.clear();
        assert_eq!(first(&draft), None);
        assert!(!exists(&draft, &At::Question("a".into())));
    }
}
