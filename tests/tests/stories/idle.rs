//! What a page pays that shows a closed widget.

use crate::cast::{Shop, hovers, open_widget};
use tests::{
    browser::Browser,
    host::{Host, tag},
    relay::Relay,
    until,
};

#[tokio::test]
async fn a_page_with_nothing_to_show_loads_three_small_files_and_hovering_loads_the_app_but_no_session() {
    let shop = Shop::open().await;
    let relay = Relay::before(shop.server.port).await;
    let host = Host::friendly(&tag(&relay.origin, &shop.account.workspace, "")).await;
    let ana = Browser::open().await;
    ana.goto(&host.origin).await;
    ana.until_layer("the launcher is drawn", "return root.querySelector('.launcher').ariaLabel").await;
    // Whatever the loader does when the page is idle comes before this answer.
    ana.page.execute_async("requestIdleCallback(arguments[0])", Vec::new()).await.expect("an idle moment");
    let kinds: Vec<_> = relay.paths().iter().map(|path| kind(path)).collect();
    assert_eq!(kinds, ["widget.js", "widget", "sheet"], "{:?}", relay.paths());

    hovers(&ana).await;
    until("the app is loaded", async || {
        relay.paths().iter().any(|path| path.contains("/locales-") || path.contains("locales")).then_some(())
    })
    .await;
    ana.enter_frame().await;
    ana.until("the app is drawn", "return document.querySelector('.panel')").await;
    assert!(!relay.paths().iter().any(|path| path.starts_with("/api/")), "{:?}", relay.paths());

    open_widget(&ana).await;
    until("opening begins the session", async || {
        relay.paths().iter().any(|path| path.ends_with("/sync")).then_some(())
    })
    .await;
}

/// `sheet` of `/assets/sheet-<hash>.js`, `widget` of `/widget/<workspace>.js`, `widget.js` of itself.
fn kind(path: &str) -> String {
    let mut parts = path.trim_start_matches('/').split('/');
    match (parts.next(), parts.next()) {
        (Some("assets"), Some(file)) => file.split('-').next().unwrap_or_default().into(),
        (first, _) => first.unwrap_or_default().into(),
    }
}
