//! `tourProgress:…`: who may call them is in the matrix.

mod available;
pub mod matrix;

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::Visitor,
};
use serde_json::{Value, json};
use shared::{Code, Error};

impl Talk<'_> {
    async fn in_tour(&self, who: &Visitor, what: &str, tour: &Value, change: Value) -> Result<Value, Error> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token, "tourId": tour});
        self.call(NOBODY, &format!("tourProgress:{what}"), merged(&args, &change)).await
    }

    async fn does_in(&self, who: &Visitor, what: &str, tour: &Value) -> Value {
        self.in_tour(who, what, tour, json!({})).await.unwrap()
    }

    async fn available(&self, who: &Visitor, change: Value) -> Vec<Value> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token});
        let rows = self.call(NOBODY, "tourProgress:getAvailableTours", merged(&args, &change)).await.unwrap();
        rows.as_array().unwrap().clone()
    }

    async fn active(&self, who: &Visitor) -> Vec<Value> {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token});
        let rows = self.call(NOBODY, "tourProgress:getActive", args).await.unwrap();
        rows.as_array().unwrap().clone()
    }

    /// How far a visitor is in the one tour that there is.
    async fn progress(&self, who: &Visitor) -> Value {
        let args = json!({"workspaceId": who.workspace, "sessionToken": who.token});
        self.call(NOBODY, "tours:listAll", args).await.unwrap()[0]["progress"].clone()
    }
}

fn pointer(change: Value) -> Value {
    merged(&json!({"type": "pointer", "elementSelector": "#buy"}), &change)
}

#[tokio::test]
async fn a_visitor_goes_from_step_to_step_to_the_end() {
    on_each(async |talk: Talk<'_>| {
        let steps = [pointer(json!({"routePath": " /cart* "})), json!({})];
        let tour = talk.guided(json!({}), &steps).await;
        let began = talk.clock.now();
        let at = json!({"currentUrl": "https://shop.test/"});
        let id = talk.in_tour(&talk.ana, "start", &tour, at).await.unwrap();
        let row = json!({
            "_id": id, "_creationTime": began, "visitorId": talk.ana.id, "tourId": tour, "currentStep": 0, "checkpointStep": 0,
            "checkpointRoute": "/cart*", "checkpointSelector": "#buy", "lastSeenUrl": "https://shop.test/",
            "status": "in_progress", "createdAt": began, "updatedAt": began,
        });
        assert_eq!(talk.progress(&talk.ana).await, row);
        talk.clock.advance(10);
        let blocked = json!({"progressId": id, "advanced": false, "blockedReason": "route_mismatch", "status": "in_progress", "nextStep": 0});
        let elsewhere = json!({"currentUrl": "https://shop.test/?cart"});
        assert_eq!(talk.in_tour(&talk.ana, "advance", &tour, elsewhere).await.unwrap(), blocked);
        let stuck = talk.progress(&talk.ana).await;
        assert_eq!(
            (&stuck["lastBlockedReason"], &stuck["lastBlockedMode"], &stuck["lastBlockedAt"]),
            (&json!("route_mismatch"), &json!("click"), &json!(began + 10))
        );
        let cart = json!({"currentUrl": "https://shop.test/cart?n=1#x"});
        let advanced = json!({"progressId": id, "advanced": true, "blockedReason": null, "status": "in_progress", "nextStep": 1});
        assert_eq!(talk.in_tour(&talk.ana, "advance", &tour, cart).await.unwrap(), advanced);
        let next = talk.progress(&talk.ana).await;
        assert_eq!(
            (&next["checkpointStep"], next.get("checkpointRoute"), next.get("lastBlockedReason")),
            (&json!(1), None, None)
        );
        let done = merged(&advanced, &json!({"status": "completed", "nextStep": 2}));
        assert_eq!(talk.does_in(&talk.ana, "advance", &tour).await, done);
        let end = talk.progress(&talk.ana).await;
        assert_eq!(
            (&end["currentStep"], &end["completedAt"], end.get("checkpointStep")),
            (&json!(2), &json!(began + 10), None)
        );
        let words = "Tour is not in progress";
        refused(talk.in_tour(&talk.ana, "advance", &tour, json!({})).await, Code::InvalidInput, words);
        assert_eq!(talk.progress(&talk.dora).await, Value::Null, "others are where they were");
    })
    .await;
}

