//! A real server with a little in it: Ben signed up, Ana wrote a message.

use crate::{
    process::{Server, url_of},
    store::place::Place,
    wire::client,
};
use docent::store::Store;
use serde_json::{Value, json};
use std::path::Path;

/// Signs tokens with the same issuer wherever the server listens.
const URL: &str = "https://chat.shop.test";

pub struct Shop {
    pub server: Server,
    jwt: String,
    refresh_token: String,
    ana: Value,
    conversation: Value,
}

impl Shop {
    pub async fn open(place: &Place, data: &Path) -> Self {
        Self::at(serve(place, data).await).await
    }

    /// The same at a server that runs.
    pub async fn at(server: Server) -> Self {
        let params = json!({ "flow": "signUp", "email": "ben@shop.test", "password": "a long password", "name": "Ben" });
        let sign_up = json!({ "provider": "password", "params": params });
        let tokens = server.call("action", "", "auth:signIn", sign_up).await.unwrap()["tokens"].take();
        let jwt = tokens["token"].as_str().unwrap().to_owned();
        let workspace =
            server.call("mutation", &jwt, "workspaces:getOrCreateDefault", json!({})).await.unwrap();
        let boot = json!({ "workspaceId": workspace["_id"], "sessionId": "ana's phone" });
        let ana = server.call("mutation", "", "widgetSessions:boot", boot).await.unwrap();
        let begin = json!({ "workspaceId": workspace["_id"], "sessionToken": ana["sessionToken"] });
        let conversation =
            server.call("mutation", "", "conversations:createForVisitor", begin).await.unwrap()["_id"].take();
        let refresh_token = tokens["refreshToken"].as_str().unwrap().to_owned();
        let shop = Self { server, jwt, refresh_token, ana, conversation };
        shop.ana_says("Do you open on Sundays?").await.unwrap();
        shop
    }

    pub async fn ana_says(&self, content: &str) -> Result<Value, Value> {
        let send = json!({
            "conversationId": self.conversation, "senderId": self.ana["visitor"]["_id"], "senderType": "visitor",
            "content": content, "sessionToken": self.ana["sessionToken"],
        });
        self.server.call("mutation", "", "messages:send", send).await
    }

    /// Sends bytes where the function says; what they are called there.
    async fn uploads(&self, jwt: &str, function: &str, args: &Value, bytes: &[u8]) -> Value {
        let url = self.server.call("mutation", jwt, function, args.clone()).await.unwrap();
        let path = url.as_str().unwrap().strip_prefix(URL).unwrap().to_owned();
        let (status, _, answer) =
            client::request(self.server.address, &format!("POST {path}"), "", bytes).await;
        assert_eq!(status, 200);
        serde_json::from_slice::<Value>(&answer).unwrap()["storageId"].take()
    }

    /// What is behind an address of the server's.
    async fn opens(&self, url: &Value) -> Vec<u8> {
        let path = url.as_str().unwrap().strip_prefix(URL).unwrap();
        let (status, _, bytes) = client::request(self.server.address, &format!("GET {path}"), "", b"").await;
        assert_eq!(status, 200);
        bytes
    }

    /// Ben publishes an article that shows a picture.
    pub async fn ben_publishes_a_picture(&self, bytes: &[u8]) {
        let call = async |name: &str, args: Value| {
            self.server.call("mutation", &self.jwt, name, args).await.unwrap()
        };
        let workspace = &self.ana["visitor"]["workspaceId"];
        let own = json!({ "workspaceId": workspace });
        let file = self.uploads(&self.jwt, "articles:generateAssetUploadUrl", &own, bytes).await;
        let saved = call("articles:saveAsset", json!({ "workspaceId": workspace, "storageId": file })).await;
        let content = format!("![The shop]({})", saved["reference"].as_str().unwrap());
        let article = json!({ "workspaceId": workspace, "title": "Picture", "content": content });
        let id = call("articles:create", article).await;
        call("articles:publish", json!({ "id": id })).await;
    }

    /// The bytes of that picture, as a reader without a session gets them.
    pub async fn a_reader_opens_the_picture(&self) -> Vec<u8> {
        let get = json!({ "workspaceId": self.ana["visitor"]["workspaceId"], "slug": "picture" });
        let row = self.server.call("query", "", "articles:get", get).await.unwrap();
        self.opens(&row["blocks"][0]["paragraph"][0]["image"]["src"]).await
    }

    /// Ana sends a file.
    pub async fn ana_sends(&self, name: &str, bytes: &[u8]) {
        let mut args = json!({ "workspaceId": self.ana["visitor"]["workspaceId"], "sessionToken": self.ana["sessionToken"] });
        args["storageId"] = self.uploads("", "supportAttachments:generateUploadUrl", &args, bytes).await;
        args["fileName"] = json!(name);
        let name = "supportAttachments:finalizeUpload";
        let staged = self.server.call("mutation", "", name, args).await.unwrap();
        let send = json!({
            "conversationId": self.conversation, "senderId": self.ana["visitor"]["_id"], "senderType": "visitor",
            "content": "Here it is", "sessionToken": self.ana["sessionToken"],
            "attachmentIds": [staged["attachmentId"]],
        });
        self.server.call("mutation", "", "messages:send", send).await.unwrap();
    }

    /// The bytes of the file that was sent last, as Ben gets them.
    pub async fn ben_opens_the_file(&self) -> Vec<u8> {
        let list = json!({ "conversationId": self.conversation });
        let messages = self.server.call("query", &self.jwt, "messages:list", list).await.unwrap();
        let sent = messages.as_array().unwrap().iter().rfind(|message| message["attachments"] != json!([]));
        self.opens(&sent.unwrap()["attachments"][0]["url"]).await
    }

    /// What Ana has written, as Ben sees it.
    pub async fn ben_reads(&self) -> Vec<String> {
        let list = json!({ "conversationId": self.conversation });
        let messages = self.server.call("query", &self.jwt, "messages:list", list).await.unwrap();
        let by_ana = messages.as_array().unwrap().iter().filter(|message| message["senderType"] == "visitor");
        by_ana.map(|message| message["content"].as_str().unwrap().to_owned()).collect()
    }

    /// In how many conversations Ben finds these words.
    pub async fn ben_finds(&self, query: &str) -> usize {
        let search = json!({ "workspaceId": self.ana["visitor"]["workspaceId"], "query": query });
        let page = self.server.call("query", &self.jwt, "conversations:search", search).await.unwrap();
        page["conversations"].as_array().unwrap().len()
    }

    /// Ben's browser gets a new token for its refresh token.
    pub async fn ben_comes_back(&mut self) {
        let refresh = json!({ "refreshToken": self.refresh_token });
        let back = self.server.call("action", "", "auth:signIn", refresh).await.unwrap();
        self.jwt = back["tokens"]["token"].as_str().unwrap().to_owned();
    }

    /// The same people at a server on another place.
    pub async fn moves_to(&mut self, place: &Place, data: &Path) {
        self.server.stop().await;
        self.server.end(crate::process::PATIENCE).await;
        self.server = serve(place, data).await;
    }

    /// The number of the last message, as the conversation has it.
    pub async fn last_seq(place: &Place) -> i64 {
        let store = Store::open(&place.location).await.unwrap();
        let mut tx = store.snapshot().await.unwrap();
        let (last,): (i64,) = tx.query("SELECT last_seq FROM conversations").fetch_one().await.unwrap();
        drop(tx);
        store.close().await;
        last
    }
}

async fn serve(place: &Place, data: &Path) -> Server {
    Server::at(data, &["--database", &url_of(place), "--public-url", URL]).await
}
