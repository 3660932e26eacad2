//! Two people talk.

use crate::cast::{Shop, ana_on, ana_writing_on, ben_in, open_widget, says};
use serde_json::json;
use std::time::Instant;
use tests::{
    host::{Host, tag},
    nodes::Nodes,
    relay::Relay,
    server::Server,
    until,
};

#[tokio::test]
async fn a_visitor_and_an_agent_talk_on_the_hardest_page_there_is() {
    let mut server = Server::start().await;
    let account = server.sign_up("ben@docent.example", "A shop").await;
    let host = Host::hostile(&server.origin(), &account.workspace).await;
    let ben = ben_in(&server, &account).await;
    let ana = ana_on(&host).await;

    ana.click("widget-start-conversation").await;
    ana.write("widget-message-input", "Do you ship to Lisbon?").await;
    let sent = Instant::now();
    ana.press("Enter").await;
    ben.sees("inbox-list", "Do you ship to Lisbon?").await;
    println!("latency: Ben saw Ana's message {} ms after she pressed Enter", sent.elapsed().as_millis());

    ben.click("inbox-row").await;
    ben.sees("conversation-messages", "Do you ship to Lisbon?").await;
    ben.write("composer-input", "Yes, every Monday.").await;
    ben.click("composer-send").await;
    ana.sees("widget-message-list", "Yes, every Monday.").await;

    ana.page.refresh().await.expect("the page reloads");
    open_widget(&ana).await;
    ana.click("widget-conversation-item").await;
    ana.sees("widget-message-list", "Do you ship to Lisbon?").await;
    ana.sees("widget-message-list", "Yes, every Monday.").await;

    server.kill().await;
    says(&ana, "And to Porto?").await;
    ana.sees("widget-message-list", "And to Porto?").await;
    server.restart().await;
    ben.sees("conversation-messages", "And to Porto?").await;
    ben.write("composer-input", "To Porto too.").await;
    ben.click("composer-send").await;
    ana.sees("widget-message-list", "To Porto too.").await;
    for text in ["Do you ship to Lisbon?", "Yes, every Monday.", "And to Porto?", "To Porto too."] {
        assert_eq!(ana.count("widget-message-list", text).await, 1, "Ana sees {text:?} once");
        assert_eq!(ben.count("conversation-messages", text).await, 1, "Ben sees {text:?} once");
    }
}

#[tokio::test]
async fn a_visitor_and_an_agent_talk_through_two_nodes_and_one_that_dies_takes_no_message_along() {
    let Nodes { mut one, other, cables: _cables, .. } = Nodes::start().await;
    let account = other.sign_up("ben@docent.example", "A shop").await;
    // Ana comes to the first node as long as it is there; Ben is on the second.
    let balancer = Relay::before_any(vec![one.port, other.port]).await;
    let host = Host::hostile(&balancer.origin, &account.workspace).await;
    let ben = ben_in(&other, &account).await;
    let ana = ana_writing_on(&host).await;

    says(&ana, "Do you ship to Lisbon?").await;
    ben.sees("inbox-list", "Do you ship to Lisbon?").await;
    ben.click("inbox-row").await;
    ana.write("widget-message-input", "And").await;
    ben.sees("typing", "typing").await;
    ben.write("composer-input", "Yes, every Monday.").await;
    ben.click("composer-send").await;
    ana.sees("widget-message-list", "Yes, every Monday.").await;

    one.kill().await;
    ana.write("widget-message-input", " to Porto?").await;
    ana.click("widget-send-button").await;
    ben.sees("conversation-messages", "And to Porto?").await;
    ben.write("composer-input", "To Porto too.").await;
    ben.click("composer-send").await;
    ana.sees("widget-message-list", "To Porto too.").await;

    // The first one comes back, and Ana stays where she is until she comes anew.
    one.restart().await;
    ana.page.refresh().await.expect("the page reloads");
    open_widget(&ana).await;
    ana.click("widget-conversation-item").await;
    says(&ana, "Thank you!").await;
    ben.sees("conversation-messages", "Thank you!").await;
    for text in
        ["Do you ship to Lisbon?", "Yes, every Monday.", "And to Porto?", "To Porto too.", "Thank you!"]
    {
        assert_eq!(ana.count("widget-message-list", text).await, 1, "Ana sees {text:?} once");
        assert_eq!(ben.count("conversation-messages", text).await, 1, "Ben sees {text:?} once");
    }
}

