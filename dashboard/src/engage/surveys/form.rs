//! A survey while it is edited: plain values, what is missing before visitors can be asked, and the calls that save it.

use super::shape::{cleaned, lacks};
use crate::{
    engage::{
        aim::{Aim, Made},
        bound::typed,
        draft::since,
        order::moved,
    },
    parts::fields::filled,
};
use shared::{
    id::{SurveyId, WorkspaceId},
    surveys::{
        Create, Format, Frequency, Step, Survey, Update,
        questions::{Question, QuestionType},
    },
};

/// What an author edits of a survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    pub name: String,
    pub description: String,
    pub format: Format,
    pub questions: Vec<Question>,
    pub intro: Option<Step>,
    pub thanks: Option<Step>,
    pub has_progress: bool,
    pub has_dismiss: bool,
    pub frequency: Frequency,
    pub aim: Aim,
}

/// Why a survey cannot be asked yet; questions are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    NoName,
    NoQuestion,
    NoTitle(usize),
    NoChoices(usize),
    WrongScale(usize),
    WrongAttribute(usize),
    /// A branch that compares with nothing.
    NoBranchValue(usize),
    /// A branch to what does not come later.
    WrongBranch(usize),
    NoIntroTitle,
    NoThanksTitle,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            name: String::new(),
            description: String::new(),
            format: Format::Small,
            questions: Vec::new(),
            intro: None,
            thanks: None,
            has_progress: true,
            has_dismiss: true,
            frequency: Frequency::Once,
            aim: Aim::default(),
        }
    }
}

impl Form {
    pub fn of(survey: &Survey) -> Self {
        Self {
            name: survey.name.clone(),
            description: survey.description.clone().unwrap_or_default(),
            format: survey.format,
            questions: survey.questions.clone(),
            intro: survey.intro_step.clone().filter(|step| !step.is_silent()),
            thanks: survey.thank_you_step.clone().filter(|step| !step.is_silent()),
            has_progress: survey.show_progress_bar,
            has_dismiss: survey.show_dismiss_button,
            frequency: survey.frequency,
            aim: Aim::of(survey.audience_rules.as_ref(), survey.triggers.as_ref(), survey.scheduling),
        }
    }

    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    pub fn change(&mut self, id: &str, edit: impl FnOnce(&mut Question)) {
        if let Some(question) = self.questions.iter_mut().find(|question| question.id == id) {
            edit(question);
        }
    }

    /// Where a question stands, from 0.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.id == id)
    }

    pub fn shift(&mut self, from: usize, to: usize) {
        moved(&mut self.questions, from, to);
    }

    /// Adds a question of a kind behind the others.
    pub fn add(&mut self, id: String, kind: QuestionType) {
        let question = Question {
            id,
            kind,
            title: String::new(),
            description: None,
            required: true,
            store_as_attribute: None,
            options: None,
            branches: None,
        };
        self.questions.push(question);
    }

    /// What is sent: without blanks around texts, without empty choices, and without settings of other kinds of questions.
    pub fn cleaned(&self) -> Self {
        Self {
            name: self.name.trim().to_owned(),
            description: self.description.trim().to_owned(),
            questions: self.questions.iter().map(cleaned).collect(),
            intro: self.intro.as_ref().map(cleaned_step),
            thanks: self.thanks.as_ref().map(cleaned_step),
            ..self.clone()
        }
    }

    /// The call that stores a new one.
    pub fn create(&self, workspace_id: WorkspaceId, made: Made) -> Create {
        let Self { name, description, format, questions, intro, thanks, .. } = self.cleaned();
        Create {
            workspace_id,
            name,
            description: typed(description),
            format,
            questions: Some(questions),
            intro_step: intro,
            thank_you_step: thanks,
            show_progress_bar: Some(self.has_progress),
            show_dismiss_button: Some(self.has_dismiss),
            audience_rules: Some(made.audience),
            triggers: Some(made.trigger),
            frequency: Some(self.frequency),
            scheduling: Some(made.schedule),
        }
    }

    /// The call that makes a survey that is like `base` like this.
    pub fn since(&self, base: &Self, id: SurveyId, made: Made) -> Update {
        let (now, before) = (self.cleaned(), base.cleaned());
        let (audience_rules, triggers, scheduling) = self.aim.since(&base.aim, made);
        Update {
            id,
            name: since(&now.name, &before.name),
            description: since(&now.description, &before.description),
            format: since(&now.format, &before.format),
            questions: since(&now.questions, &before.questions),
            intro_step: since(&now.intro, &before.intro).map(|step| step.unwrap_or_else(silence)),
            thank_you_step: since(&now.thanks, &before.thanks).map(|step| step.unwrap_or_else(silence)),
            show_progress_bar: since(&now.has_progress, &before.has_progress),
            show_dismiss_button: since(&now.has_dismiss, &before.has_dismiss),
            audience_rules,
            triggers,
            frequency: since(&now.frequency, &before.frequency),
            scheduling,
        }
    }

    /// Everything that is missing, in the order of the page.
    pub fn problems(&self) -> Vec<Problem> {
        let cleaned = self.cleaned();
        let mut problems = Vec::new();
        if cleaned.name.is_empty() {
            problems.push(Problem::NoName);
        }
        if cleaned.intro.as_ref().is_some_and(|step| step.title.is_empty()) {
            problems.push(Problem::NoIntroTitle);
        }
        if cleaned.questions.is_empty() {
            problems.push(Problem::NoQuestion);
        }
        for (at, question) in cleaned.questions.iter().enumerate() {
            let later = cleaned.questions.get(at + 1..).unwrap_or_default();
            problems.extend(lacks(question, later).into_iter().map(|problem| problem(at + 1)));
        }
        if cleaned.thanks.as_ref().is_some_and(|step| step.title.is_empty()) {
            problems.push(Problem::NoThanksTitle);
        }
        problems
    }
}

