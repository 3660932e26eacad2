//! Who is told by mail, and who has said that they are not to be.

use crate::cast::{Shop, Visitor, ben_in};
use serde_json::json;
use std::time::Duration;
use tests::{api, peers::smtp::Smtp, until};
use tokio::time::{sleep, timeout};

/// A member who has not seen a message is told within this time.
const TOLD: Duration = Duration::from_secs(300);

#[tokio::test]
async fn whoever_switches_a_notice_off_gets_no_mail_and_a_colleague_does() {
    let post = Smtp::start().await;
    let url = format!("smtp://{}?tls=none", post.address);
    let options = ["--mail-url", &url, "--mail-from", "Help <help@docent.example>"];
    let shop = Shop::of(options.map(str::to_owned).into(), Vec::new()).await;
    let eve = shop.server.sign_up("eve@docent.example", "Another shop").await;
    let workspace = &shop.account.workspace;
    let me = api::call(&shop.server.origin(), "query", "auth:currentUser", json!({}), Some(&eve.token)).await;
    let add = json!({ "workspaceId": workspace, "userId": me["user"]["_id"], "role": "agent" });
    shop.as_ben("mutation", "workspaceMembers:add", add).await;

    let ben = ben_in(&shop.server, &shop.account).await;
    let page = format!("{}/dashboard/settings/notifications", shop.server.origin());
    ben.goto(&page).await;
    let chosen = |value: &str| {
        format!("return document.querySelector('select[data-testid=notify-email]')?.value === '{value}'")
    };
    ben.until("what is usual in the workspace is chosen", &chosen("0")).await;
    let off = "const it = document.querySelector('select[data-testid=notify-email]'); it.value = '2'; it.dispatchEvent(new Event('change', { bubbles: true })); return true";
    ben.run(off).await;
    until("the server has it", async || {
        let asked = json!({ "workspaceId": workspace });
        let own = shop.as_ben("query", "notificationSettings:getMyPreferences", asked).await;
        (own["overrides"]["newVisitorMessageEmail"] == false).then_some(())
    })
    .await;
    ben.goto(&page).await;
    ben.until("it is kept", &chosen("2")).await;

    // Who looks at the inbox is told there.
    ben.goto("about:blank").await;
    Visitor::writes_to(&shop, "Is anybody there?").await;
    let told = timeout(TOLD, async {
        loop {
            let told: Vec<String> = post.taken().into_iter().flat_map(|mail| mail.to).collect();
            if !told.is_empty() {
                return told;
            }
            sleep(Duration::from_millis(250)).await;
        }
    });
    assert_eq!(told.await.expect("a colleague is told"), [eve.email]);
}
