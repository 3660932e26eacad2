//! `tourSteps:…`: who may call them is in the matrix.

pub mod matrix;

use crate::talk::{NO_ROW, Talk, merged, on_each, refused};
use serde_json::{Value, json};
use shared::Code;
use std::slice::from_ref;

impl Talk<'_> {
    async fn steps(&self, tour: &Value) -> Vec<Value> {
        let rows = self.call(&self.ben, "tourSteps:list", json!({"tourId": tour})).await.unwrap();
        rows.as_array().unwrap().clone()
    }
}

fn ids(rows: &[Value]) -> Vec<Value> {
    for (place, row) in rows.iter().enumerate() {
        assert_eq!(row["order"], json!(place), "places have no gaps");
    }
    rows.iter().map(|row| row["_id"].clone()).collect()
}

#[tokio::test]
async fn a_step_is_kept_as_it_was_written_and_changed_part_by_part() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        let hostile = "<img src=x onerror=alert(1)>\u{202e}'; --";
        let quality = json!({"score": 62.5, "grade": "fair", "warnings": [hostile], "signals": {
            "matchCount": 2, "depth": 1, "usesNth": false, "hasId": true, "hasDataAttribute": false, "classCount": 0,
            "usesWildcard": false}});
        let full = json!({
            "tourId": tour, "type": "video", "title": hostile, "content": hostile, "elementSelector": "#a > b",
            "position": "left", "size": "large", "advanceOn": "fieldFill", "routePath": "/cart*", "selectorQuality": quality,
            "customButtonText": hostile, "mediaUrl": "https://a.test/v.mp4", "mediaType": "video",
        });
        let id = talk.call(&talk.ben, "tourSteps:create", full.clone()).await.unwrap();
        let now = talk.clock.now();
        let row = merged(&full, &json!({
            "_id": id, "_creationTime": now, "workspaceId": talk.acme, "order": 0, "createdAt": now, "updatedAt": now,
        }));
        assert_eq!(talk.steps(&tour).await, from_ref(&row));
        let second = talk.step(&tour, json!({"elementSelector": "  ", "routePath": " /x "})).await;
        let rows = talk.steps(&tour).await;
        assert_eq!(ids(&rows), [id.clone(), second.clone()]);
        assert_eq!(
            (rows[1].get("elementSelector"), &rows[1]["routePath"], &rows[1]["position"], &rows[1]["advanceOn"]),
            (None, &json!("/x"), &json!("auto"), &json!("click"))
        );
        talk.clock.advance(5);
        let change = json!({"id": id, "content": "New", "position": "above", "routePath": " ", "mediaUrl": ""});
        assert_eq!(talk.call(&talk.ben, "tourSteps:update", change).await.unwrap(), id);
        let mut changed = merged(&row, &json!({"content": "New", "position": "above", "updatedAt": talk.clock.now()}));
        for blank in ["routePath", "mediaUrl"] {
            changed.as_object_mut().unwrap().remove(blank);
        }
        assert_eq!(talk.steps(&tour).await[0], changed);
    })
    .await;
}

#[tokio::test]
async fn steps_move_up_and_are_put_in_order() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        let mut all = Vec::new();
        for _ in 0..4 {
            all.push(talk.step(&tour, json!({})).await);
        }
        let removed = talk.call(&talk.ben, "tourSteps:remove", json!({"id": all[1]})).await.unwrap();
        assert_eq!(removed, json!({"success": true}));
        all.remove(1);
        assert_eq!(ids(&talk.steps(&tour).await), all);
        all.reverse();
        let order = json!({"tourId": tour, "stepIds": all});
        talk.call(&talk.ben, "tourSteps:reorder", order).await.unwrap();
        assert_eq!(ids(&talk.steps(&tour).await), all);
        let other = talk.tour(json!({})).await;
        let foreign = talk.step(&other, json!({})).await;
        let of_globex = json!({"workspaceId": talk.globex, "name": "x"});
        let theirs = talk.call(&talk.cleo, "tours:create", of_globex).await.unwrap();
        let theirs = json!({"tourId": theirs, "type": "post", "content": "x"});
        let theirs = talk.call(&talk.cleo, "tourSteps:create", theirs).await.unwrap();
        for wrong in [
            vec![all[0].clone()],
            vec![all[0].clone(), all[1].clone(), all[1].clone()],
            vec![all[0].clone(), all[1].clone(), all[2].clone(), all[2].clone()],
            vec![all[0].clone(), all[1].clone(), foreign],
            vec![all[0].clone(), all[1].clone(), theirs],
            vec![],
        ] {
            let order = json!({"tourId": tour, "stepIds": wrong});
            let words = "The order names each step of the tour once, and no other";
            refused(talk.call(&talk.ben, "tourSteps:reorder", order).await, Code::InvalidInput, words);
        }
        assert_eq!(ids(&talk.steps(&tour).await), all, "nothing has changed");
    })
    .await;
}

