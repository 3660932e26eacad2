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
    async fn begin(shop: &Shop, trigger: &Value) -> Self {
        let question =
            json!({ "id": "score", "type": "nps", "title": trigger.to_string(), "required": false });
        let survey =
            json!({ "name": "survey", "format": "small", "questions": [question], "triggers": trigger });
        let tooltip = json!({ "name": "tooltip", "triggerType": "auto", "elementSelector": "#held", "triggers": trigger,
            "content": trigger.to_string() });
        let banner = json!({ "text": trigger.to_string() });
        Self {
            survey: shop.asks(survey).await,
            banner: shop.sends("banner", banner, json!({ "triggers": trigger })).await,
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

/// Waits until the app is there and has shown what waits for nothing.
async fn is_ready(ana: &Browser) {
    ana.sees("outbound-chat", "Good morning").await;
}

#[tokio::test]
async fn every_trigger_shows_every_kind_though_no_page_views_are_tracked() {
    let untracked = r#"data-opencom-track-page-views="false""#;
    let held =
        r#"<p id="held" style="position: fixed; top: 200px; left: 20px; width: 100px">It stays in view</p>"#;
    let shop =
        Shop::open_with(|docent, workspace| format!("{held}{}", tag(docent, workspace, untracked))).await;
    shop.sends("chat", json!({ "text": "Good morning" }), json!({ "frequency": "always" })).await;
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
        let waiting = Waiting::begin(&shop, &trigger).await;
        ana.goto(&shop.host.origin).await;
        ana.run(before).await;
        ana.enter_frame().await;
        is_ready(&ana).await;
        if !then.is_empty() {
            for kind in SEEN {
                assert!(!ana.has(kind).await, "{kind} waits for {trigger}");
            }
        }
        ana.leave_frame().await;
        ana.run(then).await;
        ana.enter_frame().await;
        for kind in SEEN {
            ana.sees(kind, &trigger.to_string()).await;
        }
        ana.leave_frame().await;
        waiting.end(&shop).await;
    }
}
