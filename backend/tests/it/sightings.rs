//! Where pages load the widget's config, as the install page shows it.

use crate::{
    watching::Watching,
    world::{World, on_each_store},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use docent::core::App;
use serde_json::{Value, json};
use std::time::Duration;
use tower::ServiceExt;

const SIGNALS: &str = "workspaces:getHostedOnboardingIntegrationSignals";
const SHOP: &str = "https://shop.example";

/// A page of that site loads the tag, which imports the config.
async fn load(world: &World, workspace: &str, origin: Option<&str>) -> StatusCode {
    let mut request = Request::builder().uri(format!("/widget/{workspace}.js"));
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    let request = request.body(Body::empty()).unwrap();
    docent::app::router(world.app.clone()).oneshot(request).await.unwrap().status()
}

async fn seen(world: &World) -> Value {
    let args = json!({"workspaceId": world.acme});
    world.call(&world.viewer().caller, SIGNALS, args).await.unwrap()["sightings"].clone()
}

#[tokio::test]
async fn a_page_that_only_loads_the_tag_is_seen_at_once() {
    on_each_store(async |world| {
        let acme = world.acme.to_string();
        let args = json!({"workspaceId": world.acme});
        let mut watching = Watching::new(world, &world.ben().caller, SIGNALS, args).await;
        assert_eq!(load(world, &acme, Some(SHOP)).await, StatusCode::OK);
        assert!(watching.was_woken());
        let expected = json!([{"origin": SHOP, "seenAt": world.clock.now(), "isAllowed": true}]);
        assert_eq!(watching.again().await["sightings"], expected);
        let stored = async |app: &App| {
            let args = json!({"workspaceId": world.acme});
            let docent::core::functions::Call::Query(query) = app.call(SIGNALS, args).unwrap() else {
                panic!()
            };
            app.observe(&world.viewer().caller, query.as_ref()).await.value.unwrap()["sightings"].clone()
        };
        // Another process knows what was stored, and nothing else.
        let again =
            App::with_all_rooms(world.app.config().clone(), world.app.store().clone(), world.clock.clone());
        let again = again.unwrap();
        let mut waits = 0;
        while stored(&again).await != expected {
            waits += 1;
            assert!(waits < 500, "it is stored in the background");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_busy_site_wakes_nobody_for_each_page() {
    on_each_store(async |world| {
        let acme = world.acme.to_string();
        load(world, &acme, Some(SHOP)).await;
        // It is stored in the background, which wakes once.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let args = json!({"workspaceId": world.acme});
        let mut watching = Watching::new(world, &world.ben().caller, SIGNALS, args).await;
        let first = watching.again().await;
        world.clock.advance(14_999);
        load(world, &acme, Some(SHOP)).await;
        assert!(!watching.was_woken());
        assert_eq!(watching.unasked().await, first);
        world.clock.advance(1);
        load(world, &acme, Some(SHOP)).await;
        assert!(watching.was_woken());
        assert_eq!(watching.again().await["sightings"][0]["seenAt"], world.clock.now());
    })
    .await;
}

#[tokio::test]
async fn a_site_that_the_list_does_not_admit_is_shown_as_such() {
    on_each_store(async |world| {
        let acme = world.acme.to_string();
        load(world, &acme, Some("https://staging.example")).await;
        let list = |origins: Value| json!({"workspaceId": world.acme, "allowedOrigins": origins});
        let allow = async |origins: Value| {
            world.call(&world.ben().caller, "workspaces:updateAllowedOrigins", list(origins)).await.unwrap();
        };
        allow(json!([SHOP])).await;
        assert_eq!(seen(world).await[0]["isAllowed"], false);
        allow(json!([SHOP, "https://staging.example"])).await;
        assert_eq!(seen(world).await[0]["isAllowed"], true, "without another visit");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_site_or_no_workspace_leaves_nothing() {
    on_each_store(async |world| {
        let acme = world.acme.to_string();
        let long = format!("https://{}.example", "a".repeat(400));
        for origin in [None, Some("null"), Some("file://x"), Some(""), Some(long.as_str())] {
            assert_eq!(load(world, &acme, origin).await, StatusCode::OK);
        }
        // Its config is a module that exports null.
        assert_eq!(load(world, &"0".repeat(32), Some(SHOP)).await, StatusCode::OK);
        assert_eq!(seen(world).await, json!([]));
        for i in 0..200 {
            load(world, &acme, Some(&format!("https://invented-{i}.example"))).await;
        }
        assert_eq!(seen(world).await.as_array().unwrap().len(), 32);
    })
    .await;
}
