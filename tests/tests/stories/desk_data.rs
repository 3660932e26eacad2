//! What goes into the dashboard and out of it: files in a conversation, visitors who are looked for and erased, reports and
//! settings.

use crate::cast::{Shop, Visitor, ben_in};
use serde_json::json;
use tests::browser::Browser;

/// The bytes of a PNG of one pixel, as base64.
const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// Pastes files into the composer, each by its name and base64.
async fn pastes(ben: &Browser, files: &[(&str, &str)]) {
    ben.find("composer-input").await;
    let script = format!(
        "const data = new DataTransfer();
         for (const [name, text] of {}) {{
             const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
             data.items.add(new File([bytes], name));
         }}
         const field = document.querySelector('[data-testid=composer-input]');
         field.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}));",
        json!(files)
    );
    ben.run(&script).await;
}

/// Keeps what the page saves as files, where a story can read it.
async fn keeps_files(ben: &Browser) {
    let script = "window.saved = [];
        const make = URL.createObjectURL;
        URL.createObjectURL = blob => { blob.text().then(text => window.saved.push(text)); return make.call(URL, blob); };
        const press = HTMLAnchorElement.prototype.click;
        HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; press.call(this); };";
    ben.run(script).await;
}

async fn saved(ben: &Browser, what: &str) -> String {
    let script = format!("return window.saved.find(text => text.includes({})) ?? null", json!(what));
    let text = ben.until(&format!("a file with {what:?}"), &script).await;
    text.as_str().expect("a text").to_owned()
}

#[tokio::test]
async fn ben_pastes_a_picture_and_a_page_and_ana_gets_the_picture() {
    let shop = Shop::open().await;
    let ana = Visitor::writes_to(&shop, "Show me").await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("inbox-row").await;

    // A page is refused before it is sent, and a name that turns around is shown without that.
    pastes(&ben, &[("cat\u{202E}gnp.png", PIXEL), ("evil.html", "PGI+")]).await;
    ben.sees("file-problem", "not allowed").await;
    ben.find("file-ready").await;
    let shown = ben.run("return document.querySelector('[data-testid=tray]').textContent").await;
    assert!(!shown.as_str().unwrap_or_default().contains('\u{202E}'), "{shown}");
    let is_waiting = "return document.querySelector('[data-testid=composer-send]').disabled";
    assert_eq!(ben.run(is_waiting).await, json!(true), "a file that failed goes with no message");
    ben.click_css("[data-testid=tray] .failed [data-testid=file-remove]").await;

    ben.click("composer-send").await;
    ben.sees("file", "catgnp.png").await;
    let is_drawn = "return [...document.querySelectorAll('.picture img')].some(it => it.complete && it.naturalWidth === 1)";
    ben.until("the picture is drawn", is_drawn).await;
    let fetched = "const link = document.querySelector('[data-testid=file]');
        if (!window.asked) window.asked = fetch(link.href).then(async it => window.got = [it.status, it.headers.get('content-disposition'), (await it.arrayBuffer()).byteLength]);
        return window.got ?? null";
    let got = ben.until("the link leads to the file", fetched).await;
    assert_eq!((&got[0], &got[2]), (&json!(200), &json!(70)), "{got}");
    assert!(got[1].as_str().unwrap_or_default().starts_with("attachment"), "{got}");
    let rows = ana.lists().await;
    let files = rows.as_array().into_iter().flatten().flat_map(|row| row["attachments"].as_array()).flatten();
    assert_eq!(files.count(), 1, "{rows}");
}

#[tokio::test]
async fn ben_finds_a_visitor_saves_all_that_is_stored_of_it_and_erases_it() {
    let shop = Shop::open().await;
    let ana = Visitor::writes_to(&shop, "Forget me").await;
    let hostile = "<img src=x onerror=\"document.title='evil'\">";
    ana.is_known_by(
        json!({ "name": hostile, "customAttributes": { hostile: hostile, "plan": "<b>pro</b>" } }),
    )
    .await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("nav-visitors").await;
    ben.write("visitors-search", "onerror").await;
    ben.sees("visitors-count", "1 visitor").await;
    ben.click("visitor-row").await;
    ben.sees("profile-name", hostile).await;
    ben.sees("profile", "<b>pro</b>").await;
    ben.sees("profile", &format!("{hostile}\n{hostile}")).await;
    ben.sees("profile-conversations", "Forget me").await;

    keeps_files(&ben).await;
    ben.click("visitor-export").await;
    assert!(saved(&ben, "Forget me").await.contains("onerror"));

    ben.click("visitor-erase").await;
    let word = ben.run("return document.querySelector('[data-testid=erase-word]').textContent").await;
    let is_locked = "return document.querySelector('[data-testid=erase-confirm]').disabled";
    ben.write("erase-typed", "something else").await;
    assert_eq!(ben.run(is_locked).await, json!(true));
    let clear = "const field = document.querySelector('[data-testid=erase-typed]'); field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }))";
    ben.run(clear).await;
    ben.write("erase-typed", word.as_str().expect("a word")).await;
    ben.click("erase-confirm").await;
    ben.sees("notice", "Erased").await;
    ben.until("nobody is listed", "return !document.querySelector('[data-testid=visitor-row]')").await;
    assert!(shop.inbox().await.is_empty(), "its conversation is gone");
    assert_ne!(ben.run("return document.title").await, json!("evil"));
}

