//! Tours and tooltips that their author works on on the own site, under a strict content security policy and over full loads of its pages.

use crate::cast::{Shop, ben_in};
use serde_json::{Value, json};
use tests::{
    axe::is_accessible,
    browser::Browser,
    host::{Host, tag},
    until,
};

/// A site with two pages that allows nothing but Docent.
async fn strict_site(docent: &str, workspace: &str) -> Host {
    let html = format!(
        r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A shop</title>
<nav><a id="home" href="/">Home</a> <a id="cart" href="/cart?n=1">Cart</a></nav>
<main><h1>A shop</h1><button id="buy">Buy</button></main>
{}"#,
        tag(docent, workspace, "")
    );
    Host::serve(html, format!("default-src 'none'; script-src {docent}; frame-src {docent}")).await
}

/// The steps of a tour, in their order.
async fn steps(shop: &Shop, tour: &Value) -> Vec<Value> {
    let steps = shop.as_ben("query", "tourSteps:list", json!({ "tourId": tour })).await;
    steps.as_array().expect("a list").clone()
}

async fn has_titles(shop: &Shop, tour: &Value, titles: &[&str]) {
    until(&format!("the steps are {titles:?}"), async || {
        let steps = steps(shop, tour).await;
        steps
            .iter()
            .map(|step| step["title"].as_str().unwrap_or_default())
            .eq(titles.iter().copied())
            .then_some(())
    })
    .await;
}

/// Begins to pick; the browser is in the page then.
async fn begins_to_pick(ben: &Browser) {
    ben.click("author-pick").await;
    ben.leave_frame().await;
    ben.until_layer("elements can be picked", "return root.querySelector('.mark') !== null").await;
}

/// Picks an element of the page for what is worked on.
async fn picks(ben: &Browser, css: &str) {
    begins_to_pick(ben).await;
    ben.click_css(css).await;
    ben.enter_frame().await;
    ben.sees("author-selector", css).await;
}

async fn sees_tool(ben: &Browser, name: &str) {
    ben.enter_frame().await;
    ben.sees("author-panel", name).await;
}

/// Leaves for the other page, which is loaded as a whole.
async fn follows_a_link(ben: &Browser) {
    ben.leave_frame().await;
    ben.click_css("#cart").await;
    let is_there = "return location.pathname === '/cart' && document.readyState === 'complete'";
    ben.until("it is another page", is_there).await;
}

async fn has_no_tool(ben: &Browser) {
    until("the tool is gone", async || (!ben.has("author-panel").await).then_some(())).await;
}

/// Waits until a field of the tool holds this.
async fn holds(ben: &Browser, test_id: &str, text: &str) {
    let script =
        format!("return document.querySelector('[data-testid={test_id}]')?.value === {}", json!(text));
    ben.until(&format!("{test_id} holds {text:?}"), &script).await;
}

/// Waits until nothing that is written of the step is left to save.
async fn is_saved(ben: &Browser) {
    ben.until("all is saved", "return document.querySelector('[data-testid=author-save]').disabled").await;
}

/// What the site could read of its own storage.
const STORED: &str =
    "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])";

