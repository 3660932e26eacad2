//! Whole stories in a real Chromium: Ana the visitor on somebody's site, Ben the agent in the dashboard.

use std::time::Instant;
use tests::{
    browser::Browser,
    host::Host,
    server::{Account, PASSWORD, Server},
    until,
};

/// Ana opens the widget on a page.
async fn ana_on(host: &Host) -> Browser {
    let ana = Browser::open().await;
    ana.goto(&host.origin).await;
    open_widget(&ana).await;
    ana
}

async fn open_widget(ana: &Browser) {
    ana.leave_frame().await;
    press_launcher(ana).await;
    ana.enter_frame().await;
}

async fn press_launcher(ana: &Browser) {
    until("the launcher takes a click", async || {
        ana.in_shadow("[data-testid='widget-launcher']").await.ok()?.click().await.ok()
    })
    .await;
}

async fn says(ana: &Browser, text: &str) {
    ana.write("widget-message-input", text).await;
    ana.click("widget-send-button").await;
}

/// Ben signs in and has his inbox before him.
async fn ben_in(server: &Server, account: &Account) -> Browser {
    let ben = Browser::open().await;
    ben.goto(&format!("{}/dashboard/inbox", server.origin())).await;
    ben.write("dashboard-email", &account.email).await;
    ben.write("dashboard-password", PASSWORD).await;
    ben.click("dashboard-sign-in").await;
    ben.find("open-palette").await;
    ben.goto(&format!("{}/dashboard/inbox", server.origin())).await;
    ben
}

#[tokio::test]
async fn a_visitor_and_an_agent_talk_on_the_hardest_page_there_is() {
    let mut server = Server::start().await;
    let account = server.sign_up("ben@docent.example", "A shop").await;
    let host = Host::hostile(&server.origin(), &account.workspace).await;
    let ben = ben_in(&server, &account).await;
    let ana = ana_on(&host).await;

    ana.click("widget-start-conversation").await;
    let sent = Instant::now();
    says(&ana, "Do you ship to Lisbon?").await;
    ben.sees("inbox-list", "Do you ship to Lisbon?").await;
    println!("Ben saw Ana's message {} ms after she began to write it", sent.elapsed().as_millis());

    ben.click("inbox-row").await;
    ben.sees("conversation-messages", "Do you ship to Lisbon?").await;
    ben.write("composer-input", "Yes, every Monday.").await;
    ben.click("composer-send").await;
    ana.sees("widget-message-list", "Yes, every Monday.").await;

    ana.page.refresh().await.expect("the page reloads");
    open_widget(&ana).await;
    ana.click("widget-conversation-item").await;
    ana.sees("widget-message-list", "Do you ship to Lisbon?").await;
    ana.sees("widget-message-list", "Yes, every Monday.").await;

    server.kill().await;
    says(&ana, "And to Porto?").await;
    ana.sees("widget-message-list", "And to Porto?").await;
    server.restart().await;
    ben.sees("conversation-messages", "And to Porto?").await;
    ben.write("composer-input", "To Porto too.").await;
    ben.click("composer-send").await;
    ana.sees("widget-message-list", "To Porto too.").await;
    for text in ["Do you ship to Lisbon?", "Yes, every Monday.", "And to Porto?", "To Porto too."] {
        assert_eq!(ana.count("widget-message-list", text).await, 1, "Ana sees {text:?} once");
        assert_eq!(ben.count("conversation-messages", text).await, 1, "Ben sees {text:?} once");
    }
}

#[tokio::test]
async fn the_widget_keeps_its_place_under_hostile_css_and_leaves_the_page_its_own() {
    let server = Server::start().await;
    let workspace = server.workspace().await;
    let host = Host::hostile_css(&server.origin(), &workspace).await;
    let ana = ana_on(&host).await;
    ana.find("widget-panel").await;
    ana.leave_frame().await;
    let place = "const root = [...document.querySelectorAll('*')].map(e => e.shadowRoot).find(Boolean); \
                 const box = root.querySelector('iframe').getBoundingClientRect(); \
                 return [box.width, box.height, innerWidth, innerHeight]";
    let place = ana.run(place).await;
    assert_eq!(place[0], place[2], "the frame is as wide as the window: {place}");
    assert_eq!(place[1], place[3], "the frame is as high as the window: {place}");
    let hit = ana.run("return document.elementFromPoint(30, innerHeight - 20).id").await;
    assert_eq!(hit, "bar", "a click beside the panel reaches the page");
}

#[tokio::test]
async fn two_workspaces_on_one_server_see_nothing_of_each_other() {
    let server = Server::start().await;
    let coffee = server.sign_up("ben@coffee.example", "Coffee").await;
    let books = server.sign_up("eve@books.example", "Books").await;
    let coffee_site = Host::hostile(&server.origin(), &coffee.workspace).await;
    let books_site = Host::hostile(&server.origin(), &books.workspace).await;
    let ben = ben_in(&server, &coffee).await;
    let eve = ben_in(&server, &books).await;
    let ana = ana_on(&coffee_site).await;
    let dan = ana_on(&books_site).await;
    ana.click("widget-start-conversation").await;
    says(&ana, "I would like a dark roast").await;
    dan.click("widget-start-conversation").await;
    says(&dan, "I would like a thick novel").await;
    ben.sees("inbox-list", "dark roast").await;
    eve.sees("inbox-list", "thick novel").await;
    for (who, foreign) in
        [(&ben, "thick novel"), (&eve, "dark roast"), (&ana, "thick novel"), (&dan, "dark roast")]
    {
        let everything = who.page.source().await.expect("the page's source");
        assert!(!everything.contains(foreign), "somebody sees {foreign:?} of another workspace");
    }
}

#[tokio::test]
async fn a_site_that_is_not_listed_gets_no_frame() {
    let server = Server::start().await;
    let account = server.sign_up("ben@docent.example", "A shop").await;
    let listed =
        serde_json::json!({ "workspaceId": account.workspace, "allowedOrigins": ["https://shop.example"] });
    let token = Some(account.token.as_str());
    tests::api::call(&server.origin(), "mutation", "workspaces:updateAllowedOrigins", listed, token).await;
    let host = Host::hostile(&server.origin(), &account.workspace).await;
    let stranger = Browser::open().await;
    stranger.goto(&host.origin).await;
    press_launcher(&stranger).await;
    until("the loader says that the chat could not be loaded", async || {
        let script = "const root = [...document.querySelectorAll('*')].map(e => e.shadowRoot).find(Boolean); \
                      return root.textContent.includes('could not be loaded')";
        (stranger.run(script).await == true).then_some(())
    })
    .await;
}