#[tokio::test]
async fn ben_reads_a_report_and_saves_its_figures() {
    let shop = Shop::open().await;
    Visitor::writes_to(&shop, "One for the report").await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.click("nav-reports").await;
    ben.sees("figure-report-total", "1").await;
    keeps_files(&ben).await;
    ben.click("report-conversations-csv").await;
    let text = saved(&ben, "conversations").await;
    assert!(
        text.starts_with("\"period\",\"conversations\"\r\n\"20") && text.ends_with("\",\"1\"\r\n"),
        "{text}"
    );
    // The columns and their table say the same.
    let shown = "return [...document.querySelectorAll('[data-testid=report-conversations] tbody td')].map(it => it.textContent).filter(text => text !== '0')";
    assert_eq!(ben.run(shown).await, json!(["1"]));
    ben.click("range-7").await;
    let columns =
        "return document.querySelectorAll('[data-testid=report-conversations] .column').length === 7";
    ben.until("a column a day", columns).await;
}

#[tokio::test]
async fn ben_turns_verification_on_sees_the_secret_once_and_the_log_has_it() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.goto(&format!("{}/dashboard/settings/security", shop.server.origin())).await;
    ben.click("identity-on").await;
    let read = "return document.querySelector('[data-testid=secret]')?.textContent ?? null";
    let secret = ben.until("the secret is shown", read).await;
    assert_eq!(secret.as_str().unwrap_or_default().len(), 64);
    ben.click("secret-kept").await;
    ben.click("identity-required").await;
    ben.sees("notice", "Saved").await;
    let is_hidden = format!("return !document.body.textContent.includes({secret})");
    assert_eq!(ben.run(&is_hidden).await, json!(true), "it is shown once");

    ben.click("settings-audit").await;
    ben.sees("audit-list", "Verification turned on").await;
    keeps_files(&ben).await;
    ben.click("audit-csv").await;
    assert!(saved(&ben, "widget.identity.enabled").await.starts_with("timestamp,action"));
    ben.sees("audit-list", "Data exported").await;
}

#[tokio::test]
async fn ben_sets_hours_and_the_home_and_they_are_kept() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.goto(&format!("{}/dashboard/settings/hours", shop.server.origin())).await;
    ben.click("day-6").await;
    ben.click("settings-save").await;
    ben.sees("notice", "Saved").await;
    let workspace = json!({ "workspaceId": shop.account.workspace });
    let hours = shop.as_ben("query", "officeHours:get", workspace.clone()).await;
    assert_eq!(hours["schedule"][6]["enabled"], json!(true), "{hours}");

    ben.click("settings-home").await;
    ben.click_css("[data-testid=home-card]:nth-child(2) [data-testid=card-up]").await;
    ben.click("add-card-articles").await;
    ben.click_css("[data-testid=tab-tours] input").await;
    ben.click("settings-save").await;
    let is_kept = "return !document.querySelector('.savebar.shown')";
    ben.until("it is saved", is_kept).await;
    let home = shop.as_ben("query", "messengerSettings:getHomeConfig", workspace).await;
    let kinds: Vec<_> =
        home["cards"].as_array().into_iter().flatten().map(|card| card["type"].clone()).collect();
    assert_eq!(kinds, ["search", "welcome", "conversations", "startConversation", "featuredArticles"]);
    let off: Vec<_> =
        home["tabs"].as_array().into_iter().flatten().filter(|tab| tab["enabled"] == false).collect();
    assert_eq!(off, [&json!({ "id": "tours", "enabled": false, "visibleTo": "all" })]);
}
