//! What is shown unasked, when something comes in between: the server is away, another conversation is open, the page changes.

use crate::{
    cast::{Shop, ana_writing_on, is_closed, is_open, open_widget, says},
    guide_asks::{ana_at, is_gone},
    tours::is_at,
};
use serde_json::{Value, json};
use tests::{axe::is_accessible, browser::Browser, until};

fn scale(most: u8) -> Value {
    json!([{ "id": "taste", "type": "numeric_scale", "title": "How is the tea?", "required": true,
        "options": { "scaleStart": 1, "scaleEnd": most } }])
}

async fn is_written(ana: &Browser, text: &str) {
    let script = format!("return document.querySelector('textarea')?.value === {}", json!(text));
    ana.until(&format!("{text:?} stands in the field"), &script).await;
}

#[tokio::test]
async fn a_survey_that_does_not_arrive_keeps_its_answers_says_so_and_is_sent_in_the_end() {
    let mut shop = Shop::open().await;
    let thanks = json!({ "title": "Thank you!" });
    let survey = json!({ "name": "Tea", "format": "small", "questions": scale(5), "thankYouStep": thanks });
    let id = shop.asks(survey).await;
    let ana = ana_at(&shop.host).await;
    ana.enter_frame().await;
    ana.click("survey-mark-5").await;
    // Its author narrows it meanwhile, so that the server refuses the answer.
    let update = async |most| {
        shop.as_ben("mutation", "surveys:update", json!({ "id": id, "questions": scale(most) })).await
    };
    update(3).await;
    ana.click("survey-next").await;
    ana.sees("survey-problem", "They are still here").await;
    let is_kept = "return document.querySelector('[data-testid=survey-mark-5]').checked";
    assert_eq!(ana.run(is_kept).await, true);
    is_accessible(&ana, "a survey that was refused").await;
    update(5).await;

    shop.server.kill().await;
    ana.click("survey-next").await;
    ana.sees("survey-problem", "Waiting for a connection").await;
    assert_eq!(ana.run(is_kept).await, true);
    shop.server.restart().await;
    ana.sees("survey", "Thank you!").await;
    let result = shop.as_ben("query", "surveys:getAnalytics", json!({ "surveyId": id })).await;
    assert_eq!(result["questionAnalytics"]["taste"]["distribution"], json!({ "5": 1 }));
    assert_eq!(result["totalResponses"], 1);
}

#[tokio::test]
async fn a_button_of_a_message_starts_its_tour_once_the_message_is_out_of_the_way() {
    let shop = Shop::open().await;
    let steps =
        json!([{ "type": "pointer", "title": "This button", "content": "x", "elementSelector": "#last" }]);
    // By itself it begins on another page only.
    let tour = shop.leads(json!({ "targetingRules": { "pageUrl": "/elsewhere" } }), steps).await;
    let button = json!({ "text": "Show me", "action": "tour", "tourId": tour });
    let content = json!({ "title": "New here?", "body": "Look around", "buttons": [button] });
    let post = shop.sends("post", content, json!({})).await;
    let survey = json!({ "name": "Tea", "format": "large", "questions": scale(5) });
    shop.asks(survey).await;

    let ana = ana_at(&shop.host).await;
    ana.enter_frame().await;
    ana.sees("outbound-post", "New here?").await;
    assert!(!ana.has("tour-step-card").await && !ana.has("survey").await, "one thing at a time");
    ana.click("outbound-button").await;
    is_at(&ana, "This button").await;
    assert!(!ana.has("outbound-post").await && !ana.has("survey").await, "one thing at a time");
    ana.leave_frame().await;
    ana.until("the page can be used again", "return !document.body.inert").await;
    ana.enter_frame().await;
    ana.click("tour-primary-action").await;
    ana.sees("survey", "How is the tea?").await;
    let counted = async || {
        let stats = shop.as_ben("query", "outboundMessages:getStats", json!({ "id": post })).await;
        let tour = shop.tour_stats(&tour).await;
        (stats["shown"] == 1 && stats["clicked"] == 1 && tour["completed"] == 1).then_some(())
    };
    until("both are counted", counted).await;
}

#[tokio::test]
async fn what_a_button_writes_for_a_new_conversation_stands_in_the_one_that_is_open() {
    let shop = Shop::open().await;
    let words = "I would like some tea";
    let button = json!({ "text": "Tea", "action": "open_new_conversation", "prefillMessage": words });
    let more = json!({ "text": "Cake", "action": "open_new_conversation", "prefillMessage": "And cake" });
    for (kind, button) in [("banner", button), ("chat", more)] {
        shop.sends(kind, json!({ "text": kind, "buttons": [button] }), json!({})).await;
    }
    let ana = ana_at(&shop.host).await;
    ana.enter_frame().await;
    ana.sees("outbound-chat", "Cake").await;
    open_widget(&ana).await;
    ana.click("widget-start-conversation").await;
    is_written(&ana, "").await;
    ana.click_css("[data-testid=outbound-banner] [data-testid=outbound-button]").await;
    is_written(&ana, words).await;
    ana.write("widget-message-input", ", please").await;
    // What she has written herself is not replaced.
    ana.click("widget-close-button").await;
    ana.leave_frame().await;
    is_closed(&ana).await;
    ana.enter_frame().await;
    ana.click_css("[data-testid=outbound-chat] [data-testid=outbound-button]").await;
    ana.leave_frame().await;
    is_open(&ana).await;
    ana.enter_frame().await;
    is_written(&ana, &format!("{words}, please")).await;
    ana.click("widget-send-button").await;
    shop.ben_hears(&["I would like some tea, please"]).await;
}

