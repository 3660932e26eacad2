//! What a team shows its visitors unasked: surveys, messages, checklists.

use crate::cast::Shop;
use serde_json::{Value, json};
use tests::{axe::is_accessible, browser::Browser, host::Host, until};

impl Shop {
    /// Makes one in Ben's workspace, and answers its id.
    pub async fn adds(&self, path: &str, what: Value) -> Value {
        let mut args = json!({ "workspaceId": self.account.workspace });
        args.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        self.as_ben("mutation", path, args).await
    }

    /// Sends visitors a message of this kind; `more` are further arguments. Answers its id.
    pub async fn sends(&self, kind: &str, content: Value, more: Value) -> Value {
        let mut what = json!({ "type": kind, "name": kind, "content": content });
        what.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let id = self.adds("outboundMessages:create", what).await;
        self.as_ben("mutation", "outboundMessages:activate", json!({ "id": id })).await;
        id
    }

    /// Asks visitors by this survey; answers its id.
    pub async fn asks(&self, survey: Value) -> Value {
        let id = self.adds("surveys:create", survey).await;
        self.as_ben("mutation", "surveys:activate", json!({ "id": id })).await;
        id
    }

    /// How often a message was shown.
    pub async fn was_shown(&self, message: &Value) -> Value {
        self.as_ben("query", "outboundMessages:getStats", json!({ "id": message })).await["shown"].clone()
    }
}

/// A visitor with a browser of her own, whose page has the widget's app.
pub async fn ana_at(host: &Host) -> Browser {
    let ana = Browser::open().await;
    ana.goto(&host.origin).await;
    is_watched(&ana).await;
    ana
}

/// Waits until the page's part of the guide is there.
async fn is_watched(ana: &Browser) {
    let known = "return Object.keys(localStorage).some(key => key.startsWith('docent_session_'))";
    ana.until("the page is watched", known).await;
}

/// The pointer leaves the page for the browser's own bar.
pub const LEAVE: &str = "document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1 }))";

async fn leaves(ana: &Browser) {
    ana.leave_frame().await;
    ana.run(LEAVE).await;
    ana.enter_frame().await;
}

pub async fn is_gone(ana: &Browser, test_id: &str) {
    until(&format!("{test_id} is gone"), async || (!ana.has(test_id).await).then_some(())).await;
}

#[tokio::test]
async fn a_survey_waits_for_an_event_follows_the_answers_and_goes_on_after_a_reload() {
    let shop = Shop::open().await;
    let questions = json!([
        { "id": "score", "type": "nps", "title": "How likely are you to come back?", "required": true,
            "branches": [{ "operator": "greater_than", "value": 8 }] },
        { "id": "why", "type": "short_text", "title": "What could be better?", "required": true },
    ]);
    let survey = json!({
        "name": "After an order", "format": "small", "questions": questions,
        "triggers": { "type": "event", "eventName": "ordered" }, "thankYouStep": { "title": "Thank you!" },
    });
    let survey = shop.asks(survey).await;
    // The hardest page there is shows it as any other does.
    let host = Host::hostile(&shop.server.origin(), &shop.account.workspace).await;

    let ana = ana_at(&host).await;
    ana.run("Docent('track', 'looked')").await;
    ana.run("Docent('track', 'ordered', { total: 3 })").await;
    ana.enter_frame().await;
    ana.sees("survey", "How likely are you to come back?").await;
    assert!(ana.find("survey-next").await.attr("disabled").await.unwrap().is_some(), "an answer is wanted");
    is_accessible(&ana, "a small survey").await;
    ana.click("survey-mark-3").await;
    ana.click("survey-next").await;
    ana.sees("survey", "What could be better?").await;
    ana.write("survey-text", " ").await;
    assert!(ana.find("survey-next").await.attr("disabled").await.unwrap().is_some(), "blank is no answer");

    ana.leave_frame().await;
    ana.goto(&host.origin).await;
    ana.enter_frame().await;
    ana.sees("survey", "What could be better?").await;
    ana.write("survey-text", "Softer music").await;
    ana.click("survey-next").await;
    ana.sees("survey", "Thank you!").await;
    ana.click("survey-done").await;
    is_gone(&ana, "survey").await;

    let eva = ana_at(&host).await;
    eva.run("Docent('track', 'ordered')").await;
    eva.enter_frame().await;
    eva.click("survey-mark-9").await;
    eva.click("survey-next").await;
    eva.sees("survey", "Thank you!").await;

    let analytics =
        async || shop.as_ben("query", "surveys:getAnalytics", json!({ "surveyId": survey })).await;
    let result = until("both are counted", async || {
        let result = analytics().await;
        (result["impressions"]["started"] == 2 && result["totalResponses"] == 2).then_some(result)
    })
    .await;
    assert_eq!(result["impressions"], json!({ "shown": 2, "started": 2, "completed": 2, "dismissed": 0 }));
    let of = |question: &str| result["questionAnalytics"][question].clone();
    assert_eq!(of("score")["distribution"], json!({ "3": 1, "9": 1 }));
    assert_eq!(of("why")["distribution"], json!({ "Softer music": 1 }));
}

