//! What is kept on Ana's device, and what is sent before she agreed to it.

use crate::cast::{Shop, open_widget, press_launcher, says};
use tests::{
    browser::Browser,
    host::{Host, tag},
    relay::Relay,
};

#[tokio::test]
async fn before_consent_nothing_is_kept_and_nothing_that_names_the_device_is_sent() {
    let shop = Shop::open().await;
    let relay = Relay::before(shop.server.port).await;
    let tag = tag(&relay.origin, &shop.account.workspace, r#"data-consent="required""#);
    let host = Host::friendly(&tag).await;
    let ana = Browser::open().await;
    ana.goto(&host.origin).await;
    open_widget(&ana).await;
    ana.sees("widget-panel", "we keep an identifier on this device").await;
    ana.leave_frame().await;
    assert_eq!(ana.run("return localStorage.length + document.cookie.length").await, 0);
    assert!(!relay.heard().contains("session_"), "no request carries an id");
    assert!(
        !relay.paths().iter().any(|path| path.starts_with("/api/")),
        "no session is begun: {:?}",
        relay.paths()
    );

    ana.enter_frame().await;
    ana.click_css(".primary").await;
    ana.click("widget-start-conversation").await;
    says(&ana, "Now you may know me").await;
    shop.ben_hears(&["Now you may know me"]).await;
    ana.page.refresh().await.expect("the page reloads");
    open_widget(&ana).await;
    ana.click("widget-conversation-item").await;
    ana.sees("widget-message-list", "Now you may know me").await;
}

#[tokio::test]
async fn consent_that_the_page_gives_needs_no_question() {
    let shop =
        Shop::open_with(|docent, workspace| tag(docent, workspace, r#"data-consent="required""#)).await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.sees("widget-panel", "we keep an identifier on this device").await;
    ana.leave_frame().await;
    ana.run("Docent('update', { consent: 'granted' })").await;
    ana.enter_frame().await;
    ana.click("widget-start-conversation").await;
    says(&ana, "By the banner").await;
    shop.ben_hears(&["By the banner"]).await;
}

#[tokio::test]
async fn after_a_reset_consent_is_asked_for_again() {
    let shop =
        Shop::open_with(|docent, workspace| tag(docent, workspace, r#"data-consent="required""#)).await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.click_css(".primary").await;
    ana.find("widget-start-conversation").await;
    ana.leave_frame().await;
    ana.run("Docent('reset')").await;
    assert_eq!(ana.run("return localStorage.length").await, 0);
    ana.enter_frame().await;
    ana.sees("widget-panel", "we keep an identifier on this device").await;
}

#[tokio::test]
async fn where_the_browser_keeps_nothing_the_chat_works_and_says_so() {
    let shop = Shop::open().await;
    let ana = Browser::open_without_storage().await;
    ana.goto(&shop.host.origin).await;
    let refused = "try { return !localStorage } catch { return true }";
    assert_eq!(ana.run(refused).await, true, "the page has no storage");
    press_launcher(&ana).await;
    ana.enter_frame().await;
    ana.click("widget-start-conversation").await;
    ana.sees("widget-panel", "Your browser keeps nothing for this site").await;
    says(&ana, "Forget me").await;
    shop.ben_hears(&["Forget me"]).await;
    shop.ben_answers("I will").await;
    ana.sees("widget-message-list", "I will").await;
}
