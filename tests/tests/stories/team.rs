//! The agents' side.

use crate::cast::{Shop, Visitor, ben_in, has_focus, press_launcher};
use serde_json::Value;
use tests::{axe::is_accessible, browser::Browser, server::PASSWORD, until};

/// Waits until the list shows these texts and no others.
async fn lists(ben: &Browser, texts: &[&str]) {
    let shown = "return [...document.querySelectorAll('[data-testid=inbox-row-preview]')].map(one => one.textContent)";
    until(&format!("the inbox lists {texts:?}"), async || {
        let shown = ben.run(shown).await;
        let shown: Vec<_> = shown.as_array()?.iter().filter_map(Value::as_str).collect();
        (shown.len() == texts.len() && shown.iter().zip(texts).all(|(is, wanted)| is.contains(wanted)))
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn ben_works_through_his_inbox_with_the_keyboard_alone() {
    let shop = Shop::open().await;
    Visitor::writes_to(&shop, "first").await;
    let second = Visitor::writes_to(&shop, "second").await;
    let ben = ben_in(&shop.server, &shop.account).await;
    lists(&ben, &["second", "first"]).await;

    ben.press("?").await;
    ben.find("help").await;
    is_accessible(&ben, "the keys").await;
    ben.press("Escape").await;
    ben.until("the help is closed", "return !document.querySelector('[data-testid=help]')").await;
    ben.press("Control+k").await;
    has_focus(&ben, "chooser-input").await;
    is_accessible(&ben, "the palette").await;
    ben.press("Escape").await;
    ben.until("the palette is closed", "return !document.querySelector('[data-testid=chooser-input]')").await;

    let marked = "return document.querySelector('.row.marked')?.textContent.includes";
    ben.press("j").await;
    ben.until("j marks a row", &format!("{marked}('second')")).await;
    ben.press("j").await;
    ben.until("j goes down", &format!("{marked}('first')")).await;
    ben.press("k").await;
    ben.until("k goes up", &format!("{marked}('second')")).await;
    ben.press("r").await;
    has_focus(&ben, "composer-input").await;
    ben.sees("conversation-messages", "second").await;
    is_accessible(&ben, "a conversation in the inbox").await;
    ben.types("yes").await;
    ben.press("Enter").await;
    ben.sees("conversation-messages", "yes").await;
    ben.press("Escape").await;
    ben.until("Escape leaves the field", "return document.activeElement?.tagName !== 'TEXTAREA'").await;
    ben.press("a").await;
    has_focus(&ben, "chooser-input").await;
    ben.types("ben").await;
    ben.press("Enter").await;
    ben.sees("conversation-visitor", "Ben").await;

    ben.press("e").await;
    lists(&ben, &["first"]).await;
    second.writes("one more thing").await;
    lists(&ben, &["one more thing", "first"]).await;
}

#[tokio::test]
async fn ben_finds_an_old_conversation_by_what_was_written_in_it() {
    let shop = Shop::open().await;
    let lost = Visitor::writes_to(&shop, "My crème brûlée never came").await;
    lost.writes("Hello, anybody?").await;
    Visitor::writes_to(&shop, "something else").await;
    let ben = ben_in(&shop.server, &shop.account).await;
    lists(&ben, &["something else", "Hello, anybody?"]).await;

    ben.press("/").await;
    has_focus(&ben, "inbox-search").await;
    ben.types("creme BRU").await;
    lists(&ben, &["My crème brûlée never came"]).await;
    let marked = "return [...document.querySelectorAll('.row mark')].map(one => one.textContent).join('|') === 'crème|brûlée'";
    ben.until("the words are marked as they were written", marked).await;
    ben.sees("announcements", "1 conversation found").await;
    ben.press("ArrowDown").await;
    ben.press("Enter").await;
    ben.sees("conversation-messages", "My crème brûlée never came").await;

    ben.write("inbox-search", "nowhere <b>in</b> it").await;
    ben.until("nothing is found", "return !document.querySelector('[data-testid=inbox-row]')").await;
    ben.press("Escape").await;
    lists(&ben, &["something else", "Hello, anybody?"]).await;
}

#[tokio::test]
async fn a_snoozed_conversation_leaves_the_list_and_a_message_brings_it_back() {
    let shop = Shop::open().await;
    let visitor = Visitor::writes_to(&shop, "not today").await;
    let ben = ben_in(&shop.server, &shop.account).await;
    lists(&ben, &["not today"]).await;
    ben.press("j").await;
    ben.press("s").await;
    has_focus(&ben, "chooser-input").await;
    ben.press("Enter").await;
    ben.until("the list is empty", "return !document.querySelector('[data-testid=inbox-row]')").await;
    assert_eq!(shop.inbox().await[0]["status"], "snoozed");
    visitor.writes("yes, today").await;
    lists(&ben, &["yes, today"]).await;
}

#[tokio::test]
async fn the_install_page_notices_a_site_where_nobody_opens_the_chat() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.goto(&format!("{}/dashboard/install", shop.server.origin())).await;
    ben.find("install-waiting").await;
    ben.find("origins-open").await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ben.sees("install-seen", &shop.host.origin).await;
}

#[tokio::test]
async fn the_sites_that_ben_lists_are_the_only_ones_with_a_chat() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.goto(&format!("{}/dashboard/install", shop.server.origin())).await;
    ben.write("origins-input", "https://shop.example").await;
    ben.click("origins-add").await;
    ben.sees("origins-list", "https://shop.example").await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    press_launcher(&ana).await;
    let refused = "return root.querySelector('.wait').textContent.includes('could not be loaded')";
    ana.until_layer("another site has no chat", refused).await;

    ben.write("origins-input", &shop.host.origin).await;
    ben.click("origins-add").await;
    ben.sees("origins-list", &shop.host.origin).await;
    ana.goto(&shop.host.origin).await;
    press_launcher(&ana).await;
    ana.enter_frame().await;
    ana.find("widget-start-conversation").await;
}

#[tokio::test]
async fn a_colleague_who_follows_an_invitation_joins_and_both_see_who_looks_at_what() {
    let shop = Shop::open().await;
    Visitor::writes_to(&shop, "who answers me?").await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.goto(&format!("{}/dashboard/team", shop.server.origin())).await;
    ben.click("team-invite").await;
    ben.write("invite-email", "eve@docent.example").await;
    ben.click("invite-send").await;
    let link = ben.find("invite-link").await.text().await.expect("a link");
    ben.click("invite-done").await;

    let eve = Browser::open().await;
    eve.goto(&link).await;
    eve.write("dashboard-name", "Eve").await;
    eve.write("dashboard-password", PASSWORD).await;
    eve.click("dashboard-sign-in").await;
    eve.sees("workspace-switcher", "A shop").await;
    lists(&eve, &["who answers me?"]).await;
    ben.sees("team-members", "Eve").await;
    ben.until(
        "Ben sees that Eve is there",
        "return document.querySelectorAll('.member .online').length === 2",
    )
    .await;

    eve.click("inbox-row").await;
    ben.goto(&format!("{}/dashboard/inbox", shop.server.origin())).await;
    ben.click("inbox-row").await;
    let sees = |name: &str| {
        format!(
            "const viewers = document.querySelector('[data-testid=viewers]'); return !viewers?.hidden && viewers?.title.includes('{name}')"
        )
    };
    ben.until("Ben sees that Eve looks at it", &sees("Eve")).await;
    eve.until("Eve sees that Ben looks at it", &sees("Ben")).await;
    ben.press("Escape").await;
    eve.until("Eve sees that Ben left", "return document.querySelector('[data-testid=viewers]').hidden")
        .await;
}
