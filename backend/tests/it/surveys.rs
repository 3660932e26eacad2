//! `surveys:…`: who may call them is in the matrix.

mod answering;
mod delivery;
pub mod matrix;
mod results;

use crate::{
    segments::pro,
    talk::{NO_ROW, Talk, merged, on_each, refused},
};
use serde_json::{Value, json};
use shared::Code;

pub fn question(id: &str, kind: &str, change: Value) -> Value {
    merged(&json!({"id": id, "type": kind, "title": format!("Question {id}"), "required": false}), &change)
}

impl Talk<'_> {
    async fn survey(&self, questions: Value, change: Value) -> Value {
        let args =
            json!({"workspaceId": self.acme, "name": "Survey", "format": "small", "questions": questions});
        self.call(&self.ben, "surveys:create", merged(&args, &change)).await.unwrap()
    }

    /// A survey that is asked.
    pub async fn asked(&self, questions: Value, change: Value) -> Value {
        let id = self.survey(questions, change).await;
        self.call(&self.ben, "surveys:activate", json!({"id": id})).await.unwrap();
        id
    }

    async fn survey_row(&self, id: &Value) -> Value {
        self.call(&self.ben, "surveys:get", json!({"id": id})).await.unwrap()
    }
}

#[tokio::test]
async fn a_survey_is_kept_as_it_was_written() {
    on_each(async |talk: Talk<'_>| {
        let hostile = "<script>alert(1)</script>\u{202e}'; --";
        let questions = json!([
            question("a", "numeric_scale", json!({
                "description": hostile, "storeAsAttribute": "score",
                "options": {"scaleStart": 1, "scaleEnd": 7, "startLabel": hostile, "endLabel": "b"},
                "branches": [{"operator": "greater_than", "value": 5, "goTo": "c"}, {"operator": "is_not_set"}],
            })),
            question("b", "multiple_choice", json!({"options": {"choices": ["x", hostile], "allowMultiple": true}})),
            question("c", "emoji_rating", json!({"options": {"emojiCount": 3, "emojiLabels": {"low": "sad", "high": "glad"}}})),
        ]);
        let full = json!({
            "workspaceId": talk.acme, "name": hostile, "description": hostile, "format": "large", "questions": questions,
            "introStep": {"title": hostile, "description": hostile, "buttonText": "Go"}, "thankYouStep": {"title": "Bye"},
            "showProgressBar": false, "showDismissButton": false, "audienceRules": pro(),
            "triggers": {"type": "time_on_page", "delaySeconds": 2.5}, "frequency": "until_completed",
            "scheduling": {"startDate": 5, "endDate": 10},
        });
        let id = talk.call(&talk.ben, "surveys:create", full.clone()).await.unwrap();
        let now = talk.clock.now();
        let row = merged(&full, &json!({
            "_id": id, "_creationTime": now, "status": "draft", "createdAt": now, "updatedAt": now,
        }));
        assert_eq!(talk.survey_row(&id).await, row);
        talk.clock.advance(5);
        let change = json!({"id": id, "name": "New", "questions": [], "showProgressBar": true});
        assert_eq!(talk.call(&talk.ben, "surveys:update", change).await.unwrap(), id);
        let changed = json!({
            "name": "New", "questions": [], "showProgressBar": true, "updatedAt": talk.clock.now(),
        });
        assert_eq!(talk.survey_row(&id).await, merged(&row, &changed));
        let silent = json!({"id": id, "introStep": {"title": ""}});
        talk.call(&talk.ben, "surveys:update", silent).await.unwrap();
        let without = talk.survey_row(&id).await;
        assert_eq!((without.get("introStep"), &without["thankYouStep"]), (None, &json!({"title": "Bye"})));
        let plain = json!({"workspaceId": talk.acme, "name": "Plain", "format": "small"});
        let plain = talk.call(&talk.ben, "surveys:create", plain).await.unwrap();
        let defaults = talk.survey_row(&plain).await;
        assert_eq!(
            (&defaults["questions"], &defaults["showProgressBar"], &defaults["frequency"], defaults.get("triggers")),
            (&json!([]), &json!(true), &json!("once"), None)
        );
        let list = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            let rows = talk.call(&talk.ben, "surveys:list", args).await.unwrap();
            rows.as_array().unwrap().iter().map(|row| row["_id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(list(json!({})).await, [id.clone(), plain.clone()], "oldest first");
        assert_eq!(list(json!({"limit": 1, "after": id})).await, [plain]);
        assert!(list(json!({"status": "active"})).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn only_what_asks_something_is_activated_and_only_what_is_active_is_paused() {
    on_each(async |talk: Talk<'_>| {
        let id = talk.survey(json!([]), json!({})).await;
        let done =
            async |what: &str| talk.call(&talk.ben, &format!("surveys:{what}"), json!({"id": id})).await;
        let empty = "Survey must have at least one question";
        refused(done("activate").await, Code::InvalidInput, empty);
        let words = "Cannot go from draft to paused: only what is active is paused";
        refused(done("pause").await, Code::InvalidInput, words);
        let nps = json!({"id": id, "questions": [question("q", "nps", json!({}))]});
        talk.call(&talk.ben, "surveys:update", nps).await.unwrap();
        for (what, status) in [
            ("activate", "active"),
            ("pause", "paused"),
            ("pause", "paused"),
            ("activate", "active"),
            ("archive", "archived"),
        ] {
            assert_eq!(done(what).await.unwrap(), id);
            assert_eq!(talk.survey_row(&id).await["status"], json!(status), "{what}");
        }
        let words = "Cannot go from archived to paused: only what is active is paused";
        refused(done("pause").await, Code::InvalidInput, words);
        done("activate").await.unwrap();
        let none = json!({"id": id, "questions": []});
        refused(talk.call(&talk.ben, "surveys:update", none).await, Code::InvalidInput, empty);
        assert_eq!(done("remove").await.unwrap(), json!({"success": true}));
        assert_eq!(done("get").await.unwrap(), Value::Null);
        for what in ["activate", "pause", "archive", "remove", "update", "duplicate"] {
            refused(done(what).await, Code::NotFound, "Survey not found");
        }
        for name in
            ["surveys:activate", "surveys:pause", "surveys:archive", "surveys:duplicate", "surveys:remove"]
        {
            talk.is_strict_about(name, json!({"id": NO_ROW})).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_copy_is_a_draft_with_everything_but_its_time() {
    on_each(async |talk: Talk<'_>| {
        let change = json!({
            "name": "x".repeat(255), "audienceRules": pro(), "scheduling": {"endDate": 10},
            "triggers": {"type": "immediate"}, "frequency": "until_completed",
        });
        let id = talk.asked(json!([question("q", "nps", json!({}))]), change).await;
        let row = talk.survey_row(&id).await;
        talk.clock.advance(9);
        let copy = talk.call(&talk.ben, "surveys:duplicate", json!({"id": id})).await.unwrap();
        let now = talk.clock.now();
        let mut expected = merged(
            &row,
            &json!({
                "_id": copy, "_creationTime": now, "createdAt": now, "updatedAt": now, "status": "draft",
                "name": format!("{} (Copy)", "x".repeat(248)),
            }),
        );
        expected.as_object_mut().unwrap().remove("scheduling");
        assert_eq!(talk.survey_row(&copy).await, expected);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({"workspaceId": talk.acme, "name": "x", "format": "small"});
        let one = |kind: &str, change: Value| json!({"questions": [question("q", kind, change)]});
        let many: Vec<Value> = (0..101).map(|n| question(&n.to_string(), "nps", json!({}))).collect();
        let scale = |start: f64, end: f64| {
            one("numeric_scale", json!({"options": {"scaleStart": start, "scaleEnd": end}}))
        };
        for (change, words) in [
            (
                json!({"questions": [question("q", "nps", json!({})), question("q", "nps", json!({}))]}),
                "an id of its own",
            ),
            (json!({"questions": [question("", "nps", json!({}))]}), "an id of its own"),
            (json!({"questions": many}), "at most 100"),
            (one("nps", json!({"title": "x".repeat(256)})), "A question is too long"),
            (one("nps", json!({"storeAsAttribute": "$set"})), "An attribute's name is ASCII"),
            (one("dropdown", json!({"options": {"choices": vec!["x"; 101]}})), "at most 100"),
            (one("emoji_rating", json!({"options": {"emojiCount": 4}})), "3 faces or 5"),
            (scale(5.0, 5.0), "A scale goes"),
            (scale(0.0, 101.0), "A scale goes"),
            (scale(0.5, 3.0), "A scale goes"),
            (
                one("nps", json!({"branches": [{"operator": "is_set", "goTo": "q"}]})),
                "leads to a later question",
            ),
            (json!({"introStep": {"title": "x".repeat(256)}}), "A step's title is too long"),
            (json!({"name": "x".repeat(256)}), "The name is too long"),
            (
                json!({"triggers": {"type": "page_visit", "pageUrl": "(", "pageUrlMatch": "regex"}}),
                "no regular expression",
            ),
            (json!({"scheduling": {"startDate": 2, "endDate": 1}}), "The end is before the start"),
            (json!({"audienceRules": {"type": "xor"}}), "Invalid audience rules at audienceRules"),
        ] {
            let args = merged(&good, &change);
            talk.refuses(&talk.ben, "surveys:create", args, Code::InvalidInput, words).await;
            let id = talk.survey(json!([]), json!({})).await;
            let args = merged(&json!({"id": id}), &change);
            talk.refuses(&talk.ben, "surveys:update", args, Code::InvalidInput, words).await;
        }
        let segment = json!({"audienceRules": {"segmentId": NO_ROW}});
        refused(
            talk.call(&talk.ben, "surveys:create", merged(&good, &segment)).await,
            Code::NotFound,
            "Segment not found",
        );
        talk.refuses_arguments(
            "surveys:create",
            &good,
            &[
                json!({"format": "huge"}),
                one("riddle", json!({})),
                one("nps", json!({"options": {"html": "<b>"}})),
                one("nps", json!({"branches": [{"operator": "eval"}]})),
                json!({"triggers": {"type": "hover"}}),
                json!({"frequency": "always"}),
            ],
        )
        .await;
        let of_acme = |change: Value| merged(&json!({"workspaceId": talk.acme}), &change);
        let of_survey = |change: Value| merged(&json!({"surveyId": NO_ROW}), &change);
        for (name, good) in [
            ("surveys:list", of_acme(json!({"status": "draft", "limit": 1, "after": NO_ROW}))),
            ("surveys:get", json!({"id": NO_ROW})),
            ("surveys:update", json!({"id": NO_ROW, "name": "x", "format": "small"})),
            ("surveys:previewAudienceRules", of_acme(json!({"audienceRules": pro()}))),
            ("surveys:getActiveSurveys", of_acme(json!({"visitorId": NO_ROW, "currentUrl": "x"}))),
            ("surveys:recordImpression", of_survey(json!({"action": "shown", "sessionId": "x"}))),
            (
                "surveys:submitResponse",
                of_survey(json!({"answers": [], "isComplete": true, "userId": NO_ROW})),
            ),
            ("surveys:listResponses", of_survey(json!({"status": "partial", "limit": 1, "after": NO_ROW}))),
            ("surveys:getAnalytics", of_survey(json!({}))),
            ("surveys:exportResponsesCsv", of_survey(json!({"startDate": 1, "endDate": 2, "after": NO_ROW}))),
        ] {
            talk.is_strict_about(name, good).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_preview_counts_rules_segments_and_everybody() {
    on_each(async |talk: Talk<'_>| {
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        let segment = talk.segment(pro()).await;
        let preview = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(&talk.ben, "surveys:previewAudienceRules", args).await.unwrap()
        };
        let one = json!({"total": 2, "matching": 1});
        assert_eq!(preview(json!({})).await, json!({"total": 2, "matching": 2}));
        assert_eq!(preview(json!({"audienceRules": pro()})).await, one);
        assert_eq!(preview(json!({"audienceRules": {"segmentId": segment}})).await, one);
        let nobody = json!({"audienceRules": {"segmentId": NO_ROW}});
        assert_eq!(preview(nobody).await, json!({"total": 2, "matching": 0}));
        let args = json!({"workspaceId": talk.acme});
        let strangers = talk.call(&talk.cleo, "surveys:previewAudienceRules", args).await.unwrap();
        assert_eq!(strangers, json!({"total": 0, "matching": 0}));
    })
    .await;
}