#[tokio::test]
async fn two_workspaces_on_one_server_see_nothing_of_each_other() {
    let server = Server::start().await;
    let coffee = server.sign_up("ben@coffee.example", "Coffee").await;
    let books = server.sign_up("eve@books.example", "Books").await;
    let coffee_site = Host::hostile(&server.origin(), &coffee.workspace).await;
    let books_site = Host::hostile(&server.origin(), &books.workspace).await;
    let ben = ben_in(&server, &coffee).await;
    let eve = ben_in(&server, &books).await;
    let ana = ana_on(&coffee_site).await;
    let dan = ana_on(&books_site).await;
    ana.click("widget-start-conversation").await;
    says(&ana, "I would like a dark roast").await;
    dan.click("widget-start-conversation").await;
    says(&dan, "I would like a thick novel").await;
    ben.sees("inbox-list", "dark roast").await;
    eve.sees("inbox-list", "thick novel").await;
    for (who, foreign) in
        [(&ben, "thick novel"), (&eve, "dark roast"), (&ana, "thick novel"), (&dan, "dark roast")]
    {
        let everything = who.page.source().await.expect("the page's source");
        assert!(!everything.contains(foreign), "somebody sees {foreign:?} of another workspace");
    }
}

#[tokio::test]
async fn a_message_that_is_too_long_is_kept_and_sent_once_it_is_short_enough() {
    let shop = Shop::open().await;
    let ana = ana_writing_on(&shop.host).await;
    let fill = |letters: usize| {
        format!(
            "const field = document.querySelector('textarea'); field.value = 'a'.repeat({letters}); \
             field.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        )
    };
    ana.run(&fill(50 * 1024 + 1)).await;
    ana.until("the problem is said", "return document.querySelector('[role=alert]')?.textContent").await;
    assert_eq!(ana.run("return document.querySelector('.send').disabled").await, true);
    ana.press("Enter").await;
    assert_eq!(ana.run("return document.querySelector('textarea').value.length").await, 50 * 1024 + 1);

    ana.run(&fill(50 * 1024)).await;
    ana.click("widget-send-button").await;
    until("the message arrives whole", async || {
        let heard = shop.heard().await;
        (heard.len() == 1 && heard[0].len() == 50 * 1024).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_message_that_the_server_refuses_is_not_lost_and_a_retry_delivers_it_once() {
    let shop = Shop::open_with(|docent, workspace| {
        tag(docent, workspace, "") + "<script>onload = () => Docent('identify', { userId: 'ana-1' })</script>"
    })
    .await;
    let ana = ana_writing_on(&shop.host).await;
    says(&ana, "Hello").await;
    shop.ben_hears(&["Hello"]).await;
    until("the server knows who Ana says she is", async || {
        (shop.inbox().await[0]["visitor"]["externalUserId"] == "ana-1").then_some(())
    })
    .await;

    // From now on whoever says who they are has to prove it, which the page does not yet do for Ana.
    let strict = json!({ "workspaceId": shop.account.workspace, "mode": "required" });
    shop.as_ben("mutation", "identityVerification:enable", strict).await;
    says(&ana, "Are you there?").await;
    ana.sees("widget-message-list", "Not delivered.").await;
    assert_eq!(ana.count("widget-message-list", "Are you there?").await, 1);
    assert_eq!(shop.heard().await, ["Hello"]);

    let lenient = json!({ "workspaceId": shop.account.workspace });
    shop.as_ben("mutation", "identityVerification:disable", lenient).await;
    ana.click_css(".failed .link").await;
    shop.ben_hears(&["Hello", "Are you there?"]).await;
    ana.until("nothing has failed", "return !document.querySelector('.failed, .waiting')").await;
    assert_eq!(ana.count("widget-message-list", "Are you there?").await, 1);
}
