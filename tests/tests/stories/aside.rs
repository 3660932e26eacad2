//! What stands between the messages and the composer: files, a rating, an address, how soon the team answers, articles that may help.

use crate::cast::{Shop, ana_writing_on, open_widget, says};
use serde_json::{Value, json};
use tests::{axe::is_accessible, browser::Browser, until};

/// The smallest picture.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0,
    1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0, 1, 0,
    0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];
const HOSTILE: &str = "<img src=x onerror='hacked=1'>.png";

impl Shop {
    async fn offers(&self, toggles: Value) {
        let mut args = json!({ "workspaceId": self.account.workspace });
        args.as_object_mut().unwrap().extend(toggles.as_object().unwrap().clone());
        self.as_ben("mutation", "automationSettings:upsert", args).await;
    }

    async fn is(&self, status: &str) {
        let id = self.inbox().await[0]["_id"].clone();
        self.as_ben("mutation", "conversations:updateStatus", json!({ "id": id, "status": status })).await;
    }
}

/// Waits until nothing of this test id is there.
async fn is_gone(ana: &Browser, test_id: &str) {
    until(&format!("{test_id} is gone"), async || (!ana.has(test_id).await).then_some(())).await;
}

/// Ana chooses files of these names.
async fn chooses(ana: &Browser, folder: &tempfile::TempDir, files: &[(&str, &[u8])]) {
    let paths: Vec<_> = files
        .iter()
        .map(|(name, content)| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).expect("a file");
            path.display().to_string()
        })
        .collect();
    ana.find("widget-attach").await.send_keys(&paths.join("\n")).await.expect("files are chosen");
}

#[tokio::test]
async fn a_file_goes_with_a_message_under_its_own_name_and_what_is_refused_says_why() {
    let shop = Shop::open().await;
    let folder = tempfile::tempdir().expect("a folder");
    let ana = ana_writing_on(&shop.host).await;
    chooses(&ana, &folder, &[(HOSTILE, PNG), ("page.html", b"<script>"), ("false.png", b"no picture")]).await;
    let states = "return [...document.querySelectorAll('[data-testid=widget-upload] small')].map(one => one.textContent)";
    let wanted = json!([
        "Ready to send",
        "Only images, PDF, text, CSV, JSON and ZIP files can be sent.",
        "What is in this file does not fit its name.",
    ]);
    until("each file says how it stands", async || (ana.run(states).await == wanted).then_some(())).await;
    ana.click("widget-send-button").await;
    ana.sees("widget-message-list", HOSTILE).await;
    until("what was refused stays, what was sent goes", async || {
        let left = ana.run("return document.querySelectorAll('[data-testid=widget-upload]').length").await;
        (left == 2).then_some(())
    })
    .await;
    let link =
        ana.until("the file has an address", "return document.querySelector('a.file')?.href || null").await;
    let got = ana
        .run(&format!("return fetch({link}).then(async one => [one.headers.get('content-disposition'), (await one.blob()).size])"))
        .await;
    assert_eq!(got[1], PNG.len(), "{link}: {got}");
    assert!(got[0].as_str().unwrap().starts_with("attachment"), "{got}");
    let conversation = shop.inbox().await[0]["_id"].clone();
    let messages = shop.as_ben("query", "messages:list", json!({ "conversationId": conversation })).await;
    let mut files =
        messages.as_array().into_iter().flatten().filter_map(|one| one["attachments"].as_array()?.first());
    let file = files.next_back().expect("a message with a file");
    assert_eq!((&file["fileName"], &file["mimeType"]), (&json!(HOSTILE), &json!("image/png")));
    assert_eq!(ana.run("return window.hacked ?? null").await, Value::Null);
    assert_eq!(ana.run("return document.querySelectorAll('.panel img').length").await, 0);
}

#[tokio::test]
async fn a_file_that_cannot_be_sent_now_is_sent_again_by_hand() {
    let mut shop = Shop::open().await;
    let folder = tempfile::tempdir().expect("a folder");
    let ana = ana_writing_on(&shop.host).await;
    chooses(&ana, &folder, &[("first.png", PNG)]).await;
    ana.sees("widget-upload", "Ready to send").await;
    ana.click("widget-upload-remove").await;
    is_gone(&ana, "widget-upload").await;
    // The address is had and then nobody takes the bytes.
    ana.run("const send = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = function () { this.abort(); this.onloadend(); XMLHttpRequest.prototype.send = send; }").await;
    chooses(&ana, &folder, &[("second.png", PNG)]).await;
    ana.sees("widget-upload", "did not arrive").await;
    ana.click_css("[data-testid=widget-upload] .link").await;
    ana.sees("widget-upload", "Ready to send").await;
    says(&ana, "Here it is").await;
    shop.ben_hears(&["Here it is"]).await;
    shop.server.kill().await;
}

