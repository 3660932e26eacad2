//! `authoringSessions:…`: who may call them is in the matrix.

pub mod matrix;

use crate::{
    talk::{NO_ROW, NOBODY, Talk, merged, on_each, refused},
    world::World,
};
use docent::{core::Caller, jobs};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shared::{
    Code, Error, authoring_sessions::LASTS, tour_steps::MOST_STEPS, workspace_members::AssignableRole,
};

impl Talk<'_> {
    /// The token of a new session of Ben's.
    async fn authoring(&self, tour: &Value, change: Value) -> Value {
        let args = json!({"tourId": tour, "targetUrl": "https://shop.test/cart?n=1&opencom_authoring=x"});
        let made = self.call(&self.ben, "authoringSessions:create", merged(&args, &change)).await.unwrap();
        made["token"].clone()
    }

    /// What somebody does who has nothing but the token.
    async fn with_token(&self, what: &str, token: &Value, change: Value) -> Result<Value, Error> {
        let args = merged(&json!({"token": token}), &change);
        self.call(NOBODY, &format!("authoringSessions:{what}"), args).await
    }

    async fn opens(&self, token: &Value) -> Value {
        self.with_token("validate", token, json!({})).await.unwrap()
    }
}

fn invalid(reason: &str) -> Value {
    json!({"valid": false, "reason": reason})
}

/// How many rows of a table keep the SHA-256 of a text.
pub async fn kept(world: &World, sql: &'static str, token: &Value) -> i64 {
    let hash = Sha256::digest(token.as_str().unwrap()).to_vec();
    let mut tx = world.app.store().snapshot().await.unwrap();
    tx.query(sql).bind(hash).fetch_one::<(i64,)>().await.unwrap().0
}

const KEPT: &str = "SELECT COUNT(*) FROM authoring_sessions WHERE token_hash = $1";

