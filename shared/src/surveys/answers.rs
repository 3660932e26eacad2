//! What visitors answer, and whether that answers the question.

use super::questions::{Question, QuestionType, asked};
use crate::{Code, Error, limits, number::Number};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Of a short and a long text, in characters.
pub const SHORT: usize = 255;
pub const LONG: usize = 2000;

/// One answer; null is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    pub question_id: String,
    #[serde(deserialize_with = "crate::function::present")]
    pub value: Option<Given>,
}

/// A value of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Given {
    Bool(bool),
    Number(Number),
    Text(String),
    Texts(Vec<String>),
    Numbers(Vec<Number>),
}

impl Given {
    /// Refuses what is longer than any answer.
    pub fn check(&self) -> Result<(), Error> {
        match self {
            Self::Text(text) => limits::at_most("The answer", text.chars().count(), LONG, "characters"),
            Self::Texts(texts) => {
                limits::at_most("The answer", texts.len(), super::questions::MOST_CHOICES, "choices")?;
                texts.iter().try_for_each(|text| limits::title("A choice", text))
            }
            Self::Numbers(numbers) => {
                limits::at_most("The answer", numbers.len(), super::questions::MOST_CHOICES, "numbers")
            }
            Self::Bool(_) | Self::Number(_) => Ok(()),
        }
    }

    /// As JavaScript prints it: of a list, its items with commas between.
    pub fn printed(&self) -> String {
        let number = |number: &Number| serde_json::to_string(number).unwrap_or_default();
        match self {
            Self::Bool(is_true) => is_true.to_string(),
            Self::Number(one) => number(one),
            Self::Text(text) => text.clone(),
            Self::Texts(texts) => texts.join(","),
            Self::Numbers(numbers) => numbers.iter().map(number).collect::<Vec<_>>().join(","),
        }
    }
}

/// Refuses answers to what is not asked, two to one question, and values that do not answer it; of a finished response also a required
/// question on the way that is not answered. Errors: "Question not found", INVALID_INPUT.
pub fn check(questions: &[Question], answers: &[Answer], is_complete: bool) -> Result<(), Error> {
    let mut answered = BTreeSet::new();
    for answer in answers {
        let question = questions.iter().find(|question| question.id == answer.question_id);
        let question = question.ok_or_else(|| Error::not_found("Question"))?;
        if !answered.insert(answer.question_id.as_str()) {
            return Err(Error::invalid(format!("The question `{}` is answered twice", question.id)));
        }
        if let Some(given) = &answer.value {
            given.check()?;
            fits(question, given)?;
        }
    }
    if !is_complete {
        return Ok(());
    }
    let is_given = |question: &&&Question| {
        let answer = answers.iter().find(|answer| answer.question_id == question.id);
        answer.and_then(|answer| answer.value.as_ref()).is_some_and(|given| !is_nothing(given))
    };
    let path = asked(questions, answers);
    match path.iter().filter(|question| question.required).find(|question| !is_given(question)) {
        None => Ok(()),
        Some(missing) => {
            Err(Error::new(Code::InvalidInput, format!("The question `{}` needs an answer", missing.id)))
        }
    }
}

fn is_nothing(given: &Given) -> bool {
    match given {
        Given::Text(text) => text.trim().is_empty(),
        Given::Texts(texts) => texts.is_empty(),
        Given::Numbers(numbers) => numbers.is_empty(),
        Given::Bool(_) | Given::Number(_) => false,
    }
}

