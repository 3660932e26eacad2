//! The messenger's home as the owner chose it.

use crate::cast::{Shop, ana_on, open_widget};
use serde_json::{Value, json};
use tests::browser::Browser;

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
