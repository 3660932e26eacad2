//! The way through one survey: from its introduction over the questions that the answers lead to, to the thanks. Answers are sent while
//! they are given, so that half of them are not lost with the page.

use super::{
    super::{Guide, acts::session},
    kept, paths, track,
};
use crate::later::parts::with_token;
use client::{
    Var,
    codec::{Json, Looked},
    dom::after,
};
use reactive_graph::graph::untrack;
use shared::{Function, surveys::SubmitResponse};
use wasm_bindgen_futures::spawn_local;

/// How long answers wait for more before they are sent, in milliseconds.
const PAUSE: i32 = 800;

/// Where one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Intro,
    Question(usize),
    Thanks,
}

/// What became of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Asking,
    Sending,
    Failed,
}

/// One survey that is shown. Lives as long as it is.
#[derive(Clone, Copy)]
pub struct Flow {
    pub guide: Guide,
    survey: Var<Looked>,
    questions: Var<Vec<Json>>,
    /// By the place of their question; null where there is none.
    answers: Var<Vec<Json>>,
    pub step: Var<Step>,
    pub state: Var<State>,
    shown: Var<Option<Looked>>,
    is_begun: Var<bool>,
    /// Grows with each answer, so that only the last of them is sent.
    round: Var<u32>,
}

impl Flow {
    /// Begins it, or goes on where it was left.
    pub fn begin(guide: Guide, survey: &Looked, shown: Var<Option<Looked>>) -> Self {
        let questions = survey.json.get("questions").each();
        let id = |json: &Json, name: &str| json.text(name);
        let kept = kept::find(guide).filter(|(kept, _)| id(&kept.json, "_id") == id(&survey.json, "_id"));
        let is_begun = kept.is_some();
        let given = kept.map(|(_, answers)| answers.each()).unwrap_or_default();
        let answer = |question: &Json| {
            let answer = given.iter().find(|one| id(one, "questionId") == id(question, "id"));
            answer.map(|answer| answer.get("value")).unwrap_or_default()
        };
        let answers: Vec<Json> = questions.iter().map(answer).collect();
        let has_intro = survey.json.get("introStep").is_some() && !is_begun;
        let asked = paths::asked(&questions, &answers);
        let open = asked.iter().copied().find(|at| !answers[*at].is_some());
        let at = open.or_else(|| asked.last().copied()).unwrap_or_default();
        if !is_begun {
            track(guide, &survey.json, "shown");
        }
        Self {
            guide,
            survey: Var::new(survey.clone()),
            questions: Var::new(questions),
            answers: Var::new(answers),
            step: Var::new(if has_intro { Step::Intro } else { Step::Question(at) }),
            state: Var::new(State::Asking),
            shown,
            is_begun: Var::new(is_begun),
            round: Var::new(0),
        }
    }

    /// What the author set under this name.
    pub fn get(self, name: &str) -> Json {
        self.survey.with_untracked(|survey| survey.json.get(name))
    }

    pub fn question(self, at: usize) -> Json {
        self.questions.with_untracked(|all| all.get(at).cloned()).unwrap_or_default()
    }

    pub fn answer(self, at: usize) -> Json {
        self.answers.with(|all| all.get(at).cloned()).unwrap_or_default()
    }

    /// A blank text and no choice are no answer.
    pub fn give(self, at: usize, answer: Json) {
        let is_blank = answer.as_text().is_some_and(|text| text.trim().is_empty());
        let is_empty = is_blank || answer.print() == "[]";
        self.answers.update(|all| all[at] = if is_empty { Json::default() } else { answer });
    }

    /// The questions on the way, as the answers are now.
    pub fn asked(self) -> Vec<usize> {
        self.questions.with(|questions| self.answers.with(|answers| paths::asked(questions, answers)))
    }

    /// Whether the answers as they are now end with this one.
    pub fn is_last(self, at: usize) -> bool {
        let answer = self.answer(at);
        self.questions.with(|all| paths::next(all, at, &answer)).is_none()
    }

