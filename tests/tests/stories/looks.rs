//! Languages, schemes, motion, contrast.

use crate::cast::{Shop, ana_on, is_open, open_widget};
use serde_json::{Value, json};
use tests::{browser::Browser, host::tag};

const LABEL: &str = "return root.querySelector('.launcher').ariaLabel";

#[tokio::test]
async fn the_launcher_and_the_app_speak_the_browsers_language() {
    let shop = Shop::open().await;
    let ana = Browser::open_with(1280, 800, &["--accept-lang=de"]).await;
    ana.goto(&shop.host.origin).await;
    let label = ana.until_layer("the launcher's label", LABEL).await;
    assert_eq!(label, "Chat öffnen");
    open_widget(&ana).await;
    ana.find("widget-panel").await;
    assert_eq!(ana.run("return document.documentElement.lang").await, "de");
}

#[tokio::test]
async fn the_sites_own_choice_of_language_wins_and_arabic_runs_from_the_right() {
    let shop = Shop::open_with(|docent, workspace| tag(docent, workspace, r#"data-locale="ar""#)).await;
    let ana = ana_on(&shop.host).await;
    ana.find("widget-panel").await;
    assert_eq!(ana.run("return document.documentElement.dir").await, "rtl");
    ana.click("widget-start-conversation").await;
    let places =
        "return ['textarea', '.send'].map(one => document.querySelector(one).getBoundingClientRect().x)";
    ana.find("widget-message-input").await;
    let places = ana.run(places).await;
    assert!(places[1].as_f64() < places[0].as_f64(), "the send button stands at the left: {places}");
}

async fn prefers(ana: &Browser, name: &str, value: &str) {
    let features = json!({ "features": [{ "name": name, "value": value }] });
    ana.devtools("Emulation.setEmulatedMedia", features).await;
}

/// How light the panel is: 0 is black, 255 white.
async fn lightness(ana: &Browser) -> Option<u64> {
    let colour = ana.run("return getComputedStyle(document.querySelector('.panel')).backgroundColor").await;
    let numbers = colour.as_str()?.trim_start_matches("rgb(").split(',');
    numbers.take(1).next()?.trim().parse().ok()
}

#[tokio::test]
async fn the_panel_is_dark_where_the_device_is_and_follows_it() {
    let shop = Shop::open().await;
    let ana = Browser::open().await;
    prefers(&ana, "prefers-color-scheme", "dark").await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.find("widget-panel").await;
    tests::until("the panel is dark", async || (lightness(&ana).await? < 60).then_some(())).await;
    ana.leave_frame().await;
    prefers(&ana, "prefers-color-scheme", "light").await;
    ana.enter_frame().await;
    tests::until("the panel is light", async || (lightness(&ana).await? > 240).then_some(())).await;
}

#[tokio::test]
async fn where_less_motion_is_wanted_nothing_moves() {
    let shop = Shop::open().await;
    let ana = Browser::open_with(1280, 800, &["--force-prefers-reduced-motion"]).await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.find("widget-panel").await;
    let longest = "return Math.max(0, ...document.getAnimations({ subtree: true }).map(one => \
         one.effect.getComputedTiming().iterations * one.effect.getComputedTiming().duration))";
    assert!(ana.run(longest).await.as_f64().is_some_and(|longest| longest < 1.0));
    ana.leave_frame().await;
    let style = "const style = getComputedStyle(root.querySelector('.launcher')); \
         return [style.animationName, style.transitionDuration]";
    assert_eq!(ana.of_layer(style).await, json!(["none", "0s"]));
}

#[tokio::test]
async fn forced_colours_hide_no_control() {
    let shop = Shop::open().await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.until_layer("the launcher", LABEL).await;
    prefers(&ana, "forced-colors", "active").await;
    let launcher = "const one = root.querySelector('.launcher'), style = getComputedStyle(one); \
         const glyph = getComputedStyle(one, '::before').backgroundColor; \
         return style.borderTopWidth === '2px' && glyph !== style.backgroundColor";
    ana.until_layer("the launcher has an edge and a glyph", launcher).await;

    // The frame by itself: the emulation does not reach into a frame of another process.
    let frame = format!("{}/frame/{}", shop.server.origin(), shop.account.workspace);
    ana.goto(&frame).await;
    prefers(&ana, "forced-colors", "active").await;
    ana.click("widget-start-conversation").await;
    ana.find("widget-message-input").await;
    assert_eq!(ana.run("return matchMedia('(forced-colors: active)').matches").await, true);
    let bare = "return [...document.querySelectorAll('.field, .send')].filter(one => \
         getComputedStyle(one).borderTopStyle === 'none').map(one => one.className)";
    assert_eq!(ana.run(bare).await, json!([]), "every control has an edge");
    let unseen = "return [...document.querySelectorAll('button svg')].filter(one => { \
         const style = getComputedStyle(one); return style.stroke === 'none' && style.fill === 'none' }).length";
    assert_eq!(ana.run(unseen).await, 0, "every icon is drawn");
}

#[tokio::test]
async fn the_sites_own_button_can_be_the_only_launcher() {
    let shop = Shop::open_with(|docent, workspace| {
        tag(docent, workspace, "") + r#"<button id="own" onclick="Docent('open')">Chat</button>"#
    })
    .await;
    let hidden = json!({ "workspaceId": shop.account.workspace, "showLauncher": false });
    shop.as_ben("mutation", "messengerSettings:upsert", hidden).await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.until_layer("the layer is there", "return root.querySelector('.launcher').hidden").await;
    ana.click_css("#own").await;
    is_open(&ana).await;
    ana.enter_frame().await;
    ana.find("widget-panel").await;
    ana.leave_frame().await;
    assert_ne!(ana.of_layer("return root.querySelector('iframe').src").await, Value::Null);
}
