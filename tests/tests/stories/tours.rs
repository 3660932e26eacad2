//! Tours on other people's sites: a small application whose pages change without being loaded, under a strict content security policy.

use crate::cast::Shop;
use serde_json::{Value, json};
use tests::{
    axe::is_accessible,
    browser::Browser,
    host::{Host, tag},
    until,
};

/// An application with two pages: each is drawn a moment after its address changed, the field stands in an open shadow root, and `create` has
/// another id than the one that the author saw.
async fn small_app(docent: &str, workspace: &str) -> Host {
    let html = format!(
        r##"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>An application</title>
<nav><a id="home" href="/">Home</a> <a id="orders" href="/orders">Orders</a></nav>
<main></main>
<script nonce="app">
  const main = document.querySelector("main");
  function draw() {{
    const isOrders = location.pathname === "/orders";
    main.innerHTML = isOrders ? "<h1>Orders</h1><div id=tall></div><search-box></search-box>" : "<h1>Home</h1><button id=create-2>Create an order</button>";
    if (!isOrders) return;
    document.getElementById("tall").style.height = "1500px";
    main.querySelector("search-box").attachShadow({{ mode: "open" }}).innerHTML = "<label>Name <input id=search></label>";
  }}
  const soon = () => ((main.textContent = ""), setTimeout(draw, 300));
  addEventListener("click", (event) => {{
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    soon();
  }});
  soon();
</script>
{}"##,
        tag(docent, workspace, "")
    );
    let policy = format!("default-src 'none'; script-src 'nonce-app' {docent}; frame-src {docent}");
    Host::serve(html, policy).await
}

impl Shop {
    /// A tour with these steps that is shown to everybody; answers its id.
    pub async fn leads(&self, tour: Value, steps: Value) -> Value {
        let mut args = json!({ "workspaceId": self.account.workspace, "name": "First steps" });
        args.as_object_mut().unwrap().extend(tour.as_object().unwrap().clone());
        let id = self.as_ben("mutation", "tours:create", args).await;
        for step in steps.as_array().unwrap() {
            let mut step = step.clone();
            step["tourId"] = id.clone();
            self.as_ben("mutation", "tourSteps:create", step).await;
        }
        self.as_ben("mutation", "tours:activate", json!({ "id": id })).await;
        id
    }

    pub async fn tour_stats(&self, tour: &Value) -> Value {
        self.as_ben("query", "tours:getStats", json!({ "id": tour })).await
    }
}

/// What the page's element of this selector is, through the spotlight: whether a click in its middle would reach it.
async fn is_in_reach(ana: &Browser, selector: &str) {
    let script = format!(
        "const {{ x, y, width, height }} = document.querySelector('{selector}').getBoundingClientRect();
         const at = document.elementFromPoint(x + width / 2, y + height / 2);
         return at !== null && at.closest('{selector}') !== null"
    );
    ana.until(&format!("{selector} can be used"), &script).await;
}

/// Waits in the frame for the card of the step with this title.
pub async fn is_at(ana: &Browser, title: &str) {
    ana.enter_frame().await;
    ana.sees("tour-step-card", title).await;
}

pub async fn is_over(ana: &Browser) {
    ana.enter_frame().await;
    until("the tour is over", async || (!ana.has("tour-step-card").await).then_some(())).await;
}

