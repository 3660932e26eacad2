//! Which question comes after which: as `shared::surveys::questions` has it, looked up key by key.

use client::codec::Json;

/// The place of the question after the one at `at`; none at the end.
pub fn next(questions: &[Json], at: usize, answer: &Json) -> Option<usize> {
    match questions.get(at)?.get("branches").each().iter().find(|branch| holds(branch, answer)) {
        Some(branch) => {
            let to = branch.text("goTo")?;
            questions.iter().position(|question| question.says("id", &to))
        }
        None => Some(at + 1).filter(|next| *next < questions.len()),
    }
}

fn holds(branch: &Json, answer: &Json) -> bool {
    let operator = branch.said("operator");
    if !answer.is_some() {
        return operator == "is_not_set";
    }
    let wanted = branch.get("value");
    let is_equal = || {
        let word = wanted.as_text();
        let is_one = word.is_some() && answer.each().iter().any(|one| one.as_text() == word);
        is_one || (wanted.is_some() && answer.print() == wanted.print())
    };
    let numbers = answer.number().zip(wanted.number());
    match operator.as_str() {
        "equals" => is_equal(),
        "not_equals" => !is_equal(),
        "greater_than" => numbers.is_some_and(|(answer, limit)| answer > limit),
        "less_than" => numbers.is_some_and(|(answer, limit)| answer < limit),
        operator => operator == "is_set",
    }
}

/// The questions that a visitor who answers so is asked, in their order.
pub fn asked(questions: &[Json], answers: &[Json]) -> Vec<usize> {
    let mut asked = Vec::new();
    let mut at = (!questions.is_empty()).then_some(0);
    while let Some(now) = at {
        asked.push(now);
        let none = Json::default();
        // A branch leads onward alone, so this ends.
        at = next(questions, now, answers.get(now).unwrap_or(&none)).filter(|next| *next > now);
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use shared::surveys::{
        answers::Given,
        questions::{self, Question},
    };
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn read(value: &Value) -> Json {
        Json::parse(&value.to_string()).expect("JSON")
    }

    #[test]
    fn an_answer_leads_where_the_server_says() {
        let values = [
            Value::Null,
            json!(5),
            json!(9.0),
            json!("x"),
            json!("5"),
            json!(["y", "x"]),
            json!(["x"]),
            json!([]),
            json!(true),
            json!([5]),
        ];
        let operators = ["equals", "not_equals", "greater_than", "less_than", "is_set", "is_not_set"];
        let mut ends = [0; 4];
        for (operator, value, to) in operators
            .iter()
            .flat_map(|operator| values.iter().map(move |value| (operator, value)))
            .flat_map(|(operator, value)| [None, Some("c")].map(|to| (operator, value, to)))
        {
            let mut branch = json!({ "operator": operator });
            for (name, value) in [("value", value.clone()), ("goTo", to.into())] {
                if !value.is_null() {
                    branch[name] = value;
                }
            }
            let all = json!([
                {"id": "a", "type": "multiple_choice", "title": "?", "required": false,
                    "branches": [branch, {"operator": "less_than", "value": 7, "goTo": "b"}]},
                {"id": "b", "type": "nps", "title": "?", "required": false},
                {"id": "c", "type": "nps", "title": "?", "required": false},
            ]);
            let theirs: Vec<Question> = serde_json::from_value(all.clone()).expect("questions");
            let ours = read(&all).each();
            for answer in &values {
                let given: Option<Given> = serde_json::from_value(answer.clone()).expect("an answer");
                let expected = questions::next(&theirs, 0, given.as_ref());
                assert_eq!(next(&ours, 0, &read(answer)), expected, "{branch} {answer}");
                ends[expected.unwrap_or(3)] += 1;
            }
        }
        assert!(ends[0] == 0 && ends[1..].iter().all(|count| *count > 100), "{ends:?}");
    }

    #[test]
    fn only_what_is_on_the_way_is_asked() {
        let all = read(&json!([
            {"id": "score", "branches": [
                {"operator": "greater_than", "value": 8, "goTo": "thanks"}, {"operator": "equals", "value": 0},
            ]},
            {"id": "why"},
            {"id": "thanks", "branches": [{"operator": "is_set", "goTo": "score"}]},
        ]));
        let path = |score: Value| asked(&all.each(), &[read(&score), Json::default(), read(&json!("x"))]);
        assert_eq!(path(json!(9)), [0, 2], "and what leads back ends");
        assert_eq!(path(json!(0)), [0]);
        assert_eq!(path(Value::Null), [0, 1, 2]);
        assert!(asked(&[], &[]).is_empty());
    }
}
