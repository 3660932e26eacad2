//! What visitors are shown unasked: a survey with a branch, a banner, a checklist; written in the dashboard, met by a visitor.

use crate::cast::{Shop, ben_in};
use serde_json::{Value, json};
use tests::{api, axe::is_accessible, browser::Browser};

/// A visitor without a browser or a conversation.
struct Guest {
    origin: String,
    workspace: String,
    token: Value,
}

impl Guest {
    async fn of(shop: &Shop, session: &str) -> Self {
        let (origin, workspace) = (shop.server.origin(), shop.account.workspace.clone());
        let boot = json!({ "workspaceId": workspace, "sessionId": session });
        let booted = api::call(&origin, "mutation", "widgetSessions:boot", boot, None).await;
        Self { origin, workspace, token: booted["sessionToken"].clone() }
    }

    async fn asks(&self, kind: &str, path: &str, mut args: Value) -> Value {
        args["sessionToken"] = self.token.clone();
        api::call(&self.origin, kind, path, args, None).await
    }

    /// As [`asks`](Self::asks), of the workspace.
    async fn lists(&self, path: &str, mut args: Value) -> Value {
        args["workspaceId"] = json!(self.workspace);
        self.asks("query", path, args).await
    }

    async fn answers(&self, survey: &Value, answers: Value) {
        let id = &survey["_id"];
        for action in ["shown", "started"] {
            let seen = json!({ "surveyId": id, "action": action });
            self.asks("mutation", "surveys:recordImpression", seen).await;
        }
        let answered = json!({ "surveyId": id, "answers": answers, "isComplete": true });
        self.asks("mutation", "surveys:submitResponse", answered).await;
    }
}

async fn begins(ben: &Browser, shop: &Shop, kind: &str) {
    ben.goto(&format!("{}/dashboard/engage/{kind}", shop.server.origin())).await;
    ben.click("engage-new").await;
    ben.find("engage-editor").await;
}

async fn saves(ben: &Browser) {
    ben.click("settings-save").await;
    ben.until("it is stored", "return /[0-9a-f]{32}$/.test(location.pathname)").await;
    ben.until("nothing is unsaved", "return !document.querySelector('.savebar.shown')").await;
}

#[tokio::test]
async fn an_owner_asks_with_a_branch_and_reads_what_visitors_answered() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    begins(&ben, &shop, "surveys").await;
    ben.write("sv-name", "How are we doing?").await;
    saves(&ben).await;
    ben.click("engage-activate").await;
    ben.sees("engage-problem", "Add a question first.").await;

    ben.click("add-sv-nps").await;
    ben.write("sv-title", "Would you recommend us?").await;
    ben.click("add-sv-short").await;
    ben.click_css("[data-place='1'] [data-testid=sv-title]").await;
    ben.types("What should we do better?").await;
    ben.sees("survey-preview", "What should we do better?").await;
    // The mouse puts them in another order, and back.
    for first in ["What should we do better?", "Would you recommend us?"] {
        ben.drag("[data-place='1'] .grip", "[data-place='0'] .caption").await;
        let script = format!(
            "return document.querySelector('[data-place=\"0\"] [data-testid=sv-title]').value === '{first}'"
        );
        ben.until(&format!("{first:?} comes first"), &script).await;
    }
    // Whoever is happy is not asked for more.
    ben.click_css("[data-place='0'] summary").await;
    ben.click("branch-add").await;
    ben.find("branch-operator").await.select_by_label("is more than").await.expect("an operator");
    ben.write("branch-value", "8").await;
    ben.find("branch-to").await.select_by_label("The end").await.expect("the end");
    ben.click("engage-activate").await;
    ben.sees("engage-stage", "Active").await;
    is_accessible(&ben, "the editor of a survey").await;

    let guest = Guest::of(&shop, "happy").await;
    let surveys = guest.lists("surveys:getActiveSurveys", json!({})).await;
    let survey = &surveys[0];
    assert_eq!(survey["name"], "How are we doing?");
    let (score, why) = (&survey["questions"][0]["id"], &survey["questions"][1]["id"]);
    guest.answers(survey, json!([{ "questionId": score, "value": 10 }])).await;
    let other = Guest::of(&shop, "unhappy").await;
    let answers =
        json!([{ "questionId": score, "value": 3 }, { "questionId": why, "value": "Answer <b>faster</b>" }]);
    other.answers(survey, answers).await;

    ben.click("en-results").await;
    ben.sees("figure-sv-response-rate", "100").await;
    ben.sees("sv-funnel", "Completed").await;
    ben.sees("figure-sv-score", "0").await;
    ben.sees("sv-texts", "Answer <b>faster</b>").await;
    ben.until(
        "both responses stand in the table",
        "return document.querySelectorAll('[data-testid=sv-response]').length === 2",
    )
    .await;
    is_accessible(&ben, "the results of a survey").await;
    ben.click("engage-back").await;
    ben.sees("surveys-list", "2 questions").await;
    ben.sees("surveys-list", "2 responses").await;
    is_accessible(&ben, "surveys").await;
}

