//! What has to happen before something is shown. Each kind of thing waits for it alike, also on a site that has no page views tracked.

use crate::{
    cast::Shop,
    guide_asks::{LEAVE, ana_at},
};
use serde_json::{Value, json};
use tests::{browser::Browser, host::tag};

/// What waits for the same.
struct Waiting {
    survey: Value,
    banner: Value,
    tooltip: Value,
}

impl Waiting {
    /// Each says `text`.
    async fn begin(shop: &Shop, trigger: &Value, text: &str) -> Self {
        let question = json!({ "id": "score", "type": "nps", "title": text, "required": false });
        let survey = json!({ "name": "survey", "format": "small", "questions": [question], "triggers": trigger,
            "frequency": "until_completed" });
        let tooltip = json!({ "name": "tooltip", "triggerType": "auto", "elementSelector": "#held", "triggers": trigger,
            "content": text });
        let banner = json!({ "triggers": trigger, "frequency": "always" });
        Self {
            survey: shop.asks(survey).await,
            banner: shop.sends("banner", json!({ "text": text }), banner).await,
            tooltip: shop.adds("tooltips:create", tooltip).await,
        }
    }

    async fn end(self, shop: &Shop) {
        shop.as_ben("mutation", "surveys:archive", json!({ "id": self.survey })).await;
        shop.as_ben("mutation", "outboundMessages:archive", json!({ "id": self.banner })).await;
        shop.as_ben("mutation", "tooltips:remove", json!({ "id": self.tooltip })).await;
    }
}

/// Where each kind is seen.
const SEEN: [&str; 3] = ["survey", "outbound-banner", "tooltip"];

/// A script that answers whether one of a kind says this.
fn says(kind: &str, text: &str) -> String {
    let text = json!(text);
    format!(
        "return [...document.querySelectorAll('[data-testid={kind}]')].some(one => one.textContent.includes({text}))"
    )
}

/// Waits until what waits for nothing was shown, of each kind, by which all of that kind is known; and makes room for what comes after it.
async fn is_ready(ana: &Browser) {
    for kind in SEEN {
        ana.until(kind, &says(kind, "Good morning")).await;
    }
    ana.click("survey-dismiss").await;
    ana.click_css("[data-testid=outbound-banner] [data-testid=outbound-close]").await;
    for kind in ["survey", "outbound-banner"] {
        let is_gone = says(kind, "Good morning").replace("return ", "return !");
        ana.until(&format!("{kind} is gone"), &is_gone).await;
    }
}

#[tokio::test]
async fn every_trigger_shows_every_kind_though_no_page_views_are_tracked() {
    let untracked = r#"data-opencom-track-page-views="false""#;
    let held =
        r#"<p id="held" style="position: fixed; top: 200px; left: 20px; width: 100px">It stays in view</p>"#;
    let shop =
        Shop::open_with(|docent, workspace| format!("{held}{}", tag(docent, workspace, untracked))).await;
    Waiting::begin(&shop, &json!({ "type": "immediate" }), "Good morning").await;
    let looked = json!({ "triggers": { "type": "event", "eventName": "looked" }, "frequency": "always" });
    shop.sends("chat", json!({ "text": "You looked" }), looked).await;
    let ana = ana_at(&shop.host).await;

    let page = |url: &str, how: &str| json!({ "type": "page_visit", "pageUrl": url, "pageUrlMatch": how });
    let cart = format!("{}/cart", shop.host.origin);
    let goes = "history.pushState({}, '', '/cart')";
    let order = json!({ "type": "event", "eventName": "ordered", "eventProperties": { "total": 3 } });
    let depth = json!({ "type": "scroll_depth", "scrollPercent": 60 });
    for (trigger, before, then) in [
        (json!({ "type": "immediate" }), "", ""),
        (json!({ "type": "time_on_page", "delaySeconds": 1 }), "", ""),
        (page(&cart, "exact"), "history.pushState({}, '', '/cart/2')", goes),
        (page("/car", "contains"), "history.pushState({}, '', '/art')", goes),
        (page(&cart[..cart.len() - 1], "prefix"), "history.pushState({}, '', '/?/cart')", goes),
        (page("/c[a-z]+t$", "regex"), "history.pushState({}, '', '/CART')", goes),
        (depth, "scrollTo(0, 300)", "scrollTo(0, document.scrollingElement.scrollHeight)"),
        (
            json!({ "type": "exit_intent" }),
            "document.dispatchEvent(new MouseEvent('mouseout', { clientY: 5 }))",
            LEAVE,
        ),
        (order, "Docent('track', 'ordered', { total: 2 })", "Docent('track', 'ordered', { total: 3 })"),
    ] {
        let text = trigger.to_string();
        let waiting = Waiting::begin(&shop, &trigger, &text).await;
        ana.goto(&shop.host.origin).await;
        ana.enter_frame().await;
        is_ready(&ana).await;
        if !then.is_empty() {
            ana.leave_frame().await;
            ana.run(before).await;
            // The app hears one thing after the other: now it knows what was before this. What an event has opened and other events do
            // not close is still open: surveys and banners, and not tooltips.
            ana.run("requestAnimationFrame(() => setTimeout(() => Docent('track', 'looked')))").await;
            ana.enter_frame().await;
            ana.sees("outbound-chat", "You looked").await;
            for kind in SEEN {
                assert_eq!(ana.run(&says(kind, &text)).await, false, "{kind} waits for {trigger}");
            }
        }
        ana.leave_frame().await;
        ana.run(then).await;
        ana.enter_frame().await;
        for kind in SEEN {
            ana.until(&format!("{kind} after {trigger}"), &says(kind, &text)).await;
        }
        ana.leave_frame().await;
        waiting.end(&shop).await;
    }
}

#[tokio::test]
async fn how_far_a_page_was_scrolled_before_the_widget_came_counts() {
    let shop = Shop::open().await;
    let depth = json!({ "triggers": { "type": "scroll_depth", "scrollPercent": 60 } });
    shop.sends("banner", json!({ "text": "So far already" }), depth).await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.run("scrollTo(0, document.scrollingElement.scrollHeight)").await;
    ana.enter_frame().await;
    ana.sees("outbound-banner", "So far already").await;
}