#[tokio::test]
async fn a_banner_for_who_leaves_comes_once_in_a_session_though_two_tabs_are_open() {
    let shop = Shop::open().await;
    let leaving = json!({ "type": "exit_intent" });
    let once = json!({ "triggers": leaving, "frequency": "once_per_session", "priority": 2 });
    let first = shop.sends("banner", json!({ "text": "Stay a little" }), once).await;
    let always = json!({ "triggers": leaving, "frequency": "always", "priority": 1 });
    shop.sends("banner", json!({ "text": "Come back soon" }), always).await;

    let ana = ana_at(&shop.host).await;
    let one = ana.page.window().await.expect("a window");
    let other = ana.page.new_window(true).await.expect("a tab").handle;
    ana.page.switch_to_window(other.clone()).await.expect("the other tab");
    ana.goto(&shop.host.origin).await;
    is_watched(&ana).await;
    ana.enter_frame().await;
    assert!(!ana.has("outbound-banner").await, "she does not leave");

    ana.page.switch_to_window(one).await.expect("the first tab");
    leaves(&ana).await;
    ana.sees("outbound-banner", "Stay a little").await;
    until("it is counted", async || (shop.was_shown(&first).await == 1).then_some(())).await;
    shop.sends("chat", json!({ "text": "What comes later" }), json!({})).await;

    ana.page.switch_to_window(other).await.expect("the other tab");
    ana.enter_frame().await;
    // Now the tab knows everything that was before that.
    ana.sees("outbound-chat", "What comes later").await;
    is_accessible(&ana, "a chat").await;
    leaves(&ana).await;
    ana.sees("outbound-banner", "Come back soon").await;
    is_accessible(&ana, "a banner").await;
    ana.click_css("[data-testid=outbound-banner] [data-testid=outbound-close]").await;
    is_gone(&ana, "outbound-banner").await;
    assert_eq!(shop.was_shown(&first).await, 1);
}

#[tokio::test]
async fn a_checklist_is_done_partly_by_hand_and_partly_by_what_happens() {
    let shop = Shop::open().await;
    let tasks = json!([
        { "id": "choose", "title": "Choose a tea", "completionType": "manual" },
        { "id": "order", "title": "Order it", "completionType": "auto_event", "completionEvent": "ordered" },
    ]);
    let list = shop.adds("checklists:create", json!({ "name": "Your first tea", "tasks": tasks })).await;
    shop.as_ben("mutation", "checklists:update", json!({ "id": list, "status": "active" })).await;

    let ana = ana_at(&shop.host).await;
    ana.enter_frame().await;
    ana.sees("checklist-pill", "Your first tea").await;
    ana.sees("checklist-pill", "0 of 2 done").await;
    is_accessible(&ana, "the progress of a checklist").await;
    ana.click("checklist-pill").await;
    ana.sees("checklist-count", "0 of 2 done").await;
    let states = "return [...document.querySelectorAll('[data-testid=checklist-task]')].map(one => [one.checked, one.disabled])";
    assert_eq!(ana.run(states).await, json!([[false, false], [false, true]]));
    ana.click("checklist-task").await;
    ana.sees("checklist-count", "1 of 2 done").await;
    ana.click("checklist-task").await;
    ana.sees("checklist-count", "0 of 2 done").await;
    ana.click("checklist-task").await;
    ana.sees("checklist-count", "1 of 2 done").await;
    ana.leave_frame().await;
    ana.run("Docent('track', 'ordered')").await;
    ana.enter_frame().await;
    ana.sees("checklist-count", "2 of 2 done").await;
    assert_eq!(ana.run(states).await, json!([[true, false], [true, true]]));
    is_accessible(&ana, "tasks").await;
    ana.click("widget-close-button").await;
    is_gone(&ana, "checklist-pill").await;
}

#[tokio::test]
async fn a_post_makes_the_page_wait_and_gives_the_focus_back() {
    let shop = Shop::open().await;
    let button = json!({ "text": "See it", "action": "url", "url": "/new" });
    let lame = json!({ "text": "Nothing", "action": "open_help_article" });
    let content = json!({ "title": "<b>New tea</b>", "body": "From the hills", "buttons": [button, lame] });
    let when = json!({ "triggers": { "type": "event", "eventName": "looked" } });
    let post = shop.sends("post", content, when).await;

    let ana = ana_at(&shop.host).await;
    ana.run("document.getElementById('last').focus()").await;
    ana.run("Docent('track', 'looked')").await;
    ana.until(
        "the page waits",
        "return document.body.inert && document.activeElement.id === 'opencom-widget'",
    )
    .await;
    ana.enter_frame().await;
    ana.sees("outbound-post", "<b>New tea</b>").await;
    let holds = "return document.activeElement.closest('[data-testid=outbound-post]') !== null";
    ana.until("the post has the focus", holds).await;
    is_accessible(&ana, "a post").await;
    for _ in 0..5 {
        ana.press("Tab").await;
    }
    assert_eq!(ana.run(holds).await, true, "Tab goes round in it");
    let links = "return [...document.querySelectorAll('[data-testid=outbound-button]')].map(one => [one.href, one.target, one.rel])";
    let address = format!("{}/new", shop.host.origin);
    assert_eq!(ana.run(links).await, json!([[address, "_blank", "noopener noreferrer"]]));
    ana.press("Escape").await;
    is_gone(&ana, "outbound-post").await;
    ana.leave_frame().await;
    ana.until(
        "the page goes on where it was",
        "return !document.body.inert && document.activeElement.id === 'last'",
    )
    .await;
    let stats = async || shop.as_ben("query", "outboundMessages:getStats", json!({ "id": post })).await;
    until("it is counted", async || {
        let stats = stats().await;
        (stats["shown"] == 1 && stats["dismissed"] == 1 && stats["clicked"] == 0).then_some(())
    })
    .await;
}
