//! The questions of a survey, and which comes after which.

use super::answers::{Answer, Given};
use crate::{Error, limits, number::Number};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use std::collections::BTreeSet;

/// Of one survey.
pub const MOST_QUESTIONS: usize = 100;
/// Of one question.
pub const MOST_CHOICES: usize = 100;
pub const MOST_BRANCHES: usize = 20;
/// The widest scale.
const WIDEST: f64 = 100.0;

/// One question; its id is the author's choice and is there once in a survey.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: QuestionType,
    pub title: String,
    pub description: Option<String>,
    pub required: bool,
    /// The visitor's attribute that the answer becomes.
    pub store_as_attribute: Option<String>,
    pub options: Option<Options>,
    /// Where an answer leads (additive): the first branch that holds, else to the next question.
    pub branches: Option<Vec<Branch>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionType {
    Nps,
    NumericScale,
    StarRating,
    EmojiRating,
    Dropdown,
    ShortText,
    LongText,
    MultipleChoice,
}

impl QuestionType {
    /// Whether its answers are numbers, of which there is an average.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Nps | Self::NumericScale | Self::StarRating | Self::EmojiRating)
    }
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Options {
    /// Of a numeric scale: 1 to 5 without them.
    pub scale_start: Option<Number>,
    pub scale_end: Option<Number>,
    pub start_label: Option<String>,
    pub end_label: Option<String>,
    pub star_labels: Option<Labels>,
    /// 3 or 5, which it is without.
    pub emoji_count: Option<Number>,
    pub emoji_labels: Option<Labels>,
    pub choices: Option<Vec<String>>,
    pub allow_multiple: Option<bool>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    pub low: Option<String>,
    pub high: Option<String>,
}

/// Where an answer leads. Of several choices one has to be as it says; no answer is met by `is_not_set` alone.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Branch {
    pub operator: BranchOperator,
    pub value: Option<Given>,
    /// A later question; the end without one.
    pub go_to: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchOperator {
    Equals,
    NotEquals,
    GreaterThan,
    LessThan,
    IsSet,
    IsNotSet,
}

impl Branch {
    fn holds(&self, answer: Option<&Given>) -> bool {
        let Some(answer) = answer else { return self.operator == BranchOperator::IsNotSet };
        let number = |given: &Given| match given {
            Given::Number(number) => Some(number.0),
            _ => None,
        };
        let wanted = self.value.as_ref();
        let is_equal = || match (answer, wanted) {
            (Given::Texts(all), Some(Given::Text(one))) => all.contains(one),
            (answer, Some(wanted)) => answer == wanted,
            (_, None) => false,
        };
        let numbers = || number(answer).zip(wanted.and_then(number));
        match self.operator {
            BranchOperator::Equals => is_equal(),
            BranchOperator::NotEquals => !is_equal(),
            BranchOperator::GreaterThan => numbers().is_some_and(|(answer, limit)| answer > limit),
            BranchOperator::LessThan => numbers().is_some_and(|(answer, limit)| answer < limit),
            BranchOperator::IsSet => true,
            BranchOperator::IsNotSet => false,
        }
    }
}

/// The place of the question after the one at `at`; none at the end.
pub fn next(questions: &[Question], at: usize, answer: Option<&Given>) -> Option<usize> {
    let branches = questions.get(at)?.branches.iter().flatten();
    match branches.into_iter().find(|branch| branch.holds(answer)) {
        Some(Branch { go_to: Some(id), .. }) => questions.iter().position(|question| question.id == *id),
        Some(_) => None,
        None => Some(at + 1).filter(|next| *next < questions.len()),
    }
}