/// What the server refuses also of a form.
impl Problem {
    pub fn is_refused(self) -> bool {
        matches!(self, Self::NoName | Self::WrongScale(_) | Self::WrongAttribute(_) | Self::WrongBranch(_))
    }
}

/// A step that says nothing: sent, it takes the one that is stored away.
pub fn silence() -> Step {
    Step { title: String::new(), description: None, button_text: None }
}

fn cleaned_step(step: &Step) -> Step {
    let text = |text: &Option<String>| text.as_deref().and_then(filled);
    Step {
        title: step.title.trim().to_owned(),
        description: text(&step.description),
        button_text: text(&step.button_text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use shared::surveys::questions;

    fn form(questions: Value) -> Form {
        let questions = serde_json::from_value(questions).unwrap();
        Form { name: "Survey".into(), questions, ..Form::default() }
    }

    fn question(id: &str, kind: &str, more: Value) -> Value {
        let mut question = json!({"id": id, "type": kind, "title": "?", "required": true});
        question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        question
    }

    #[test]
    fn a_survey_without_a_name_or_a_question_is_not_asked() {
        assert_eq!(Form::default().problems(), [Problem::NoName, Problem::NoQuestion]);
        let mut named = form(json!([]));
        assert_eq!(named.problems(), [Problem::NoQuestion]);
        named.add("a".into(), QuestionType::Nps);
        assert_eq!(named.problems(), [Problem::NoTitle(1)]);
        named.change("a", |question| question.title = " Would you? ".into());
        assert!(named.problems().is_empty());
        assert_eq!(named.cleaned().questions[0].title, "Would you?");
        named.intro = Some(silence());
        named.thanks = Some(silence());
        assert_eq!(named.problems(), [Problem::NoIntroTitle, Problem::NoThanksTitle]);
        assert!(named.problems().iter().all(|problem| !problem.is_refused()), "a draft may lack them");
    }

    #[test]
    fn only_what_has_changed_is_sent_and_a_step_that_was_taken_away_is_silent() {
        let id = "67e5504410b1426f9247bb680e5fe0c8".parse().unwrap();
        let said = Step { title: "Hello".into(), description: None, button_text: None };
        let base = Form { intro: Some(said), ..form(json!([question("a", "nps", json!({}))])) };
        let made = base.aim.made().unwrap();
        let same = base.since(&base, id, made.clone());
        assert_eq!(serde_json::to_value(same).unwrap().as_object().unwrap().len(), 1, "its id");
        let bare = Form { intro: None, ..base.clone() }.since(&base, id, made);
        assert_eq!((bare.intro_step, bare.questions), (Some(silence()), None));
        assert!(silence().is_silent());
    }

    #[test]
    fn what_a_question_lacks_is_said_with_its_number() {
        for (kind, more, expected) in [
            ("dropdown", json!({}), vec![Problem::NoChoices(1)]),
            ("dropdown", json!({"options": {"choices": [" ", ""]}}), vec![Problem::NoChoices(1)]),
            ("multiple_choice", json!({"options": {"choices": ["a"]}}), vec![]),
            (
                "numeric_scale",
                json!({"options": {"scaleStart": 5, "scaleEnd": 1}}),
                vec![Problem::WrongScale(1)],
            ),
            ("numeric_scale", json!({"options": {"scaleStart": 0, "scaleEnd": 7}}), vec![]),
            ("nps", json!({"options": {"scaleStart": 5, "scaleEnd": 1}}), vec![]),
            ("short_text", json!({"storeAsAttribute": "_plan"}), vec![Problem::WrongAttribute(1)]),
            ("short_text", json!({"storeAsAttribute": "plan"}), vec![]),
            ("nps", json!({"branches": [{"operator": "equals"}]}), vec![Problem::NoBranchValue(1)]),
            ("nps", json!({"branches": [{"operator": "is_set", "goTo": "b"}]}), vec![]),
            (
                "nps",
                json!({"branches": [{"operator": "is_set", "goTo": "a"}]}),
                vec![Problem::WrongBranch(1)],
            ),
        ] {
            let form = form(json!([question("a", kind, more.clone()), question("b", "nps", json!({}))]));
            assert_eq!(form.problems(), expected, "{kind} {more}");
            let is_accepted = questions::check(&form.cleaned().questions).is_ok();
            assert_eq!(is_accepted, !expected.iter().any(|problem| problem.is_refused()), "{kind} {more}");
        }
    }

    #[test]
    fn a_branch_that_leads_back_after_a_move_is_a_problem_until_it_is_set_anew() {
        let branches = json!({"branches": [{"operator": "equals", "value": 3, "goTo": "c"}]});
        let mut form = form(json!([
            question("a", "star_rating", branches),
            question("b", "nps", json!({})),
            question("c", "nps", json!({})),
        ]));
        assert!(form.problems().is_empty());
        form.shift(0, 2);
        assert_eq!(form.place("a"), Some(2));
        assert_eq!(form.problems(), [Problem::WrongBranch(3)]);
        form.shift(2, 0);
        form.questions.retain(|question| question.id != "c");
        assert_eq!(form.problems(), [Problem::WrongBranch(1)]);
    }
}
