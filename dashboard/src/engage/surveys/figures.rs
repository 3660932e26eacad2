//! What answers say in numbers: how each question was answered, and the promoter score over time. Pure; nothing is estimated.

use super::{
    answering::faces,
    shape::{has_choices, may_be_many},
};
use shared::{
    Millis,
    surveys::{
        answers::Given,
        questions::{Question, QuestionType},
        results::{Response, ResponseStatus},
    },
};
use std::collections::BTreeMap;

/// How often one answer was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub answer: String,
    pub count: i64,
}

/// How often each possible answer was given, those that nobody gave too, in the order of the question; then what is no answer of it any
/// more.
pub fn shares(question: &Question, counted: &BTreeMap<String, i64>) -> Vec<Share> {
    let possible: Vec<String> = match question.kind {
        kind if kind.is_numeric() => {
            let (start, end) = question.scale();
            (start as i64..=end as i64).take(101).map(|number| number.to_string()).collect()
        }
        kind if has_choices(kind) => {
            question.options.as_ref().and_then(|options| options.choices.clone()).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    let count = |answer: &String| counted.get(answer).copied().unwrap_or_default();
    let known = possible.iter().map(|answer| Share { answer: answer.clone(), count: count(answer) });
    let former = counted.iter().filter(|(answer, _)| !possible.contains(answer));
    let former = former.map(|(answer, count)| Share { answer: answer.clone(), count: *count });
    known.chain(former).collect()
}

/// Whether the answers are counted one by one here, because the server counts what was chosen together as one.
pub fn is_counted_here(question: &Question) -> bool {
    may_be_many(question)
}

/// How often each choice was among those of a finished response, and how many responses have any.
pub fn chosen(question: &Question, responses: &[Response]) -> (BTreeMap<String, i64>, i64) {
    let (mut counted, mut total) = (BTreeMap::new(), 0);
    for given in answers(&question.id, responses) {
        let all = match given {
            Given::Texts(all) => all.clone(),
            other => vec![other.printed()],
        };
        total += i64::from(!all.is_empty());
        for choice in all {
            *counted.entry(choice).or_default() += 1;
        }
    }
    (counted, total)
}

/// The answers to a question in finished responses.
fn answers<'r>(id: &'r str, responses: &'r [Response]) -> impl DoubleEndedIterator<Item = &'r Given> {
    let finished = responses.iter().filter(|response| response.status == ResponseStatus::Completed);
    finished.filter_map(move |response| {
        response.answers.iter().find(|answer| answer.question_id == id)?.value.as_ref()
    })
}

/// An answer as people read it: a face for a face.
pub fn named(question: &Question, answer: &str) -> String {
    if question.kind != QuestionType::EmojiRating {
        return answer.to_owned();
    }
    let all = faces(question.scale().1);
    let place = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    place
        .and_then(|place| all.get(place))
        .map_or_else(|| answer.to_owned(), |face| format!("{face} {answer}"))
}

/// The promoter score of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// A day like `2026-05-31` or a month like `2026-05`, of UTC.
    pub period: String,
    pub score: f64,
    pub count: i64,
}

/// Promoters (9 and 10) less detractors (up to 6) in percent of all that were given in each day, or in each month where the responses are
/// from more than [`MOST_DAYS`] days. Periods without an answer have no score and are left out.
pub fn scores(question: &str, responses: &[Response], day: impl Fn(Millis) -> String) -> Vec<Score> {
    let mut days: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for response in responses.iter().filter(|response| response.status == ResponseStatus::Completed) {
        let answer = response.answers.iter().find(|answer| answer.question_id == question);
        let Some(Given::Number(number)) = answer.and_then(|answer| answer.value.as_ref()) else { continue };
        let (balance, count) =
            days.entry(day(response.completed_at.unwrap_or(response.started_at))).or_default();
        *balance += i64::from(number.0 >= 9.0) - i64::from(number.0 <= 6.0);
        *count += 1;
    }
    let mut periods = days;
    if periods.len() > MOST_DAYS {
        let days = std::mem::take(&mut periods);
        for (day, (balance, count)) in days {
            let month = periods.entry(day.chars().take("2026-05".len()).collect()).or_default();
            *month = (month.0 + balance, month.1 + count);
        }
    }
    let score = |(period, (balance, count)): (String, (i64, i64))| Score {
        period,
        score: (balance as f64 / count as f64 * 100.0).round(),
        count,
    };
    periods.into_iter().map(score).collect()
}

/// Days of which each has a column of its own.
pub const MOST_DAYS: usize = 31;

/// The newest texts that answer a question, with when they were written.
pub fn latest(question: &str, responses: &[Response], most: usize) -> Vec<(Millis, String)> {
    let finished = responses.iter().rev().filter(|response| response.status == ResponseStatus::Completed);
    let texts = finished.filter_map(|response| {
        let answer = response.answers.iter().find(|answer| answer.question_id == question)?;
        match &answer.value {
            Some(Given::Text(text)) if !text.trim().is_empty() => {
                Some((response.completed_at.unwrap_or(response.started_at), text.clone()))
            }
            _ => None,
        }
    });
    texts.take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn question(kind: &str, options: Value) -> Question {
        let question = json!({"id": "q", "type": kind, "title": "?", "required": true, "options": options});
        serde_json::from_value(question).unwrap()
    }

    fn response(at: Millis, status: &str, value: Value) -> Response {
        let id = "67e5504410b1426f9247bb680e5fe0c8";
        let response = json!({
            "_id": id, "_creationTime": at, "surveyId": id, "workspaceId": id, "status": status, "startedAt": at,
            "completedAt": at, "answers": [{"questionId": "q", "value": value}],
        });
        serde_json::from_value(response).unwrap()
    }

    fn counts(shares: &[Share]) -> Vec<(&str, i64)> {
        shares.iter().map(|share| (share.answer.as_str(), share.count)).collect()
    }

    #[test]
    fn every_answer_that_is_possible_has_a_bar_and_former_ones_stay() {
        let counted = BTreeMap::from([("2".to_owned(), 3), ("9".to_owned(), 1)]);
        let stars = shares(&question("star_rating", json!({})), &counted);
        assert_eq!(counts(&stars), [("1", 0), ("2", 3), ("3", 0), ("4", 0), ("5", 0), ("9", 1)]);
        let counted = BTreeMap::from([("b".to_owned(), 2)]);
        let choice = shares(&question("dropdown", json!({"choices": ["b", "a"]})), &counted);
        assert_eq!(counts(&choice), [("b", 2), ("a", 0)]);
    }

    #[test]
    fn choices_that_were_made_together_are_counted_one_by_one() {
        let many = question("multiple_choice", json!({"choices": ["a", "b, c"], "allowMultiple": true}));
        let all = [
            response(1, "completed", json!(["a", "b, c"])),
            response(2, "completed", json!(["a"])),
            response(3, "completed", json!([])),
            response(4, "partial", json!(["a"])),
        ];
        assert!(is_counted_here(&many));
        let (counted, total) = chosen(&many, &all);
        assert_eq!((counted["a"], counted["b, c"], total), (2, 1, 2));
    }

    #[test]
    fn the_score_of_a_day_is_promoters_less_detractors_of_what_was_finished() {
        let day = |at: Millis| format!("2026-05-{:02}", at);
        let all = [
            response(1, "completed", json!(10)),
            response(1, "completed", json!(6)),
            response(1, "completed", json!(9)),
            response(3, "completed", json!(7)),
            response(3, "partial", json!(0)),
            response(4, "completed", Value::Null),
        ];
        let scored = scores("q", &all, day);
        assert_eq!(scored.len(), 2, "a day without an answer has no score");
        assert_eq!((scored[0].score, scored[0].count), (33.0, 3));
        assert_eq!((scored[1].period.as_str(), scored[1].score), ("2026-05-03", 0.0));
    }

    #[test]
    fn many_days_become_months() {
        let day = |at: Millis| format!("2026-{:02}-{:02}", 1 + at / 28, 1 + at % 28);
        let all: Vec<Response> = (0..56).map(|at| response(at, "completed", json!(at % 2 * 10))).collect();
        let scored = scores("q", &all, day);
        let periods: Vec<&str> = scored.iter().map(|score| score.period.as_str()).collect();
        assert_eq!(periods, ["2026-01", "2026-02"]);
        assert_eq!((scored[0].score, scored[0].count), (0.0, 28));
    }

    #[test]
    fn the_newest_texts_come_first_and_blank_ones_not_at_all() {
        let all = [
            response(1, "completed", json!("old")),
            response(2, "completed", json!(" ")),
            response(3, "partial", json!("unfinished")),
            response(4, "completed", json!("new")),
        ];
        let texts: Vec<String> = latest("q", &all, 5).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["new", "old"]);
        assert_eq!(latest("q", &all, 1).len(), 1);
    }

    #[test]
    fn a_face_is_named_by_its_face() {
        assert_eq!(named(&question("emoji_rating", json!({"emojiCount": 3})), "3"), "😄 3");
        assert_eq!(named(&question("emoji_rating", json!({})), "0"), "0");
        assert_eq!(named(&question("nps", json!({})), "3"), "3");
    }
}
