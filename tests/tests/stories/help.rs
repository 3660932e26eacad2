//! Ana helps herself, and opens a ticket where that is not enough.

use crate::cast::{Shop, ana_on, says};
use serde_json::{Value, json};
use tests::{axe::is_accessible, browser::Browser, until};

const HOSTILE: &str = "<img src=x onerror='top.hacked=self.hacked=1'><script>hacked=1</script>";

/// A published article; its id.
async fn article(shop: &Shop, title: &str, content: &str) -> String {
    let args = json!({ "workspaceId": shop.account.workspace, "title": title, "content": content });
    let id = shop.as_ben("mutation", "articles:create", args).await;
    shop.as_ben("mutation", "articles:publish", json!({ "id": id })).await;
    id.as_str().expect("an id").to_owned()
}

/// A collection with this article in it.
async fn collection(shop: &Shop, name: &str, article: &str) {
    let args = json!({ "workspaceId": shop.account.workspace, "name": name, "description": name });
    let collection = shop.as_ben("mutation", "collections:create", args).await;
    let update = json!({ "id": article, "collectionId": collection });
    shop.as_ben("mutation", "articles:update", update).await;
}

async fn form(shop: &Shop, fields: Value) {
    let args = json!({ "workspaceId": shop.account.workspace, "name": "Returns", "fields": fields, "isDefault": true });
    shop.as_ben("mutation", "ticketForms:create", args).await;
}

/// The only ticket there is, as the team sees it.
async fn ticket(shop: &Shop) -> Value {
    let args = json!({ "workspaceId": shop.account.workspace });
    until("a ticket", async || {
        let list = shop.as_ben("query", "tickets:list", args.clone()).await;
        list.as_array()?.first().cloned()
    })
    .await
}

async fn comment(shop: &Shop, ticket: &Value, content: &str, is_internal: bool) {
    let args = json!({ "ticketId": ticket["_id"], "content": content, "isInternal": is_internal });
    shop.as_ben("mutation", "tickets:addComment", args).await;
}

#[tokio::test]
async fn a_visitor_searches_reads_says_that_it_helped_opens_a_ticket_and_sees_the_answer_come() {
    let shop = Shop::open().await;
    let tea = article(&shop, "How hot is the water?", "For **Grüner Tee** 80 °C, else boiling.").await;
    collection(&shop, "Brewing", &tea).await;
    form(
        &shop,
        json!([
            { "id": "subject", "type": "text", "label": "Subject", "required": true },
            { "id": "why", "type": "select", "label": "Why", "required": true, "options": ["Broken", "Late"] },
            { "id": "colours", "type": "multi-select", "label": "Which", "required": false, "options": ["Red", "Blue"] },
            { "id": "pieces", "type": "number", "label": "How many", "required": false },
        ]),
    )
    .await;
    let ana = ana_on(&shop.host).await;

    ana.find("tab-help").await;
    is_accessible(&ana, "the home").await;
    ana.click("tab-help").await;
    ana.sees("widget-help-list", "1 article").await;
    is_accessible(&ana, "the help centre").await;
    ana.click("widget-collection-item").await;
    ana.sees("widget-collection", "How hot is the water?").await;
    is_accessible(&ana, "a collection").await;
    ana.click("widget-back-button").await;
    ana.write("widget-help-search", "gruner").await;
    ana.sees("widget-help-results", "How hot is the water?").await;
    is_accessible(&ana, "what a search found").await;
    assert_eq!(ana.run("return document.querySelector('mark').textContent").await, "Grüner");
    ana.click("widget-article-item").await;
    ana.sees("widget-article", "80 °C").await;
    let heading = "return document.activeElement.matches('h1') && document.activeElement.textContent";
    assert_eq!(ana.until("the article's heading has the focus", heading).await, "How hot is the water?");
    is_accessible(&ana, "an article").await;
    ana.click("widget-article-helpful").await;
    ana.sees("widget-article-feedback", "Thank you").await;
    until("the team hears of it", async || {
        let stats = shop.as_ben("query", "articles:getFeedbackStats", json!({ "articleId": tea })).await;
        (stats == json!({ "helpful": 1, "notHelpful": 0, "total": 1 })).then_some(())
    })
    .await;
    ana.click("widget-back-button").await;
    ana.sees("widget-help-results", "How hot is the water?").await;
    ana.click("widget-article-item").await;
    ana.sees("widget-article-feedback", "Thank you").await;
    assert!(!ana.has("widget-article-helpful").await, "she has said it");
    ana.click("widget-back-button").await;

    ana.click("tab-tickets").await;
    ana.click("widget-new-ticket").await;
    ana.click("widget-send-ticket").await;
    ana.write("widget-ticket-field", "My teapot").await;
    ana.click("widget-send-ticket").await;
    assert!(ana.has("widget-ticket-form").await, "a question that must be answered is not");
    is_accessible(&ana, "a ticket's form").await;
    ana.click_css("option[value=Late]").await;
    ana.click_css("input[value=Blue]").await;
    ana.find_css("input[type=number]").await.send_keys("2").await.expect("a number is typed");
    ana.click("widget-send-ticket").await;
    ana.sees("widget-ticket-status", "Submitted").await;
    ana.sees("widget-ticket", "Blue").await;
    let asked = ticket(&shop).await;
    assert_eq!(asked["subject"], "My teapot");
    let answers = json!({ "subject": "My teapot", "why": "Late", "colours": ["Blue"], "pieces": 2 });
    assert_eq!(asked["formData"], answers);

    comment(&shop, &asked, "She has called before", true).await;
    comment(&shop, &asked, "It leaves today.", false).await;
    ana.sees("widget-ticket", "It leaves today.").await;
    is_accessible(&ana, "a ticket").await;
    assert_eq!(ana.count("widget-ticket", "called before").await, 0, "what is internal stays with the team");
    let update = json!({ "id": asked["_id"], "status": "waiting_on_customer" });
    shop.as_ben("mutation", "tickets:update", update).await;
    ana.sees("widget-ticket-status", "Waiting on you").await;
    ana.write("widget-comment-input", "Thank you!").await;
    ana.press("Enter").await;
    ana.sees("widget-ticket", "Thank you!").await;
    shop.as_ben("mutation", "tickets:resolve", json!({ "id": asked["_id"] })).await;
    ana.sees("widget-ticket-status", "Resolved").await;
    ana.click("widget-back-button").await;
    ana.sees("widget-ticket-list", "My teapot").await;
    is_accessible(&ana, "tickets").await;
}

