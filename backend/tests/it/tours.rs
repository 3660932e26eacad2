//! `tours:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    segments::pro,
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use serde_json::{Value, json};
use shared::Code;
use std::slice::from_ref;

impl Talk<'_> {
    pub async fn tour(&self, change: Value) -> Value {
        let args = merged(&json!({"workspaceId": self.acme, "name": "Tour"}), &change);
        self.call(&self.ben, "tours:create", args).await.unwrap()
    }

    /// A tour that is shown, with steps.
    pub async fn guided(&self, change: Value, steps: &[Value]) -> Value {
        let id = self.tour(change).await;
        for step in steps {
            self.step(&id, step.clone()).await;
        }
        self.call(&self.ben, "tours:activate", json!({"id": id})).await.unwrap();
        id
    }

    pub async fn step(&self, tour: &Value, change: Value) -> Value {
        let args = merged(&json!({"tourId": tour, "type": "post", "content": "Hello"}), &change);
        self.call(&self.ben, "tourSteps:create", args).await.unwrap()
    }

    async fn tour_row(&self, id: &Value) -> Value {
        self.call(&self.ben, "tours:get", json!({"id": id})).await.unwrap()
    }

    async fn all_tours(&self, who: &Visitor) -> Vec<Value> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token});
        self.call(NOBODY, "tours:listAll", args).await.unwrap().as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_tour_is_kept_as_it_was_written() {
    on_each(async |talk: Talk<'_>| {
        let hostile = "<script>alert(1)</script>\u{202e}'; --";
        let ben = talk.ben.user_id().unwrap();
        let full = json!({
            "workspaceId": talk.acme, "name": hostile, "description": hostile,
            "targetingRules": {"pageUrl": "/cart*", "userAttributes": {"plan": "pro", "none": null}},
            "audienceRules": pro(), "displayMode": "until_dismissed", "priority": 1.5, "buttonColor": "#792cd4",
            "senderId": ben, "showConfetti": false, "allowSnooze": false, "allowRestart": false,
        });
        let id = talk.call(&talk.ben, "tours:create", full.clone()).await.unwrap();
        let now = talk.clock.now();
        let row = merged(&full, &json!({
            "_id": id, "_creationTime": now, "status": "draft", "createdAt": now, "updatedAt": now,
        }));
        assert_eq!(talk.tour_row(&id).await, row);
        talk.clock.advance(5);
        let change = json!({"id": id, "name": "New", "priority": -1, "showConfetti": true});
        assert_eq!(talk.call(&talk.ben, "tours:update", change).await.unwrap(), id);
        let changed = json!({"name": "New", "priority": -1, "showConfetti": true, "updatedAt": talk.clock.now()});
        assert_eq!(talk.tour_row(&id).await, merged(&row, &changed));
        let cleared = json!({"id": id, "buttonColor": null, "senderId": null});
        talk.call(&talk.ben, "tours:update", cleared).await.unwrap();
        let bare = talk.tour_row(&id).await;
        assert_eq!((bare.get("buttonColor"), bare.get("senderId")), (None, None), "what was chosen can be cleared");
        let plain = talk.tour(json!({})).await;
        let defaults = json!({
            "_id": plain, "_creationTime": talk.clock.now(), "workspaceId": talk.acme, "name": "Tour", "status": "draft",
            "displayMode": "first_time_only", "priority": 0, "showConfetti": true, "allowSnooze": true, "allowRestart": true,
            "createdAt": talk.clock.now(), "updatedAt": talk.clock.now(),
        });
        assert_eq!(talk.tour_row(&plain).await, defaults);
        let list = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            let rows = talk.call(&talk.ben, "tours:list", args).await.unwrap();
            rows.as_array().unwrap().iter().map(|row| row["_id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(list(json!({})).await, [id.clone(), plain.clone()]);
        assert_eq!(list(json!({"limit": 1, "after": id})).await, from_ref(&plain));
        let done = async |what: &str| talk.call(&talk.ben, &format!("tours:{what}"), json!({"id": plain})).await;
        assert_eq!(done("activate").await.unwrap(), plain);
        assert_eq!(list(json!({"status": "active"})).await, from_ref(&plain));
        assert_eq!(done("deactivate").await.unwrap(), plain);
        assert_eq!(talk.tour_row(&plain).await["status"], json!("draft"));
    })
    .await;
}

#[tokio::test]
async fn what_makes_no_sense_or_is_anothers_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let good = json!({"workspaceId": talk.acme, "name": "x"});
        let id = talk.tour(json!({})).await;
        for (change, words) in [
            (json!({"name": "x".repeat(256)}), "The name is too long"),
            (json!({"buttonColor": "red; background: url(//evil.test)"}), "colour is none"),
            (json!({"targetingRules": {"pageUrl": "x".repeat(2049)}}), "too long"),
            (json!({"audienceRules": {"type": "xor"}}), "Invalid audience rules at audienceRules"),
        ] {
            let args = merged(&good, &change);
            talk.refuses(&talk.ben, "tours:create", args, Code::InvalidInput, words).await;
            let args = merged(&json!({"id": id}), &change);
            talk.refuses(&talk.ben, "tours:update", args, Code::InvalidInput, words).await;
        }
        let stranger = json!({"senderId": talk.cleo.user_id().unwrap()});
        let answer = talk.call(&talk.ben, "tours:create", merged(&good, &stranger)).await;
        refused(answer, Code::NotFound, "Sender not found");
        let segment = json!({"audienceRules": {"segmentId": NO_ROW}});
        let answer = talk.call(&talk.ben, "tours:create", merged(&good, &segment)).await;
        refused(answer, Code::NotFound, "Segment not found");
        let of_acme = |change: Value| merged(&json!({"workspaceId": talk.acme}), &change);
        for (name, good) in [
            ("tours:list", of_acme(json!({"status": "draft", "limit": 1, "after": NO_ROW}))),
            ("tours:get", json!({"id": NO_ROW})),
            ("tours:create", of_acme(json!({"name": "x", "displayMode": "until_dismissed", "priority": 1}))),
            ("tours:update", json!({"id": NO_ROW, "name": "x", "allowSnooze": true})),
            ("tours:remove", json!({"id": NO_ROW})),
            ("tours:activate", json!({"id": NO_ROW})),
            ("tours:getStats", json!({"id": NO_ROW})),
            ("tours:deactivate", json!({"id": NO_ROW})),
            ("tours:duplicate", json!({"id": NO_ROW})),
            ("tours:listAll", of_acme(json!({"visitorId": NO_ROW}))),
            ("tours:previewAudienceRules", of_acme(json!({"audienceRules": pro()}))),
        ] {
            talk.is_strict_about(name, good).await;
        }
        assert_eq!(talk.call(&talk.ben, "tours:get", json!({"id": NO_ROW})).await.unwrap(), Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_copy_has_every_step_and_a_tour_takes_its_steps_along() {
    on_each(async |talk: Talk<'_>| {
        let quality = json!({"score": 90, "grade": "good", "warnings": [], "signals": {
            "depth": 1, "usesNth": false, "hasId": true, "hasDataAttribute": false, "classCount": 0, "usesWildcard": false}});
        let pointer = json!({
            "type": "pointer", "elementSelector": "#buy", "routePath": "/cart", "selectorQuality": quality,
        });
        let id = talk.guided(json!({"priority": 3, "audienceRules": pro()}), &[pointer, json!({})]).await;
        talk.clock.advance(5);
        let copy = talk.call(&talk.ben, "tours:duplicate", json!({"id": id})).await.unwrap();
        let now = talk.clock.now();
        let expected = json!({
            "_id": copy, "name": "Tour (Copy)", "status": "draft", "_creationTime": now, "createdAt": now, "updatedAt": now,
        });
        assert_eq!(talk.tour_row(&copy).await, merged(&talk.tour_row(&id).await, &expected));
        let steps = async |tour: &Value| {
            let rows = talk.call(&talk.ben, "tourSteps:list", json!({"tourId": tour})).await.unwrap();
            let plain = |row: &Value| merged(row, &json!({"_id": 0, "tourId": 0, "_creationTime": 0, "createdAt": 0, "updatedAt": 0}));
            rows.as_array().unwrap().iter().map(plain).collect::<Vec<_>>()
        };
        assert_eq!(steps(&copy).await, steps(&id).await);
        let begin = json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "tourId": id});
        talk.call(NOBODY, "tourProgress:start", begin.clone()).await.unwrap();
        let stuck = merged(&begin, &json!({"mode": "fieldFill"}));
        talk.call(NOBODY, "tourProgress:advance", stuck).await.unwrap();
        assert_eq!(talk.call(&talk.ben, "tours:remove", json!({"id": id})).await.unwrap(), json!({"success": true}));
        assert_eq!(talk.tour_row(&id).await, Value::Null);
        for name in ["tours:update", "tours:remove", "tours:activate", "tours:deactivate", "tours:duplicate"] {
            refused(talk.call(&talk.ben, name, json!({"id": id})).await, Code::NotFound, "Tour not found");
        }
        assert_eq!(steps(&copy).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn every_active_tour_is_listed_with_its_steps_and_how_far_the_visitor_is() {
    on_each(async |talk: Talk<'_>| {
        let pointer = json!({"type": "pointer", "elementSelector": " #buy "});
        let second = talk.guided(json!({"priority": 2, "audienceRules": pro()}), &[pointer, json!({})]).await;
        let first = talk.guided(json!({"priority": 1, "targetingRules": {"pageUrl": "/nowhere"}}), &[]).await;
        talk.tour(json!({})).await;
        let rows = talk.all_tours(&talk.ana).await;
        let ids: Vec<_> = rows.iter().map(|row| row["tour"]["_id"].clone()).collect();
        assert_eq!(ids, [first.clone(), second.clone()]);
        assert_eq!(
            (&rows[1]["tourStatus"], &rows[1]["elementSelectors"], rows[1].get("progress")),
            (&json!("new"), &json!(["#buy"]), None)
        );
        assert_eq!(
            (rows[1]["steps"].as_array().unwrap().len(), rows[1]["tour"].get("audienceRules")),
            (2, None)
        );
        let of =
            |tour: &Value| json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "tourId": tour});
        for (name, status, of_progress) in [
            ("start", "in_progress", "in_progress"),
            ("snooze", "new", "snoozed"),
            ("restart", "in_progress", "in_progress"),
            ("complete", "completed", "completed"),
            ("dismiss", "new", "dismissed"),
        ] {
            talk.call(NOBODY, &format!("tourProgress:{name}"), of(&second)).await.unwrap();
            let row = &talk.all_tours(&talk.ana).await[1];
            assert_eq!(
                (&row["tourStatus"], &row["progress"]["status"]),
                (&json!(status), &json!(of_progress)),
                "{name}"
            );
        }
        assert_eq!(talk.all_tours(&talk.dora).await[1]["tourStatus"], json!("new"));
        let named =
            json!({"workspaceId": talk.acme, "sessionToken": talk.ana.token, "visitorId": talk.dora.id});
        let words = "Not authorized to list tours for this visitor";
        refused(talk.call(NOBODY, "tours:listAll", named).await, Code::NotAuthorized, words);
        let bens = json!({"workspaceId": talk.acme});
        let rows = talk.call(&talk.ben, "tours:listAll", bens.clone()).await.unwrap();
        assert_eq!(rows[1]["tour"]["audienceRules"], pro());
        let dan = merged(&bens, &json!({"visitorId": talk.dan.id}));
        let words = "Visitor not found in workspace";
        refused(talk.call(&talk.ben, "tours:listAll", dan).await, Code::NotFound, words);
    })
    .await;
}

#[tokio::test]
async fn a_preview_counts_rules_and_segments() {
    on_each(async |talk: Talk<'_>| {
        talk.describe(&talk.ana, json!({"plan": "pro"})).await;
        let segment = talk.segment(pro()).await;
        let preview = async |change: Value| {
            let args = merged(&json!({"workspaceId": talk.acme}), &change);
            talk.call(&talk.ben, "tours:previewAudienceRules", args).await.unwrap()
        };
        assert_eq!(preview(json!({})).await, json!({"total": 2, "matching": 2}));
        let by_segment = json!({"audienceRules": {"segmentId": segment}});
        assert_eq!(preview(by_segment).await, json!({"total": 2, "matching": 1}));
    })
    .await;
}