/// The questions that a visitor who answers so is asked, in their order.
pub fn asked<'q>(questions: &'q [Question], answers: &[Answer]) -> Vec<&'q Question> {
    let mut asked = Vec::new();
    let mut at = (!questions.is_empty()).then_some(0);
    // A branch leads onward alone, so this ends.
    while let Some(question) = at.and_then(|at| questions.get(at)) {
        asked.push(question);
        let answer = answers.iter().find(|answer| answer.question_id == question.id);
        let given = answer.and_then(|answer| answer.value.as_ref());
        at = at.and_then(|at| next(questions, at, given).filter(|next| *next > at));
    }
    asked
}

/// Refuses questions that cannot be told apart or answered, or are too long. Errors: INVALID_INPUT.
pub fn check(questions: &[Question]) -> Result<(), Error> {
    limits::at_most("The list of questions", questions.len(), MOST_QUESTIONS, "questions")?;
    let mut ids = BTreeSet::new();
    for question in questions {
        limits::token("A question's id", &question.id)?;
        if question.id.is_empty() || !ids.insert(question.id.as_str()) {
            return Err(Error::invalid("Each question needs an id of its own"));
        }
    }
    for (at, question) in questions.iter().enumerate() {
        question.check()?;
        let later = questions.get(at + 1..).unwrap_or_default();
        for branch in question.branches.iter().flatten() {
            let leads_on =
                branch.go_to.as_ref().is_none_or(|id| later.iter().any(|question| question.id == *id));
            if !leads_on {
                return Err(Error::invalid("A branch leads to a later question, or to the end"));
            }
        }
    }
    Ok(())
}

impl Question {
    fn check(&self) -> Result<(), Error> {
        let title = |what: &str, text: &Option<String>| {
            text.as_deref().map_or(Ok(()), |text| limits::title(what, text))
        };
        limits::title("A question", &self.title)?;
        limits::content("A question's description", self.description.as_deref().unwrap_or_default())?;
        if let Some(name) = &self.store_as_attribute {
            limits::title("The attribute's name", name)?;
            let is_name = name.is_ascii() && !name.is_empty() && !name.starts_with(['$', '_']);
            if !is_name || name.contains(['"', '\\']) {
                let words =
                    "An attribute's name is ASCII, without quotes and with neither `$` nor `_` in front";
                return Err(Error::invalid(words));
            }
        }
        let branches = self.branches.as_deref().unwrap_or_default();
        limits::at_most("The list of branches", branches.len(), MOST_BRANCHES, "branches")?;
        for branch in branches {
            branch.value.as_ref().map_or(Ok(()), Given::check)?;
        }
        let Some(options) = &self.options else { return Ok(()) };
        title("A label", &options.start_label)?;
        title("A label", &options.end_label)?;
        for labels in [&options.star_labels, &options.emoji_labels].into_iter().flatten() {
            title("A label", &labels.low)?;
            title("A label", &labels.high)?;
        }
        let choices = options.choices.as_deref().unwrap_or_default();
        limits::at_most("The list of choices", choices.len(), MOST_CHOICES, "choices")?;
        choices.iter().try_for_each(|choice| limits::title("A choice", choice))?;
        let (start, end) = self.scale();
        if start.fract() != 0.0 || end.fract() != 0.0 || end <= start || end - start > WIDEST {
            return Err(Error::invalid("A scale goes from a whole number to a larger one, by 100 at most"));
        }
        if options.emoji_count.is_some_and(|count| count.0 != 3.0 && count.0 != 5.0) {
            return Err(Error::invalid("There are 3 faces or 5"));
        }
        Ok(())
    }

    /// The first and the last number of a scale.
    pub fn scale(&self) -> (f64, f64) {
        let options = self.options.as_ref();
        match self.kind {
            QuestionType::Nps => (0.0, 10.0),
            QuestionType::EmojiRating => {
                (1.0, options.and_then(|options| options.emoji_count).map_or(5.0, |count| count.0))
            }
            QuestionType::NumericScale => (
                options.and_then(|options| options.scale_start).map_or(1.0, |start| start.0),
                options.and_then(|options| options.scale_end).map_or(5.0, |end| end.0),
            ),
            _ => (1.0, 5.0),
        }
    }
}