#[tokio::test]
async fn a_banner_is_written_tried_and_shown() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    begins(&ben, &shop, "messages").await;
    ben.click("om-banner").await;
    ben.write("om-name", "Sale").await;
    ben.write("om-text", "Everything <i>must</i> go").await;
    ben.sees("message-preview", "Everything <i>must</i> go").await;
    ben.click("om-button-add").await;
    ben.write("om-button-text", "Have a look").await;
    ben.find("om-action").await.select_by_label("Opens an address").await.expect("an action");
    ben.write("om-button-url", "javascript:alert(1)").await;
    ben.click("settings-save").await;
    ben.sees("engage-problem", "The address of button 1 is none.").await;
    is_accessible(&ben, "the editor of a message").await;
    ben.find("om-button-url").await.clear().await.expect("it is empty");
    ben.write("om-button-url", "/sale").await;
    saves(&ben).await;
    ben.click("engage-activate").await;
    ben.sees("engage-stage", "Active").await;

    let guest = Guest::of(&shop, "guest").await;
    let page = json!({ "currentUrl": "https://shop.example/" });
    let shown = guest.lists("outboundMessages:getEligible", page).await;
    assert_eq!(shown[0]["content"]["buttons"][0]["url"], "/sale");
    for action in ["shown", "clicked"] {
        let seen = json!({ "messageId": shown[0]["_id"], "action": action });
        guest.asks("mutation", "outboundMessages:trackImpression", seen).await;
    }
    ben.click("en-results").await;
    ben.sees("om-funnel", "Clicked").await;
    ben.sees("om-funnel", "100").await;
    is_accessible(&ben, "the results of a message").await;
    ben.click("engage-pause").await;
    ben.sees("engage-stage", "Paused").await;
}

#[tokio::test]
async fn a_checklist_is_written_and_its_progress_looked_up() {
    let shop = Shop::open().await;
    let ben = ben_in(&shop.server, &shop.account).await;
    begins(&ben, &shop, "checklists").await;
    ben.write("cl-name", "First steps").await;
    for (at, title) in ["Look around", "Say hello"].into_iter().enumerate() {
        ben.click("cl-add").await;
        ben.click_css(&format!("[data-place='{at}'] [data-testid=cl-title]")).await;
        ben.types(title).await;
    }
    // The keyboard puts them in order.
    ben.click_css("[data-place='1'] .up").await;
    ben.until(
        "the second task is the first one now",
        "return document.querySelector('[data-place=\"0\"] [data-testid=cl-title]').value === 'Say hello'",
    )
    .await;
    ben.sees("checklist-preview", "Look around").await;
    is_accessible(&ben, "the editor of a checklist").await;
    saves(&ben).await;
    ben.click("engage-activate").await;
    ben.sees("engage-stage", "Active").await;

    let guest = Guest::of(&shop, "guest").await;
    let eligible = guest.lists("checklists:getEligible", json!({})).await;
    let checklist = &eligible[0]["checklist"];
    assert_eq!(checklist["tasks"][0]["title"], "Say hello");
    let done = json!({
        "checklistId": checklist["_id"], "taskId": checklist["tasks"][0]["id"], "workspaceId": shop.account.workspace,
    });
    guest.asks("mutation", "checklists:completeTask", done).await;
    ben.click("en-results").await;
    ben.sees("figure-cl-begun", "1").await;
    ben.sees("figure-cl-finished", "0").await;
    is_accessible(&ben, "the progress of a visitor").await;
}
