//! What a visitor answers is kept, checked, and nobody else's.

use super::question;
use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use serde_json::{Value, json};
use shared::{Code, Error};
use std::slice::from_ref;

impl Talk<'_> {
    pub async fn submits(&self, who: &Visitor, survey: &Value, change: Value) -> Result<Value, Error> {
        let args = json!({"surveyId": survey, "sessionToken": who.token, "answers": [], "isComplete": true});
        self.call(NOBODY, "surveys:submitResponse", merged(&args, &change)).await
    }

    pub async fn responses(&self, survey: &Value, change: Value) -> Vec<Value> {
        let args = merged(&json!({"surveyId": survey}), &change);
        self.call(&self.ben, "surveys:listResponses", args).await.unwrap().as_array().unwrap().clone()
    }
}

pub fn answer(id: &str, value: Value) -> Value {
    json!({"questionId": id, "value": value})
}

#[tokio::test]
async fn what_is_not_finished_is_replaced_and_what_is_finished_stays() {
    on_each(async |talk: Talk<'_>| {
        let questions = json!([
            question("score", "nps", json!({"required": true})),
            question("why", "long_text", json!({"required": true})),
        ]);
        let survey = talk.asked(questions, json!({})).await;
        let began = talk.clock.now();
        let first = json!({"answers": [answer("score", json!(3))], "isComplete": false, "sessionId": "tab"});
        let id = talk.submits(&talk.ana, &survey, first.clone()).await.unwrap();
        let row = json!({
            "_id": id, "_creationTime": began, "surveyId": survey, "workspaceId": talk.acme, "visitorId": talk.ana.id,
            "sessionId": "tab", "answers": [answer("score", json!(3))], "status": "partial", "startedAt": began,
        });
        assert_eq!(talk.responses(&survey, json!({})).await, from_ref(&row));
        talk.clock.advance(100);
        let unfinished = json!({"answers": [answer("score", json!(4))]});
        let words = "The question `why` needs an answer";
        refused(talk.submits(&talk.ana, &survey, unfinished).await, Code::InvalidInput, words);
        assert_eq!(talk.responses(&survey, json!({})).await, from_ref(&row), "nothing is lost");
        let hostile = "<img src=x onerror=alert(1)>\u{202e}'; --";
        let answers = json!([answer("score", json!(5)), answer("why", json!(hostile))]);
        let last = json!({"answers": answers});
        assert_eq!(talk.submits(&talk.ana, &survey, last.clone()).await.unwrap(), id);
        let done = json!({"answers": answers, "status": "completed", "completedAt": began + 100});
        let mut done = merged(&row, &done);
        done.as_object_mut().unwrap().remove("sessionId");
        assert_eq!(talk.responses(&survey, json!({})).await, from_ref(&done));
        for change in [last, first] {
            assert_eq!(talk.submits(&talk.ana, &survey, change).await.unwrap(), id, "once is enough");
        }
        assert_eq!(talk.responses(&survey, json!({})).await, [done]);
        let others = json!({"answers": [answer("score", json!(9))], "isComplete": false});
        talk.submits(&talk.dora, &survey, others).await.unwrap();
        assert_eq!(talk.responses(&survey, json!({})).await.len(), 2);
        assert_eq!(talk.responses(&survey, json!({"status": "completed"})).await.len(), 1);
        let page = talk.responses(&survey, json!({"limit": 1, "after": id})).await;
        assert_eq!(page[0]["visitorId"], json!(talk.dora.id));
    })
    .await;
}

