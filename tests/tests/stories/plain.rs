//! Browsers that refuse WebAssembly get a form.

use crate::cast::{Shop, is_closed, open_widget, press_launcher};
use serde_json::Value;
use tests::{browser::Browser, host::tag};

/// As browsers are in a lockdown mode: without a compiler there is no WebAssembly.
async fn without_wasm() -> Browser {
    Browser::open_with(1280, 800, &["--js-flags=--jitless"]).await
}

async fn writes(ana: &Browser, text: &str) {
    ana.until("the field has the focus", "return document.activeElement?.name === 'message'").await;
    ana.types(text).await;
    ana.until(text, &format!("return document.querySelector('textarea').value === '{text}'")).await;
    ana.click_css("#plain [type=submit]").await;
    ana.until("the form is empty again", "return !document.querySelector('textarea').value").await;
    assert_ne!(ana.run("return document.querySelector('[role=status]').textContent").await, "");
}

#[tokio::test]
async fn without_webassembly_a_form_delivers_one_message_after_another() {
    let shop = Shop::open().await;
    let ana = without_wasm().await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    assert_eq!(ana.run("return typeof WebAssembly").await, "undefined");
    writes(&ana, "No frills, please").await;
    shop.ben_hears(&["No frills, please"]).await;
    writes(&ana, "One thing more").await;
    shop.ben_hears(&["No frills, please", "One thing more"]).await;
}

#[tokio::test]
async fn the_plain_form_closes_by_its_button_and_by_escape_and_opens_again() {
    let shop = Shop::open().await;
    let ana = without_wasm().await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.click_css(".plain-close").await;
    ana.leave_frame().await;
    is_closed(&ana).await;

    open_widget(&ana).await;
    ana.until("the field has the focus", "return document.activeElement?.name === 'message'").await;
    ana.press("Escape").await;
    ana.leave_frame().await;
    is_closed(&ana).await;
    ana.until_layer("the launcher has the focus", "return root.activeElement?.matches('.launcher')").await;

    press_launcher(&ana).await;
    ana.until_layer("the form is shown", "return root.querySelector('iframe').style.opacity === '1'").await;
}

#[tokio::test]
async fn the_plain_form_delivers_from_a_listed_site() {
    let shop = Shop::open().await;
    shop.allow(&[&shop.host.origin]).await;
    let ana = without_wasm().await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    writes(&ana, "From a listed site").await;
    shop.ben_hears(&["From a listed site"]).await;
}

#[tokio::test]
async fn the_plain_form_asks_for_consent_and_sending_gives_it() {
    let shop =
        Shop::open_with(|docent, workspace| tag(docent, workspace, r#"data-consent="required""#)).await;
    let ana = without_wasm().await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.until("consent is asked for", "return !document.querySelector('.plain-consent').hidden").await;
    ana.leave_frame().await;
    assert_eq!(ana.run("return localStorage.length").await, 0);
    ana.enter_frame().await;
    writes(&ana, "I agree").await;
    shop.ben_hears(&["I agree"]).await;
    ana.leave_frame().await;
    assert_ne!(ana.run("return localStorage.getItem('opencom_session_id')").await, Value::Null);
}
