//! The sync socket, as a program without any library of ours would use it.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};
use uuid::Uuid;

/// One connection that has said `Connect`.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    /// Connects to a server of this machine as the client object of that number.
    pub async fn open(port: u16, client: u128) -> Self {
        Self::reach(port, client).await.expect("the socket opens; how many files may be open?")
    }

    /// As [`Socket::open`]; nothing if the server is not there.
    pub async fn reach(port: u16, client: u128) -> Option<Self> {
        let address = format!("ws://127.0.0.1:{port}/api/1.48.0/sync");
        let (stream, _) = connect_async(address).await.ok()?;
        let mut socket = Self { stream };
        let session = Uuid::from_u128(client).to_string();
        let connect = json!({
            "type": "Connect", "sessionId": session, "connectionCount": 0,
            "lastCloseReason": "InitialConnect", "clientTs": 0,
        });
        socket.try_say(&connect).await.then_some(socket)
    }

    pub async fn say(&mut self, frame: Value) {
        assert!(self.try_say(&frame).await, "the server listens");
    }

    /// Sends a frame; answers whether the connection is still there.
    pub async fn try_say(&mut self, frame: &Value) -> bool {
        self.stream.send(Message::text(frame.to_string())).await.is_ok()
    }

    /// The next frame, or nothing if the connection has ended.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).ok(),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => (),
            }
        }
    }

    /// Subscribes to the first query of this socket.
    pub async fn watch(&mut self, path: &str, args: Value) {
        let add = json!({ "type": "Add", "queryId": 0, "udfPath": path, "args": [args] });
        self.say(
            json!({ "type": "ModifyQuerySet", "baseVersion": 0, "newVersion": 1, "modifications": [add] }),
        )
        .await;
    }

    pub async fn mutate(&mut self, request: usize, path: &str, args: Value) {
        self.say(json!({ "type": "Mutation", "requestId": request, "udfPath": path, "args": [args] })).await;
    }

    /// The text of the next frame that holds all these words.
    pub async fn hear(&mut self, words: &[&str]) -> String {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) if words.iter().all(|word| text.contains(word)) => {
                    return text.to_string();
                }
                Some(Ok(_)) => (),
                other => panic!("waited in vain for {words:?}: {other:?}"),
            }
        }
    }
}