#[tokio::test]
async fn ben_writes_a_tour_on_his_site_and_a_visitor_sees_it_as_written() {
    let shop = Shop::open().await;
    let site = strict_site(&shop.server.origin(), &shop.account.workspace).await;
    let tour = json!({ "workspaceId": shop.account.workspace, "name": "First steps", "showConfetti": false });
    let tour = shop.as_ben("mutation", "tours:create", tour).await;
    let ben = ben_in(&shop.server, &shop.account).await;
    let editor = format!("{}/dashboard/engage/tours/{}", shop.server.origin(), tour.as_str().expect("an id"));
    ben.goto(&editor).await;
    ben.write("on-site-page", &format!("{}/?a=%20+1", site.origin)).await;
    ben.click("on-site-ask").await;
    let link = ben.find("on-site-open").await.attr("href").await.ok().flatten().expect("an address");
    let token = link.split("opencom_authoring=").nth(1).expect("a token").to_owned();
    ben.goto(&link).await;

    // The token is nowhere where the site could read it.
    sees_tool(&ben, "First steps").await;
    ben.leave_frame().await;
    ben.until("the address no longer says it", "return location.search === '?a=%20+1'").await;
    let stored = ben.run(STORED).await;
    assert!(!stored.to_string().contains(&token), "{stored}");

    ben.enter_frame().await;
    let height = "return document.querySelector('.author').offsetHeight";
    assert!(ben.run(height).await.as_i64() < Some(300), "without a step it covers little of the page");
    ben.click("author-add").await;
    ben.click("author-save").await;
    ben.sees("author-problem", "Write a title or a text first").await;
    ben.write("author-title", "Buy here").await;
    ben.write("author-content", "Press it.").await;
    picks(&ben, "#buy").await;
    ben.sees("author-quality", "Found surely (100 of 100)").await;
    is_accessible(&ben, "the author's tool").await;
    holds(&ben, "author-kind", "pointer").await;
    ben.click("author-save").await;
    has_titles(&shop, &tour, &["Buy here"]).await;
    let step = steps(&shop, &tour).await[0].clone();
    assert_eq!(step["elementSelector"], r#"#buy /*{"role":"button","name":"Buy"}*/"#);
    assert_eq!(
        (&step["type"], &step["content"], &step["routePath"], &step["selectorQuality"]["grade"]),
        (&json!("pointer"), &json!("Press it."), &json!("/?a=%20+1"), &json!("good"))
    );
    ben.click("author-add").await;
    ben.write("author-title", "Welcome").await;
    ben.write("author-content", "This is our shop.").await;
    ben.click("author-save").await;
    has_titles(&shop, &tour, &["Buy here", "Welcome"]).await;
    ben.click("author-up").await;
    has_titles(&shop, &tour, &["Welcome", "Buy here"]).await;

    // A video has an address, which is a page's and nothing else.
    ben.click_css("[data-testid=author-entry]:is(li:nth-child(2) *)").await;
    ben.until("what a video has is hidden", "return !document.querySelector('.of-video').checkVisibility()")
        .await;
    ben.click_css("[data-testid=author-kind] [value=video]").await;
    ben.write("author-address", "javascript:alert(1)").await;
    ben.click("author-save").await;
    ben.sees("author-problem", "Give the video’s address").await;
    ben.run("document.querySelector('[data-testid=author-address]').select()").await;
    ben.write("author-address", "/buy.mp4 ").await;
    is_accessible(&ben, "the author's tool with a video").await;
    ben.click("author-save").await;
    is_saved(&ben).await;
    let video = steps(&shop, &tour).await[1].clone();
    let (kind, address) = (&video["type"], &video["mediaUrl"]);
    assert_eq!((kind, address), (&json!("video"), &json!("/buy.mp4")));
    ben.write("author-address", "?other").await;
    ben.click_css("[data-testid=author-kind] [value=pointer]").await;
    ben.click("author-save").await;
    is_saved(&ben).await;
    let card = steps(&shop, &tour).await[1].clone();
    let (kind, address) = (&card["type"], &card["mediaUrl"]);
    assert_eq!(
        (kind, address),
        (&json!("pointer"), &json!("/buy.mp4")),
        "what is no longer shown is not written"
    );
    ben.click_css("[data-testid=author-entry]:is(li:nth-child(1) *)").await;

    // As a visitor will see it, and nobody's progress is noted.
    ben.click("author-show-all").await;
    ben.sees("tour-step-card", "This is our shop.").await;
    ben.sees("tour-step-progress", "1 / 2").await;
    has_no_tool(&ben).await;
    ben.click("tour-primary-action").await;
    ben.sees("tour-step-card", "Press it.").await;
    ben.click("tour-primary-action").await;
    ben.sees("author-panel", "First steps").await;
    assert!(!ben.has("tour-step-card").await, "back in the tool");
    ben.click_css("[data-testid=author-entry]:is(li:nth-child(2) *)").await;
    holds(&ben, "author-title", "Buy here").await;
    ben.click("author-show").await;
    ben.sees("tour-step-progress", "2 / 2").await;
    // A key means the card once the focus has come to it.
    ben.until(
        "the card has the focus",
        "return document.hasFocus() && !!document.activeElement.closest('.veil')",
    )
    .await;
    ben.press("Escape").await;
    ben.find("author-panel").await;
    let stats = shop.as_ben("query", "tours:getStats", json!({ "id": tour })).await;
    assert_eq!((&stats["started"], &stats["diagnostics"]), (&json!(0), &json!([])));

    // What is written stays, whatever comes meanwhile, and over a full load of another page.
    ben.write("author-title", "!").await;
    let elsewhere = json!({ "id": step["_id"], "title": "Buy there", "content": "Press it now." });
    shop.as_ben("mutation", "tourSteps:update", elsewhere).await;
    holds(&ben, "author-content", "Press it now.").await;
    holds(&ben, "author-title", "Buy here!").await;
    follows_a_link(&ben).await;
    sees_tool(&ben, "First steps").await;
    holds(&ben, "author-title", "Buy here!").await;
    ben.click("author-save").await;
    has_titles(&shop, &tour, &["Welcome", "Buy here!"]).await;
    assert_eq!(steps(&shop, &tour).await[1]["content"], "Press it now.");
    ben.click("author-add").await;
    ben.write("author-title", "To be removed").await;
    picks(&ben, "#home").await;
    ben.click("author-save").await;
    has_titles(&shop, &tour, &["Welcome", "Buy here!", "To be removed"]).await;
    assert_eq!(steps(&shop, &tour).await[2]["routePath"], "/cart?n=1");
    ben.click("author-remove").await;
    ben.sees("author-remove", "Really remove?").await;
    ben.click("author-remove").await;
    has_titles(&shop, &tour, &["Welcome", "Buy here!"]).await;

    // Done: nothing is left of it, neither here nor on the server.
    ben.click("author-end").await;
    has_no_tool(&ben).await;
    let validity = shop.as_ben("query", "authoringSessions:validate", json!({ "token": token })).await;
    assert_eq!(validity, json!({ "valid": false, "reason": "Session not found" }));
    assert_eq!(ben.run("return JSON.stringify({ ...sessionStorage })").await, "{}");
    ben.leave_frame().await;
    ben.until(
        "the page is as any visitor's",
        "return Object.keys(localStorage).every(key => !key.startsWith('docent_known'))",
    )
    .await;
    shop.as_ben("mutation", "tours:activate", json!({ "id": tour })).await;
    let ana = Browser::open().await;
    ana.goto(&format!("{}/?a=%20+1", site.origin)).await;
    ana.enter_frame().await;
    ana.sees("tour-step-title", "Welcome").await;
    ana.sees("tour-step-card", "This is our shop.").await;
    ana.click("tour-primary-action").await;
    ana.sees("tour-step-title", "Buy here!").await;
    ana.sees("tour-step-card", "Press it now.").await;
    ana.click("tour-primary-action").await;
    until("it is counted", async || {
        let stats = shop.as_ben("query", "tours:getStats", json!({ "id": tour })).await;
        (stats["completed"] == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_author_points_at_an_element_on_the_own_site_and_is_told_how_surely_it_is_found() {
    let shop = Shop::open().await;
    let tour = json!({ "workspaceId": shop.account.workspace, "name": "First steps" });
    let tour = shop.as_ben("mutation", "tours:create", tour).await;
    for title in ["First", "Second"] {
        let step = json!({ "tourId": tour, "type": "pointer", "title": title, "content": "x", "elementSelector": "#old" });
        shop.as_ben("mutation", "tourSteps:create", step).await;
    }
    shop.as_ben("mutation", "tours:activate", json!({ "id": tour })).await;
    let page = format!("{}/somewhere?n=1", shop.host.origin);
    let session = json!({ "tourId": tour, "targetUrl": page });
    let session = shop.as_ben("mutation", "authoringSessions:create", session).await;
    let token = session["token"].as_str().expect("a token");

    let ben = Browser::open().await;
    ben.goto(&format!("{page}&opencom_authoring={token}")).await;
    sees_tool(&ben, "First steps").await;
    ben.click_css("li:nth-child(2) [data-testid=author-entry]").await;
    ben.sees("author-selector", "#old").await;
    // The page's own handlers do not hear of the click.
    begins_to_pick(&ben).await;
    ben.run("document.getElementById('last').onclick = () => (window.wasPressed = true)").await;
    ben.click_css("#last").await;
    ben.enter_frame().await;
    ben.sees("author-selector", "#last").await;
    ben.sees("author-quality", "100 of 100").await;
    let of_second = steps(&shop, &tour).await[1].clone();
    assert_eq!(of_second["elementSelector"], r#"#last /*{"role":"button","name":"A button"}*/"#);
    assert_eq!(
        (&of_second["routePath"], &of_second["selectorQuality"]["grade"]),
        (&json!("/somewhere?n=1"), &json!("good"))
    );
    // The same one for another step.
    ben.click_css("li:nth-child(1) [data-testid=author-entry]").await;
    picks(&ben, "#last").await;
    ben.leave_frame().await;
    assert_eq!(ben.run("return window.wasPressed === undefined").await, true);

    // Once he is done, what there is for visitors is shown.
    ben.enter_frame().await;
    ben.click("author-end").await;
    has_no_tool(&ben).await;
    ben.sees("tour-step-title", "First").await;
}

#[tokio::test]
async fn a_link_that_is_over_says_so_and_goes() {
    let shop = Shop::open().await;
    let ben = Browser::open().await;
    ben.goto(&format!("{}/?opencom_authoring={}", shop.host.origin, "x".repeat(32))).await;
    ben.enter_frame().await;
    ben.sees("author-problem", "This link is over").await;
    assert_eq!(ben.run("return JSON.stringify({ ...sessionStorage })").await, "{}", "it is not kept");
    ben.click("author-end").await;
    has_no_tool(&ben).await;
}

#[tokio::test]
async fn a_tooltip_is_pointed_by_the_keyboard_and_written_over_a_full_load() {
    let shop = Shop::open().await;
    let site = strict_site(&shop.server.origin(), &shop.account.workspace).await;
    let tooltip = json!({ "workspaceId": shop.account.workspace, "name": "Buying", "triggerType": "auto",
        "elementSelector": "#old", "content": "Press it" });
    let tooltip = shop.as_ben("mutation", "tooltips:create", tooltip).await;
    let session = json!({ "workspaceId": shop.account.workspace, "tooltipId": tooltip });
    let session = shop.as_ben("mutation", "tooltipAuthoringSessions:create", session).await;
    let token = session["token"].as_str().expect("a token");
    let ben = Browser::open().await;
    ben.goto(&format!("{}/?opencom_tooltip_authoring={token}", site.origin)).await;
    sees_tool(&ben, "Buying").await;
    begins_to_pick(&ben).await;
    ben.run("document.getElementById('buy').focus()").await;
    ben.press("Escape").await;
    ben.until_layer("it is put aside", "return root.querySelector('.mark') === null").await;
    ben.enter_frame().await;
    begins_to_pick(&ben).await;
    ben.run("document.getElementById('buy').focus()").await;
    ben.press("Enter").await;
    ben.enter_frame().await;
    ben.sees("author-selector", "#buy").await;
    ben.write("author-content", "!").await;
    follows_a_link(&ben).await;
    sees_tool(&ben, "Buying").await;
    holds(&ben, "author-content", "Press it!").await;
    ben.click("author-save").await;
    until("it is saved", async || {
        let rows =
            shop.as_ben("query", "tooltips:list", json!({ "workspaceId": shop.account.workspace })).await;
        (rows[0]["content"] == "Press it!").then_some(())
    })
    .await;
    ben.click("author-end").await;
    has_no_tool(&ben).await;
    ben.sees("tooltip", "Press it!").await;
}
