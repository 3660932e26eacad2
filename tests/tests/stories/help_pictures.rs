//! Pictures and order in the help centre: what an author puts there, readers of the public page and of the widget see.

use crate::cast::{Shop, ana_on, ben_in};
use serde_json::{Value, json};
use tests::{api, browser::Browser, until};

/// Gives a picture of this size to whatever takes files, as if it was chosen, pasted or dropped.
async fn gives(browser: &Browser, how: &str, name: &str, width: u32, height: u32) {
    let drawn = format!(
        "window.given = 0; const it = document.createElement('canvas'); it.width = {width}; it.height = {height}; it.toBlob(blob => {{ const data = new DataTransfer(); data.items.add(new File([blob], '{name}', {{ type: 'image/png' }})); {how}; window.given = 1; }}, 'image/png');"
    );
    browser.run(&drawn).await;
    browser.until("the file is given", "return window.given").await;
}

const CHOSEN: &str = "const input = document.querySelector('[data-testid=hc-picture-input]'); input.files = data.files; input.dispatchEvent(new Event('change', { bubbles: true }))";
const PASTED: &str = "document.querySelector('[data-testid=article-content]').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";
const DROPPED: &str = "document.querySelector('.writing').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))";
const LOGO: &str = "const input = document.querySelector('[data-testid=logo-input]'); input.files = data.files; input.dispatchEvent(new Event('change', { bubbles: true }))";

/// Waits until a picture is there in its natural size.
async fn is_drawn(browser: &Browser, css: &str, width: u32) {
    let script = format!(
        "const it = document.querySelector('{css}'); it?.scrollIntoView(); return it?.complete && it.naturalWidth === {width}"
    );
    browser.until(&format!("{css} shows a picture of {width} pixels"), &script).await;
}

async fn holds(ben: &Browser, what: &str, count: usize) {
    let script = format!(
        "return document.querySelector('[data-testid=article-content]').value.split('{what}').length === {} || null",
        count + 1
    );
    ben.until(&format!("the text has {count} {what}"), &script).await;
}

#[tokio::test]
async fn pictures_that_an_author_chose_pasted_and_dropped_are_on_the_public_page_and_in_the_widget() {
    let shop = Shop::open().await;
    let workspace = &shop.account.workspace;
    let draft = json!({ "workspaceId": workspace, "title": "The front wheel", "content": "Turn it." });
    let id = shop.as_ben("mutation", "articles:create", draft).await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("nav-help-center").await;
    ben.click("article").await;
    ben.find("article-content").await;

    gives(&ben, CHOSEN, "Front wheel.png", 640, 320).await;
    holds(&ben, "![Front wheel](oc-asset://", 1).await;
    ben.until(
        "what is said of it is selected",
        "const it = document.activeElement; return it.value?.slice(it.selectionStart, it.selectionEnd) === 'Front wheel'",
    )
    .await;
    ben.types("The wheel from the left").await;
    holds(&ben, "![The wheel from the left](oc-asset://", 1).await;
    gives(&ben, PASTED, "image.png", 30, 20).await;
    holds(&ben, "oc-asset://", 2).await;
    gives(&ben, DROPPED, "last.png", 50, 40).await;
    holds(&ben, "oc-asset://", 3).await;
    is_drawn(&ben, "[data-testid=preview] img[alt=\"The wheel from the left\"]", 640).await;

    // What is no picture is refused, and said.
    let page = "const page = new DataTransfer(); page.items.add(new File(['<svg onload=hacked=1>'], 'a.png', { type: 'image/png' })); const input = document.querySelector('[data-testid=hc-picture-input]'); input.files = page.files; input.dispatchEvent(new Event('change', { bubbles: true }))";
    ben.run(page).await;
    ben.sees("picture-problem", "no picture that readers can be shown").await;
    ben.click("picture-dismiss").await;
    until("the refusal is dismissed", async || (!ben.has("picture-problem").await).then_some(())).await;
    holds(&ben, "oc-asset://", 3).await;

    ben.sees("progress", "Saved").await;
    ben.click("article-publish").await;
    ben.sees("article-status", "Published").await;

    let reader = Browser::open().await;
    let row = shop.as_ben("query", "articles:get", json!({ "id": id })).await;
    let slug = row["slug"].as_str().expect("a slug");
    reader.goto(&format!("{}/help/{workspace}/articles/{slug}", shop.server.origin())).await;
    is_drawn(&reader, ".prose img", 640).await;
    let said = "const it = document.querySelector('.prose img'); return [it.alt, it.getAttribute('width'), it.getAttribute('height'), it.loading]";
    assert_eq!(reader.run(said).await, json!(["The wheel from the left", "640", "320", "lazy"]));
    let moved = "return performance.getEntriesByType('layout-shift').length";
    assert_eq!(reader.run(moved).await, 0);

    let ana = ana_on(&shop.host).await;
    ana.click("tab-help").await;
    ana.click("widget-article-item").await;
    ana.find("widget-article").await;
    is_drawn(&ana, ".article img", 640).await;
    assert_eq!(
        ana.run(&said.replace(".prose", ".article")).await,
        json!(["The wheel from the left", "640", "320", "lazy"])
    );
    let fits = "const it = document.querySelector('.article img'); return it.clientWidth <= it.closest('.article').clientWidth";
    assert_eq!(ana.run(fits).await, true);

    // Withdrawn, it is nobody's any more.
    let address = reader.run("return document.querySelector('.prose img').src").await;
    let address = address.as_str().expect("an address");
    assert_eq!(api::status(address).await, 200);
    shop.as_ben("mutation", "articles:unpublish", json!({ "id": id })).await;
    assert_eq!(api::status(address).await, 404);
}

