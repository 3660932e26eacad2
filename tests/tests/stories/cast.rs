//! Who and what every story needs: a shop with the widget, Ana who visits it, Ben who answers.

use serde_json::{Value, json};
use tests::{
    api,
    browser::Browser,
    host::{Host, tag},
    server::{Account, PASSWORD, Server},
    until,
};

/// A site with the tag, the server behind it, and Ben's account there.
pub struct Shop {
    pub server: Server,
    pub account: Account,
    pub host: Host,
}

impl Shop {
    pub async fn open() -> Self {
        Self::open_with(|docent, workspace| tag(docent, workspace, "")).await
    }

    /// A shop whose page holds what `body` makes of Docent's origin and the workspace.
    pub async fn open_with(body: impl Fn(&str, &str) -> String) -> Self {
        Self::on(Server::start().await, body).await
    }

    /// A shop whose server has more options and environment variables.
    pub async fn of(options: Vec<String>, environment: Vec<(&'static str, String)>) -> Self {
        let server = Server::start_with(options, environment).await;
        Self::on(server, |docent, workspace| tag(docent, workspace, "")).await
    }

    async fn on(server: Server, body: impl Fn(&str, &str) -> String) -> Self {
        let account = server.sign_up("ben@docent.example", "A shop").await;
        let host = Host::friendly(&body(&server.origin(), &account.workspace)).await;
        Self { server, account, host }
    }

    /// Calls a function as Ben.
    pub async fn as_ben(&self, kind: &str, path: &str, args: Value) -> Value {
        api::call(&self.server.origin(), kind, path, args, Some(&self.account.token)).await
    }

    /// The rows of Ben's inbox.
    pub async fn inbox(&self) -> Vec<Value> {
        let args = json!({ "workspaceId": self.account.workspace });
        let page = self.as_ben("query", "conversations:listForInbox", args).await;
        page["conversations"].as_array().expect("a list").clone()
    }

    /// The texts of all messages that people wrote and Ben can read.
    pub async fn heard(&self) -> Vec<String> {
        let mut heard = Vec::new();
        for row in self.inbox().await {
            let list = self.as_ben("query", "messages:list", json!({ "conversationId": row["_id"] })).await;
            let by_people = list.as_array().into_iter().flatten().filter(|one| one["senderType"] != "bot");
            heard.extend(by_people.filter_map(|one| one["content"].as_str()).map(str::to_owned));
        }
        heard
    }

    /// Waits until exactly these texts reached Ben.
    pub async fn ben_hears(&self, texts: &[&str]) {
        until(&format!("Ben hears {texts:?}"), async || (self.heard().await == texts).then_some(())).await;
    }

    /// Ben answers in the conversation that moved last.
    pub async fn ben_answers(&self, text: &str) {
        let conversation = until("a conversation", async || self.inbox().await.into_iter().next()).await;
        let args = json!({
            "conversationId": conversation["_id"], "senderId": "ben", "senderType": "agent", "content": text,
        });
        self.as_ben("mutation", "messages:send", args).await;
    }

    /// Lists the only sites that may show the widget.
    pub async fn allow(&self, origins: &[&str]) {
        let args = json!({ "workspaceId": self.account.workspace, "allowedOrigins": origins });
        self.as_ben("mutation", "workspaces:updateAllowedOrigins", args).await;
    }
}

/// Ana on a page, with the widget open; the browser looks into its frame.
pub async fn ana_on(host: &Host) -> Browser {
    let ana = Browser::open().await;
    ana.goto(&host.origin).await;
    open_widget(&ana).await;
    ana
}

/// Ana who is about to write her first message.
pub async fn ana_writing_on(host: &Host) -> Browser {
    let ana = ana_on(host).await;
    ana.click("widget-start-conversation").await;
    ana.find("widget-message-input").await;
    ana
}

/// Opens the widget and enters its frame once that shows something.
pub async fn open_widget(ana: &Browser) {
    ana.leave_frame().await;
    press_launcher(ana).await;
    ana.until_layer("the panel is shown", "return root.querySelector('iframe')?.style.opacity === '1'").await;
    ana.enter_frame().await;
}

/// Moves the pointer onto the launcher, which loads the app and shows nothing yet.
pub async fn hovers(ana: &Browser) {
    let drawn = "return root.querySelector('.launcher').ariaLabel";
    ana.until_layer("the launcher is drawn", drawn).await;
    ana.of_layer("root.querySelector('.launcher').dispatchEvent(new PointerEvent('pointerenter'))").await;
}

pub async fn press_launcher(ana: &Browser) {
    until("the launcher takes a click", async || {
        ana.in_shadow("[data-testid='widget-launcher']").await.ok()?.click().await.ok()
    })
    .await;
}

pub async fn says(ana: &Browser, text: &str) {
    ana.write("widget-message-input", text).await;
    ana.click("widget-send-button").await;
}

/// Waits until the widget, left by the browser, stands closed.
pub async fn is_closed(ana: &Browser) {
    ana.until_layer("the widget is closed", "return !root.querySelector('.layer').matches('.open')").await;
}

/// Waits until the widget stands open.
pub async fn is_open(ana: &Browser) {
    ana.until_layer("the widget is open", "return root.querySelector('.layer').matches('.open')").await;
}

/// Ben signs in and has his inbox before him.
pub async fn ben_in(server: &Server, account: &Account) -> Browser {
    let ben = Browser::open().await;
    ben.goto(&format!("{}/dashboard/inbox", server.origin())).await;
    ben.write("dashboard-email", &account.email).await;
    ben.write("dashboard-password", PASSWORD).await;
    ben.click("dashboard-sign-in").await;
    ben.find("open-palette").await;
    ben.goto(&format!("{}/dashboard/inbox", server.origin())).await;
    ben
}

/// A visitor without a browser.
pub struct Visitor {
    origin: String,
    pub token: Value,
    pub conversation: Value,
}

impl Visitor {
    pub async fn writes_to(shop: &Shop, text: &str) -> Self {
        let origin = shop.server.origin();
        let boot = json!({ "workspaceId": shop.account.workspace, "sessionId": format!("session_{text}") });
        let booted = api::call(&origin, "mutation", "widgetSessions:boot", boot, None).await;
        let token = booted["sessionToken"].clone();
        let create = json!({ "workspaceId": shop.account.workspace, "sessionToken": token });
        let begun = api::call(&origin, "mutation", "conversations:createForVisitor", create, None).await;
        let visitor = Self { origin, token, conversation: begun["_id"].clone() };
        visitor.writes(text).await;
        visitor
    }