#[tokio::test]
async fn two_answers_at_once_are_one_response() {
    on_each(async |talk: Talk<'_>| {
        let survey = talk.asked(json!([question("q", "nps", json!({}))]), json!({})).await;
        talk.lets_commits_race();
        let submit = || talk.submits(&talk.ana, &survey, json!({"answers": [answer("q", json!(1))]}));
        let (a, b, c) = tokio::join!(submit(), submit(), submit());
        let (a, b, c) = (a.unwrap(), b.unwrap(), c.unwrap());
        assert_eq!((&a, &a), (&b, &c));
        assert_eq!(talk.responses(&survey, json!({})).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_answer_answers_its_question() {
    on_each(async |talk: Talk<'_>| {
        let questions = json!([
            question("score", "nps", json!({"branches": [{"operator": "greater_than", "value": 8}]})),
            question("colour", "dropdown", json!({"required": true, "options": {"choices": ["red", "blue"]}})),
        ]);
        let survey = talk.asked(questions, json!({})).await;
        for (answers, code, words) in [
            (json!([answer("score", json!(11))]), Code::InvalidInput, "The answer to `score` is none"),
            (json!([answer("score", json!("9"))]), Code::InvalidInput, "The answer to `score` is none"),
            (json!([answer("colour", json!("green"))]), Code::InvalidInput, "The answer to `colour` is none"),
            (json!([answer("size", json!(1))]), Code::NotFound, "Question not found"),
            (json!([answer("score", json!(1)), answer("score", json!(2))]), Code::InvalidInput, "answered twice"),
            (json!([answer("colour", json!("x".repeat(2001)))]), Code::InvalidInput, "too long"),
        ] {
            for is_complete in [true, false] {
                let args = json!({
                    "surveyId": survey, "sessionToken": talk.ana.token, "answers": answers, "isComplete": is_complete,
                });
                talk.refuses(NOBODY, "surveys:submitResponse", args, code, words).await;
            }
        }
        let low = json!({"answers": [answer("score", json!(3)), answer("colour", Value::Null)]});
        let words = "The question `colour` needs an answer";
        refused(talk.submits(&talk.ana, &survey, low).await, Code::InvalidInput, words);
        let high = json!({"answers": [answer("score", json!(9))]});
        talk.submits(&talk.ana, &survey, high).await.unwrap();
        let good = json!({"surveyId": survey, "answers": [], "isComplete": true});
        talk.refuses_arguments(
            "surveys:submitResponse",
            &good,
            &[
                json!({"answers": [{"questionId": "score"}]}),
                json!({"answers": [{"questionId": "score", "value": {"a": 1}}]}),
                json!({"answers": [{"questionId": "score", "value": 1, "x": 1}]}),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_for_another() {
    on_each(async |talk: Talk<'_>| {
        let survey = talk.asked(json!([question("q", "nps", json!({}))]), json!({})).await;
        let draft = talk.survey(json!([question("q", "nps", json!({}))]), json!({})).await;
        let dora = json!({"visitorId": talk.dora.id});
        let words = "Not authorized to submit survey response";
        refused(talk.submits(&talk.ana, &survey, dora).await, Code::NotAuthorized, words);
        let ben = json!({"userId": talk.ben.user_id().unwrap()});
        let words = "Cannot submit visitor response with userId";
        refused(talk.submits(&talk.ana, &survey, ben.clone()).await, Code::InvalidInput, words);
        let words = "Session token does not match workspace";
        refused(talk.submits(&talk.dan, &survey, json!({})).await, Code::NotAuthorized, words);
        refused(talk.submits(&talk.ana, &draft, json!({})).await, Code::NotFound, "Survey not found");
        refused(talk.submits(&talk.ana, &json!(NO_ROW), json!({})).await, Code::NotFound, "Survey not found");
        let by_ben = async |change: Value| {
            let args = json!({"surveyId": survey, "answers": [answer("q", json!(1))], "isComplete": true});
            talk.call(&talk.ben, "surveys:submitResponse", merged(&args, &change)).await
        };
        let words = "Cannot submit survey response on behalf of another user";
        let vera = json!({"userId": talk.vera.user_id().unwrap()});
        refused(by_ben(vera).await, Code::NotAuthorized, words);
        let (first, second) = (by_ben(ben.clone()).await.unwrap(), by_ben(json!({})).await.unwrap());
        assert_ne!(first, second, "who tries it out answers as often as he likes");
        let rows = talk.responses(&survey, json!({})).await;
        assert_eq!((rows.len(), &rows[0]["userId"], rows[0].get("visitorId")), (2, &ben["userId"], None));
        let args = json!({"surveyId": survey, "sessionToken": talk.ana.token, "visitorId": talk.dora.id, "action": "shown"});
        let answer = talk.call(NOBODY, "surveys:recordImpression", args).await;
        refused(answer, Code::NotAuthorized, "Not authorized to record survey impression");
        let words = "Session token does not match workspace";
        refused(talk.was(&talk.dan, &survey, "shown").await, Code::NotAuthorized, words);
        refused(talk.was(&talk.ana, &json!(NO_ROW), "shown").await, Code::NotFound, "Survey not found");
    })
    .await;
}

#[tokio::test]
async fn answers_become_attributes_when_all_is_answered() {
    on_each(async |talk: Talk<'_>| {
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        let many = json!({"storeAsAttribute": "colours", "options": {"choices": ["red", "blue"], "allowMultiple": true}});
        let questions = json!([
            question("score", "nps", json!({"storeAsAttribute": "score"})),
            question("colours", "multiple_choice", many),
            question("other", "short_text", json!({"storeAsAttribute": "other"})),
        ]);
        let survey = talk.asked(questions, json!({})).await;
        let answers = json!([answer("score", json!(8)), answer("colours", json!(["blue"])), answer("other", Value::Null)]);
        let attributes = async || {
            let row = talk.call(&talk.ben, "visitors:get", json!({"id": talk.ana.id})).await.unwrap();
            row["customAttributes"].clone()
        };
        talk.submits(&talk.ana, &survey, json!({"answers": answers, "isComplete": false})).await.unwrap();
        assert_eq!(attributes().await, json!({"plan": "pro"}));
        talk.submits(&talk.ana, &survey, json!({"answers": answers})).await.unwrap();
        assert_eq!(attributes().await, json!({"plan": "pro", "score": 8, "colours": ["blue"]}));
    })
    .await;
}

#[tokio::test]
async fn what_a_device_has_answered_goes_along_when_its_visitor_proves_who_it_is() {
    on_each(async |talk: Talk<'_>| {
        talk.verifies_identities(shared::workspaces::IdentityMode::Optional).await;
        let survey = talk.asked(json!([question("q", "nps", json!({}))]), json!({})).await;
        let identify = async |who: &Visitor| {
            let args = json!({
                "sessionToken": who.token, "externalUserId": "u1", "userHash": crate::world::user_hash("u1"),
            });
            talk.call(NOBODY, "visitors:identify", args).await.unwrap();
        };
        identify(&talk.ana).await;
        talk.submits(&talk.dora, &survey, json!({"answers": [answer("q", json!(1))]})).await.unwrap();
        talk.was(&talk.dora, &survey, "shown").await.unwrap();
        identify(&talk.dora).await;
        assert_eq!(talk.responses(&survey, json!({})).await[0]["visitorId"], json!(talk.ana.id));
        let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token});
        assert_eq!(talk.call(NOBODY, "surveys:getActiveSurveys", args).await.unwrap(), json!([]));
    })
    .await;
}
