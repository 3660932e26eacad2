//! What reaches beyond the widget and the dashboard: the AI agent's model, mail, programs with a key.

use crate::cast::{Shop, ana_writing_on, ben_in, says};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::{Value, json};
use sha2::Sha256;
use std::time::SystemTime;
use tests::{
    api,
    peers::{
        model::{Endpoint, KEY, Play},
        smtp::Smtp,
    },
    until,
};

/// What the mail provider signs with.
const WEBHOOK: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

#[tokio::test]
async fn the_ai_agent_answers_from_an_article_until_ana_asks_for_a_person() {
    let model = Endpoint::start().await;
    let options = ["--ai-url", &model.url, "--ai-key", KEY, "--ai-model", "small"];
    let shop = Shop::of(options.map(str::to_owned).into(), Vec::new()).await;
    let title = "How long shipping takes <script>alert(1)</script>";
    let article = json!({
        "workspaceId": shop.account.workspace, "title": title, "content": "Shipping takes three days.",
    });
    let article = shop.as_ben("mutation", "articles:create", article).await;
    shop.as_ben("mutation", "articles:publish", json!({ "id": article })).await;

    let ben = ben_in(&shop.server, &shop.account).await;
    ben.goto(&format!("{}/dashboard/answers", shop.server.origin())).await;
    ben.click("answers-ai-enabled").await;
    ben.click("answers-save").await;
    until("the agent is on", async || {
        let settings = json!({ "workspaceId": shop.account.workspace });
        let settings = shop.as_ben("query", "aiAgent:getSettings", settings).await;
        (settings["enabled"] == true).then_some(())
    })
    .await;
    ben.goto(&format!("{}/dashboard/inbox", shop.server.origin())).await;

    model.will([Play::answer("Three days, says <img src=x onerror='hacked=1'> our page.", 0.9)]);
    let ana = ana_writing_on(&shop.host).await;
    says(&ana, "How long does shipping take?").await;
    ana.sees("widget-message-list", "Three days, says <img src=x onerror='hacked=1'> our page.").await;
    ana.sees("widget-article-link", title).await;
    ana.sees("widget-ai-question", "Did this answer your question?").await;
    assert_eq!(ana.run("return window.hacked ?? null").await, Value::Null);
    let asked = model.asked();
    assert!(asked.len() == 1 && asked[0].to_string().contains("How long does shipping take?"), "{asked:?}");

    ben.click("inbox-row").await;
    ben.sees("answer-note", title).await;
    assert_eq!(ben.run("return window.hacked ?? null").await, Value::Null);

    ana.click("widget-ai-helpful").await;
    ana.click("widget-talk-to-human").await;
    until("a person is called", async || {
        let row = shop.inbox().await.into_iter().next()?;
        (row["aiWorkflowState"] == "handoff").then_some(())
    })
    .await;
    until("the question is gone", async || (!ana.has("widget-ai-question").await).then_some(())).await;
    ben.write("composer-input", "I am Ben, a person.").await;
    ben.click("composer-send").await;
    ana.sees("widget-message-list", "I am Ben, a person.").await;
    says(&ana, "Thank you, Ben").await;
    ben.sees("conversation-messages", "Thank you, Ben").await;
    assert!(model.asked().is_empty(), "where a person answers, no model is asked");
}

