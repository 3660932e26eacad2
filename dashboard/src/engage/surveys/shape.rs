//! What a question is while it is edited: which settings its kind has, what it lacks, and what is sent of it.

use super::form::Problem;
use crate::{engage::bound::typed, parts::fields::filled};
use shared::{
    number::Number,
    surveys::{
        answers::Given,
        questions::{self, Branch, BranchOperator, Labels, Options, Question, QuestionType},
    },
};

/// Whether visitors choose from a list.
pub fn has_choices(kind: QuestionType) -> bool {
    matches!(kind, QuestionType::Dropdown | QuestionType::MultipleChoice)
}

/// The choices that there are, without blanks and repetitions.
pub fn choices(question: &Question) -> Vec<String> {
    let typed = question.options.as_ref().and_then(|options| options.choices.as_deref()).unwrap_or_default();
    let mut choices: Vec<String> = Vec::new();
    for choice in typed.iter().map(|choice| choice.trim()).filter(|choice| !choice.is_empty()) {
        if !choices.iter().any(|known| known == choice) {
            choices.push(choice.to_owned());
        }
    }
    choices
}

pub fn may_be_many(question: &Question) -> bool {
    question.kind == QuestionType::MultipleChoice
        && question.options.as_ref().and_then(|options| options.allow_multiple) == Some(true)
}

/// Whether a branch compares with something.
pub fn compares(operator: BranchOperator) -> bool {
    !matches!(operator, BranchOperator::IsSet | BranchOperator::IsNotSet)
}

/// How the answers of a kind can be compared.
pub fn operators(kind: QuestionType) -> Vec<BranchOperator> {
    use BranchOperator::{Equals, GreaterThan, IsNotSet, IsSet, LessThan, NotEquals};
    if kind.is_numeric() {
        vec![Equals, NotEquals, GreaterThan, LessThan, IsSet, IsNotSet]
    } else {
        vec![Equals, NotEquals, IsSet, IsNotSet]
    }
}

/// Another kind of question. What does not fit it any more is forgotten, so that no branch waits for an answer that cannot come.
pub fn turn(question: &mut Question, kind: QuestionType) {
    if question.kind == kind {
        return;
    }
    let are_alike = has_choices(question.kind) && has_choices(kind);
    question.kind = kind;
    let fits = operators(kind);
    for branch in question.branches.iter_mut().flatten() {
        if !are_alike {
            branch.value = None;
        }
        if !fits.contains(&branch.operator) {
            branch.operator = BranchOperator::Equals;
        }
    }
}

/// What is sent of a question: without blanks around texts, without empty choices and settings of other kinds.
pub fn cleaned(question: &Question) -> Question {
    let text = |text: &Option<String>| text.as_deref().and_then(filled);
    let branches = question.branches.iter().flatten().map(|branch| Branch {
        value: branch.value.clone().filter(|_| compares(branch.operator)),
        ..branch.clone()
    });
    let branches: Vec<Branch> = branches.collect();
    Question {
        title: question.title.trim().to_owned(),
        description: text(&question.description),
        store_as_attribute: text(&question.store_as_attribute),
        options: options(question),
        branches: (!branches.is_empty()).then_some(branches),
        ..question.clone()
    }
}

/// The settings that count for the question's kind; none where there are none.
fn options(question: &Question) -> Option<Options> {
    let given = question.options.clone().unwrap_or_default();
    let text = |text: Option<String>| text.as_deref().and_then(filled);
    let (start_label, end_label) = (text(given.start_label), text(given.end_label));
    let labels = |labels: Option<Labels>| {
        let labels = labels.unwrap_or_default();
        let labels = Labels { low: text(labels.low), high: text(labels.high) };
        (labels != Labels::default()).then_some(labels)
    };
    let none = Options::default();
    let options = match question.kind {
        QuestionType::Nps => Options { start_label, end_label, ..none },
        QuestionType::NumericScale => Options {
            scale_start: given.scale_start,
            scale_end: given.scale_end,
            start_label,
            end_label,
            ..none
        },
        QuestionType::StarRating => Options { star_labels: labels(given.star_labels), ..none },
        QuestionType::EmojiRating => {
            Options { emoji_count: given.emoji_count, emoji_labels: labels(given.emoji_labels), ..none }
        }
        QuestionType::Dropdown => Options { choices: Some(choices(question)), ..none },
        QuestionType::MultipleChoice => Options {
            choices: Some(choices(question)),
            allow_multiple: given.allow_multiple.filter(|may| *may),
            ..none
        },
        QuestionType::ShortText | QuestionType::LongText => none,
    };
    (options != Options::default()).then_some(options)
}