#[tokio::test]
async fn two_tabs_that_go_on_from_one_step_go_one_step() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.guided(json!({}), &[json!({}), json!({}), json!({})]).await;
        let id = talk.does_in(&talk.ana, "start", &tour).await;
        let from = async |what: &str, step: i64| {
            let why = if what == "skipStep" { json!("selector_missing") } else { Value::Null };
            let args = merged(&json!({"step": step}), &if why.is_null() { json!({}) } else { json!({"reason": why}) });
            talk.in_tour(&talk.ana, what, &tour, args).await
        };
        talk.lets_commits_race();
        let (one, other) = tokio::join!(from("advance", 0), from("advance", 0));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!((&one["nextStep"], &other["nextStep"]), (&json!(1), &json!(1)), "{one} {other}");
        assert_ne!(one["advanced"], other["advanced"], "one of them went on");
        let stayed = json!({
            "progressId": id, "skipped": false, "reason": "selector_missing", "status": "in_progress", "nextStep": 1,
        });
        assert_eq!(from("skipStep", 0).await.unwrap(), stayed);
        assert_eq!(from("skipStep", 1).await.unwrap()["nextStep"], json!(2));
        assert_eq!(from("advance", 2).await.unwrap()["status"], json!("completed"));
        let late = from("advance", 1).await.unwrap();
        assert_eq!((&late["advanced"], &late["status"]), (&json!(false), &json!("completed")));
    })
    .await;
}

#[tokio::test]
async fn a_step_is_done_as_it_asks() {
    on_each(async |talk: Talk<'_>| {
        let steps = [
            pointer(json!({"advanceOn": "elementClick"})),
            pointer(json!({"advanceOn": "fieldFill"})),
            json!({"routePath": "https://"}),
        ];
        let tour = talk.guided(json!({}), &steps).await;
        talk.does_in(&talk.ana, "start", &tour).await;
        let tried = async |change: Value| {
            let answer = talk.in_tour(&talk.ana, "advance", &tour, change).await.unwrap();
            (answer["blockedReason"].clone(), answer["nextStep"].clone())
        };
        assert_eq!(tried(json!({})).await, (json!("mode_mismatch"), json!(0)));
        assert_eq!(tried(json!({"mode": "elementClick"})).await, (json!("element_click_required"), json!(0)));
        let missed = json!({"mode": "elementClick", "targetMatched": false});
        assert_eq!(tried(missed).await, (json!("element_click_required"), json!(0)));
        let hit = json!({"mode": "elementClick", "targetMatched": true});
        assert_eq!(tried(hit).await, (Value::Null, json!(1)));
        let blank = json!({"mode": "fieldFill", "fieldValue": "  "});
        assert_eq!(tried(blank).await, (json!("field_fill_required"), json!(1)));
        assert_eq!(tried(json!({"mode": "fieldFill", "fieldValue": "x"})).await, (Value::Null, json!(2)));
        assert_eq!(tried(json!({})).await, (json!("checkpoint_invalid_route"), json!(2)));
        let skip = json!({"reason": "checkpoint_invalid_route", "currentUrl": "https://shop.test/"});
        let skipped = talk.in_tour(&talk.ana, "skipStep", &tour, skip).await.unwrap();
        assert_eq!(
            (&skipped["skipped"], &skipped["status"], &skipped["nextStep"]),
            (&json!(true), &json!("completed"), &json!(3))
        );
        let troubles = async |change: Value| {
            talk.in_tour(&talk.ana, "listDiagnostics", &tour, change)
                .await
                .unwrap()
                .as_array()
                .unwrap()
                .clone()
        };
        let all = troubles(json!({})).await;
        assert_eq!(all.len(), 6);
        let first = all.iter().find(|row| row["reason"] == json!("mode_mismatch")).unwrap();
        assert_eq!(
            (&first["mode"], &first["selector"], &first["stepOrder"], &first["metadata"]),
            (
                &json!("click"),
                &json!("#buy"),
                &json!(0),
                &json!({"expectedMode": "elementClick", "providedMode": "click", "targetMatched": null})
            )
        );
        assert_eq!(all.iter().filter(|row| row["mode"] == json!("system")).count(), 1);
        assert_eq!(troubles(json!({"limit": 2})).await.len(), 2);
        let of_dora = talk.in_tour(&talk.dora, "listDiagnostics", &tour, json!({})).await.unwrap();
        assert_eq!(of_dora, json!([]));
    })
    .await;
}

