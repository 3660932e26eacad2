//! The messenger's home as the owner chose it.

use crate::{
    cast::{Shop, ana_on, hovers, is_closed, open_widget},
    tours::{is_at, is_over},
};
use serde_json::{Value, json};
use tests::{axe::is_accessible, browser::Browser};

impl Shop {
    async fn has_home(&self, home: Value) {
        let args = json!({ "workspaceId": self.account.workspace, "homeConfig": home });
        self.as_ben("mutation", "messengerSettings:updateHomeConfig", args).await;
    }

    async fn publishes(&self, title: &str) {
        let new = json!({ "workspaceId": self.account.workspace, "title": title, "content": "Words." });
        let id = self.as_ben("mutation", "articles:create", new).await;
        self.as_ben("mutation", "articles:publish", json!({ "id": id })).await;
    }
}

fn card(kind: &str, whom: &str) -> Value {
    json!({ "id": kind, "type": kind, "visibleTo": whom })
}

fn tab(id: &str, whom: &str) -> Value {
    json!({ "id": id, "enabled": true, "visibleTo": whom })
}

/// The test ids and headings of the home, from top to bottom.
async fn shown(ana: &Browser) -> Vec<String> {
    let script =
        "return [...document.querySelectorAll('.home h1, .home .cards h2, .home [data-testid^=widget-s]')]
        .map(one => one.dataset.testid ?? one.textContent)";
    let found = ana.run(script).await;
    found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

async fn tabs(ana: &Browser) -> Value {
    ana.run("return [...document.querySelectorAll('nav.tabs button')].map(one => one.dataset.testid)").await
}

#[tokio::test]
async fn the_home_has_the_cards_and_tabs_that_were_chosen_for_whoever_looks() {
    let shop = Shop::open().await;
    let title = "Tea <img src=x onerror='hacked=1'>";
    shop.publishes(title).await;
    shop.has_home(json!({
        "enabled": true, "defaultSpace": "home",
        "cards": [card("startConversation", "all"), card("search", "users"), card("welcome", "all"), card("featuredArticles", "all")],
        "tabs": [tab("help", "users")],
    }))
    .await;
    let ana = ana_on(&shop.host).await;
    ana.sees("widget-featured", title).await;
    let greeting = "Hi there! How can we help you today?";
    assert_eq!(shown(&ana).await, ["widget-start-conversation", greeting, "Worth reading"]);
    assert_eq!(tabs(&ana).await, json!(["tab-home", "tab-messages"]));
    assert_eq!(ana.run("return window.hacked ?? null").await, Value::Null);

    // The site says who she is: she is shown what users are.
    ana.leave_frame().await;
    ana.run("Docent('identify', { email: 'ana@shop.example' })").await;
    ana.enter_frame().await;
    ana.find("widget-search-help").await;
    ana.find("tab-help").await;
    let all = ["widget-start-conversation", "widget-search-help", greeting, "Worth reading"];
    assert_eq!(shown(&ana).await, all);
    ana.click_css("[data-testid=widget-featured] .row").await;
    ana.sees("widget-article", title).await;
}

#[tokio::test]
async fn without_a_home_the_messenger_opens_where_it_was_told_or_at_once_in_a_conversation() {
    let shop = Shop::open().await;
    shop.publishes("Tea").await;
    let cards = json!([card("welcome", "all")]);
    let help = json!({ "enabled": false, "defaultSpace": "help", "cards": cards });
    shop.has_home(help).await;
    let ana = ana_on(&shop.host).await;
    ana.find("widget-help-list").await;
    assert_eq!(tabs(&ana).await, json!(["tab-messages", "tab-help"]));

    let direct = json!({
        "enabled": true, "defaultSpace": "home", "cards": cards, "launchDirectlyToConversation": true,
    });
    shop.has_home(direct).await;
    ana.leave_frame().await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.find("widget-message-input").await;
    ana.click("widget-back-button").await;
    ana.sees("widget-panel", "Hi there! How can we help you today?").await;
}

#[tokio::test]
async fn a_visitor_chooses_a_tour_goes_on_with_it_and_takes_it_again() {
    let shop = Shop::open().await;
    let step = |title: &str| json!({ "type": "post", "title": title, "content": "x" });
    // Neither begins by itself.
    let elsewhere = |name: &str| json!({ "name": name, "description": "<b>Tea</b>", "targetingRules": { "pageUrl": "/elsewhere" } });
    let first = shop.leads(elsewhere("The leaves"), json!([step("Green"), step("Black")])).await;
    shop.leads(elsewhere("The pots"), json!([step("Clay")])).await;
    let ana = ana_on(&shop.host).await;
    ana.click("tab-tours").await;
    ana.sees("tours", "The leaves").await;
    assert_eq!((ana.count("tours", "New").await, ana.count("tours", "<b>Tea</b>").await), (2, 2));
    is_accessible(&ana, "tours").await;
    let chosen = format!("tour-item-{}", first.as_str().expect("an id"));
    // What it says there and the step that it leads to, with how it is left.
    for (says, title, leaves) in [
        ("New", "Green", "tour-primary-action"),
        ("Step 2 of 2", "Black", "tour-primary-action"),
        ("Completed", "Green", "tour-emergency-close"),
        ("New", "Green", "tour-primary-action"),
    ] {
        ana.sees(&chosen, says).await;
        ana.click(&chosen).await;
        ana.leave_frame().await;
        is_closed(&ana).await;
        is_at(&ana, title).await;
        ana.click(leaves).await;
        if title == "Green" && leaves == "tour-primary-action" {
            is_at(&ana, "Black").await;
            let is_read = "return document.hasFocus() && document.activeElement.textContent === 'Black'";
            ana.until("the card has the focus", is_read).await;
            ana.press("Escape").await;
        }
        is_over(&ana).await;
        open_widget(&ana).await;
    }
    ana.sees(&chosen, "Step 2 of 2").await;

    // Who is not known is not offered any where the owner wants it so.
    shop.has_home(
        json!({ "enabled": true, "defaultSpace": "home", "cards": [], "tabs": [tab("tours", "users")] }),
    )
    .await;
    ana.leave_frame().await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.leave_frame().await;
    ana.until("the tours are known", "return OpencomWidget.getAvailableTours().length === 2").await;
    ana.enter_frame().await;
    assert_eq!(tabs(&ana).await, json!(["tab-home", "tab-messages"]));
    ana.leave_frame().await;
    ana.run("Docent('identify', { email: 'ana@shop.example' })").await;
    ana.enter_frame().await;
    ana.find("tab-tours").await;
}

/// Else who presses it at that moment presses something else.
#[tokio::test]
async fn the_way_into_a_conversation_stays_in_its_place_while_the_session_begins() {
    let shop = Shop::open().await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    hovers(&ana).await;
    ana.enter_frame().await;
    ana.find("widget-start-conversation").await;
    shop.server.signal("STOP").await;
    open_widget(&ana).await;
    let place = "return document.querySelector('[data-testid=widget-start-conversation]').offsetTop";
    let before = ana.run(place).await;
    shop.server.signal("CONT").await;
    ana.find_css(".presence").await;
    assert_eq!(ana.run(place).await, before);
}
