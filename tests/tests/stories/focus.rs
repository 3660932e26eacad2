//! The keyboard and the screen reader.

use crate::cast::{Shop, ana_on, ana_writing_on, is_closed, is_open, says};
use tests::{browser::Browser, host::tag};

/// What has the focus: of the frame a name or test id, of the page an id or `launcher`.
async fn focused(ana: &Browser) -> String {
    ana.leave_frame().await;
    let outside = "const one = document.activeElement; const root = one.shadowRoot; \
         return root ? root.activeElement.tagName === 'IFRAME' ? 'frame' : root.activeElement.className.split(' ')[0] \
         : one.id || one.tagName";
    let place = ana.run(outside).await.as_str().expect("a name").to_owned();
    if place != "frame" {
        return place;
    }
    ana.enter_frame().await;
    let inside = ana
        .run("const one = document.activeElement; return one.dataset.testid || one.className || one.tagName")
        .await;
    ana.leave_frame().await;
    inside.as_str().expect("a name").to_owned()
}

async fn has_focus(ana: &Browser, wanted: &str) {
    tests::until(&format!("{wanted} has the focus"), async || (focused(ana).await == wanted).then_some(())).await;
}

#[tokio::test]
async fn tab_walks_from_the_page_through_the_panel_to_the_launcher_and_back_to_the_page() {
    let shop = Shop::open().await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.until_layer("the launcher", "return root.querySelector('.launcher')").await;
    ana.run("document.getElementById('last').focus()").await;
    ana.press("Tab").await;
    has_focus(&ana, "launcher").await;
    ana.press("Enter").await;
    is_open(&ana).await;
    has_focus(&ana, "H1").await;

    let mut stops = Vec::new();
    while stops.last().map(String::as_str) != Some("launcher") {
        ana.press("Tab").await;
        stops.push(focused(&ana).await);
        assert!(stops.len() < 20, "Tab never leaves the panel: {stops:?}");
    }
    for stop in ["widget-close-button", "widget-start-conversation"] {
        assert!(stops.iter().any(|one| one == stop), "Tab passes {stop}: {stops:?}");
    }
    ana.press("Shift+Tab").await;
    assert_eq!(focused(&ana).await, stops[stops.len() - 2], "Shift+Tab goes back into the panel");
    ana.press("Tab").await;
    ana.press("Tab").await;
    ana.press("Tab").await;
    has_focus(&ana, "first").await;
}

#[tokio::test]
async fn escape_closes_and_gives_the_focus_back_to_the_launcher() {
    let shop = Shop::open().await;
    let ana = ana_writing_on(&shop.host).await;
    has_focus(&ana, "widget-message-input").await;
    ana.press("Escape").await;
    is_closed(&ana).await;
    has_focus(&ana, "launcher").await;
}

#[tokio::test]
async fn escape_gives_the_focus_back_to_what_in_the_page_opened_the_chat() {
    let shop = Shop::open().await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.until_layer("the launcher", "return root.querySelector('.launcher')").await;
    ana.run("document.getElementById('last').onclick = () => Docent('open')").await;
    ana.click_css("#last").await;
    is_open(&ana).await;
    has_focus(&ana, "H1").await;
    ana.press("Escape").await;
    is_closed(&ana).await;
    has_focus(&ana, "last").await;
}

#[tokio::test]
async fn escape_in_the_emoji_list_closes_only_the_list() {
    let shop = Shop::open().await;
    let ana = ana_writing_on(&shop.host).await;
    ana.click("widget-emoji-button").await;
    ana.find_css(".emoji button").await;
    ana.press("Tab").await;
    ana.press("Escape").await;
    ana.until("the list is closed", "return !document.querySelector('.emoji')").await;
    has_focus(&ana, "widget-message-input").await;
    is_open(&ana).await;
    ana.press("Escape").await;
    is_closed(&ana).await;
}

#[tokio::test]
async fn a_screen_reader_hears_of_a_new_message_whether_the_panel_is_open_or_closed() {
    let shop = Shop::open().await;
    let ana = ana_writing_on(&shop.host).await;
    assert_eq!(ana.run("return document.querySelector('[role=log]').ariaLabel").await, "Messages");
    says(&ana, "Hello?").await;
    shop.ben_hears(&["Hello?"]).await;
    shop.ben_answers("Good morning").await;
    ana.until(
        "the open panel says it",
        "return document.querySelector('[aria-live=polite]').textContent.includes('Good morning')",
    )
    .await;
    ana.press("Escape").await;
    ana.leave_frame().await;
    is_closed(&ana).await;
    shop.ben_answers("Are you still there?").await;
    ana.until_layer(
        "the page says it",
        "return root.querySelector('[role=status]').textContent.includes('Are you still there?')",
    )
    .await;
    ana.until_layer(
        "the launcher's label counts it",
        "return root.querySelector('.launcher').ariaLabel.includes('1 unread message')",
    )
    .await;
}

#[tokio::test]
async fn escape_in_the_page_around_leaves_the_chat_alone() {
    let shop = Shop::open_with(|docent, workspace| {
        tag(docent, workspace, "") + r#"<input id="search">"#
    })
    .await;
    let ana = ana_on(&shop.host).await;
    ana.leave_frame().await;
    ana.run("document.getElementById('search').focus()").await;
    ana.press("Escape").await;
    is_open(&ana).await;
}