/// What a question lacks; `later` are those behind it.
pub fn lacks(question: &Question, later: &[Question]) -> Vec<fn(usize) -> Problem> {
    let mut lacks: Vec<fn(usize) -> Problem> = Vec::new();
    if question.title.is_empty() {
        lacks.push(Problem::NoTitle);
    }
    if has_choices(question.kind) && choices(question).is_empty() {
        lacks.push(Problem::NoChoices);
    }
    let is_scale = question.kind == QuestionType::NumericScale;
    let alone = Question { branches: None, ..question.clone() };
    if question.store_as_attribute.as_deref().is_some_and(|name| !is_attribute(name)) {
        lacks.push(Problem::WrongAttribute);
    } else if is_scale && questions::check(&[alone]).is_err() {
        lacks.push(Problem::WrongScale);
    }
    for branch in question.branches.iter().flatten() {
        if compares(branch.operator) && branch.value.as_ref().is_none_or(is_nothing) {
            lacks.push(Problem::NoBranchValue);
        }
        let leads_on = branch.go_to.as_ref().is_none_or(|id| later.iter().any(|question| question.id == *id));
        if !leads_on {
            lacks.push(Problem::WrongBranch);
        }
    }
    lacks
}

/// As the server wants it.
fn is_attribute(name: &str) -> bool {
    name.is_ascii() && !name.is_empty() && !name.starts_with(['$', '_']) && !name.contains(['"', '\\'])
}

fn is_nothing(given: &Given) -> bool {
    matches!(given, Given::Text(text) if text.trim().is_empty())
}

/// Sets one of a question's settings.
pub fn set_option(question: &mut Question, edit: impl FnOnce(&mut Options)) {
    edit(question.options.get_or_insert_default());
}

/// The text of a branch's value as it stands in its field.
pub fn value_text(branch: &Branch) -> String {
    branch.value.as_ref().map(Given::printed).unwrap_or_default()
}

/// The value that a text stands for: a number where answers are numbers.
pub fn value_of(kind: QuestionType, text: String) -> Option<Given> {
    if kind.is_numeric() {
        let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        return number.map(|number| Given::Number(Number(number)));
    }
    typed(text).map(Given::Text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn question(kind: &str, more: Value) -> Question {
        let mut question = json!({"id": "a", "type": kind, "title": "?", "required": true});
        question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(question).unwrap()
    }

    #[test]
    fn settings_of_another_kind_are_not_sent() {
        let options = json!({"choices": [" x ", "y", "x", ""], "allowMultiple": true, "scaleEnd": 3});
        let mut one = question("multiple_choice", json!({"options": options}));
        assert_eq!(choices(&one), ["x", "y"]);
        assert!(may_be_many(&one));
        let sent = cleaned(&one).options.unwrap();
        assert_eq!((sent.choices.unwrap().len(), sent.scale_end), (2, None));
        turn(&mut one, QuestionType::Dropdown);
        assert_eq!(cleaned(&one).options.unwrap().allow_multiple, None);
        turn(&mut one, QuestionType::LongText);
        assert_eq!(cleaned(&one).options, None);
    }

    #[test]
    fn another_kind_forgets_what_no_answer_of_it_can_be() {
        let branches = json!({"branches": [{"operator": "greater_than", "value": 8}]});
        let mut one = question("nps", branches);
        turn(&mut one, QuestionType::ShortText);
        let branch = &one.branches.as_ref().unwrap()[0];
        assert_eq!((branch.operator, branch.value.clone()), (BranchOperator::Equals, None));
        assert_eq!(value_of(QuestionType::ShortText, "8".into()), Some(Given::Text("8".into())));
        assert_eq!(value_of(QuestionType::Nps, " 8 ".into()), Some(Given::Number(Number(8.0))));
        assert_eq!(value_of(QuestionType::Nps, "eight".into()), None);
    }
}
