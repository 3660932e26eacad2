//! What a visitor is asked.

use super::question;
use crate::{
    segments::pro,
    talk::{NOBODY, Talk, merged, on_each},
    world::Visitor,
};
use serde_json::{Value, json};
use std::slice::from_ref;

impl Talk<'_> {
    async fn offered_surveys(&self, who: &Visitor, change: Value) -> Vec<Value> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token});
        let rows = self.call(NOBODY, "surveys:getActiveSurveys", merged(&args, &change)).await.unwrap();
        rows.as_array().unwrap().iter().map(|row| row["_id"].clone()).collect()
    }

    pub async fn was(&self, who: &Visitor, survey: &Value, action: &str) -> Result<Value, shared::Error> {
        let args = json!({"surveyId": survey, "sessionToken": who.token, "action": action});
        self.call(NOBODY, "surveys:recordImpression", args).await
    }
}

fn nps() -> Value {
    json!([question("q", "nps", json!({}))])
}

#[tokio::test]
async fn a_visitor_is_asked_once_or_until_it_has_answered() {
    on_each(async |talk: Talk<'_>| {
        let once = talk.asked(nps(), json!({})).await;
        talk.clock.advance(1);
        let again = talk.asked(nps(), json!({"frequency": "until_completed"})).await;
        talk.survey(nps(), json!({})).await;
        let all = [once.clone(), again.clone()];
        assert_eq!(talk.offered_surveys(&talk.ana, json!({})).await, all);
        for survey in &all {
            for action in ["started", "dismissed", "completed"] {
                talk.was(&talk.ana, survey, action).await.unwrap();
            }
        }
        assert_eq!(talk.offered_surveys(&talk.ana, json!({})).await, all, "only what was shown counts");
        for survey in &all {
            talk.was(&talk.ana, survey, "shown").await.unwrap();
        }
        assert_eq!(talk.offered_surveys(&talk.ana, json!({})).await, from_ref(&again));
        let answer = json!({
            "surveyId": again, "sessionToken": talk.ana.token, "answers": [{"questionId": "q", "value": 1}], "isComplete": false,
        });
        talk.call(NOBODY, "surveys:submitResponse", answer.clone()).await.unwrap();
        assert_eq!(talk.offered_surveys(&talk.ana, json!({})).await, [again]);
        let complete = merged(&answer, &json!({"isComplete": true}));
        talk.call(NOBODY, "surveys:submitResponse", complete).await.unwrap();
        assert!(talk.offered_surveys(&talk.ana, json!({})).await.is_empty());
        assert_eq!(talk.offered_surveys(&talk.dora, json!({})).await, all, "others have answered nothing");
    })
    .await;
}

#[tokio::test]
async fn a_survey_is_for_those_whom_its_rules_mean_in_its_time_on_its_page() {
    on_each(async |talk: Talk<'_>| {
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        let segment = talk.segment(pro()).await;
        let rules = talk.asked(nps(), json!({"audienceRules": pro()})).await;
        talk.clock.advance(1);
        let by_segment = talk.asked(nps(), json!({"audienceRules": {"segmentId": segment}})).await;
        let all = [rules.clone(), by_segment.clone()];
        assert_eq!(talk.offered_surveys(&talk.ana, json!({})).await, all);
        assert!(talk.offered_surveys(&talk.dora, json!({})).await.is_empty());
        let args = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token});
        let rows = talk.call(NOBODY, "surveys:getActiveSurveys", args).await.unwrap();
        assert_eq!(rows[0].get("audienceRules"), None, "a visitor is not told for whom it is");
        let used = talk.call(&talk.ben, "segments:getUsage", json!({"id": segment})).await.unwrap();
        assert_eq!(used, json!([{"type": "survey", "id": by_segment, "name": "Survey"}]));
        talk.call(&talk.ben, "segments:remove", json!({"id": segment})).await.unwrap();
        assert_eq!(talk.offered_surveys(&talk.ana, json!({})).await, from_ref(&rules));
        let now = talk.clock.now();
        let timed = json!({"id": rules, "scheduling": {"startDate": now + 10, "endDate": now + 20}});
        talk.call(&talk.ben, "surveys:update", timed).await.unwrap();
        assert!(talk.offered_surveys(&talk.ana, json!({})).await.is_empty());
        talk.clock.advance(10);
        // The audit of this commit would find a list that did not notice that its time has come.
        let page =
            json!({"type": "page_visit", "pageUrl": "^https://shop\\.test/c", "pageUrlMatch": "regex"});
        talk.call(&talk.ben, "surveys:update", json!({"id": rules, "triggers": page})).await.unwrap();
        assert_eq!(
            talk.offered_surveys(&talk.ana, json!({})).await,
            from_ref(&rules),
            "who names no page decides itself"
        );
        let on = async |url: &str| talk.offered_surveys(&talk.ana, json!({"currentUrl": url})).await;
        assert_eq!(on("https://shop.test/cart").await, [rules]);
        assert!(on("https://shop.test/").await.is_empty());
        talk.clock.advance(11);
        talk.survey(nps(), json!({})).await;
        assert!(talk.offered_surveys(&talk.ana, json!({})).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_does_not_prove_itself_is_asked_nothing_and_a_member_sees_what_is_asked() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.asked(nps(), json!({"audienceRules": pro()})).await;
        let asked = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(NOBODY, "surveys:getActiveSurveys", args).await.unwrap()
        };
        for change in [
            json!({}),
            json!({"sessionToken": "wst_nonsense"}),
            json!({"sessionToken": talk.dan.token}),
            json!({"sessionToken": talk.ana.token, "visitorId": talk.dora.id}),
        ] {
            assert_eq!(asked(change.clone()).await, json!([]), "{change}");
        }
        let args = json!({"workspaceId": talk.acme});
        let rows = talk.call(&talk.ben, "surveys:getActiveSurveys", args.clone()).await.unwrap();
        assert_eq!((&rows[0]["_id"], &rows[0]["audienceRules"]), (&id, &pro()));
        assert_eq!(talk.call(&talk.vera, "surveys:getActiveSurveys", args).await.unwrap(), json!([]));
        talk.expire_sessions();
        assert_eq!(asked(json!({"sessionToken": talk.ana.token})).await, json!([]));
    })
    .await;
}
