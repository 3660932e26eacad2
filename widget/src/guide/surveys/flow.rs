//! The way through one survey: from its introduction over the questions that the answers lead to, to the thanks. Answers are sent while
//! they are given, so that half of them are not lost with the page.

use super::{
    super::{
        acts::session,
        queue::{Queue, id},
    },
    kept, paths, track,
};
use crate::{later::parts::with_token, server::for_ever};
use client::{
    Var,
    codec::{Json, Looked},
    dom::after,
};
use reactive_graph::graph::untrack;
use shared::{Function, surveys::SubmitResponse};
use std::{
    cell::{Cell, RefCell},
    ops::Deref,
};
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

/// One survey that is shown. A page shows few, so their parts may stay.
#[derive(Clone, Copy)]
pub struct Flow(&'static Parts);

impl Deref for Flow {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What it consists of.
pub struct Parts {
    pub queue: Queue,
    survey: Json,
    questions: Vec<Json>,
    /// By the place of their question; null where there is none.
    answers: RefCell<Vec<Json>>,
    answered: Var<()>,
    pub step: Var<Step>,
    pub is_sending: Var<bool>,
    pub has_failed: Var<bool>,
    is_begun: Cell<bool>,
    /// Grows with each answer, so that only the last of them is sent.
    round: Cell<u32>,
}

impl Flow {
    /// Begins it, or goes on where it was left.
    pub fn begin(queue: Queue, survey: &Looked) -> Self {
        let survey = survey.json.clone();
        let questions = survey.get("questions").each();
        let kept = kept::find(queue.guide).filter(|(kept, _)| id(&kept.json) == id(&survey));
        let is_begun = kept.is_some();
        let given = kept.map(|(_, answers)| answers.each()).unwrap_or_default();
        let answer = |question: &Json| {
            let id = question.text("id");
            let answer = given.iter().find(|one| one.text("questionId") == id);
            answer.map(|answer| answer.get("value")).unwrap_or_default()
        };
        let answers: Vec<Json> = questions.iter().map(answer).collect();
        let asked = paths::asked(&questions, &answers);
        let open = asked.iter().find(|at| !answers[**at].is_some()).or(asked.last());
        let step = if is_begun || !survey.get("introStep").is_some() {
            Step::Question(open.copied().unwrap_or_default())
        } else {
            Step::Intro
        };
        if !is_begun {
            track(queue.guide, &survey, "shown");
        }
        Self(for_ever(Parts {
            queue,
            survey,
            questions,
            answers: RefCell::new(answers),
            answered: Var::new(()),
            step: Var::new(step),
            is_sending: Var::new(false),
            has_failed: Var::new(false),
            is_begun: Cell::new(is_begun),
            round: Cell::new(0),
        }))
    }

    /// What the author set under this name.
    pub fn get(self, name: &str) -> Json {
        self.survey.get(name)
    }

    pub fn question(self, at: usize) -> Json {
        self.questions[at].clone()
    }

    pub fn answer(self, at: usize) -> Json {
        self.answered.get();
        self.answers.borrow()[at].clone()
    }

    /// A blank text and no choice are no answer.
    pub fn give(self, at: usize, answer: Json) {
        let is_blank = answer.as_text().is_some_and(|text| text.trim().is_empty());
        let is_empty = is_blank || answer.print() == "[]";
        self.answers.borrow_mut()[at] = if is_empty { Json::default() } else { answer };
        self.answered.set(());
    }

    /// The questions on the way, as the answers are now.
    pub fn asked(self) -> Vec<usize> {
        self.answered.get();
        paths::asked(&self.questions, &self.answers.borrow())
    }

    fn after(self, at: usize) -> Option<usize> {
        paths::next(&self.questions, at, &self.answer(at))
    }

    /// Whether the answers as they are now end with this one.
    pub fn is_last(self, at: usize) -> bool {
        self.after(at).is_none()
    }

    /// Whether one cannot go on from this question: it wants an answer, or all answers are on their way.
    pub fn waits(self, at: usize) -> bool {
        let is_required = self.questions[at].get("required").is_true();
        (is_required && !self.answer(at).is_some()) || self.is_sending.get()
    }

    pub fn may_be_dismissed(self) -> bool {
        self.get("showDismissButton").is_true()
    }

    /// It counts as begun when its introduction is left, or without one when the first question is.
    fn begun(self) {
        if !self.is_begun.replace(true) {
            track(self.queue.guide, &self.survey, "started");
        }
    }

    pub fn start(self) {
        self.begun();
        self.step.set(Step::Question(0));
    }

    pub fn back(self, at: usize) {
        let before = untrack(|| self.asked()).into_iter().rev().find(|asked| *asked < at);
        self.has_failed.set(false);
        self.step.set(before.map_or(Step::Intro, Step::Question));
    }

    pub fn next(self, at: usize) {
        if untrack(|| self.waits(at)) {
            return;
        }
        self.begun();
        self.keep();
        match untrack(|| self.after(at)) {
            Some(next) => self.step.set(Step::Question(next)),
            None => self.submit(),
        }
    }

    /// Keeps what was answered, here at once and on the server soon.
    fn keep(self) {
        let (guide, answers) = (self.queue.guide, self.given());
        if answers.each().is_empty() {
            return;
        }
        kept::keep(guide, &self.survey, &answers);
        let round = self.round.get() + 1;
        self.round.set(round);
        after(PAUSE, move || {
            if self.round.get() == round {
                self.send(false, |_| ());
            }
        });
    }

    /// The answers on the way, as the server takes them.
    fn given(self) -> Json {
        let answers = self.answers.borrow();
        let given = paths::asked(&self.questions, &answers).into_iter().filter(|at| answers[*at].is_some());
        let printed: Vec<String> = given
            .map(|at| {
                let id = self.questions[at].get("id").print();
                ["{\"questionId\":", &id, ",\"value\":", &answers[at].print(), "}"].concat()
            })
            .collect();
        Json::parse(&["[", &printed.join(","), "]"].concat()).unwrap_or_default()
    }

    /// Sends what there is, and says whether it arrived.
    fn send(self, is_complete: bool, then: impl FnOnce(bool) + 'static) {
        let it = self.queue.guide.it;
        let args = [("surveyId", &id(&self.survey) as &str), ("sessionId", &session(self.queue.guide))];
        let Some(args) = untrack(|| with_token(it.session, &args)) else { return then(false) };
        let args = args.with("answers", &self.given()).with("isComplete", &is_complete.into());
        let sent = it.server.run(SubmitResponse::NAME, args);
        let then: Box<dyn FnOnce(bool)> = Box::new(then);
        spawn_local(async move {
            let sent = sent.await;
            if let Err(error) = &sent {
                it.session.check(error);
            }
            then(sent.is_ok());
        });
    }

    /// Sends everything. Where that fails the visitor is told, and all stays as it is.
    fn submit(self) {
        // Nothing unfinished follows what is finished.
        self.round.set(0);
        self.has_failed.set(false);
        self.is_sending.set(true);
        self.send(true, move |is_sent| {
            self.is_sending.set(false);
            self.has_failed.set(!is_sent);
            if !is_sent || self.step.is_gone() {
                return;
            }
            track(self.queue.guide, &self.survey, "completed");
            kept::forget(self.queue.guide);
            if self.get("thankYouStep").is_some() {
                self.step.set(Step::Thanks);
            } else {
                self.close();
            }
        });
    }

    pub fn dismiss(self) {
        if self.step.get_untracked() != Step::Thanks {
            track(self.queue.guide, &self.survey, "dismissed");
        }
        self.close();
    }

    /// What it waited for has been answered: another one waits for the next event.
    pub fn close(self) {
        self.round.set(0);
        kept::forget(self.queue.guide);
        self.queue.guide.page.fired.set(None);
        self.queue.close();
    }
}