    pub async fn writes(&self, text: &str) {
        let send = json!({
            "conversationId": self.conversation, "senderId": "visitor", "senderType": "visitor", "content": text,
            "sessionToken": self.token,
        });
        api::call(&self.origin, "mutation", "messages:send", send, None).await;
    }

    /// Says its name, as the site would.
    pub async fn is_called(&self, name: &str) {
        self.is_known_by(json!({ "name": name })).await;
    }

    /// Tells of itself, as the site would.
    pub async fn is_known_by(&self, what: Value) {
        let mut identify = what;
        identify["sessionToken"] = json!(self.token);
        api::call(&self.origin, "mutation", "visitors:identify", identify, None).await;
    }

    /// The messages of the conversation as the visitor gets them.
    pub async fn lists(&self) -> Value {
        let list = json!({ "conversationId": self.conversation, "sessionToken": self.token });
        api::call(&self.origin, "query", "messages:list", list, None).await
    }

    /// Their texts.
    pub async fn reads(&self) -> Vec<String> {
        let messages = self.lists().await;
        let texts = messages.as_array().into_iter().flatten().filter_map(|one| one["content"].as_str());
        texts.map(str::to_owned).collect()
    }
}

/// Waits until the element has the focus.
pub async fn has_focus(ben: &Browser, test_id: &str) {
    let script = format!("return document.activeElement?.dataset.testid === '{test_id}'");
    ben.until(&format!("{test_id} has the focus"), &script).await;
}