fn fits(question: &Question, given: &Given) -> Result<(), Error> {
    let options = question.options.as_ref();
    let choices = options.and_then(|options| options.choices.as_deref()).unwrap_or_default();
    let may_be_many = options.and_then(|options| options.allow_multiple) == Some(true);
    let is_fit = match (question.kind, given) {
        (kind, Given::Number(number)) if kind.is_numeric() => {
            let (start, end) = question.scale();
            number.0.fract() == 0.0 && (start..=end).contains(&number.0)
        }
        (QuestionType::ShortText, Given::Text(text)) => text.chars().count() <= SHORT,
        (QuestionType::LongText, Given::Text(text)) => text.chars().count() <= LONG,
        (QuestionType::Dropdown, Given::Text(text)) => choices.contains(text),
        (QuestionType::MultipleChoice, Given::Text(text)) => !may_be_many && choices.contains(text),
        (QuestionType::MultipleChoice, Given::Texts(texts)) => {
            let all: BTreeSet<&String> = texts.iter().collect();
            may_be_many && all.len() == texts.len() && texts.iter().all(|text| choices.contains(text))
        }
        _ => false,
    };
    if is_fit {
        return Ok(());
    }
    Err(Error::invalid(format!("The answer to `{}` is none that the question takes", question.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn questions(all: Value) -> Vec<Question> {
        serde_json::from_value(all).unwrap()
    }

    fn checked(all: &[Question], answers: Value, is_complete: bool) -> Result<(), String> {
        let answers: Vec<Answer> = serde_json::from_value(answers).map_err(|why| why.to_string())?;
        check(all, &answers, is_complete).map_err(|error| error.message)
    }

    #[test]
    fn an_answer_is_of_the_kind_that_its_question_takes() {
        let one = |kind: &str, options: Value| {
            questions(json!([{"id": "q", "type": kind, "title": "?", "required": false, "options": options}]))
        };
        let choices = json!({"choices": ["a", "b"]});
        let many = json!({"choices": ["a", "b"], "allowMultiple": true});
        for (kind, options, good, bad) in [
            (
                "nps",
                json!({}),
                vec![json!(0), json!(10)],
                vec![json!(11), json!(-1), json!(1.5), json!("9"), json!(true)],
            ),
            ("numeric_scale", json!({}), vec![json!(1), json!(5)], vec![json!(0), json!(6)]),
            (
                "numeric_scale",
                json!({"scaleStart": -2, "scaleEnd": 7}),
                vec![json!(-2), json!(7)],
                vec![json!(8)],
            ),
            ("star_rating", json!({}), vec![json!(1)], vec![json!(0), json!(6), json!([1])]),
            ("emoji_rating", json!({"emojiCount": 3}), vec![json!(3)], vec![json!(4)]),
            ("dropdown", choices.clone(), vec![json!("a")], vec![json!("c"), json!(["a"]), json!("")]),
            (
                "short_text",
                json!({}),
                vec![json!(""), json!("ä".repeat(255))],
                vec![json!("x".repeat(256)), json!(1)],
            ),
            ("long_text", json!({}), vec![json!("x".repeat(2000))], vec![json!("x".repeat(2001))]),
            ("multiple_choice", choices, vec![json!("b")], vec![json!(["b"]), json!("c")]),
            (
                "multiple_choice",
                many,
                vec![json!(["b", "a"]), json!([])],
                vec![json!("b"), json!(["a", "a"]), json!(["c"])],
            ),
        ] {
            let all = one(kind, options);
            let answer = |value: &Value| json!([{"questionId": "q", "value": value}]);
            for value in good.iter().chain([&Value::Null]) {
                assert_eq!(checked(&all, answer(value), true), Ok(()), "{kind} {value}");
            }
            for value in bad {
                assert!(checked(&all, answer(&value), false).is_err(), "{kind} {value}");
            }
        }
        let all = one("nps", json!({}));
        assert!(
            checked(&all, json!([{"questionId": "z", "value": 1}]), false).unwrap_err().contains("not found")
        );
        let twice = json!([{"questionId": "q", "value": 1}, {"questionId": "q", "value": 1}]);
        assert!(checked(&all, twice, false).unwrap_err().contains("twice"));
        assert!(checked(&all, json!([{"questionId": "q"}]), false).unwrap_err().contains("value"));
        assert!(checked(&all, json!([{"questionId": "q", "value": {"a": 1}}]), false).is_err());
    }

    #[test]
    fn what_is_required_on_the_way_is_answered_at_the_end() {
        let all = questions(json!([
            {"id": "score", "type": "nps", "title": "?", "required": true, "branches": [
                {"operator": "greater_than", "value": 8, "goTo": "thanks"},
                {"operator": "equals", "value": 0},
            ]},
            {"id": "why", "type": "short_text", "title": "?", "required": true},
            {"id": "thanks", "type": "short_text", "title": "?", "required": false},
        ]));
        super::super::questions::check(&all).unwrap();
        let score = |score: u32| json!([{"questionId": "score", "value": score}]);
        let path = |answers: Value| {
            let answers: Vec<Answer> = serde_json::from_value(answers).unwrap();
            asked(&all, &answers).iter().map(|question| question.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(path(score(9)), ["score", "thanks"]);
        assert_eq!(path(score(0)), ["score"]);
        assert_eq!(path(score(5)), ["score", "why", "thanks"]);
        assert_eq!(checked(&all, score(9), true), Ok(()));
        assert_eq!(checked(&all, score(0), true), Ok(()));
        assert!(checked(&all, score(5), true).unwrap_err().contains("`why` needs an answer"));
        assert_eq!(checked(&all, score(5), false), Ok(()), "what is not finished may lack it");
        let blank = json!([{"questionId": "score", "value": 5}, {"questionId": "why", "value": " "}]);
        assert!(checked(&all, blank, true).is_err());
        assert!(checked(&all, json!([]), true).unwrap_err().contains("`score` needs"));
    }

    #[test]
    fn branches_lead_onward_alone() {
        let to = |id: &str| {
            questions(json!([
                {"id": "a", "type": "nps", "title": "?", "required": false},
                {"id": "b", "type": "nps", "title": "?", "required": false, "branches": [{"operator": "is_set", "goTo": id}]},
                {"id": "c", "type": "nps", "title": "?", "required": false},
            ]))
        };
        assert!(super::super::questions::check(&to("c")).is_ok());
        for id in ["a", "b", "z"] {
            assert!(super::super::questions::check(&to(id)).is_err(), "{id}");
        }
        let nothing = questions(
            json!([{"id": "a", "type": "multiple_choice", "title": "?", "required": false, "branches": [
            {"operator": "is_not_set"}, {"operator": "equals", "value": "x", "goTo": "c"},
        ]}, {"id": "b", "type": "nps", "title": "?", "required": false}, {"id": "c", "type": "nps", "title": "?", "required": false}]),
        );
        assert_eq!(super::super::questions::next(&nothing, 0, None), None);
        assert_eq!(
            super::super::questions::next(&nothing, 0, Some(&Given::Texts(vec!["y".into(), "x".into()]))),
            Some(2)
        );
        assert_eq!(super::super::questions::next(&nothing, 0, Some(&Given::Text("y".into()))), Some(1));
    }
}