    pub fn may_be_dismissed(self) -> bool {
        self.get("showDismissButton").is_true()
    }

    fn track(self, action: &str) {
        self.survey.with_untracked(|survey| track(self.guide, &survey.json, action));
    }

    /// It counts as begun when its introduction is left, or without one when the first question is.
    fn begun(self) {
        if !self.is_begun.get_untracked() {
            self.is_begun.set(true);
            self.track("started");
        }
    }

    pub fn start(self) {
        self.begun();
        self.step.set(Step::Question(0));
    }

    pub fn back(self, at: usize) {
        let before = untrack(|| self.asked()).into_iter().rev().find(|asked| *asked < at);
        self.state.set(State::Asking);
        self.step.set(before.map_or(Step::Intro, Step::Question));
    }

    pub fn next(self, at: usize) {
        let answer = untrack(|| self.answer(at));
        let is_missing = self.question(at).get("required").is_true() && !answer.is_some();
        if is_missing || self.state.get_untracked() == State::Sending {
            return;
        }
        self.begun();
        match self.questions.with_untracked(|all| paths::next(all, at, &answer)) {
            Some(next) => {
                self.keep();
                self.step.set(Step::Question(next));
            }
            None => self.submit(),
        }
    }

    /// Keeps what was answered, here at once and on the server soon.
    fn keep(self) {
        let (answers, survey) = (self.given(), self.survey.get_untracked());
        if answers.each().is_empty() {
            return;
        }
        kept::keep(self.guide, &survey.json, &answers);
        let round = self.round.get_untracked() + 1;
        self.round.set(round);
        after(PAUSE, move || {
            if self.round.try_get_untracked() == Some(round) {
                let session = self.guide.it.session;
                if let Some(args) = self.args(false) {
                    let failed = move |error| session.check(&error);
                    session.server().tell_json(SubmitResponse::NAME, args, Box::new(failed));
                }
            }
        });
    }

    /// The answers on the way, as the server takes them.
    fn given(self) -> Json {
        let answers = self.answers.get_untracked();
        let mut text = String::from("[");
        for at in untrack(|| self.asked()) {
            if answers[at].is_some() {
                let id = self.question(at).get("id").print();
                let begin = if text.len() > 1 { ",{\"questionId\":" } else { "{\"questionId\":" };
                text.push_str(&[begin, &id, ",\"value\":", &answers[at].print(), "}"].concat());
            }
        }
        text.push(']');
        Json::parse(&text).unwrap_or_default()
    }

    fn args(self, is_complete: bool) -> Option<Json> {
        let survey = self.survey.with_untracked(|survey| survey.json.text("_id"))?;
        let args = [("surveyId", survey.as_str()), ("sessionId", &session(self.guide))];
        let args = untrack(|| with_token(self.guide.it.session, &args))?;
        Some(args.with("answers", &self.given()).with("isComplete", &is_complete.into()))
    }

    /// Sends everything. Where that fails the visitor is told, and all stays as it is.
    fn submit(self) {
        self.keep();
        // Nothing unfinished follows what is finished.
        self.round.set(0);
        self.state.set(State::Sending);
        let Some(args) = self.args(true) else { return self.state.set(State::Failed) };
        spawn_local(async move {
            let sent = self.guide.it.server.run(SubmitResponse::NAME, args).await;
            if let Err(error) = &sent {
                self.guide.it.session.check(error);
                return self.state.set(State::Failed);
            }
            if self.survey.is_gone() {
                return;
            }
            self.track("completed");
            kept::forget(self.guide);
            if self.get("thankYouStep").is_some() {
                self.step.set(Step::Thanks);
            } else {
                self.close();
            }
        });
    }

    pub fn dismiss(self) {
        if self.step.get_untracked() != Step::Thanks {
            self.track("dismissed");
        }
        self.close();
    }

    /// What it waited for has been answered: another one waits for the next event.
    pub fn close(self) {
        kept::forget(self.guide);
        self.guide.page.fired.set(None);
        self.shown.set(None);
    }
}