#[tokio::test]
async fn an_author_points_a_step_at_an_element_of_its_site() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({"name": "Tour", "buttonColor": "#792cd4"})).await;
        let pointer = json!({"type": "pointer", "elementSelector": "#old", "routePath": "/old"});
        let step = talk.step(&tour, pointer).await;
        let post = talk.step(&tour, json!({})).await;
        let token = talk.authoring(&tour, json!({"stepId": step})).await;
        assert!(token.as_str().unwrap().len() == 32 && token.as_str().unwrap().chars().all(|c| c.is_ascii_alphanumeric()));
        assert_eq!(kept(&talk, KEPT, &token).await, 1, "of the token its hash is kept");
        let steps = talk.call(&talk.ben, "tourSteps:list", json!({"tourId": tour})).await.unwrap();
        let open = json!({
            "valid": true,
            "session": {
                "tourId": tour, "stepId": step, "workspaceId": talk.acme,
                "targetUrl": "https://shop.test/cart?n=1&opencom_authoring=x",
            },
            "tour": {
                "_id": tour, "name": "Tour", "buttonColor": "#792cd4", "showConfetti": true, "allowSnooze": true, "allowRestart": true,
            },
            "steps": steps,
        });
        assert_eq!(talk.opens(&token).await, open);
        let quality = json!({"score": 90, "grade": "good", "warnings": [], "signals": {
            "depth": 1, "usesNth": false, "hasId": true, "hasDataAttribute": false, "classCount": 0, "usesWildcard": false}});
        let done = json!({"success": true});
        let pointed = json!({"stepId": step, "elementSelector": " #buy ", "selectorQuality": quality});
        assert_eq!(talk.with_token("updateStep", &token, pointed).await.unwrap(), done);
        let now = async || talk.call(&talk.ben, "tourSteps:list", json!({"tourId": tour})).await.unwrap();
        let row = merged(&steps[0], &json!({
            "elementSelector": "#buy", "selectorQuality": quality, "routePath": "/cart?n=1", "updatedAt": talk.clock.now(),
        }));
        assert_eq!(now().await[0], row, "the page that the session began with");
        let elsewhere = json!({"stepId": step, "elementSelector": "#pay", "currentUrl": "https://shop.test/pay?docent_authoring=x#y"});
        talk.with_token("updateStep", &token, elsewhere).await.unwrap();
        let step_now = now().await[0].clone();
        assert_eq!((&step_now["routePath"], step_now.get("selectorQuality")), (&json!("/pay"), None));
        assert_eq!(talk.opens(&token).await["steps"][0], step_now);
        let next = json!({"stepId": post});
        assert_eq!(talk.with_token("setCurrentStep", &token, next).await.unwrap(), done);
        assert_eq!(talk.opens(&token).await["session"]["stepId"], post);
        talk.call(&talk.ben, "tourSteps:remove", json!({"id": post})).await.unwrap();
        assert_eq!(talk.opens(&token).await["session"].get("stepId"), None, "a step that is gone is none");
        talk.with_token("setCurrentStep", &token, json!({})).await.unwrap();
        assert_eq!(talk.opens(&token).await["session"].get("stepId"), None);
        for _ in 0..2 {
            assert_eq!(talk.with_token("end", &token, json!({})).await.unwrap(), done);
        }
        assert_eq!(talk.opens(&token).await, invalid("Session not found"));
        assert_eq!(kept(&talk, KEPT, &token).await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_author_writes_a_tour_on_its_site() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        let first = talk.step(&tour, json!({"title": "First"})).await;
        let last = talk.step(&tour, json!({"title": "Last"})).await;
        let token = talk.authoring(&tour, json!({})).await;
        let done = json!({"success": true});
        let now = async || {
            let rows = talk.call(&talk.ben, "tourSteps:list", json!({"tourId": tour})).await.unwrap();
            for (place, row) in rows.as_array().unwrap().iter().enumerate() {
                assert_eq!(row["order"], json!(place), "places have no gaps");
            }
            rows
        };
        let order = async || {
            let rows = now().await;
            rows.as_array().unwrap().iter().map(|row| row["_id"].clone()).collect::<Vec<_>>()
        };
        let quality = json!({"score": 90, "grade": "good", "warnings": [], "signals": {
            "depth": 1, "usesNth": false, "hasId": true, "hasDataAttribute": false, "classCount": 0, "usesWildcard": false}});
        let words = json!({"type": "pointer", "title": "Buy", "content": "Here", "advanceOn": "elementClick"});
        let pointed = json!({"afterStepId": first, "elementSelector": " #buy ", "selectorQuality": quality});
        let between = talk.with_token("addStep", &token, merged(&words, &pointed)).await.unwrap();
        let in_the_middle = json!({"type": "post", "content": "Bye", "currentUrl": "https://shop.test/bye"});
        let end = talk.with_token("addStep", &token, in_the_middle).await.unwrap();
        assert_eq!(order().await, [first.clone(), between.clone(), last.clone(), end.clone()]);
        let rows = now().await;
        let made = json!({
            "_id": between, "_creationTime": talk.clock.now(), "workspaceId": talk.acme, "tourId": tour, "order": 1,
            "elementSelector": "#buy", "selectorQuality": quality, "routePath": "/cart?n=1", "position": "auto", "size": "small",
            "createdAt": talk.clock.now(), "updatedAt": talk.clock.now(),
        });
        assert_eq!(rows[1], merged(&words, &made), "on the page that the session began with");
        assert_eq!(rows[3].get("routePath"), None, "what stands beside nothing belongs to no page");
        let elsewhere = json!({"type": "pointer", "content": "x", "elementSelector": "#pay",
            "currentUrl": "https://shop.test/pay?opencom_authoring=x"});
        let pays = talk.with_token("addStep", &token, elsewhere).await.unwrap();
        assert_eq!(now().await[4]["routePath"], json!("/pay"));
        assert_eq!(talk.with_token("removeStep", &token, json!({"stepId": pays})).await.unwrap(), done);

        talk.clock.advance(5);
        let written = json!({"stepId": between, "title": "Pay", "advanceOn": "click"});
        assert_eq!(talk.with_token("writeStep", &token, written).await.unwrap(), done);
        let expected = json!({"title": "Pay", "advanceOn": "click", "updatedAt": talk.clock.now()});
        assert_eq!(now().await[1], merged(&rows[1], &expected), "what is left out stays");
        talk.with_token("writeStep", &token, json!({"stepId": between, "type": "post", "content": "There"})).await.unwrap();
        let row = now().await[1].clone();
        assert_eq!((&row["type"], &row["content"], &row["title"]), (&json!("post"), &json!("There"), &json!("Pay")));
        let video = json!({"stepId": between, "type": "video", "mediaUrl": "https://shop.test/pay.mp4"});
        talk.with_token("writeStep", &token, video).await.unwrap();
        talk.with_token("writeStep", &token, json!({"stepId": between, "content": "Here"})).await.unwrap();
        let row = now().await[1].clone();
        assert_eq!(
            (&row["type"], &row["mediaUrl"], &row["mediaType"]),
            (&json!("video"), &json!("https://shop.test/pay.mp4"), &json!("video"))
        );
        talk.with_token("writeStep", &token, json!({"stepId": between, "mediaUrl": ""})).await.unwrap();
        assert_eq!(now().await[1].get("mediaUrl"), None);

        let turned = [end.clone(), last.clone(), between.clone(), first.clone()];
        assert_eq!(talk.with_token("reorderSteps", &token, json!({"stepIds": turned})).await.unwrap(), done);
        assert_eq!(order().await, turned);
        assert_eq!(talk.with_token("removeStep", &token, json!({"stepId": last})).await.unwrap(), done);
        assert_eq!(order().await, [end, between, first]);
        assert_eq!(talk.opens(&token).await["steps"], now().await);
    })
    .await;
}

