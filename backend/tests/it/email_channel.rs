//! `emailChannel:…`: mail in and out, against a mail server that speaks SMTP and webhooks that are signed as Svix signs them.

mod away;
mod configs;
mod hostile;
mod inviting;
pub mod matrix;
mod providers;
mod receiving;
mod sending;
mod smtp;
mod threading;

use crate::{
    store::place::{Place, each_with_schema},
    talk::Talk,
    world::{PUBLIC_URL, World},
};
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use docent::{
    outside::mail::{Mail, Settings},
    store::Store,
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
pub use smtp::{Smtp, Taken};
use tower::ServiceExt;

/// The part of forwarding addresses behind the `@`.
const DOMAIN: &str = "in.docent.test";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// A customer, who writes mail.
const MIA: &str = "Mia Moss <Mia@Customer.test>";

/// The world with mail set up, Acme's e-mail turned on, and the mail server that takes what is sent.
pub struct Post<'w> {
    pub talk: Talk<'w>,
    pub smtp: Smtp,
    /// Acme's forwarding address.
    pub inbox: String,
}

impl<'w> std::ops::Deref for Post<'w> {
    type Target = Talk<'w>;
    fn deref(&self) -> &Talk<'w> {
        &self.talk
    }
}

/// The test on each store.
pub async fn on_each(test: impl AsyncFn(Post<'_>)) {
    let run = async |place: &Place| {
        let smtp = Smtp::start().await;
        let url = format!("smtp://{}?tls=none", smtp.address);
        let settings = Settings { url: Some(url), ..settings() };
        with(place, settings, async |world: &World| test(Post::of(world, smtp.clone()).await).await).await;
    };
    each_with_schema(run).await;
}

fn settings() -> Settings {
    Settings {
        from: Some("Docent <docent@docent.test>".into()),
        domain: Some(DOMAIN.into()),
        webhook_secret: Some(SECRET.into()),
        ..Settings::default()
    }
}

async fn with(place: &Place, settings: Settings, test: impl AsyncFn(&World)) {
    let store = Store::open(&place.location).await.unwrap();
    let mail = Mail::new(settings, PUBLIC_URL).ok().unwrap();
    let world = World::with_mail(store.clone(), mail).await;
    test(&world).await;
    store.close().await;
}

impl<'w> Post<'w> {
    async fn of(world: &'w World, smtp: Smtp) -> Self {
        let talk = Talk {
            world,
            ana: world.ana().clone(),
            ben: world.ben().caller.clone(),
            dora: world.visitor(world.acme, "dora's tablet").await,
            vera: world.viewer().caller.clone(),
            cleo: world.cleo().caller.clone(),
            dan: world.dan().clone(),
        };
        let inbox = turn_on(world, json!({})).await;
        Self { talk, smtp, inbox }
    }

    /// A mail of Mia's, with changes on top.
    pub fn letter(&self, id: &str, subject: &str, text: &str, change: Value) -> Value {
        let letter = json!({
            "from": MIA, "to": [self.inbox], "subject": subject, "text": text, "headers": {"Message-ID": id},
        });
        crate::talk::merged(&letter, &change)
    }

    /// Delivers a mail that is taken: where it stands.
    pub async fn receives(&self, letter: Value) -> (String, String) {
        let (status, answer) = self.delivers(&letter).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let id = |key: &str| answer[key].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        (id("conversationId"), id("messageId"))
    }

    /// Delivers a payload with a good signature.
    pub async fn delivers(&self, payload: &Value) -> (StatusCode, Value) {
        self.clock.advance(1);
        deliver(self.world, "/email/inbound", payload.to_string().as_bytes()).await
    }

    /// Ben answers, a moment later.
    pub async fn ben_says(&self, conversation: &str, content: &str) -> String {
        self.clock.advance(1);
        self.talk.ben_says(conversation, content).await
    }

    /// The newest message of a conversation, as Ben sees it.
    pub async fn newest(&self, conversation: &str) -> Value {
        self.messages(conversation).await.pop().unwrap()
    }
}

/// Turns Acme's e-mail on: its address.
pub async fn turn_on(world: &World, change: Value) -> String {
    let ben = &world.ben().caller;
    let args = crate::talk::merged(&json!({"workspaceId": world.acme, "enabled": true}), &change);
    world.call(ben, "emailChannel:upsertEmailConfig", args).await.unwrap();
    let config =
        world.call(ben, "emailChannel:getEmailConfig", json!({"workspaceId": world.acme})).await.unwrap();
    config["forwardingAddress"].as_str().unwrap().to_owned()
}

/// Posts bytes as Svix does.
pub async fn deliver(world: &World, path: &str, body: &[u8]) -> (StatusCode, Value) {
    let at = world.clock.now() / 1000;
    let signature = sign(SECRET, "msg_1", at, body);
    let headers =
        [("svix-id", "msg_1".to_owned()), ("svix-timestamp", at.to_string()), ("svix-signature", signature)];
    ask(world, path, &headers, body).await
}

/// A signature as Svix makes it.
fn sign(secret: &str, id: &str, at: i64, body: &[u8]) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    let mac = mac.chain_update(format!("{id}.{at}.")).chain_update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

async fn ask(world: &World, path: &str, headers: &[(&str, String)], body: &[u8]) -> (StatusCode, Value) {
    let mut request = Request::builder().method("POST").uri(path).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let request = request.body(Body::from(body.to_vec())).unwrap();
    let answer = docent::app::router(world.app.clone()).oneshot(request).await.unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}