#[tokio::test]
async fn a_link_in_a_message_opens_its_article_and_back_leads_to_the_conversation() {
    let shop = Shop::open().await;
    let tea = article(&shop, "How hot is the water?", "80 °C").await;
    let ana = ana_on(&shop.host).await;
    ana.click("widget-start-conversation").await;
    says(&ana, "It is bitter").await;
    shop.ben_answers(&format!("[Read this](article:{tea}) first")).await;
    ana.click("widget-article-link").await;
    ana.sees("widget-article", "80 °C").await;
    shop.as_ben("mutation", "articles:unpublish", json!({ "id": tea })).await;
    ana.sees("widget-article", "no longer here").await;
    ana.click("widget-back-button").await;
    ana.sees("widget-message-list", "It is bitter").await;
    ana.sees("widget-message-list", "Read this").await;
}

#[tokio::test]
async fn a_workspace_without_articles_and_tickets_has_no_tabs_for_them_and_loads_no_chunk() {
    let shop = Shop::open().await;
    let ana = ana_on(&shop.host).await;
    ana.find("tab-messages").await;
    assert!(
        !ana.has("tab-help").await && !ana.has("tab-tickets").await && !ana.has("widget-search-help").await
    );
    let chunks = "return performance.getEntriesByType('resource').filter(one => /split_|chunk_/.test(one.name)).length";
    assert_eq!(ana.run(chunks).await, 0);
}

#[tokio::test]
async fn a_screen_that_cannot_be_fetched_says_so_and_comes_when_it_can() {
    let mut shop = Shop::open().await;
    article(&shop, "How hot is the water?", "80 °C").await;
    let ana = ana_on(&shop.host).await;
    ana.find("tab-help").await;
    shop.server.kill().await;
    ana.click("tab-help").await;
    let said = "return document.querySelector('.empty')?.innerText.includes('could not be loaded')";
    ana.until("the widget says that it could not be loaded", said).await;
    shop.server.restart().await;
    ana.click_css(".empty .primary").await;
    ana.sees("widget-help-list", "How hot is the water?").await;
}

#[tokio::test]
async fn whatever_stands_in_titles_questions_and_comments_is_shown_as_text() {
    let shop = Shop::open().await;
    let bad =
        article(&shop, HOSTILE, &format!("{HOSTILE} [x](javascript:hacked=1) <svg onload=hacked=1>")).await;
    collection(&shop, HOSTILE, &bad).await;
    form(
        &shop,
        json!([
            { "id": "__proto__", "type": "text", "label": HOSTILE, "placeholder": HOSTILE, "required": false },
            { "id": "subject", "type": "text", "label": "Subject", "required": false },
            { "id": "why", "type": "select", "label": HOSTILE, "required": false, "options": [HOSTILE] },
            { "id": "all", "type": "multi-select", "label": HOSTILE, "required": false, "options": [format!("{HOSTILE}!")] },
        ]),
    )
    .await;
    let ana = ana_on(&shop.host).await;

    ana.click("tab-help").await;
    ana.sees("widget-help-list", HOSTILE).await;
    ana.write("widget-help-search", "onerror").await;
    ana.sees("widget-help-results", HOSTILE).await;
    ana.click("widget-article-item").await;
    ana.sees("widget-article", HOSTILE).await;
    is_harmless(&ana).await;
    ana.click("widget-back-button").await;

    ana.click("tab-tickets").await;
    ana.click("widget-new-ticket").await;
    ana.sees("widget-ticket-form", HOSTILE).await;
    is_harmless(&ana).await;
    ana.find_css("[data-testid='widget-ticket-form'] label:nth-of-type(2) input")
        .await
        .send_keys(HOSTILE)
        .await
        .expect("the subject is typed");
    ana.click_css("input[type=checkbox]").await;
    ana.click("widget-send-ticket").await;
    ana.sees("widget-ticket", &format!("{HOSTILE}!")).await;
    assert_eq!(ana.run("return document.querySelector('h1').textContent").await, HOSTILE);
    assert_eq!(ticket(&shop).await["subject"], HOSTILE);
    comment(&shop, &ticket(&shop).await, HOSTILE, false).await;
    ana.sees("widget-ticket-comment", HOSTILE).await;
    is_harmless(&ana).await;
    ana.click("widget-back-button").await;
    ana.sees("widget-ticket-list", "onerror").await;
    is_harmless(&ana).await;
    ana.leave_frame().await;
    assert_eq!(ana.run("return window.hacked ?? null").await, Value::Null);
}

/// Nothing of it became an element, a link or a script.
async fn is_harmless(ana: &Browser) {
    let found = "return document.querySelectorAll('.panel :is(img, script, iframe), svg[onload], a[href^=\"javascript\"]').length";
    assert_eq!(ana.run(found).await, 0);
    assert_eq!(ana.run("return window.hacked ?? null").await, Value::Null);
}