#[tokio::test]
async fn what_an_author_writes_on_its_site_is_checked_as_in_the_dashboard() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        let step = talk.step(&tour, json!({})).await;
        let other = talk.tour(json!({})).await;
        let foreign = talk.step(&other, json!({})).await;
        let theirs = json!({"workspaceId": talk.globex, "name": "x"});
        let theirs = talk.call(&talk.cleo, "tours:create", theirs).await.unwrap();
        let theirs = json!({"tourId": theirs, "type": "post", "content": "x"});
        let theirs = talk.call(&talk.cleo, "tourSteps:create", theirs).await.unwrap();
        let all = async || {
            let mut all = Vec::new();
            for id in [&tour, &other] {
                all.push(talk.call(&talk.ben, "tourSteps:list", json!({"tourId": id})).await.unwrap());
            }
            all
        };
        let before = all().await;
        let token = talk.authoring(&tour, json!({})).await;
        let post = json!({"type": "post", "content": "x"});
        let tried = async |name: &str, args: &Value| talk.with_token(name, &token, args.clone()).await;
        let places = [
            (json!(NO_ROW), Code::NotFound, "Step not found"),
            (foreign.clone(), Code::NotAuthorized, "Step does not belong to this tour"),
            (theirs.clone(), Code::NotAuthorized, "Step does not belong to this tour"),
        ];
        for (id, code, words) in places {
            let behind = merged(&post, &json!({"afterStepId": id}));
            refused(tried("addStep", &behind).await, code, words);
            refused(tried("writeStep", &json!({"stepId": id, "content": "stolen"})).await, code, words);
            refused(tried("removeStep", &json!({"stepId": id})).await, code, words);
            let order = json!({"stepIds": [step, id]});
            let words = "The order names each step of the tour once, and no other";
            refused(tried("reorderSteps", &order).await, Code::InvalidInput, words);
        }
        for (change, words) in [
            (json!({"type": "pointer"}), "Element selector is required for pointer and video steps"),
            (json!({"type": "video"}), "Element selector is required for pointer and video steps"),
            (
                json!({"advanceOn": "fieldFill"}),
                "Element selector is required for elementClick and fieldFill advancement",
            ),
            (json!({"content": "x".repeat(50 * 1024 + 1)}), "The step is too long"),
            (json!({"title": "x".repeat(256)}), "The title is too long"),
            (json!({"elementSelector": "x".repeat(2049)}), "The selector is too long"),
            (json!({"mediaUrl": "javascript:alert(1)"}), "The media's address is no http or https address"),
            (json!({"currentUrl": "x".repeat(2049)}), "currentUrl is too long"),
        ] {
            let is_refused = |answer: Result<Value, Error>| {
                let refusal = answer.unwrap_err();
                assert!(
                    refusal.code == Code::InvalidInput && refusal.message.starts_with(words),
                    "{refusal}"
                );
            };
            is_refused(tried("addStep", &merged(&post, &change)).await);
            if change.get("elementSelector").or(change.get("currentUrl")).is_none() {
                is_refused(tried("writeStep", &merged(&json!({"stepId": step}), &change)).await);
            }
        }
        for _ in 1..MOST_STEPS {
            talk.step(&other, json!({})).await;
        }
        let full = talk.authoring(&other, json!({})).await;
        let words = "A tour has at most 100 steps";
        refused(talk.with_token("addStep", &full, post.clone()).await, Code::InvalidInput, words);
        let new =
            json!({"token": "x", "type": "post", "content": "x", "afterStepId": NO_ROW, "currentUrl": "/"});
        for (name, good) in [
            ("authoringSessions:addStep", new),
            ("authoringSessions:writeStep", json!({"token": "x", "stepId": NO_ROW, "content": "x"})),
            ("authoringSessions:removeStep", json!({"token": "x", "stepId": NO_ROW})),
            ("authoringSessions:reorderSteps", json!({"token": "x", "stepIds": [NO_ROW]})),
        ] {
            talk.is_strict_about(name, good).await;
        }
        assert_eq!(all().await[0], before[0], "nothing has changed");
        assert_eq!(all().await[1][0], before[1][0]);
        talk.call(&talk.ben, "tours:remove", json!({"id": tour})).await.unwrap();
        refused(tried("addStep", &post).await, Code::NotFound, "Tour not found");
        refused(tried("reorderSteps", &json!({"stepIds": []})).await, Code::NotFound, "Tour not found");
    })
    .await;
}

