//! The handle that the apps hold.

use crate::{
    TokenSource,
    closure::Tell,
    codec,
    codec::Json,
    connection::{Answer, Connection, Status},
    http, live,
    live::Live,
    protocol::RequestKind,
    time::within,
};
use reactive_graph::{owner::expect_context, traits::With, wrappers::read::Signal};
use send_wrapper::SendWrapper;
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    Code, Error, Function, Millis,
    function::{self, Kind},
};
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};

const UNREACHABLE: &str = "The server cannot be reached: check the connection and try again";

/// A connection to the server. Clones share it; when the last is dropped, it closes.
#[derive(Clone)]
pub struct Client(SendWrapper<Rc<Shared>>);

struct Shared {
    origin: String,
    connection: Rc<Connection>,
    _page: Page,
}

impl Client {
    /// Connects to `https://host` (or http), as whoever the source says; without one, as nobody.
    pub fn connect(origin: &str, source: Option<TokenSource>) -> Self {
        Self::with(origin, |url| Connection::start(url, source))
    }

    /// As nobody, and connects with the first [`resume`](Self::resume): for a page that may never need the server.
    pub fn asleep(origin: &str) -> Self {
        Self::with(origin, Connection::asleep)
    }

    fn with(origin: &str, start: impl FnOnce(String) -> Rc<Connection>) -> Self {
        let origin = origin.trim_end_matches('/').to_owned();
        // http becomes ws, https wss.
        let socket = origin.strip_prefix("http").unwrap_or_default();
        let connection = start(["ws", socket, "/api/sync"].concat());
        let _page = Page::follow(&connection);
        Self(SendWrapper::new(Rc::new(Shared { origin, connection, _page })))
    }

    /// The client that the app has provided.
    pub fn from_context() -> Self {
        expect_context()
    }

    /// Runs a function. A query goes over HTTP. A mutation or action goes over the socket and waits until there is one;
    /// a mutation then runs exactly once, and when it is answered the live queries show what it did.
    pub async fn call<F>(&self, function: F) -> Result<F::Output, Error>
    where
        F: Function + Serialize,
        F::Output: DeserializeOwned,
    {
        self.call_as(function).await
    }

    /// As [`call`](Self::call), but reads of the answer only what `T` names.
    pub async fn call_as<F, T>(&self, function: F) -> Result<T, Error>
    where
        F: Function + Serialize,
        T: DeserializeOwned,
    {
        codec::read(&self.run(F::Kind::WORD, F::NAME, codec::write(&function)).await?)
    }

    /// Runs the mutation of this name; arguments and answer are JSON.
    pub async fn mutate_json(&self, name: &'static str, args: Json) -> Result<Json, Error> {
        self.0.connection.request(RequestKind::Mutation, name, args).await
    }

    /// Runs the action of this name; arguments and answer are JSON.
    pub async fn act_json(&self, name: &'static str, args: Json) -> Result<Json, Error> {
        self.0.connection.request(RequestKind::Action, name, args).await
    }

    /// Asks the query of this name as [`once`](Self::once) does; arguments and answer are JSON.
    pub async fn once_json(&self, name: &'static str, args: Json) -> Result<Json, Error> {
        live::once(&self.0.connection, name, args).await
    }

    /// Asks a query over the socket and reads of its first answer only what `T` names. Waits until there is a connection.
    pub async fn once<F, T>(&self, function: F) -> Result<T, Error>
    where
        F: Function<Kind = function::Query> + Serialize,
        T: DeserializeOwned,
    {
        codec::read(&live::once(&self.0.connection, F::NAME, codec::write(&function)).await?)
    }

    /// As [`call`](Self::call), for at most so many milliseconds. A mutation that was sent
    /// by then may still take effect; one that was not does not run.
    pub async fn call_within<F>(&self, limit: Millis, function: F) -> Result<F::Output, Error>
    where
        F: Function + Serialize,
        F::Output: DeserializeOwned,
    {
        let called = self.run(F::Kind::WORD, F::NAME, codec::write(&function));
        codec::read(&within(limit, called).await.unwrap_or_else(|| Err(unreachable()))?)
    }

    /// Runs a function over HTTP, now or not at all: for what comes before the socket. A mutation that fails as
    /// [unreachable](is_unreachable) may have taken effect.
    pub async fn post<F>(&self, function: F) -> Result<F::Output, Error>
    where
        F: Function + Serialize,
        F::Output: DeserializeOwned,
    {
        codec::read(&self.post_json(F::Kind::WORD, F::NAME, &codec::write(&function)).await?)
    }