#[tokio::test]
async fn steps_that_are_made_at_once_have_a_place_each() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        talk.lets_commits_race();
        futures_util::future::join_all((0..6).map(|_| talk.step(&tour, json!({})))).await;
        assert_eq!(ids(&talk.steps(&tour).await).len(), 6);
    })
    .await;
}

/// A selector is data: it is asked of the page's own `querySelector` and written nowhere.
#[tokio::test]
async fn a_selector_is_kept_to_the_letter_whatever_it_tries() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        for selector in [
            "#a\"];alert(1)//",
            "</style><script>alert(1)</script>",
            "a{}body{display:none}",
            "x'); DROP TABLE tour_steps; --",
            "`${alert(1)}`",
            ":has(:has(:has(*)))",
            "\u{202e}#buy",
        ] {
            let step = json!({"type": "pointer", "elementSelector": selector});
            talk.step(&tour, step).await;
            let rows = talk.steps(&tour).await;
            assert_eq!(rows.last().unwrap()["elementSelector"], json!(selector));
        }
    })
    .await;
}

#[tokio::test]
async fn a_step_that_points_nowhere_or_could_run_is_refused() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        let good = json!({"tourId": tour, "type": "post", "content": "x"});
        let id = talk.step(&tour, json!({})).await;
        for (change, words) in [
            (json!({"type": "pointer"}), "Element selector is required for pointer and video steps"),
            (
                json!({"type": "video", "elementSelector": " "}),
                "Element selector is required for pointer and video steps",
            ),
            (
                json!({"advanceOn": "elementClick"}),
                "Element selector is required for elementClick and fieldFill advancement",
            ),
            (json!({"mediaUrl": "javascript:alert(1)"}), "no http or https address"),
            (json!({"mediaUrl": "data:text/html,x"}), "no http or https address"),
            (json!({"content": "x".repeat(50 * 1024 + 1)}), "The step is too long"),
            (json!({"title": "x".repeat(256)}), "The title is too long"),
            (json!({"elementSelector": "x".repeat(2049)}), "The selector is too long"),
            (json!({"routePath": "x".repeat(2049)}), "The route is too long"),
        ] {
            let args = merged(&good, &change);
            talk.refuses(&talk.ben, "tourSteps:create", args, Code::InvalidInput, words).await;
            let args = merged(&json!({"id": id}), &change);
            talk.refuses(&talk.ben, "tourSteps:update", args, Code::InvalidInput, words).await;
        }
        for (name, args, missing) in [
            ("tourSteps:create", json!({"tourId": NO_ROW, "type": "post", "content": "x"}), "Tour not found"),
            ("tourSteps:list", json!({"tourId": NO_ROW}), "Tour not found"),
            ("tourSteps:reorder", json!({"tourId": NO_ROW, "stepIds": []}), "Tour not found"),
            ("tourSteps:update", json!({"id": NO_ROW, "content": "x"}), "Step not found"),
            ("tourSteps:remove", json!({"id": NO_ROW}), "Step not found"),
        ] {
            refused(talk.call(&talk.ben, name, args.clone()).await, Code::NotFound, missing);
            talk.is_strict_about(name, args).await;
        }
        talk.refuses_arguments(
            "tourSteps:create",
            &good,
            &[
                json!({"type": "carousel"}),
                json!({"advanceOn": "hover"}),
                json!({"position": 3}),
                json!({"selectorQuality": {}}),
            ],
        )
        .await;
    })
    .await;
}
