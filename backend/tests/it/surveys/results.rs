//! What was answered, in numbers and as a table.

use super::{answering::answer, question};
use crate::talk::{Talk, merged, on_each};
use serde_json::{Value, json};

#[tokio::test]
async fn answers_are_counted_and_averaged() {
    on_each(async |talk: Talk<'_>| {
        let questions = json!([
            question("score", "nps", json!({})),
            question("why", "short_text", json!({})),
            question("many", "multiple_choice", json!({"options": {"choices": ["a", "b"], "allowMultiple": true}})),
            question("stars", "star_rating", json!({})),
        ]);
        let survey = talk.asked(questions, json!({})).await;
        let analytics = async || {
            talk.call(&talk.ben, "surveys:getAnalytics", json!({"surveyId": survey})).await.unwrap()
        };
        let nothing = analytics().await;
        assert_eq!(nothing["impressions"], json!({"shown": 0, "started": 0, "completed": 0, "dismissed": 0}));
        assert_eq!((&nothing["responseRate"], &nothing["completionRate"]), (&json!(0), &json!(0)));
        let none = json!({
            "questionId": "score", "questionTitle": "Question score", "questionType": "nps", "totalResponses": 0,
            "distribution": {},
        });
        assert_eq!(nothing["questionAnalytics"]["score"], none);
        let mut visitors = vec![talk.ana.clone(), talk.dora.clone()];
        for device in ["one", "two"] {
            visitors.push(talk.visitor(talk.acme, device).await);
        }
        for (visitor, score) in visitors.iter().zip([10, 9, 7, 2]) {
            talk.was(visitor, &survey, "shown").await.unwrap();
            talk.was(visitor, &survey, "started").await.unwrap();
            let answers = json!([
                answer("score", json!(score)), answer("why", json!("because")), answer("many", json!(["b", "a"])),
                answer("stars", Value::Null),
            ]);
            talk.submits(visitor, &survey, json!({"answers": answers})).await.unwrap();
        }
        let late = talk.visitor(talk.acme, "late").await;
        for action in ["shown", "shown", "dismissed"] {
            talk.was(&late, &survey, action).await.unwrap();
        }
        talk.submits(&late, &survey, json!({"answers": [answer("score", json!(0))], "isComplete": false})).await.unwrap();
        // A report that is read live is read again after half a minute.
        talk.clock.advance(60_000);
        let some = analytics().await;
        assert_eq!(some["impressions"], json!({"shown": 6, "started": 4, "completed": 4, "dismissed": 1}));
        let rates = (&some["responseRate"], &some["completionRate"], &some["totalResponses"]);
        assert_eq!(rates, (&json!(67), &json!(100), &json!(4)));
        let score = merged(&none, &json!({
            "totalResponses": 4, "distribution": {"10": 1, "9": 1, "7": 1, "2": 1}, "average": 7, "npsScore": 25,
        }));
        assert_eq!(some["questionAnalytics"]["score"], score);
        assert_eq!(some["questionAnalytics"]["why"]["distribution"], json!({"because": 4}));
        assert_eq!(some["questionAnalytics"]["many"]["distribution"], json!({"b,a": 4}));
        assert_eq!(some["questionAnalytics"]["why"].get("average"), None);
        assert_eq!(some["questionAnalytics"]["stars"]["totalResponses"], json!(0));
    })
    .await;
}

#[tokio::test]
async fn a_table_of_answers_has_no_formula_and_is_logged() {
    on_each(async |talk: Talk<'_>| {
        let questions = json!([
            question("why,=1", "long_text", json!({})),
            question("many", "multiple_choice", json!({"options": {"choices": ["a,b", "c"], "allowMultiple": true}})),
            question("n", "numeric_scale", json!({"options": {"scaleStart": -3, "scaleEnd": 3}})),
        ]);
        let survey = talk.asked(questions, json!({})).await;
        let export = async |change: Value| {
            let args = merged(&json!({"surveyId": survey}), &change);
            talk.call(&talk.ben, "surveys:exportResponsesCsv", args).await.unwrap()
        };
        let header = "responseId,visitorId,userId,sessionId,status,startedAt,completedAt,\"answer:why,=1\",answer:many,answer:n";
        let file = format!("survey-{}-responses.csv", survey.as_str().unwrap());
        assert_eq!(export(json!({})).await, json!({"fileName": file, "count": 0, "csv": header}));
        let began = talk.clock.now();
        let formula = "=HYPERLINK(\"http://evil.test\",\"x\")\nnext";
        let answers = json!([
            answer("why,=1", json!(formula)), answer("many", json!(["a,b", "c"])), answer("n", json!(-2)),
        ]);
        let ana = talk.submits(&talk.ana, &survey, json!({"answers": answers, "sessionId": "@tab"})).await.unwrap();
        talk.clock.advance(10);
        let dora = talk.submits(&talk.dora, &survey, json!({"isComplete": false})).await.unwrap();
        let all = export(json!({})).await;
        let (ana, dora) = (ana.as_str().unwrap(), dora.as_str().unwrap());
        let first = format!(
            "{ana},{},,'@tab,completed,{began},{began},\"'=HYPERLINK(\"\"http://evil.test\"\",\"\"x\"\")\nnext\",\"[\"\"a,b\"\",\"\"c\"\"]\",-2",
            talk.ana.id
        );
        let second = format!("{dora},{},,,partial,{},,,,", talk.dora.id, began + 10);
        assert_eq!(all["csv"], json!(format!("{header}\n{first}\n{second}")));
        assert_eq!(all["count"], json!(2));
        let early = export(json!({"startDate": began, "endDate": began})).await;
        assert_eq!(early["csv"], json!(format!("{header}\n{first}")));
        let after = export(json!({"after": ana})).await;
        assert_eq!(after["csv"], json!(format!("{header}\n{second}")));
        let logged = json!({"workspaceId": talk.acme, "action": "data.exported"});
        let logged = talk.call(&talk.ben, "auditLogs:list", logged).await.unwrap();
        assert_eq!(logged.as_array().unwrap().len(), 4);
        let metadata = json!({"format": "csv", "responseCount": 1, "startDate": began, "endDate": began});
        let entry = logged.as_array().unwrap().iter().find(|entry| entry["metadata"] == metadata).unwrap();
        assert_eq!((&entry["resourceType"], &entry["resourceId"]), (&json!("surveys"), &survey));
    })
    .await;
}