#[tokio::test]
async fn a_tour_is_left_and_begun_again() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.guided(json!({"displayMode": "until_dismissed"}), &[json!({}), json!({})]).await;
        let is = async |status: &str, step: i64| {
            let row = talk.progress(&talk.ana).await;
            assert_eq!((&row["status"], &row["currentStep"]), (&json!(status), &json!(step)));
            row
        };
        let id = talk.does_in(&talk.ana, "start", &tour).await;
        talk.does_in(&talk.ana, "advance", &tour).await;
        assert_eq!(talk.does_in(&talk.ana, "start", &tour).await, id);
        is("in_progress", 1).await;
        assert_eq!(talk.does_in(&talk.ana, "snooze", &tour).await, id);
        let until = talk.clock.now() + 86_400_000;
        assert_eq!(is("snoozed", 1).await["snoozedUntil"], json!(until));
        talk.does_in(&talk.ana, "start", &tour).await;
        is("snoozed", 1).await;
        talk.clock.advance(86_400_000);
        let ana = talk.again(&talk.ana).await;
        assert_eq!(talk.does_in(&ana, "start", &tour).await, id);
        let args = json!({"workspaceId": ana.workspace, "sessionToken": ana.token});
        let row = talk.call(NOBODY, "tours:listAll", args).await.unwrap()[0]["progress"].clone();
        assert_eq!((&row["status"], &row["currentStep"], row.get("snoozedUntil")), (&json!("in_progress"), &json!(0), None));
        assert_eq!(talk.does_in(&ana, "complete", &tour).await, id);
        talk.does_in(&ana, "start", &tour).await;
        let again = talk.does_in(&ana, "advance", &tour).await;
        assert_eq!(again["nextStep"], json!(1), "one that is offered until it is dismissed begins anew");
        talk.does_in(&ana, "dismiss", &tour).await;
        talk.does_in(&ana, "start", &tour).await;
        let words = "Tour is not in progress";
        refused(talk.in_tour(&ana, "skipStep", &tour, json!({"reason": "selector_missing"})).await, Code::InvalidInput, words);
        talk.in_tour(&ana, "start", &tour, json!({"force": true})).await.unwrap();
        assert_eq!(talk.does_in(&ana, "advance", &tour).await["nextStep"], json!(1));
        let checkpoint = json!({"blockedReason": "selector_missing", "selector": "#gone", "currentUrl": "https://shop.test/"});
        let checked = talk.in_tour(&ana, "checkpoint", &tour, checkpoint).await.unwrap();
        assert_eq!(checked, json!({"progressId": id}));
        assert_eq!(talk.does_in(&ana, "restart", &tour).await, id);
        let first = talk.guided(json!({}), &[json!({})]).await;
        talk.does_in(&ana, "start", &first).await;
        talk.does_in(&ana, "complete", &first).await;
        talk.does_in(&ana, "start", &first).await;
        let answer = talk.in_tour(&ana, "advance", &first, json!({})).await;
        refused(answer, Code::InvalidInput, words);
        // Never again, though it was not begun.
        let dora = talk.again(&talk.dora).await;
        talk.does_in(&dora, "dismissPermanently", &tour).await;
        assert!(talk.available(&dora, json!({})).await.iter().all(|row| row["tour"]["_id"] != tour));
    })
    .await;
}

