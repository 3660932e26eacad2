//! The page around the widget.

use crate::cast::{Shop, ana_on, ana_writing_on, open_widget, press_launcher, says};
use tests::{browser::Browser, host::Host, server::Server};

#[tokio::test]
async fn the_widget_keeps_its_place_under_hostile_css_and_leaves_the_page_its_own() {
    let server = Server::start().await;
    let workspace = server.workspace().await;
    let host = Host::hostile_css(&server.origin(), &workspace).await;
    let ana = ana_on(&host).await;
    ana.find("widget-panel").await;
    ana.leave_frame().await;
    let place = "const box = root.querySelector('iframe').getBoundingClientRect(); \
                 return [box.width, box.height, innerWidth, innerHeight]";
    let place = ana.of_layer(place).await;
    assert_eq!(place[0], place[2], "the frame is as wide as the window: {place}");
    assert_eq!(place[1], place[3], "the frame is as high as the window: {place}");
    let hit = ana.run("return document.elementFromPoint(30, innerHeight - 20).id").await;
    assert_eq!(hit, "bar", "a click beside the panel reaches the page");
}

#[tokio::test]
async fn a_site_that_is_not_listed_gets_no_frame() {
    let shop = Shop::open().await;
    shop.allow(&["https://shop.example"]).await;
    let stranger = Browser::open().await;
    stranger.goto(&shop.host.origin).await;
    press_launcher(&stranger).await;
    let said = "return root.querySelector('.wait').textContent.includes('could not be loaded')";
    stranger.until_layer("the loader says that the chat could not be loaded", said).await;
}

#[tokio::test]
async fn a_page_that_is_left_and_come_back_to_goes_on_where_it_was() {
    let shop = Shop::open().await;
    let elsewhere = Host::friendly("").await;
    let ana = ana_writing_on(&shop.host).await;
    says(&ana, "Before").await;
    shop.ben_hears(&["Before"]).await;
    ana.leave_frame().await;
    ana.run("window.mark = 1; addEventListener('pageshow', event => { window.isBack = event.persisted })").await;
    ana.goto(&elsewhere.origin).await;
    shop.ben_answers("While you were away").await;
    ana.page.back().await.expect("the browser goes back");
    let is_kept = ana.run("return window.mark === 1").await;
    println!("The browser kept the page in its back/forward cache: {is_kept}");
    if is_kept == false {
        open_widget(&ana).await;
        ana.click("widget-conversation-item").await;
    }
    ana.enter_frame().await;
    ana.sees("widget-message-list", "While you were away").await;
    says(&ana, "After").await;
    shop.ben_hears(&["Before", "While you were away", "After"]).await;
}