#[tokio::test]
async fn a_logo_is_uploaded_shown_in_the_widget_and_taken_away() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.goto(&format!("{}/dashboard/look", shop.server.origin())).await;
    ben.find("logo-choose").await;
    gives(&ben, LOGO, "sign.png", 72, 36).await;
    is_drawn(&ben, "[data-testid=look-logo]", 72).await;
    let ana = ana_on(&shop.host).await;
    is_drawn(&ana, ".hero-bar img.logo", 72).await;
    ben.click("logo-remove").await;
    until("the logo is gone", async || (!ben.has("look-logo").await).then_some(())).await;
    let dora = ana_on(&shop.host).await;
    dora.find_css(".hero-bar .logo.mark").await;
    assert_eq!(dora.run("return document.querySelectorAll('.hero-bar img.logo').length").await, 0);
}

#[tokio::test]
async fn articles_stand_where_the_keyboard_and_the_pointer_put_them_for_readers_too() {
    let shop = Shop::open().await;
    let workspace = &shop.account.workspace;
    let collection = json!({ "workspaceId": workspace, "name": "Brewing" });
    let collection = shop.as_ben("mutation", "collections:create", collection).await;
    for title in ["One", "Two", "Three"] {
        let new = json!({ "workspaceId": workspace, "title": title, "content": "Text", "collectionId": collection });
        let id = shop.as_ben("mutation", "articles:create", new).await;
        shop.as_ben("mutation", "articles:publish", json!({ "id": id })).await;
    }
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("nav-help-center").await;
    ben.click("collection").await;
    stands(&ben, ".articles .title", ["One", "Two", "Three"]).await;
    ben.until("a button has the focus", "const it = document.querySelector('[data-place=\"0\"] .down'); it?.focus(); return document.activeElement === it").await;
    ben.press("Enter").await;
    stands(&ben, ".articles .title", ["Two", "One", "Three"]).await;
    ben.until(
        "the focus goes along",
        "return document.activeElement.closest('[data-place]')?.dataset.place === '1'",
    )
    .await;
    ben.press("Enter").await;
    stands(&ben, ".articles .title", ["Two", "Three", "One"]).await;
    let drag = "const data = new DataTransfer(); const send = (css, kind) => document.querySelector(css).dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true })); send('[data-place=\"2\"] .grip', 'dragstart'); send('[data-place=\"0\"]', 'dragover'); send('[data-place=\"0\"]', 'drop');";
    ben.run(drag).await;
    stands(&ben, ".articles .title", ["One", "Two", "Three"]).await;
    ben.until("a button has the focus", "const it = document.querySelector('[data-place=\"2\"] .up'); it?.focus(); return document.activeElement === it").await;
    ben.press("Enter").await;
    let order = ["One", "Three", "Two"];
    stands(&ben, ".articles .title", order).await;

    let list = json!({ "workspaceId": workspace, "byOrder": true });
    until("the server has it", async || {
        let rows = shop.as_ben("query", "articles:list", list.clone()).await;
        let titles: Vec<_> = rows.as_array()?.iter().filter_map(|row| row["title"].as_str()).collect();
        (titles == order).then_some(())
    })
    .await;
    let reader = Browser::open().await;
    reader.goto(&format!("{}/help/{workspace}/collections/brewing", shop.server.origin())).await;
    stands(&reader, ".list a", order).await;
    let ana = ana_on(&shop.host).await;
    ana.click("tab-help").await;
    ana.click("widget-collection-item").await;
    stands(&ana, "[data-testid=widget-article-item] .row-text", order).await;
}

/// Waits until these texts stand there in this order.
async fn stands(browser: &Browser, css: &str, texts: [&str; 3]) {
    let texts = Value::from(texts.to_vec());
    let script = format!(
        "return JSON.stringify([...document.querySelectorAll('{css}')].map(it => it.textContent.trim())) === JSON.stringify({texts})"
    );
    browser.until(&format!("{css} is {texts}"), &script).await;
}