#[tokio::test]
async fn steps_that_are_added_behind_one_at_once_have_a_place_each() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        let first = talk.step(&tour, json!({})).await;
        let last = talk.step(&tour, json!({})).await;
        let token = talk.authoring(&tour, json!({})).await;
        talk.lets_commits_race();
        let add = json!({"type": "post", "content": "x", "afterStepId": first});
        futures_util::future::join_all((0..6).map(|_| talk.with_token("addStep", &token, add.clone()))).await;
        let rows = talk.call(&talk.ben, "tourSteps:list", json!({"tourId": tour})).await.unwrap();
        let rows = rows.as_array().unwrap();
        let places: Vec<_> = rows.iter().map(|row| row["order"].as_u64().unwrap()).collect();
        assert_eq!(places, (0..8).collect::<Vec<_>>());
        assert_eq!((&rows[0]["_id"], &rows[7]["_id"]), (&first, &last));
    })
    .await;
}

#[tokio::test]
async fn an_author_s_token_does_what_it_is_for_and_nothing_else() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        let step = talk.step(&tour, json!({"type": "pointer", "elementSelector": "#x"})).await;
        let other = talk.tour(json!({})).await;
        let foreign = talk.step(&other, json!({})).await;
        let before = talk.call(&talk.ben, "tourSteps:list", json!({"tourId": other})).await.unwrap();
        let create = async |change: Value| {
            let args = json!({"tourId": tour, "targetUrl": "/cart"});
            talk.call(&talk.ben, "authoringSessions:create", merged(&args, &change)).await
        };
        refused(create(json!({"tourId": NO_ROW})).await, Code::NotFound, "Tour not found");
        refused(create(json!({"stepId": NO_ROW})).await, Code::NotFound, "Step not found");
        let words = "Step does not belong to this tour";
        refused(create(json!({"stepId": foreign})).await, Code::NotAuthorized, words);
        let runs = "targetUrl is no http or https address";
        refused(create(json!({"targetUrl": "javascript:alert(1)"})).await, Code::InvalidInput, runs);
        let args = json!({"tourId": tour, "targetUrl": "/cart"});
        refused(
            talk.call(NOBODY, "authoringSessions:create", args).await,
            Code::NotAuthenticated,
            "Unauthorized",
        );
        let token = talk.authoring(&tour, json!({})).await;
        for name in ["updateStep", "setCurrentStep"] {
            let tried = async |step: &Value| {
                let mut args = json!({"stepId": step});
                if name == "updateStep" {
                    args["elementSelector"] = json!("#y");
                }
                talk.with_token(name, &token, args).await
            };
            refused(tried(&json!(NO_ROW)).await, Code::NotFound, "Step not found");
            refused(tried(&foreign).await, Code::NotAuthorized, words);
        }
        assert_eq!(talk.call(&talk.ben, "tourSteps:list", json!({"tourId": other})).await.unwrap(), before);
        // What a step must be is asked here too.
        let point = async |change: Value| {
            let args = json!({"stepId": step, "elementSelector": "#y"});
            talk.with_token("updateStep", &token, merged(&args, &change)).await
        };
        let blank = "Element selector is required for pointer and video steps";
        refused(point(json!({"elementSelector": " "})).await, Code::InvalidInput, blank);
        for (change, words) in [
            (json!({"elementSelector": "x".repeat(2049)}), "The selector is too long"),
            (json!({"currentUrl": "x".repeat(2049)}), "currentUrl is too long"),
        ] {
            let refusal = point(change).await.unwrap_err();
            assert!(refusal.code == Code::InvalidInput && refusal.message.starts_with(words), "{refusal}");
        }
        point(json!({"currentUrl": "javascript:alert(1)"})).await.unwrap();
        let route = talk.opens(&token).await["steps"][0]["routePath"].clone();
        assert_eq!(route, json!("/cart?n=1"), "what is no page is no route");
        talk.call(&talk.ben, "tours:remove", json!({"id": tour})).await.unwrap();
        assert_eq!(talk.opens(&token).await, invalid("Tour not found"));
        refused(point(json!({})).await, Code::NotFound, "Step not found");
        for (name, good) in [
            ("authoringSessions:create", json!({"tourId": NO_ROW, "stepId": NO_ROW, "targetUrl": "/"})),
            ("authoringSessions:validate", json!({"token": "x"})),
            (
                "authoringSessions:updateStep",
                json!({"token": "x", "stepId": NO_ROW, "elementSelector": "x", "currentUrl": "/"}),
            ),
            ("authoringSessions:setCurrentStep", json!({"token": "x", "stepId": NO_ROW})),
            ("authoringSessions:end", json!({"token": "x"})),
        ] {
            talk.is_strict_about(name, good).await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_author_s_token_is_good_for_half_an_hour_and_as_long_as_its_author_may() {
    on_each(async |talk: Talk<'_>| {
        let tour = talk.tour(json!({})).await;
        let step = talk.step(&tour, json!({"elementSelector": "#x"})).await;
        let ada = talk.colleague("ada@acme.test", "Ada", AssignableRole::Admin).await;
        let args = json!({"tourId": tour, "targetUrl": "/"});
        let made = talk.call(&ada.caller, "authoringSessions:create", args).await.unwrap();
        let (token, ben) = (&made["token"], talk.authoring(&tour, json!({})).await);
        let no_use = async |token: &Value, code: Code, words: &str| {
            assert_eq!(talk.opens(token).await, invalid(words));
            let pointed = json!({"stepId": step, "elementSelector": "#stolen"});
            refused(talk.with_token("updateStep", token, pointed).await, code, words);
            for (name, args) in [
                ("setCurrentStep", json!({})),
                ("addStep", json!({"type": "post", "content": "stolen"})),
                ("writeStep", json!({"stepId": step, "content": "stolen"})),
                ("removeStep", json!({"stepId": step})),
                ("reorderSteps", json!({"stepIds": [step]})),
            ] {
                refused(talk.with_token(name, token, args).await, code, words);
            }
        };
        assert_eq!(talk.opens(token).await["valid"], json!(true));
        let role = async |role: &str| {
            let of_ada = json!({"workspaceId": talk.acme, "userId": ada.id});
            let members =
                talk.call(&talk.ben, "workspaceMembers:listByWorkspace", json!({"workspaceId": talk.acme}));
            let members = members.await.unwrap();
            let row = members
                .as_array()
                .unwrap()
                .iter()
                .find(|row| row["userId"] == of_ada["userId"])
                .unwrap()
                .clone();
            let args = json!({"membershipId": row["_id"], "role": role});
            talk.call(&talk.ben, "workspaceMembers:updateRole", args).await.unwrap();
        };
        role("agent").await;
        no_use(token, Code::NotFound, "Session not found").await;
        role("admin").await;
        assert_eq!(talk.opens(token).await["valid"], json!(true));
        assert_eq!(talk.opens(&ben).await["valid"], json!(true), "another's is its own");
        talk.clock.advance(LASTS - 1);
        assert_eq!(talk.opens(token).await["valid"], json!(true));
        talk.clock.advance(1);
        no_use(token, Code::NotAuthorized, "Session expired").await;
        no_use(&json!("wst_whatever"), Code::NotFound, "Session not found").await;
        let ended = talk.authoring(&tour, json!({})).await;
        talk.with_token("end", &ended, json!({})).await.unwrap();
        no_use(&ended, Code::NotFound, "Session not found").await;
        let rows = talk.call(&talk.ben, "tourSteps:list", json!({"tourId": tour})).await.unwrap();
        assert_eq!(
            (&rows[0]["elementSelector"], &rows[0]["content"]),
            (&json!("#x"), &json!("Hello")),
            "nothing was done"
        );
        assert_eq!(rows.as_array().unwrap().len(), 1);
        talk.clock.advance(86_400_001);
        jobs::clean(&talk.app).await.unwrap();
        assert_eq!((kept(&talk, KEPT, token).await, kept(&talk, KEPT, &ben).await), (0, 0));
        assert_eq!(talk.opens(token).await, invalid("Session not found"));
    })
    .await;
}

#[tokio::test]
async fn tokens_are_not_tried_out() {
    on_each(async |talk: Talk<'_>| {
        talk.lets_commits_race();
        let stranger = Caller { ip: Some([192, 0, 2, 1].into()), ..Caller::NOBODY };
        let guess = async |name: &str, n: usize| {
            let mut args = json!({"token": format!("{n:032}")});
            if name.starts_with("tooltip") {
                args["workspaceId"] = json!(talk.acme);
            }
            talk.call(&stranger, name, args).await
        };
        for n in 0..120 {
            let names = [
                "authoringSessions:validate",
                "tooltipAuthoringSessions:getByToken",
                "authoringSessions:end",
            ];
            guess(names[n % 3], n).await.unwrap();
        }
        for name in [
            "authoringSessions:validate",
            "tooltipAuthoringSessions:validate",
            "tooltipAuthoringSessions:end",
        ] {
            assert_eq!(guess(name, 0).await.unwrap_err().code, Code::RateLimited, "{name}");
        }
        talk.clock.advance(60_000);
        assert_eq!(guess("authoringSessions:validate", 0).await.unwrap(), invalid("Session not found"));
    })
    .await;
}