    /// Subscribes to a query as long as the current owner lives. The closure's signals choose the arguments; `None` ends
    /// the subscription. Other arguments show [`Loaded::Waiting`](crate::Loaded::Waiting) until their value came.
    pub fn live<F>(&self, function: impl Fn() -> Option<F> + 'static) -> Live<F::Output>
    where
        F: Function<Kind = function::Query> + Serialize,
        F::Output: DeserializeOwned + PartialEq + 'static,
    {
        self.live_as(function)
    }

    /// As [`live`](Self::live), but reads of the answer only what `T` names.
    pub fn live_as<F, T>(&self, function: impl Fn() -> Option<F> + 'static) -> Live<T>
    where
        F: Function<Kind = function::Query> + Serialize,
        T: DeserializeOwned + PartialEq + 'static,
    {
        live::live(self.0.connection.clone(), function)
    }

    /// As [`live`](Self::live), of a query by its name, with arguments as JSON.
    pub fn live_json(&self, name: &'static str, args: Box<dyn Tell<Option<Json>>>) -> Live<codec::Looked> {
        live::looked(self.0.connection.clone(), name, args)
    }

    /// Whether the server is there.
    pub fn status(&self) -> Signal<Status> {
        self.0.connection.status.clone().into()
    }

    /// True while a connection that was there is not; a view that asks follows the answer.
    pub fn is_lost(&self) -> bool {
        self.0.connection.status.with(|status| matches!(status, Status::Offline { .. } | Status::Outdated))
    }

    /// Signs in with a JWT, or out.
    pub fn set_auth(&self, token: Option<String>) {
        self.0.connection.set_token(token);
    }

    /// Closes the socket; nothing is lost. `pagehide` does it by itself.
    pub fn suspend(&self) {
        self.0.connection.suspend();
    }

    /// Connects again. `pageshow` does it by itself.
    pub fn resume(&self) {
        self.0.connection.resume();
    }

    async fn run(&self, kind: &str, name: &'static str, args: Json) -> Answer {
        let request_kind = match kind {
            "mutation" => RequestKind::Mutation,
            "action" => RequestKind::Action,
            _ => return self.post_json(kind, name, &args).await,
        };
        self.0.connection.request(request_kind, name, args).await
    }

    /// A token that the server no longer takes is replaced once.
    async fn post_json(&self, kind: &str, name: &str, args: &Json) -> Answer {
        let url = format!("{}/api/{kind}", self.0.origin);
        let token = self.0.connection.fresh_token(false).await;
        let answer = http::call(&url, name, args, token.as_deref()).await;
        let is_refused = matches!(&answer, Err(error) if matches!(error.code, Code::SessionExpired | Code::NotAuthenticated));
        if !is_refused || token.is_none() {
            return answer;
        }
        let fresh = self.0.connection.fresh_token(true).await;
        if fresh == token { answer } else { http::call(&url, name, args, fresh.as_deref()).await }
    }
}

/// The error of a call that got no answer in time.
pub fn unreachable() -> Error {
    Error::new(Code::Internal, UNREACHABLE)
}

/// True if the server was not reached, as opposed to having refused.
pub fn is_unreachable(error: &Error) -> bool {
    error.code == Code::Internal && error.message == UNREACHABLE
}

#[wasm_bindgen(module = "/src/call.js")]
extern "C" {
    fn follow_page(tell: &js_sys::Function) -> js_sys::Function;
}

/// What the page is told; dropping it ends that.
struct Page {
    stop: js_sys::Function,
    _tell: Closure<dyn Fn(f64)>,
}

impl Page {
    fn follow(connection: &Rc<Connection>) -> Self {
        let connection: Weak<Connection> = Rc::downgrade(connection);
        let tell = Closure::<dyn Fn(f64)>::new(move |what| {
            let Some(connection) = connection.upgrade() else { return };
            match what as u8 {
                0 => connection.wake(true),
                1 => connection.suspend(),
                2 => connection.resume(),
                _ => connection.wake(false),
            }
        });
        Self { stop: follow_page(tell.as_ref().unchecked_ref()), _tell: tell }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Only what is no function is refused.
        let _ = self.stop.call0(&JsValue::NULL);
    }
}
