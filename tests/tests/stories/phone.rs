//! A phone, as far as Chromium can play one: size, touch, and a keyboard that makes the visible part smaller.

use crate::cast::{Shop, ana_on, is_closed, open_widget};
use serde_json::json;
use tests::browser::Browser;

const WIDTH: u32 = 390;
const HEIGHT: u32 = 844;

/// Ana with a phone, the page scrolled a little.
async fn ana_on_a_phone(shop: &Shop) -> Browser {
    let ana = Browser::open().await;
    let screen = json!({ "width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 3, "mobile": true });
    ana.devtools("Emulation.setDeviceMetricsOverride", screen).await;
    ana.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
    ana.goto(&shop.host.origin).await;
    ana.run("scrollTo(0, 500)").await;
    open_widget(&ana).await;
    ana.find("widget-panel").await;
    ana.leave_frame().await;
    ana.until_layer("the panel covers the window", "return root.querySelector('.layer').matches('.full')").await;
    ana
}

/// Where the panel stands, as the page sees it: left, top, width, height.
const PANEL: &str = "const box = root.querySelector('.card').getBoundingClientRect(); \
     return [box.x, box.y, box.width, box.height]";

#[tokio::test]
async fn on_a_phone_the_panel_covers_everything_and_the_page_stands_still_until_it_closes() {
    let shop = Shop::open().await;
    let ana = ana_on_a_phone(&shop).await;
    assert_eq!(ana.of_layer(PANEL).await, json!([0, 0, WIDTH, HEIGHT]));
    assert_eq!(ana.of_layer("return getComputedStyle(root.querySelector('.launcher')).display").await, "none");
    assert_eq!(ana.run("return getComputedStyle(document.documentElement).overflow").await, "hidden");
    ana.enter_frame().await;
    ana.click("widget-close-button").await;
    ana.leave_frame().await;
    is_closed(&ana).await;
    assert_eq!(ana.run("return document.documentElement.style.overflow").await, "");
    assert_eq!(ana.run("return scrollY").await, 500);
    ana.until_layer(
        "the launcher is back",
        "return getComputedStyle(root.querySelector('.launcher')).display !== 'none'",
    )
    .await;
}

#[tokio::test]
async fn on_a_phone_the_composer_stays_above_the_keyboard() {
    const KEYBOARD: u32 = 336;
    let shop = Shop::open().await;
    let ana = ana_on_a_phone(&shop).await;
    ana.enter_frame().await;
    ana.click("widget-start-conversation").await;
    ana.find("widget-message-input").await;
    ana.leave_frame().await;
    // Chromium draws no keyboard without a real screen; what it would report is put in its place.
    ana.run(&format!(
        "Object.defineProperty(visualViewport, 'height', {{ get: () => {} }}); \
         visualViewport.dispatchEvent(new Event('resize'))",
        HEIGHT - KEYBOARD
    ))
    .await;
    ana.until_layer("the panel leaves room", &format!(
        "return root.querySelector('.card').getBoundingClientRect().height === {}", HEIGHT - KEYBOARD
    ))
    .await;
    ana.enter_frame().await;
    let bottom = ana
        .run("return document.querySelector('textarea').getBoundingClientRect().bottom")
        .await
        .as_f64()
        .expect("a number");
    assert!(bottom <= f64::from(HEIGHT - KEYBOARD), "the composer ends at {bottom}");
}

#[tokio::test]
async fn turning_to_a_wide_screen_gives_the_page_back_its_scroll() {
    let shop = Shop::open().await;
    let ana = ana_on_a_phone(&shop).await;
    let wide = json!({ "width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    ana.devtools("Emulation.setDeviceMetricsOverride", wide).await;
    ana.until_layer("the panel is a card again", "return !root.querySelector('.layer').matches('.full')").await;
    assert_eq!(ana.run("return document.documentElement.style.overflow").await, "");
}

#[tokio::test]
async fn what_the_page_said_about_its_own_scroll_comes_back() {
    let shop = Shop::open().await;
    let ana = ana_on(&shop.host).await;
    ana.leave_frame().await;
    ana.run("document.documentElement.style.setProperty('overflow', 'clip', 'important')").await;
    let narrow = json!({ "width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 3, "mobile": true });
    ana.devtools("Emulation.setDeviceMetricsOverride", narrow).await;
    let overflow = "const { style } = document.documentElement; \
         return style.overflow + style.getPropertyPriority('overflow')";
    ana.until("the page is held", &format!("return (() => {{ {overflow} }})() === 'hiddenimportant'")).await;
    ana.enter_frame().await;
    ana.click("widget-close-button").await;
    ana.leave_frame().await;
    is_closed(&ana).await;
    assert_eq!(ana.run(overflow).await, "clipimportant");
}