#[tokio::test]
async fn a_tour_leads_over_two_pages_and_goes_on_after_the_page_is_loaded_anew() {
    let shop = Shop::open().await;
    let tour = shop
        .leads(
            json!({ "showConfetti": false }),
            json!([
                { "type": "pointer", "title": "Begin here", "content": "Press it.", "routePath": "/",
                    "elementSelector": r#"#create /*{"role":"button","name":"Create an order"}*/"# },
                { "type": "pointer", "title": "All orders", "content": "They are here.",
                    "elementSelector": "#orders", "advanceOn": "elementClick" },
                { "type": "pointer", "title": "Find one", "content": "Type a name.", "routePath": "/orders",
                    "elementSelector": "search-box >>> #search", "advanceOn": "fieldFill" },
            ]),
        )
        .await;
    let host = small_app(&shop.server.origin(), &shop.account.workspace).await;
    let ana = Browser::open().await;
    ana.goto(&host.origin).await;
    // Found by what it is and says: its id has changed.
    is_at(&ana, "Begin here").await;
    ana.sees("tour-step-progress", "1 / 3").await;
    is_accessible(&ana, "a step at an element").await;
    ana.leave_frame().await;
    is_in_reach(&ana, "#create-2").await;
    let covered = "return document.elementFromPoint(600, 20).id === 'opencom-widget'";
    assert_eq!(ana.run(covered).await, true, "the rest of the page waits in the shade");
    ana.enter_frame().await;
    ana.click("tour-primary-action").await;

    is_at(&ana, "All orders").await;
    ana.leave_frame().await;
    is_in_reach(&ana, "#orders").await;
    ana.find_css("#orders").await.click().await.expect("the link is clicked through the spotlight");
    is_at(&ana, "Find one").await;
    assert_eq!(shop.tour_stats(&tour).await["reached"], json!([1, 1, 1]));

    // A full load of the page in the middle of it.
    ana.leave_frame().await;
    ana.goto(&format!("{}/orders", host.origin)).await;
    is_at(&ana, "Find one").await;
    ana.leave_frame().await;
    is_in_reach(&ana, "search-box").await;
    let fills = "const field = document.querySelector('search-box').shadowRoot.getElementById('search');
        field.value = 'Ada'; field.dispatchEvent(new Event('change', { bubbles: true, composed: true }))";
    ana.run(fills).await;
    is_over(&ana).await;
    let stats = until("it is counted", async || {
        let stats = shop.tour_stats(&tour).await;
        (stats["completed"] == 1).then_some(stats)
    })
    .await;
    assert_eq!((&stats["started"], &stats["troubles"]), (&json!(1), &json!([])));

    ana.leave_frame().await;
    ana.goto(&host.origin).await;
    ana.until(
        "it is known to be done",
        "return OpencomWidget.getAvailableTours()[0]?.status === 'completed'",
    )
    .await;
    is_over(&ana).await;
}

#[tokio::test]
async fn a_step_whose_element_is_missing_is_told_to_the_author_and_waits_for_it() {
    let shop = Shop::open().await;
    let tour = shop
        .leads(
            json!({}),
            json!([
                { "type": "pointer", "title": "Not there", "content": "x", "elementSelector": "#gone" },
                { "type": "pointer", "title": "No selector", "content": "x", "elementSelector": "###" },
                { "type": "post", "title": "The end", "content": "x" },
            ]),
        )
        .await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.enter_frame().await;
    ana.sees("tour-recovery-hint", "not on this page").await;
    is_accessible(&ana, "a step whose element is missing").await;
    let trouble = until("the author is told", async || {
        let stats = shop.tour_stats(&tour).await;
        stats["diagnostics"].as_array().and_then(|all| all.first()).cloned()
    })
    .await;
    assert_eq!(
        (&trouble["reason"], &trouble["stepOrder"], &trouble["selector"]),
        (&json!("selector_missing"), &json!(0), &json!("#gone"))
    );
    assert!(
        trouble["currentUrl"].as_str().is_some_and(|url| url.starts_with(&shop.host.origin)),
        "{trouble}"
    );

    // It comes after all, and the step is shown at once.
    ana.leave_frame().await;
    ana.run("document.getElementById('last').id = 'gone'").await;
    is_at(&ana, "Not there").await;
    ana.click("tour-primary-action").await;
    // What is no selector finds nothing, and nothing breaks.
    ana.sees("tour-recovery-hint", "not on this page").await;
    ana.click_css(".tour-card .primary").await;
    is_at(&ana, "The end").await;
    is_accessible(&ana, "a step before the page").await;
    ana.leave_frame().await;
    ana.until("the page waits", "return document.body.inert").await;
    ana.enter_frame().await;
    ana.click("tour-emergency-close").await;
    is_over(&ana).await;
    ana.leave_frame().await;
    ana.until("the page goes on", "return !document.body.inert").await;
    until("it is refused", async || (shop.tour_stats(&tour).await["dismissed"] == 1).then_some(())).await;
}

#[tokio::test]
async fn a_tour_is_walked_by_the_keyboard_from_the_card_to_its_element_and_on() {
    let shop = Shop::open().await;
    let steps =
        json!([{ "type": "pointer", "title": "A button", "content": "x", "elementSelector": "#last" }]);
    shop.leads(json!({}), steps).await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    is_at(&ana, "A button").await;
    let is_read = "return document.hasFocus() && document.activeElement.dataset.testid === 'tour-step-title'";
    ana.until("the card has the focus", is_read).await;
    ana.press("Tab").await;
    ana.until("the menu", "return document.activeElement.dataset.act === 'more'").await;
    ana.press("Tab").await;
    ana.until("the button", "return document.activeElement.dataset.act === 'next'").await;
    ana.press("Tab").await;
    ana.leave_frame().await;
    ana.until("the page's element", "return document.activeElement.id === 'last'").await;
}

#[tokio::test]
async fn the_page_starts_a_tour_by_its_id_and_an_unknown_one_stops_nothing() {
    let shop = Shop::open().await;
    let steps =
        json!([{ "type": "pointer", "title": "By name", "content": "x", "elementSelector": "#first" }]);
    // Meant for another page, and so not begun by itself.
    let tour = shop.leads(json!({ "targetingRules": { "pageUrl": "/elsewhere" } }), steps).await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.until("it is listed", "return OpencomWidget.getAvailableTours()[0]?.elementsAvailable").await;
    ana.run("Docent('startTour', 'nothing')").await;
    ana.run(&format!("OpencomWidget.startTour({tour})")).await;
    is_at(&ana, "By name").await;
    let is_read = "return document.hasFocus() && document.activeElement.textContent === 'By name'";
    ana.until("the card has the focus", is_read).await;
    ana.press("Escape").await;
    is_over(&ana).await;
    assert_eq!(shop.tour_stats(&tour).await["inProgress"], 1, "put aside, not refused");
}

#[tokio::test]
async fn tooltips_open_by_pointer_beacon_and_view() {
    let shop = Shop::open().await;
    for (kind, selector) in [("hover", "#first"), ("click", "#last"), ("auto", "h1")] {
        let tooltip = json!({ "workspaceId": shop.account.workspace, "name": kind, "triggerType": kind,
            "elementSelector": selector, "content": format!("<b>{kind}</b> is told") });
        shop.as_ben("mutation", "tooltips:create", tooltip).await;
    }
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.enter_frame().await;
    ana.sees("tooltip", "<b>auto</b> is told").await;
    is_accessible(&ana, "a tooltip in view").await;
    ana.click_css("[data-testid=tooltip] button").await;
    until("it is closed", async || (!ana.has("tooltip").await).then_some(())).await;
    ana.click("tooltip-beacon").await;
    ana.sees("tooltip", "<b>click</b> is told").await;
    is_accessible(&ana, "a tooltip of a beacon").await;
    ana.click("tooltip-beacon").await;
    until("it is closed", async || (!ana.has("tooltip").await).then_some(())).await;
    ana.leave_frame().await;
    ana.run("document.getElementById('first').dispatchEvent(new MouseEvent('mouseenter'))").await;
    ana.enter_frame().await;
    ana.sees("tooltip", "<b>hover</b> is told").await;
    ana.leave_frame().await;
    ana.run("document.getElementById('first').dispatchEvent(new MouseEvent('mouseleave'))").await;
    ana.enter_frame().await;
    until("it is gone", async || (!ana.has("tooltip").await).then_some(())).await;
}
