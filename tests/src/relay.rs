//! A relay before the server that keeps what browsers say to it, so that a story can tell what was not asked for.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Everything that goes through reaches the server unchanged.
pub struct Relay {
    pub origin: String,
    heard: Arc<Mutex<Vec<u8>>>,
    task: JoinHandle<()>,
}

impl Relay {
    /// Listens on a port of its own and passes everything on to `port`.
    pub async fn before(port: u16) -> Self {
        Self::before_any(vec![port]).await
    }

    /// As a load balancer does: each connection goes to the first of these ports that takes it.
    pub async fn before_any(ports: Vec<u16>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let heard = Arc::<Mutex<Vec<u8>>>::default();
        let kept = heard.clone();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, ports.clone(), kept.clone()));
            }
        });
        Self { origin: format!("http://{address}"), heard, task }
    }

    /// All requests so far as they went over the wire. Frames of a socket are masked and say nothing here.
    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// The paths that were asked for, without queries, in order.
    pub fn paths(&self) -> Vec<String> {
        let heard = self.heard();
        let lines = heard.lines().filter(|line| line.ends_with(" HTTP/1.1"));
        lines.filter_map(|line| Some(line.split([' ', '?']).nth(1)?.to_owned())).collect()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass_on(client: TcpStream, ports: Vec<u16>, heard: Arc<Mutex<Vec<u8>>>) {
    let addresses: Vec<_> = ports.iter().map(|port| SocketAddr::from(([127, 0, 0, 1], *port))).collect();
    let Ok(server) = TcpStream::connect(&addresses[..]).await else { return };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from_client.read(&mut buffer).await {
        heard.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&buffer[..length]);
        if to_server.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