#[tokio::test]
async fn a_tour_is_snoozed_and_restarted_where_it_allows_that_alone() {
    on_each(async |talk: Talk<'_>| {
        let strict = json!({"allowSnooze": false, "allowRestart": false});
        let tour = talk.guided(strict.clone(), &[json!({}), json!({})]).await;
        talk.does_in(&talk.ana, "start", &tour).await;
        talk.does_in(&talk.ana, "advance", &tour).await;
        let before = talk.progress(&talk.ana).await;
        for (name, words) in
            [("snooze", "Tour does not allow snoozing"), ("restart", "Tour does not allow restarting")]
        {
            refused(talk.in_tour(&talk.ana, name, &tour, json!({})).await, Code::InvalidInput, words);
            let by_ben = json!({"workspaceId": talk.acme, "tourId": tour, "visitorId": talk.ana.id});
            let by_ben = talk.call(&talk.ben, &format!("tourProgress:{name}"), by_ben).await;
            refused(by_ben, Code::InvalidInput, words);
            assert_eq!(talk.progress(&talk.ana).await, before);
        }
        // The site itself may begin it anew.
        talk.in_tour(&talk.ana, "start", &tour, json!({"force": true})).await.unwrap();
        assert_eq!(talk.progress(&talk.ana).await["currentStep"], json!(0));
        for (name, allow) in [("snooze", "allowSnooze"), ("restart", "allowRestart")] {
            talk.call(&talk.ben, "tours:update", json!({"id": tour, allow: true})).await.unwrap();
            talk.does_in(&talk.ana, name, &tour).await;
        }
        assert_eq!(talk.progress(&talk.ana).await["status"], json!("in_progress"));
    })
    .await;
}

#[tokio::test]
async fn nobody_moves_another_in_a_tour() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.guided(json!({}), &[json!({})]).await;
        talk.does_in(&talk.ana, "start", &tour).await;
        let with_reason = |name: &str| match name {
            "skipStep" => json!({"reason": "selector_missing"}),
            _ => json!({}),
        };
        let names = [
            "start",
            "advance",
            "skipStep",
            "checkpoint",
            "complete",
            "dismiss",
            "dismissPermanently",
            "snooze",
            "restart",
            "listDiagnostics",
        ];
        for name in names {
            let args = with_reason(name);
            let anas = merged(&args, &json!({"visitorId": talk.ana.id}));
            let words = "Not authorized for requested visitor";
            refused(talk.in_tour(&talk.dora, name, &tour, anas.clone()).await, Code::NotAuthorized, words);
            let words = "Tour does not belong to workspace";
            refused(talk.in_tour(&talk.dan, name, &tour, args.clone()).await, Code::NotAuthorized, words);
            let answer = talk.in_tour(&talk.ana, name, &json!(NO_ROW), args.clone()).await;
            refused(answer, Code::NotFound, "Tour not found");
            let by_ben = async |change: Value| {
                let of_acme = json!({"workspaceId": talk.acme, "tourId": tour});
                let args = merged(&merged(&of_acme, &args), &change);
                talk.call(&talk.ben, &format!("tourProgress:{name}"), args).await
            };
            let words = "visitorId is required for authenticated tour access";
            refused(by_ben(json!({})).await, Code::InvalidInput, words);
            let words = "Visitor not found in workspace";
            refused(by_ben(json!({"visitorId": talk.dan.id})).await, Code::NotFound, words);
            if !["start", "dismissPermanently", "listDiagnostics"].contains(&name) {
                let answer = talk.in_tour(&talk.dora, name, &tour, args).await;
                refused(answer, Code::NotFound, "Tour progress not found");
            }
        }
        assert_eq!(talk.progress(&talk.ana).await["status"], json!("in_progress"));
    })
    .await;
}