#[tokio::test]
async fn a_closed_conversation_is_rated_once() {
    let shop = Shop::open().await;
    shop.offers(json!({ "askForRatingEnabled": true, "collectEmailEnabled": false })).await;
    let ana = ana_writing_on(&shop.host).await;
    says(&ana, "Where is my tea?").await;
    shop.ben_hears(&["Where is my tea?"]).await;
    shop.ben_answers("On its way").await;
    ana.sees("widget-message-list", "On its way").await;
    shop.is("closed").await;
    ana.sees("widget-csat-title", "How did we do?").await;
    is_accessible(&ana, "a conversation that is rated").await;
    ana.click("widget-csat-rating-4").await;
    ana.write("widget-csat-feedback-input", "Quick!").await;
    ana.click("widget-csat-submit").await;
    ana.sees("widget-csat-success", "Thank you").await;
    let args = json!({ "workspaceId": shop.account.workspace });
    let score = shop.as_ben("query", "reporting:getCsatScore", args).await;
    assert_eq!((&score["totalResponses"], &score["averageRating"]), (&json!(1), &json!(4.0)));
    ana.click("widget-back-button").await;
    ana.click("tab-messages").await;
    is_accessible(&ana, "conversations").await;
    ana.click("widget-conversation-item").await;
    ana.find("widget-conversation-status").await;
    is_accessible(&ana, "a closed conversation").await;
    is_gone(&ana, "widget-csat-prompt").await;
}

#[tokio::test]
async fn who_has_written_is_asked_for_an_address_until_there_is_one() {
    let shop = Shop::open().await;
    let ana = ana_writing_on(&shop.host).await;
    let chunks =
        "return performance.getEntriesByType('resource').filter(one => /split_later/.test(one.name)).length";
    assert_eq!(ana.run(chunks).await, 0, "nobody is asked before they have written");
    says(&ana, "Where is my tea?").await;
    ana.find("widget-email-input").await;
    is_accessible(&ana, "a conversation that asks for an address").await;
    ana.write("widget-email-input", "ana@shop.example").await;
    ana.click("widget-email-save").await;
    ana.sees("widget-email-capture", "Thank you").await;
    let visitor = shop.inbox().await[0]["visitor"].clone();
    assert_eq!(visitor["email"], "ana@shop.example");
    ana.leave_frame().await;
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.click("tab-messages").await;
    ana.click("widget-conversation-item").await;
    ana.sees("widget-message-list", "Where is my tea?").await;
    assert!(!ana.has("widget-email-input").await, "she is known");
}

#[tokio::test]
async fn articles_and_how_soon_an_answer_comes_are_shown_until_there_is_one() {
    let shop = Shop::open().await;
    shop.offers(json!({ "suggestArticlesEnabled": true, "showReplyTimeEnabled": true })).await;
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let schedule =
        days.map(|day| json!({ "day": day, "enabled": true, "startTime": "00:00", "endTime": "24:00" }));
    let hours = json!({
        "workspaceId": shop.account.workspace, "expectedReplyTimeMinutes": 150, "timezone": "UTC", "schedule": schedule,
    });
    shop.as_ben("mutation", "officeHours:upsert", hours).await;
    let article = json!({ "workspaceId": shop.account.workspace, "title": "How hot is the water?", "content": "80 °C" });
    let id = shop.as_ben("mutation", "articles:create", article).await;
    shop.as_ben("mutation", "articles:publish", json!({ "id": id })).await;
    // Where only some sites may show the widget, it says on which it is.
    let sites = json!({ "workspaceId": shop.account.workspace, "allowedOrigins": [shop.host.origin] });
    shop.as_ben("mutation", "workspaces:updateAllowedOrigins", sites).await;
    let ana = ana_writing_on(&shop.host).await;
    ana.sees("widget-reply-time", "We usually reply within 2 hours.").await;
    ana.write("widget-message-input", "Hello, my wat").await;
    ana.sees("widget-suggested-articles", "How hot is the water?").await;
    ana.write("widget-message-input", "er").await;
    ana.sees("widget-suggested-articles", "How hot is the water?").await;
    is_accessible(&ana, "articles beside what is written").await;
    ana.click("widget-article-item").await;
    ana.sees("widget-article", "80 °C").await;
    ana.click("widget-back-button").await;
    says(&ana, " is too hot").await;
    shop.ben_hears(&["Hello, my water is too hot"]).await;
    is_gone(&ana, "widget-suggested-articles").await;
    shop.ben_answers("80 °C").await;
    is_gone(&ana, "widget-reply-time").await;
    ana.write("widget-message-input", "water").await;
    ana.sees("widget-message-list", "80 °C").await;
    assert!(!ana.has("widget-suggested-articles").await, "a person answers by now");
}
