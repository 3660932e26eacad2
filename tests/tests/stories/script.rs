//! What a page's own script can ask of the widget.

use crate::cast::{Shop, ana_on, ben_in, is_closed, is_open, open_widget, says};
use serde_json::{Value, json};
use tests::{browser::Browser, host::tag, until};

/// What the page calls before the tag has loaded; each event is noted in `window.events`.
const EARLY: &str = "<script>
    window.events = [];
    window.Docent = function () { (Docent.q = Docent.q || []).push(arguments) };
    for (const name of ['open', 'close', 'unread', 'message'])
        Docent('on', name, detail => events.push([name, detail && detail.text || detail || 0]));
    Docent('identify', { email: 'ana@visitors.example', name: 'Ana Lopes', company: 'Lopes & Co' });
    Docent('open');
</script>";

#[tokio::test]
async fn calls_made_before_the_tag_has_loaded_are_carried_out_and_events_are_told() {
    let shop = Shop::open_with(|docent, workspace| EARLY.to_owned() + &tag(docent, workspace, "")).await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    is_open(&ana).await;
    ana.enter_frame().await;
    ana.click("widget-start-conversation").await;
    says(&ana, "It is me").await;
    shop.ben_hears(&["It is me"]).await;
    let visitor = shop.inbox().await[0]["visitor"].clone();
    assert_eq!(visitor["email"], "ana@visitors.example");
    assert_eq!(visitor["name"], "Ana Lopes");
    assert_eq!(visitor["customAttributes"]["company"], "Lopes & Co");

    ana.leave_frame().await;
    ana.run("Docent('close')").await;
    is_closed(&ana).await;
    shop.ben_answers("Hello Ana").await;
    let told = "const wanted = ['open', 'close', 'message', 'unread']; \
         return wanted.every(name => events.some(event => event[0] === name)) && events";
    let events = ana.until("every event is told", told).await;
    for event in
        [json!(["open", 0]), json!(["close", 0]), json!(["message", "Hello Ana"]), json!(["unread", 1])]
    {
        assert!(events.as_array().is_some_and(|all| all.contains(&event)), "{event} is not in {events}");
    }
}

#[tokio::test]
async fn who_the_page_says_ana_is_stands_in_bens_panel_though_it_said_so_before_anything_was_loaded() {
    let shop = Shop::open_with(|docent, workspace| {
        format!(
            "<script>const tag = document.createElement('script'); tag.src = '{docent}/widget.js'; \
             tag.dataset.workspace = '{workspace}'; \
             tag.onload = () => Docent('identify', {{ email: 'ana@visitors.example', name: 'Ana Lopes' }}); \
             document.head.append(tag)</script>"
        )
    })
    .await;
    let ben = ben_in(&shop.server, &shop.account).await;
    let ana = ana_on(&shop.host).await;
    ana.click("widget-start-conversation").await;
    says(&ana, "Do you know me?").await;
    ben.click("inbox-row").await;
    ben.sees("visitor-name", "Ana Lopes").await;
    ben.sees("visitor-email", "ana@visitors.example").await;
}

#[tokio::test]
async fn a_reset_makes_another_visitor_in_every_tab() {
    let shop = Shop::open().await;
    let ana = ana_on(&shop.host).await;
    ana.click("widget-start-conversation").await;
    says(&ana, "A secret").await;
    shop.ben_hears(&["A secret"]).await;
    ana.leave_frame().await;
    let device = "return localStorage.getItem('opencom_session_id')";
    let before = ana.run(device).await;

    let first = ana.page.window().await.expect("a window");
    let second = ana.page.new_window(false).await.expect("a second window").handle;
    ana.page.switch_to_window(second.clone()).await.expect("the second window");
    ana.goto(&shop.host.origin).await;
    open_widget(&ana).await;
    ana.sees("widget-panel", "A secret").await;
    ana.leave_frame().await;
    ana.run("Docent('reset')").await;
    for window in [second, first] {
        ana.page.switch_to_window(window).await.expect("a window of Ana's");
        ana.until("another id", &format!("{device} !== {before}")).await;
        ana.enter_frame().await;
        ana.until("the secret is gone", "return !document.body.textContent.includes('A secret')").await;
        ana.leave_frame().await;
    }
    ana.enter_frame().await;
    ana.click("widget-start-conversation").await;
    says(&ana, "Somebody else").await;
    until("another visitor writes", async || {
        let inbox = shop.inbox().await;
        (inbox.len() == 2 && inbox[0]["visitorId"] != inbox[1]["visitorId"]).then_some(())
    })
    .await;
}

#[tokio::test]
async fn destroy_leaves_nothing_in_the_page_and_boot_begins_again() {
    let shop = Shop::open().await;
    let ana = ana_on(&shop.host).await;
    ana.leave_frame().await;
    ana.run("Docent('destroy'); Docent('open')").await;
    assert_eq!(ana.run("return document.getElementById('opencom-widget')").await, Value::Null);
    ana.run("Docent('boot')").await;
    open_widget(&ana).await;
    ana.find("widget-panel").await;
    ana.leave_frame().await;
    assert_eq!(ana.run("return document.querySelectorAll('docent-widget').length").await, 1);
}

#[tokio::test]
async fn a_page_made_for_the_other_widget_works_with_only_the_address_changed() {
    let shop = Shop::open_with(|docent, workspace| {
        format!(
            "<script>window.OpencomWidget = {{ q: [['init', {{ workspaceId: '{workspace}', convexUrl: '{docent}' }}], \
             ['identify', {{ name: 'Ana Lopes' }}]] }}</script><script async src='{docent}/widget.js'></script>"
        )
    })
    .await;
    let ana = ana_on(&shop.host).await;
    ana.click("widget-start-conversation").await;
    says(&ana, "Still here").await;
    shop.ben_hears(&["Still here"]).await;
    assert_eq!(shop.inbox().await[0]["visitor"]["name"], "Ana Lopes");
    ana.leave_frame().await;
    ana.run("OpencomWidget.identify({ name: 'Ana Sousa' })").await;
    until("a later call counts too", async || {
        (shop.inbox().await[0]["visitor"]["name"] == "Ana Sousa").then_some(())
    })
    .await;
    ana.run("OpencomWidget.destroy()").await;
    assert_eq!(ana.run("return document.getElementById('opencom-widget')").await, Value::Null);
}

#[tokio::test]
async fn what_the_page_tells_of_is_kept_of_the_visitor_though_it_was_told_before_the_widget_was_there() {
    let shop = Shop::open_with(|docent, workspace| {
        let early = "<script>
            window.Docent = function () { (Docent.q = Docent.q || []).push(arguments) };
            Docent('identify', { email: 'ana@visitors.example' });
            Docent('track', 'ordered', { total: 12.5, items: ['saddle', 'bell'] });
        </script>";
        early.to_owned() + &tag(docent, workspace, "")
    })
    .await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    let names = json!({ "workspaceId": shop.account.workspace });
    until("the early event", async || {
        let names = shop.as_ben("query", "events:getDistinctNames", names.clone()).await;
        (names == json!(["ordered"])).then_some(())
    })
    .await;
    ana.run("Docent('track', 'left')").await;
    until("the later event", async || {
        let names = shop.as_ben("query", "events:getDistinctNames", names.clone()).await;
        (names == json!(["left", "ordered"])).then_some(())
    })
    .await;
}