#[tokio::test]
async fn a_conversation_that_comes_up_takes_the_place_of_the_one_that_was_open() {
    let shop = Shop::open().await;
    let ana = ana_writing_on(&shop.host).await;
    says(&ana, "Where is my order?").await;
    shop.ben_hears(&["Where is my order?"]).await;
    ana.write("widget-message-input", "half a sent").await;
    ana.click("widget-close-button").await;
    shop.sends("chat", json!({ "text": "New tea is here" }), json!({})).await;
    ana.page.refresh().await.expect("the page comes anew");
    open_widget(&ana).await;
    ana.click("widget-conversation-item").await;
    ana.sees("widget-message-list", "Where is my order?").await;
    ana.write("widget-message-input", "half a sent").await;
    ana.click("widget-close-button").await;
    ana.sees("outbound-chat", "New tea is here").await;
    ana.click_css("[data-testid=outbound-chat] [data-testid=outbound-body]").await;
    ana.leave_frame().await;
    is_open(&ana).await;
    ana.enter_frame().await;
    ana.sees("widget-message-list", "New tea is here").await;
    assert_eq!(ana.count("widget-message-list", "Where is my order?").await, 0, "it is another conversation");
    is_written(&ana, "").await;
    says(&ana, "Which one?").await;
    until("it is its answer", async || {
        let inbox = shop.inbox().await;
        let list = json!({ "conversationId": inbox.first()?["_id"] });
        let list = shop.as_ben("query", "messages:list", list).await;
        let texts: Vec<_> = list.as_array()?.iter().filter_map(|one| one["content"].as_str()).collect();
        (texts == ["New tea is here", "Which one?"]).then_some(())
    })
    .await;
}

/// Counts in the frame what comes up there from now on, by its test id.
const COUNT: &str = "window.came = {};
    new MutationObserver((all) => all.flatMap((one) => [...one.addedNodes])
        .flatMap((node) => node.querySelectorAll ? [node, ...node.querySelectorAll('[data-testid]')] : [])
        .forEach(({ dataset: { testid } }) => testid && (came[testid] = (came[testid] ?? 0) + 1)))
        .observe(document.body, { childList: true, subtree: true })";

/// The page changes its address five times at once; at the last one a chat tells that the widget has followed it there.
async fn hurries(ana: &Browser, round: usize) {
    ana.leave_frame().await;
    ana.run(&format!("for (const n of [1, 2, 3, 4, 5]) history.pushState(null, '', `/{round}/page${{n}}`)"))
        .await;
    ana.enter_frame().await;
    ana.sees("outbound-chat", &format!("Round {round}")).await;
    // A post or a tour may lie over it.
    ana.run("document.querySelector('[data-testid=outbound-chat] [data-testid=outbound-close]').click()")
        .await;
    is_gone(ana, "outbound-chat").await;
}

#[tokio::test]
async fn a_page_that_changes_five_times_in_a_hurry_is_shown_nothing_twice() {
    let shop = Shop::open().await;
    let always = json!({ "frequency": "always" });
    let banner = shop.sends("banner", json!({ "text": "A banner" }), always.clone()).await;
    let post = shop.sends("post", json!({ "title": "A post" }), always).await;
    for round in 1..=4 {
        let here = json!({ "triggers": { "type": "page_visit", "pageUrl": format!("/{round}/page5") } });
        shop.sends("chat", json!({ "text": format!("Round {round}") }), here).await;
    }
    let survey = shop.asks(json!({ "name": "Tea", "format": "large", "questions": scale(5) })).await;
    let steps = json!([{ "type": "pointer", "title": "A tour", "content": "x", "elementSelector": "#last" }]);
    let tour = shop.leads(json!({ "displayMode": "until_dismissed" }), steps).await;

    let ana = ana_at(&shop.host).await;
    ana.enter_frame().await;
    ana.run(COUNT).await;
    hurries(&ana, 1).await;
    is_at(&ana, "A tour").await;
    ana.sees("outbound-banner", "A banner").await;
    ana.click("tour-emergency-close").await;
    ana.sees("outbound-post", "A post").await;
    hurries(&ana, 2).await;
    ana.click_css("[data-testid=outbound-post] [data-testid=outbound-close]").await;
    ana.sees("survey", "How is the tea?").await;
    hurries(&ana, 3).await;
    ana.click("survey-dismiss").await;
    is_gone(&ana, "survey").await;
    ana.click_css("[data-testid=outbound-banner] [data-testid=outbound-close]").await;
    hurries(&ana, 4).await;
    let came = ana.run("return window.came").await;
    for what in ["outbound-banner", "outbound-post", "survey", "tour-step-card"] {
        assert!(came[what].as_u64().unwrap_or_default() <= 1 && !ana.has(what).await, "{what}: {came}");
    }
    let impressions = shop.as_ben("query", "surveys:getAnalytics", json!({ "surveyId": survey })).await;
    let counts = [
        shop.was_shown(&banner).await,
        shop.was_shown(&post).await,
        impressions["impressions"]["shown"].clone(),
    ];
    assert_eq!(counts, [json!(1), json!(1), json!(1)]);
    assert_eq!(shop.tour_stats(&tour).await["started"], 1);
}