#[tokio::test]
async fn a_mail_stands_in_the_inbox_and_bens_answer_leaves_as_mail() {
    let post = Smtp::start().await;
    let url = format!("smtp://{}?tls=none", post.address);
    let options = [
        "--mail-url",
        &url,
        "--mail-from",
        "Help <help@docent.example>",
        "--mail-domain",
        "in.docent.example",
    ];
    let environment = vec![("DOCENT_EMAIL_WEBHOOK_SECRET", WEBHOOK.to_owned())];
    let shop = Shop::of(options.map(str::to_owned).into(), environment).await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.goto(&format!("{}/dashboard/email", shop.server.origin())).await;
    ben.click("email-enabled").await;
    ben.click("email-save").await;
    let shown = ben
        .until(
            "the address is shown",
            "return document.querySelector('[data-testid=email-address]')?.textContent || null",
        )
        .await;
    let inbox = shown.as_str().expect("a text").to_owned();
    assert!(inbox.ends_with("@in.docent.example"), "{inbox}");

    let letter = json!({
        "from": "Mia <b>Moss</b> <mia@customer.example>", "to": [inbox], "subject": "My <i>order</i>",
        "html": "<p>Where is it?</p><img src=x onerror=\"hacked=1\"><script>hacked=1</script>",
        "headers": { "Message-ID": "<1@customer.example>" },
    });
    delivers(&shop, &letter).await;
    ben.goto(&format!("{}/dashboard/inbox", shop.server.origin())).await;
    ben.click("inbox-row").await;
    ben.sees("conversation-subject", "My <i>order</i>").await;
    ben.sees("conversation-messages", "Where is it?").await;
    assert_eq!(ben.run("return window.hacked ?? null").await, Value::Null);
    assert_eq!(ben.run("return document.querySelectorAll('[data-testid=message] img').length").await, 0);

    ben.write("composer-input", "It leaves today.").await;
    ben.click("composer-send").await;
    let mail = until("the answer is mailed", async || post.taken().into_iter().next()).await;
    assert_eq!(mail.to, ["mia@customer.example"]);
    assert!(mail.data.contains("It leaves today."), "{}", mail.data);
    assert_eq!(mail.header("In-Reply-To").as_deref(), Some("<1@customer.example>"));
    ben.find("mail-delivery").await;

    // Mia answers the mail: it stands in the same conversation.
    let id = mail.header("Message-ID").expect("an identifier");
    let again = json!({
        "from": "mia@customer.example", "to": [inbox], "subject": "Re: My order", "text": "Thank you!",
        "headers": { "Message-ID": "<2@customer.example>", "In-Reply-To": id },
    });
    delivers(&shop, &again).await;
    ben.sees("conversation-messages", "Thank you!").await;
    assert_eq!(shop.inbox().await.len(), 1);
}

/// Delivers a mail as the provider does, signed.
async fn delivers(shop: &Shop, letter: &Value) {
    let body = letter.to_string();
    let at = SystemTime::UNIX_EPOCH.elapsed().expect("a time").as_secs();
    let secret = STANDARD.decode(WEBHOOK.trim_start_matches("whsec_")).expect("base64");
    let mac = Hmac::<Sha256>::new_from_slice(&secret).expect("a key");
    let mac = mac.chain_update(format!("msg_1.{at}.")).chain_update(&body).finalize().into_bytes();
    let request = Request::post(format!("{}/email/inbound", shop.server.origin()))
        .header(header::CONTENT_TYPE, "application/json")
        .header("svix-id", "msg_1")
        .header("svix-timestamp", at.to_string())
        .header("svix-signature", format!("v1,{}", STANDARD.encode(mac)))
        .body(Full::from(body))
        .expect("a request");
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<axum::body::Bytes>>();
    let response = client.request(request).await.expect("an answer");
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
}

#[tokio::test]
async fn ben_makes_a_key_a_program_calls_with_it_and_it_ends_at_a_press() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    ben.goto(&format!("{}/dashboard/settings/keys", shop.server.origin())).await;
    ben.click("key-new").await;
    let name = "Orders <img src=x onerror='hacked=1'>";
    ben.write("key-name", name).await;
    ben.click("key-make").await;
    let key = ben
        .until(
            "the key is shown",
            "return document.querySelector('[data-testid=secret]')?.textContent || null",
        )
        .await;
    let key = key.as_str().expect("a text").to_owned();
    ben.click("secret-kept").await;
    ben.sees("key-row", name).await;
    ben.sees("key-row", "Never used").await;

    let list = json!({ "workspaceId": shop.account.workspace });
    let origin = shop.server.origin();
    let answer = api::call(&origin, "query", "conversations:list", list.clone(), Some(&key)).await;
    assert_eq!(answer, json!([]));
    ben.sees("key-row", "Last used").await;
    assert_eq!(ben.run("return window.hacked ?? null").await, Value::Null);

    ben.click("key-revoke").await;
    ben.click("confirm").await;
    ben.sees("key-row", "Revoked").await;
    let refused = api::try_call(&origin, "query", "conversations:list", list, Some(&key)).await;
    assert_eq!(refused["code"], "InvalidAuthHeader", "{refused}");
    ben.goto(&format!("{origin}/dashboard/settings/audit")).await;
    ben.sees("settings", "API key revoked").await;
}
