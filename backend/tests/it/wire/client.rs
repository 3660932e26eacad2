//! A server on a free port, and clients that say exactly what a test wants said.

use crate::{
    live::notes,
    store::place::{Place, each_store},
    world::{Person, enrol},
};
use docent::{
    app,
    core::{App, Chance, Clock, Who},
    serve::connections,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use shared::{Millis, id::Uuid};
use std::{future::pending, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
    time::timeout,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest, handshake::client::Request},
};

pub const BOARD: &str = "00000000000000000000000000000001";
pub const START: i64 = 1_700_000_000_000;
const DEADLINE: Duration = Duration::from_secs(20);

/// A running server.
pub struct Server {
    pub address: SocketAddr,
    serving: AbortHandle,
}

/// A server with the room of notes; its clock is held.
pub struct World {
    pub app: App,
    pub ben: Person,
    server: Server,
}

impl std::ops::Deref for World {
    type Target = Server;
    fn deref(&self) -> &Server {
        &self.server
    }
}

impl World {
    pub async fn open(place: &Place) -> Self {
        Self::start(place, true).await
    }

    async fn start(place: &Place, is_audited: bool) -> Self {
        let app = notes::open(&place.location, Clock::held(START)).await;
        if is_audited {
            app.live().turn_on_audit();
        }
        let ben = enrol(&app, "ben@acme.test", "Ben", "Acme").await;
        let server = Server::of(&app).await;
        Self { app, ben, server }
    }

    /// Runs a test against a server on each store.
    pub async fn run(test: impl AsyncFn(&Self)) {
        each_store(async |place| {
            let world = Self::open(place).await;
            test(&world).await;
            world.app.store().close().await;
        })
        .await;
    }

    /// As [`World::run`] on SQLite alone and without the audit, for what is about the socket and takes its time.
    pub async fn run_unaudited(test: impl AsyncFnOnce(&Self)) {
        Place::file()
            .run(async |place| {
                let world = Self::start(place, false).await;
                test(&world).await;
            })
            .await;
    }

    /// A token of Ben's session, issued now.
    pub fn token(&self) -> String {
        self.token_of(self.app.clock().now())
    }

    /// A token of Ben's session, issued at `at`.
    pub fn token_of(&self, at: Millis) -> String {
        let Who::User { user, session } = self.ben.caller.who else { panic!("Ben is signed in") };
        self.app.keys().sign(Chance, user, session, at).unwrap()
    }
}

impl Server {
    pub async fn of(app: &App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = app::router(app.clone());
        let serving = tokio::spawn(connections::serve(listener, router, pending(), Duration::ZERO));
        Self { address, serving: serving.abort_handle() }
    }

    pub async fn request(&self, line: &str, headers: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
        request(self.address, line, headers, body).await
    }

    /// A POST of JSON; the status and the JSON of the answer.
    pub async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.post_as(path, "", body).await
    }

    pub async fn post_as(&self, path: &str, headers: &str, body: Value) -> (u16, Value) {
        let (status, _, answer) =
            self.request(&format!("POST {path}"), headers, body.to_string().as_bytes()).await;
        (status, serde_json::from_slice(&answer).unwrap())
    }

    pub async fn socket(&self) -> Socket {
        let address = format!("ws://{}/api/1.48.0/sync", self.address);
        Socket::open(address.into_client_request().unwrap()).await
    }

    /// A socket that has said `Connect` as the given client object.
    pub async fn connect(&self, session: u128, count: u64) -> Socket {
        let mut socket = self.socket().await;
        let session = Uuid::from_u128(session).to_string();
        let connect = json!({
            "type": "Connect", "sessionId": session, "connectionCount": count, "lastCloseReason": "InitialConnect", "clientTs": 0,
        });
        socket.say(connect).await;
        socket
    }
}

/// One request on a connection of its own: the status, the headers as text, the body.
pub async fn request(address: SocketAddr, line: &str, headers: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "{line} HTTP/1.1\r\nHost: docent.test\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // A refused body may be cut off by the server.
    let _ = stream.write_all(body).await;
    let mut answer = Vec::new();
    let _ = timeout(DEADLINE, stream.read_to_end(&mut answer)).await.expect("an answer in time");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("headers end");
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_lowercase(), answer[end + 4..].to_vec())
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

pub struct Socket {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    pub async fn open(request: Request) -> Self {
        let (socket, _) = connect_async(request).await.unwrap();
        Self { socket }
    }

    pub async fn say(&mut self, frame: Value) {
        self.say_text(frame.to_string()).await;
    }
    pub async fn say_text(&mut self, text: String) {
        self.send(Message::text(text)).await;
    }
    pub async fn send(&mut self, message: Message) {
        // The server may have closed already; the test reads why.
        let _ = self.socket.send(message).await;
    }

    /// The next frame; a close is `{"type": "Close", code, reason}`.
    pub async fn hear(&mut self) -> Value {
        loop {
            match timeout(DEADLINE, self.socket.next()).await.expect("a frame in time") {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Close(Some(frame)))) => {
                    return json!({ "type": "Close", "code": u16::from(frame.code), "reason": frame.reason.as_str() });
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => (),
                other => return json!({ "type": "Close", "code": 1006, "reason": format!("{other:?}") }),
            }
        }
    }

    /// The next frame of a type, whatever comes before it.
    pub async fn hear_a(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.hear().await;
            if frame["type"] == kind {
                return frame;
            }
            assert_ne!(frame["type"], "Close", "waiting for {kind}: {frame}");
        }
    }

    pub async fn add(&mut self, base: u32, query_id: i64, path: &str, args: Value) {
        let add = json!({ "type": "Add", "queryId": query_id, "udfPath": path, "args": [args] });
        self.say(json!({ "type": "ModifyQuerySet", "baseVersion": base, "newVersion": base + 1, "modifications": [add] }))
            .await;
    }

    pub async fn mutate(&mut self, request_id: i64, path: &str, args: Value) {
        self.say(json!({ "type": "Mutation", "requestId": request_id, "udfPath": path, "args": [args] }))
            .await;
    }

    pub async fn authenticate(&mut self, base: u32, token: &str) {
        self.say(json!({ "type": "Authenticate", "baseVersion": base, "tokenType": "User", "value": token }))
            .await;
    }
}
