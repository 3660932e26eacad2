//! A server that the test plays: it stands where the page's WebSocket and `fetch` were.

use super::until;
use js_sys::{Array, Function, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};

const SCRIPT: &str = r#"
globalThis.sockets = [];
globalThis.requests = [];
globalThis.answers = [];
globalThis.WebSocket = class extends EventTarget {
  constructor(url) { super(); this.url = url; this.sent = []; this.isClosed = false; sockets.push(this); }
  send(text) { this.sent.push(text); }
  close() { this.isClosed = true; }
  say(text) { this.dispatchEvent(new MessageEvent("message", { data: text })); }
};
globalThis.realFetch ??= globalThis.fetch;
globalThis.fetch = async (url, init) => {
  if (!url.startsWith("https://docent.example")) return realFetch(url, init);
  requests.push([url, init.body, init.headers.get("authorization") ?? ""].join(" "));
  const [status, body] = answers.shift();
  return new Response(body, { status });
};
"#;

/// One scripted socket.
pub struct Peer(JsValue);

/// Takes the page's network over.
pub fn start() {
    js_sys::eval(SCRIPT).unwrap();
}

/// The `n`th socket that was opened, once it is.
pub async fn socket(n: u32) -> Peer {
    until("a socket", || list("sockets").length() > n).await;
    Peer(list("sockets").get(n))
}

/// What `fetch` answers next.
pub fn answer(status: u16, body: Value) {
    list("answers").push(&Array::of2(&status.into(), &body.to_string().into()));
}

/// What `fetch` was asked: address, body, authorization.
pub fn requests() -> Vec<String> {
    list("requests").iter().filter_map(|text| text.as_string()).collect()
}

fn list(name: &str) -> Array {
    Reflect::get(&js_sys::global(), &name.into()).unwrap().unchecked_into()
}

impl Peer {
    pub fn url(&self) -> String {
        Reflect::get(&self.0, &"url".into()).unwrap().as_string().unwrap()
    }

    pub fn is_closed(&self) -> bool {
        Reflect::get(&self.0, &"isClosed".into()).unwrap().is_truthy()
    }

    pub fn open(&self) {
        self.run("this.dispatchEvent(new Event('open'))", "");
    }

    pub fn close(&self, reason: &str) {
        self.run("this.dispatchEvent(new CloseEvent('close', { code: 1011, reason: text }))", reason);
    }

    pub fn say(&self, frame: Value) {
        self.run("this.say(text)", &frame.to_string());
    }

    /// Moves the versions on and says what changed.
    pub fn transition(&self, from: (u32, u32, u8), to: (u32, u32, u8), modifications: Value) {
        let version =
            |(query_set, identity, ts)| json!({"querySet": query_set, "identity": identity, "ts": stamp(ts)});
        self.say(json!({"type": "Transition", "startVersion": version(from), "endVersion": version(to), "modifications": modifications}));
    }

    /// The frames of that type, once there are so many.
    pub async fn frames(&self, kind: &str, count: usize) -> Vec<Value> {
        let frames = || self.sent().into_iter().filter(|frame| frame["type"] == kind).collect::<Vec<_>>();
        until(kind, || frames().len() >= count).await;
        frames()
    }

    pub fn sent(&self) -> Vec<Value> {
        let sent: Array = Reflect::get(&self.0, &"sent".into()).unwrap().unchecked_into();
        sent.iter().map(|text| serde_json::from_str(&text.as_string().unwrap()).unwrap()).collect()
    }

    fn run(&self, code: &str, text: &str) {
        Function::new_with_args("text", code).call1(&self.0, &text.into()).unwrap();
    }
}

/// The timestamps `A` … `H`: eight bytes, the first is the number.
pub fn stamp(ts: u8) -> String {
    ["AAAAAAAAAAA=", "AQAAAAAAAAA=", "AgAAAAAAAAA=", "AwAAAAAAAAA=", "BAAAAAAAAAA="][usize::from(ts)]
        .to_owned()
}

pub fn updated(id: u32, value: Value) -> Value {
    json!([{"type": "QueryUpdated", "queryId": id, "value": value, "logLines": [], "journal": null}])
}
