//! A relay before the sync socket, one a scene: `/relay/{scene}/api/{version}/sync`. A POST to `/relay/{scene}/{command}` mutes it
//! (nothing reaches the client), cuts it, or says something to the client that the server would not say now. A call over HTTP through
//! `/relay/{scene}/api/{kind}` is answered as older servers did: what a function refuses has the status 560.

use axum::{
    Router,
    body::Bytes,
    extract::{
        Path, State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket},
    },
    http::{Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::watch;
use tokio_tungstenite::{connect_async, tungstenite};

#[derive(Clone)]
struct Relays {
    server: SocketAddr,
    scenes: Arc<Mutex<HashMap<String, watch::Sender<Orders>>>>,
}

/// What a relay was told last.
#[derive(Clone, Default)]
struct Orders {
    is_mute: bool,
    /// Sockets that were open at an earlier count are cut.
    cuts: u64,
    /// How they are cut: without a word, or with this code and reason.
    close: Option<(u16, String)>,
    /// A frame for the client, each with the count of such orders.
    said: (u64, String),
    opened: u64,
}

pub fn routes(server: SocketAddr) -> Router {
    Router::new()
        .route("/relay/{scene}/api/{version}/sync", get(open))
        .route("/relay/{scene}/api/{kind}", post(call))
        .route("/relay/{scene}/{command}", post(command))
        .with_state(Relays { server, scenes: Arc::default() })
}

impl Relays {
    fn orders(&self, scene: String) -> watch::Sender<Orders> {
        let mut scenes = self.scenes.lock().unwrap_or_else(PoisonError::into_inner);
        scenes.entry(scene).or_default().clone()
    }
}

/// Answers how many sockets were opened through this relay.
async fn command(
    State(relays): State<Relays>,
    Path((scene, command)): Path<(String, String)>,
    body: String,
) -> (StatusCode, String) {
    let orders = relays.orders(scene);
    let mut is_known = true;
    orders.send_modify(|orders| match command.as_str() {
        "mute" => orders.is_mute = true,
        "cut" => {
            (orders.is_mute, orders.close) = (false, None);
            orders.cuts += 1;
        }
        // The body is the code, a space, and the reason.
        "close" => {
            let (code, reason) = body.split_once(' ').unwrap_or((&body, ""));
            (orders.is_mute, orders.close) = (false, code.parse().ok().map(|code| (code, reason.to_owned())));
            orders.cuts += 1;
        }
        "say" => orders.said = (orders.said.0 + 1, body.clone()),
        "opened" => (),
        _ => is_known = false,
    });
    let opened = orders.borrow().opened.to_string();
    (if is_known { StatusCode::OK } else { StatusCode::NOT_FOUND }, opened)
}

async fn call(
    State(relays): State<Relays>,
    Path((_, kind)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let request = Request::post(format!("http://{}/api/{kind}", relays.server))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Full::new(body));
    let Ok(request) = request else { return StatusCode::BAD_REQUEST.into_response() };
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let Ok(answer) = client.request(request).await else { return StatusCode::BAD_GATEWAY.into_response() };
    let (status, Ok(body)) = (answer.status(), answer.into_body().collect().await) else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let body = body.to_bytes();
    let is_refusal = body.starts_with(br#"{"status":"error""#);
    let status = StatusCode::from_u16(560).ok().filter(|_| is_refusal).unwrap_or(status);
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn open(
    State(relays): State<Relays>,
    Path((scene, version)): Path<(String, String)>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let orders = relays.orders(scene);
    let server = format!("ws://{}/api/{version}/sync", relays.server);
    upgrade.on_upgrade(async move |client| {
        orders.send_modify(|orders| orders.opened += 1);
        match connect_async(server).await {
            Ok((server, _)) => relay(client, server, orders.subscribe()).await,
            Err(cause) => eprintln!("the relay does not reach the server: {cause}"),
        }
    })
}

type Server = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn relay(mut client: WebSocket, mut server: Server, mut orders: watch::Receiver<Orders>) {
    let begun = orders.borrow_and_update().clone();
    let mut said = begun.said.0;
    loop {
        let is_mute = orders.borrow().is_mute;
        tokio::select! {
            changed = orders.changed() => {
                if changed.is_err() { return }
                let now = orders.borrow_and_update().clone();
                if now.cuts > begun.cuts {
                    if let Some((code, reason)) = now.close {
                        let goodbye = CloseFrame { code, reason: reason.into() };
                        let _ = client.send(Message::Close(Some(goodbye))).await;
                        while let Some(Ok(_)) = client.recv().await {}
                    }
                    return;
                }
                if now.said.0 > said {
                    said = now.said.0;
                    let _ = client.send(Message::Text(now.said.1.into())).await;
                }
            }
            from_client = client.recv() => match from_client {
                Some(Ok(Message::Text(text))) => {
                    let frame = tungstenite::Message::text(text.to_string());
                    if server.send(frame).await.is_err() { return }
                }
                Some(Ok(_)) => (),
                _ => return,
            },
            from_server = server.next(), if !is_mute => match from_server {
                Some(Ok(tungstenite::Message::Text(text))) => {
                    if client.send(Message::Text(text.to_string().into())).await.is_err() { return }
                }
                Some(Ok(tungstenite::Message::Close(frame))) => {
                    let frame = frame.map(|frame| CloseFrame { code: frame.code.into(), reason: frame.reason.to_string().into() });
                    let _ = client.send(Message::Close(frame)).await;
                    return;
                }
                Some(Ok(_)) => (),
                _ => return,
            },
        }
    }
}
