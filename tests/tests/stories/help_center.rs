//! The help centre: an author writes, a reader without scripts reads, and the author sees whether it helped.

use crate::cast::{Shop, ben_in};
use serde_json::{Value, json};
use tests::browser::Browser;

/// A browser in which no page runs a script; the driver's own still work.
async fn without_scripts(width: u32) -> Browser {
    let reader = Browser::open_with(width, 800, &[]).await;
    reader.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    reader
}

async fn reads(reader: &Browser, css: &str, text: &str) {
    let script = format!("return document.querySelector('{css}')?.textContent.includes('{text}')");
    reader.until(&format!("{css} says {text}"), &script).await;
}

#[tokio::test]
async fn an_author_publishes_and_a_reader_without_scripts_finds_it_and_says_that_it_helped() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("nav-help-center").await;
    ben.click("collection-new").await;
    ben.write("collection-name", "Returns").await;
    ben.click("collection-save").await;
    ben.click("collection").await;
    ben.sees("help-center", "Returns").await;

    ben.click("article-new").await;
    ben.until(
        "a new article is named first",
        "const it = document.activeElement; return it?.dataset.testid === 'article-title' && it.value && it.selectionEnd - it.selectionStart === it.value.length",
    )
    .await;
    ben.types("Returning a saddle").await;
    ben.press("Enter").await;
    ben.types("Send it back within ").await;
    ben.press("Control+b").await;
    ben.types("30 days").await;
    ben.until(
        "the key has put marks around",
        "return document.querySelector('[data-testid=article-content]').value.endsWith('**30 days**')",
    )
    .await;
    ben.until(
        "the preview shows it",
        "return document.querySelector('[data-testid=preview] strong')?.textContent === '30 days'",
    )
    .await;
    ben.until(
        "the preview shows nothing but the latest",
        "return document.querySelectorAll('[data-testid=preview] p:not(.headline)').length === 1",
    )
    .await;
    ben.sees("progress", "Saved").await;

    // A draft is nobody's business.
    let address = format!("{}/help/{}", shop.server.origin(), shop.account.workspace);
    let reader = without_scripts(1280).await;
    reader.goto(&format!("{address}/articles/returning-a-saddle")).await;
    reads(&reader, "h1", "This page does not exist").await;
    ben.click("article-publish").await;
    ben.sees("article-status", "Published").await;

    reader.goto(&address).await;
    reads(&reader, ".card", "Returns").await;
    reader.click_css(".search input").await;
    reader.types("saddle").await;
    reader.press("Enter").await;
    reads(&reader, ".results mark", "saddle").await;
    reader.click_css(".results a").await;
    reads(&reader, ".prose strong", "30 days").await;
    reader.click_css(".feedback [value=yes]").await;
    reads(&reader, ".feedback", "Thank you").await;
    let loaded = reader.run("return performance.getEntriesByType('resource').map(one => one.name)").await;
    let loaded = loaded.as_array().expect("a list");
    assert!(loaded.iter().all(|one| one.as_str().is_some_and(|one| one.ends_with(".css"))), "{loaded:?}");

    ben.click("hc-details").await;
    ben.sees("feedback", "1 yes").await;

    // What readers see changes when its author says so.
    ben.write("article-content", " Really.").await;
    ben.sees("progress", "Changes that readers do not see yet").await;
    reader.goto(&format!("{address}/articles/returning-a-saddle")).await;
    assert_eq!(
        reader.run("return document.querySelector('.prose').textContent.includes('Really')").await,
        false
    );
    ben.click("article-update").await;
    ben.sees("progress", "Saved").await;
    reader.goto(&format!("{address}/articles/returning-a-saddle")).await;
    reads(&reader, ".prose", "Really").await;
}

#[tokio::test]
async fn hostile_titles_do_nothing_in_the_editor_and_on_the_page() {
    let shop = Shop::open().await;
    let hostile = "<img src=x onerror=\"document.title=1\"><script>document.title=2</script>";
    let workspace = &shop.account.workspace;
    let collection =
        json!({ "workspaceId": workspace, "name": hostile, "description": hostile, "icon": "<b>" });
    let collection = shop.as_ben("mutation", "collections:create", collection).await;
    let article = json!({ "workspaceId": workspace, "title": hostile, "content": format!("{hostile}\n\n# {hostile}"), "collectionId": collection, "tags": [hostile] });
    let article = shop.as_ben("mutation", "articles:create", article).await;
    shop.as_ben("mutation", "articles:publish", json!({ "id": article })).await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("nav-help-center").await;
    ben.sees("articles", "<img src=x").await;
    ben.click("article").await;
    ben.sees("preview", "<script>").await;
    ben.click("hc-details").await;
    ben.find("details").await;
    let is_unharmed =
        "return !document.querySelector('main img, main script') && !/^[12]$/.test(document.title)";
    assert_eq!(ben.run(is_unharmed).await, true);
    // With scripts on: what would run here runs.
    let reader = Browser::open().await;
    let address = format!("{}/help/{workspace}", shop.server.origin());
    let row = shop.as_ben("query", "articles:get", json!({ "id": article })).await;
    let own = format!("/articles/{}", row["slug"].as_str().expect("a slug"));
    for path in ["", "/search?q=script", &own] {
        reader.goto(&format!("{address}{path}")).await;
        reads(&reader, "body", "<img src=x").await;
        assert_eq!(reader.run(is_unharmed).await, true, "{path}");
    }
    assert_ne!(reader.run("return document.title").await, Value::Null);
}

#[tokio::test]
async fn an_author_reaches_every_article_of_a_long_list() {
    let shop = Shop::open().await;
    for n in 0..120 {
        let article = json!({ "workspaceId": shop.account.workspace, "title": format!("Article {n}"), "content": "Text" });
        shop.as_ben("mutation", "articles:create", article).await;
    }
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("nav-help-center").await;
    let shows = async |count: u32| {
        let script = format!("return document.querySelectorAll('[data-testid=article]').length === {count}");
        ben.until(&format!("{count} articles are shown"), &script).await;
    };
    shows(50).await;
    ben.click("more-articles").await;
    shows(100).await;
    ben.click("more-articles").await;
    shows(120).await;
    let titles = "return new Set([...document.querySelectorAll('[data-testid=article] .title')].map(it => it.textContent)).size";
    assert_eq!(ben.run(titles).await, 120);
    assert!(!ben.has("more-articles").await, "that is all");
    // Another status begins anew.
    ben.click("status-hc-published").await;
    shows(0).await;
    ben.click("status-hc-draft").await;
    shows(50).await;
}
