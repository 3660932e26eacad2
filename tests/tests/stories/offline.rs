//! The connection goes, the page goes, the message stays.

use crate::cast::{Shop, ana_writing_on, open_widget, press_launcher, says};
use tests::{browser::Browser, until};

/// Ana's first message, written while the server is down; waits until the disk has it.
async fn written_offline(shop: &mut Shop, text: &str) -> Browser {
    let ana = ana_writing_on(&shop.host).await;
    shop.server.kill().await;
    says(&ana, text).await;
    ana.sees("widget-message-list", text).await;
    until("the disk has the message", async || {
        let count = "const done = arguments[0]; const open = indexedDB.open('docent-outbox'); \
             open.onupgradeneeded = () => open.transaction.abort(); open.onerror = () => done(0); \
             open.onsuccess = () => { const store = open.result.transaction('messages').objectStore('messages'); \
             store.count().onsuccess = event => { open.result.close(); done(event.target.result) } }";
        (ana.page.execute_async(count, Vec::new()).await.ok()? == 1).then_some(())
    })
    .await;
    ana
}

#[tokio::test]
async fn a_first_message_written_offline_arrives_after_a_reload_though_nobody_opens_the_widget() {
    let mut shop = Shop::open().await;
    let ana = written_offline(&mut shop, "Is anybody there?").await;
    ana.page.refresh().await.expect("the page reloads");
    shop.server.restart().await;
    shop.ben_hears(&["Is anybody there?"]).await;

    open_widget(&ana).await;
    ana.click("widget-conversation-item").await;
    ana.sees("widget-message-list", "Is anybody there?").await;
    assert_eq!(ana.count("widget-message-list", "Is anybody there?").await, 1);
    shop.ben_hears(&["Is anybody there?"]).await;
}

#[tokio::test]
async fn two_tabs_with_the_same_unsent_first_message_begin_one_conversation() {
    let mut shop = Shop::open().await;
    let ana = written_offline(&mut shop, "From both").await;
    ana.page.refresh().await.expect("the page reloads");
    let first = ana.page.window().await.expect("a window");
    let second = ana.page.new_window(false).await.expect("a second window").handle;
    ana.page.switch_to_window(second.clone()).await.expect("the second window");
    ana.goto(&shop.host.origin).await;
    shop.server.restart().await;
    shop.ben_hears(&["From both"]).await;

    for window in [first, second] {
        ana.page.switch_to_window(window).await.expect("a window of Ana's");
        open_widget(&ana).await;
        ana.click("widget-conversation-item").await;
        ana.sees("widget-message-list", "From both").await;
        ana.until("it is sent", "return !document.querySelector('.waiting, .failed')").await;
        assert_eq!(ana.count("widget-message-list", "From both").await, 1);
    }
    assert_eq!(shop.inbox().await.len(), 1, "one conversation");
    shop.ben_hears(&["From both"]).await;
}

#[tokio::test]
async fn a_session_that_the_server_lost_is_begun_anew_and_the_message_arrives_once() {
    let mut shop = Shop::open().await;
    let ana = ana_writing_on(&shop.host).await;
    says(&ana, "First").await;
    shop.ben_hears(&["First"]).await;
    shop.server.kill().await;
    says(&ana, "Second").await;
    forget_sessions(&shop).await;
    shop.server.restart().await;
    shop.ben_hears(&["First", "Second"]).await;
    ana.until("it is sent", "return !document.querySelector('.waiting, .failed')").await;
    shop.ben_answers("Here I am").await;
    ana.sees("widget-message-list", "Here I am").await;
}

/// What an older backup, put back, does to the visitors' sessions.
async fn forget_sessions(shop: &Shop) {
    let database = shop.server.data().join("docent.sqlite");
    let store = sqlx::SqlitePool::connect(&format!("sqlite://{}", database.display())).await;
    let store = store.expect("the database opens");
    sqlx::query("DELETE FROM widget_sessions").execute(&store).await.expect("the sessions go");
    store.close().await;
}

#[tokio::test]
async fn a_chat_that_could_not_be_loaded_comes_by_itself_once_the_server_is_back() {
    let mut shop = Shop::open().await;
    let ana = Browser::open().await;
    ana.goto(&shop.host.origin).await;
    ana.until_layer("the launcher", "return root.querySelector('.launcher').ariaLabel").await;
    shop.server.kill().await;
    press_launcher(&ana).await;
    let said = "return root.querySelector('.wait').textContent.includes('could not be loaded')";
    ana.until_layer("the loader says what is wrong", said).await;
    shop.server.restart().await;
    ana.until_layer("the panel is shown", "return root.querySelector('iframe').style.opacity === '1'").await;
    ana.enter_frame().await;
    ana.click("widget-start-conversation").await;
    says(&ana, "At last").await;
    shop.ben_hears(&["At last"]).await;
}
