//! What visitors are shown unasked, as its author makes it: segments and tours, and what becomes of a tour.

use crate::cast::{Shop, Visitor, ben_in};
use serde_json::{Value, json};
use tests::{api, axe::is_accessible, browser::Browser, until};

/// Chooses what is called so in the first list of that name.
async fn chooses(ben: &Browser, test_id: &str, words: &str) {
    let script = format!(
        "const list = document.querySelector('[data-testid={test_id}]');
         const option = [...list?.options ?? []].find(option => option.textContent === {});
         if (!option) return false;
         list.value = option.value;
         list.dispatchEvent(new Event('change', {{ bubbles: true }}));
         return true",
        json!(words)
    );
    ben.until(&format!("{words:?} is chosen of {test_id}"), &script).await;
}

/// Replaces what a field holds.
async fn rewrites(ben: &Browser, test_id: &str, text: &str) {
    ben.find(test_id).await;
    let clear = format!("document.querySelector('[data-testid={test_id}]').select()");
    ben.run(&clear).await;
    ben.write(test_id, text).await;
}

/// The titles of a tour's steps, in their order.
async fn titles(shop: &Shop, tour: &Value) -> Vec<String> {
    let steps = shop.as_ben("query", "tourSteps:list", json!({ "tourId": tour })).await;
    let titles = steps.as_array().into_iter().flatten().filter_map(|step| step["title"].as_str());
    titles.map(str::to_owned).collect()
}

#[tokio::test]
async fn ben_makes_a_segment_and_a_tour_for_it_and_sees_where_ana_is_stuck() {
    let shop = Shop::open().await;
    let ana = Visitor::writes_to(&shop, "I am Ana").await;
    Visitor::writes_to(&shop, "I am Dora").await;
    let pro = json!({ "sessionToken": ana.token, "customAttributes": { "plan": "pro" } });
    api::call(&shop.server.origin(), "mutation", "visitors:identify", pro, None).await;
    let ben = ben_in(&shop.server, &shop.account).await;

    ben.click("nav-engage").await;
    ben.click("engage-segments").await;
    ben.click("engage-new").await;
    ben.write("name", "On the pro plan").await;
    ben.sees("audience-reach", "Finish the rules").await;
    ben.click("settings-save").await;
    ben.sees("engage-problem", "value is missing").await;
    chooses(&ben, "audience-what", "Attribute").await;
    ben.write("audience-key", "plan").await;
    chooses(&ben, "audience-operator", "is").await;
    ben.write("value", "pro").await;
    ben.sees("audience-reach", "1 of 2 visitors").await;
    is_accessible(&ben, "the editor of a segment").await;
    ben.click("settings-save").await;
    ben.sees("notice", "Saved").await;
    ben.find("segment-unused").await;
    ben.click("engage-back").await;
    ben.sees("segments-list", "On the pro plan").await;

    ben.click("engage-tours").await;
    ben.click("engage-new").await;
    ben.find("tour-name").await;
    ben.click("engage-activate").await;
    ben.sees("engage-problem", "Add a step first").await;
    rewrites(&ben, "tour-name", "The grand tour").await;
    let hostile = "<img src=x onerror=\"document.title='evil'\">";
    for (kind, title, selector) in
        [("A card beside an element", "Buy here", Some("#buy")), ("A card in the middle", hostile, None)]
    {
        ben.click("step-new").await;
        chooses(&ben, "step-kind", kind).await;
        ben.write("step-title", title).await;
        ben.write("step-content", "Look at this.").await;
        if let Some(selector) = selector {
            ben.click("step-save").await;
            ben.sees("step-problem", "which element").await;
            ben.write("selector", selector).await;
            ben.sees("selector-grade", "Sure").await;
            is_accessible(&ben, "a step of a tour").await;
        }
        ben.sees("tour-preview", title).await;
        ben.click("step-save").await;
        ben.sees("tour-steps", title).await;
    }
    let address = ben.run("return location.pathname.split('/').pop()").await;
    assert_eq!(titles(&shop, &address).await, ["Buy here", hostile]);
    ben.click_css("[data-testid=tour-step]:nth-child(2) [data-testid=step-up]").await;
    ben.sees("announcements", "Now step 1 of 2").await;
    assert_eq!(titles(&shop, &address).await, [hostile, "Buy here"]);
    ben.click_css("[data-testid=tour-step]:nth-child(2) [data-testid=step-up]").await;
    ben.until(
        "the first step is first again",
        "return document.querySelector('[data-testid=tour-step]').textContent.includes('Buy here')",
    )
    .await;
    // And by the mouse.
    let step = "[data-testid=tour-step]:nth-child";
    ben.drag(&format!("{step}(1) .grip"), &format!("{step}(2) .text")).await;
    until("the first step is the second", async || {
        (titles(&shop, &address).await[1] == "Buy here").then_some(())
    })
    .await;
    ben.drag(&format!("{step}(2) .grip"), &format!("{step}(1) .text")).await;
    until("it is the first again", async || (titles(&shop, &address).await[0] == "Buy here").then_some(()))
        .await;
    assert_ne!(ben.run("return document.title").await, json!("evil"));

    ben.click_css("[data-testid=audience-segment]").await;
    ben.click("audience-choose").await;
    ben.sees("chooser-option", "On the pro plan").await;
    ben.types("pro").await;
    ben.press("Enter").await;
    ben.sees("audience-choose", "On the pro plan").await;
    ben.sees("audience-reach", "1 of 2 visitors").await;
    ben.click("engage-activate").await;
    ben.sees("engage-problem", "Save your changes first").await;
    ben.click("settings-save").await;
    ben.sees("notice", "Saved").await;
    ben.click("engage-activate").await;
    ben.sees("engage-stage", "Active").await;
    is_accessible(&ben, "the editor of a tour").await;

    let visits = json!({ "workspaceId": shop.account.workspace, "sessionToken": ana.token });
    let shown =
        api::call(&shop.server.origin(), "query", "tourProgress:getAvailableTours", visits.clone(), None)
            .await;
    assert_eq!(shown[0]["tour"]["name"], "The grand tour", "{shown}");
    let mut stuck = visits;
    stuck["tourId"] = address;
    api::call(&shop.server.origin(), "mutation", "tourProgress:start", stuck.clone(), None).await;
    stuck["blockedReason"] = json!("selector_missing");
    stuck["currentUrl"] = json!("https://shop.example/cart");
    api::call(&shop.server.origin(), "mutation", "tourProgress:checkpoint", stuck, None).await;
    ben.click("tour-results").await;
    ben.sees("tour-drift-table", "1. Buy here").await;
    ben.sees("tour-drift-table", "The element was not found").await;
    ben.sees("tour-drift-table", "https://shop.example/cart").await;
    ben.sees("figure-tour-started", "1").await;
    is_accessible(&ben, "the results of a tour").await;

    ben.click("engage-back").await;
    ben.click("engage-segments").await;
    ben.click("remove").await;
    ben.sees("segment-usage", "The grand tour").await;
}