#[tokio::test]
async fn a_tour_says_how_far_its_visitors_came_and_what_kept_them() {
    on_each(async |talk: Talk<'_>| {
        let element = json!({"advanceOn": "elementClick"});
        let tour = talk.guided(json!({}), &[json!({}), pointer(element), json!({})]).await;
        let stats = async || talk.call(&talk.ben, "tours:getStats", json!({"id": tour})).await.unwrap();
        let none = json!({
            "started": 0, "inProgress": 0, "completed": 0, "dismissed": 0, "snoozed": 0, "reached": [0, 0, 0],
            "troubles": [], "diagnostics": [],
        });
        assert_eq!(stats().await, none);
        for who in [&talk.ana, &talk.dora] {
            talk.does_in(who, "start", &tour).await;
            talk.does_in(who, "advance", &tour).await;
        }
        let page = json!({"currentUrl": "https://shop.test/cart"});
        for (mode, at) in [("click", 1), ("elementClick", 2), ("click", 3)] {
            talk.clock.advance(at);
            let tried = merged(&page, &json!({"mode": mode}));
            talk.in_tour(&talk.ana, "advance", &tour, tried).await.unwrap();
        }
        let last_at = talk.clock.now();
        talk.does_in(&talk.dora, "complete", &tour).await;
        let eve = talk.visitor(talk.acme, "eve").await;
        talk.does_in(&eve, "dismissPermanently", &tour).await;
        let zoe = talk.visitor(talk.acme, "zoe").await;
        talk.does_in(&zoe, "start", &tour).await;
        talk.does_in(&zoe, "snooze", &tour).await;
        // A report that is read live is read again after half a minute.
        talk.clock.advance(60_000);
        let some = stats().await;
        let counts = json!({"started": 4, "inProgress": 1, "completed": 1, "dismissed": 1, "snoozed": 1, "reached": [4, 2, 1]});
        assert_eq!(merged(&some, &counts), some);
        let troubles = json!([
            {"stepOrder": 1, "reason": "mode_mismatch", "count": 2, "lastAt": last_at},
            {"stepOrder": 1, "reason": "element_click_required", "count": 1, "lastAt": last_at - 3},
        ]);
        assert_eq!(some["troubles"], troubles);
        let newest = &some["diagnostics"][0];
        assert_eq!(
            (&newest["currentUrl"], &newest["visitorId"], &newest["createdAt"]),
            (&page["currentUrl"], &json!(talk.ana.id), &json!(last_at))
        );
        assert_eq!(some["diagnostics"].as_array().unwrap().len(), 3);
        let of_another = talk.guided(json!({}), &[json!({})]).await;
        let other = talk.call(&talk.ben, "tours:getStats", json!({"id": of_another})).await.unwrap();
        assert_eq!(other["started"], json!(0));
        refused(
            talk.call(&talk.ben, "tours:getStats", json!({"id": NO_ROW})).await,
            Code::NotFound,
            "Tour not found",
        );
    })
    .await;
}

#[tokio::test]
async fn each_function_is_strict_about_its_arguments() {
    on_each(async |talk: Talk<'_>| {
        let of = |change: Value| {
            merged(&json!({"workspaceId": talk.acme, "tourId": NO_ROW, "visitorId": NO_ROW}), &change)
        };
        for (name, good) in [
            ("tourProgress:start", of(json!({"force": true, "currentUrl": "x"}))),
            ("tourProgress:advance", of(json!({"mode": "click", "targetMatched": true, "fieldValue": "x"}))),
            ("tourProgress:skipStep", of(json!({"reason": "selector_missing"}))),
            ("tourProgress:checkpoint", of(json!({"blockedReason": "selector_missing", "mode": "system"}))),
            ("tourProgress:complete", of(json!({}))),
            ("tourProgress:dismiss", of(json!({}))),
            ("tourProgress:dismissPermanently", of(json!({}))),
            ("tourProgress:snooze", of(json!({}))),
            ("tourProgress:restart", of(json!({}))),
            ("tourProgress:listDiagnostics", of(json!({"limit": 1}))),
            ("tourProgress:getActive", json!({"workspaceId": talk.acme, "visitorId": NO_ROW})),
            ("tourProgress:getAvailableTours", json!({"workspaceId": talk.acme, "currentUrl": "x"})),
        ] {
            talk.is_strict_about(name, good).await;
        }
        let tour = talk.guided(json!({}), &[json!({})]).await;
        let long = json!({"currentUrl": "x".repeat(2049)});
        for name in ["start", "advance", "checkpoint"] {
            let refusal = talk.in_tour(&talk.ana, name, &tour, long.clone()).await.unwrap_err();
            assert_eq!(
                (refusal.code, refusal.message.contains("too long")),
                (Code::InvalidInput, true),
                "{name}"
            );
        }
    })
    .await;
}
