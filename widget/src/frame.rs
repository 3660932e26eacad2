//! The one line to the page: a port that the loader hands over once. Messages are small flat JSON objects, `t` says which.

use crate::server::for_ever;
use client::{codec::Json, dom::window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageEvent, MessagePort};

/// The device's id; none while consent is missing. It lies flat in what the loader says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identity {
    pub session: Option<String>,
    /// False if the browser keeps nothing for the page.
    pub is_kept: bool,
}

/// Who the page says the visitor is.
#[derive(Clone, Debug, Default)]
pub struct User {
    pub email: Option<String>,
    pub name: Option<String>,
    pub user_id: Option<String>,
    pub user_hash: Option<String>,
    pub company: Option<String>,
    /// An object; the server checks what is in it.
    pub custom_attributes: Option<Json>,
}

#[derive(Clone, Debug, Default)]
pub struct Page {
    pub url: Option<String>,
    pub referrer: Option<String>,
}

/// What the loader says, looked up field by field: the code that reads a struct of all of them would weigh 3 KB.
/// First, when the frame says hello, it is what the loader knows; later `t` says which of the fields are there.
/// Without a loader (the page stands alone) everything is absent.
pub struct Heard(pub Json);

impl Heard {
    pub fn text(&self, name: &str) -> String {
        self.0.text(name).unwrap_or_default()
    }

    pub fn is(&self, name: &str) -> bool {
        self.0.get(name).is_true()
    }

    pub fn identity(&self) -> Identity {
        Identity { session: self.0.text("session"), is_kept: self.is("isKept") }
    }

    pub fn user(&self) -> Option<User> {
        let user = self.0.get("user");
        user.is_some().then(|| User {
            email: user.text("email"),
            name: user.text("name"),
            user_id: user.text("userId"),
            user_hash: user.text("userHash"),
            company: user.text("company"),
            custom_attributes: Some(user.get("customAttributes")).filter(Json::is_some),
        })
    }

    pub fn page(&self) -> Page {
        let page = self.0.get("page");
        Page { url: page.text("url"), referrer: page.text("referrer") }
    }

    /// Of the safe area: top, right, bottom, left, in pixels.
    pub fn insets(&self) -> [f64; 4] {
        let insets = self.0.get("insets");
        ["0", "1", "2", "3"].map(|at| insets.get(at).number().unwrap_or(0.0))
    }
}

/// The line itself.
#[derive(Clone, Copy)]
pub struct Frame(&'static Line);

struct Line {
    port: Option<MessagePort>,
    origin: String,
}

impl Frame {
    /// Waits for the loader. Alone, there is nothing to wait for.
    pub async fn open() -> (Self, Heard) {
        let handed = match field(&window(), "docent").dyn_into::<js_sys::Promise>() {
            Ok(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.unwrap_or(JsValue::UNDEFINED),
            Err(_) => JsValue::UNDEFINED,
        };
        let port = field(&handed, "port").dyn_into::<MessagePort>().ok();
        let origin = field(&handed, "origin").as_string();
        let hello = field(&handed, "hello").as_string();
        let origin = origin.or_else(|| window().location().origin().ok()).unwrap_or_default();
        (
            Self(for_ever(Line { port, origin })),
            Heard(hello.and_then(|text| Json::parse(&text)).unwrap_or_else(alone)),
        )
    }

    /// The page's origin, as the browser vouched for it at the handover.
    pub fn origin(self) -> String {
        self.0.origin.clone()
    }

    /// Calls `hear` with each message, from now on.
    pub fn listen(self, hear: impl Fn(Heard) + 'static) {
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Some(message) = Json::parse(&text) {
                hear(Heard(message));
            }
        });
        if let Some(port) = &self.0.port {
            port.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        }
        heard.forget();
    }

    /// Says a word, and more by names: `unread` has a `count` and the `words` of the launcher, `message` a `text` and a `cue` (title, body,
    /// and its conversation as the tag), `rects` where what the frame shows stands (each x, y, width, height, radius).
    pub fn tell(self, word: &str, more: &[(&str, &Json)]) {
        let said = Json::default().with("t", &word.into());
        self.post(&more.iter().fold(said, |said, (name, value)| said.with(name, value)));
    }

    /// Says what is an object already.
    pub fn post(self, message: &Json) {
        self.post_text(&message.print());
    }

    /// Says what is JSON text already.
    pub fn post_text(self, text: &str) {
        if let Some(port) = &self.0.port {
            // A closed port swallows messages; there is nobody left to tell.
            let _ = port.post_message(&text.into());
        }
    }
}

/// The page opened by itself: its own storage keeps the device id.
fn alone() -> Json {
    const KEY: &str = "opencom_session_id";
    let storage = window().local_storage().ok().flatten();
    let kept = storage.as_ref().and_then(|storage| storage.get_item(KEY).ok().flatten());
    let random = client::random_id;
    let session =
        kept.unwrap_or_else(|| ["session_", &random(), random().get(..16).unwrap_or_default()].concat());
    let is_kept = storage.is_some_and(|storage| storage.set_item(KEY, &session).is_ok());
    let claims = Json::default().with("isKept", &is_kept.into()).with("isOpen", &true.into());
    claims.with("session", &session.as_str().into())
}

/// What an object of the browser has under this name.
pub fn field(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
