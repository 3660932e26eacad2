//! The binary as a process of its own.

use crate::{store::place::Place, wire::client};
use docent::store::Location;
use serde_json::Value;
use sqlx::ConnectOptions;
use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::{Child, Command},
    time::{sleep, timeout},
};

/// How long a process may take on a busy machine for what takes it a moment.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A server that was started.
pub struct Server {
    pub process: Child,
    pub address: SocketAddr,
    pub data: PathBuf,
    _folder: Option<TempDir>,
}

/// A command line of the binary.
pub fn docent(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Runs a command to its end; whether it ended well, and all that it said.
pub async fn run(mut command: Command) -> (bool, String) {
    let Output { status, stdout, stderr } =
        timeout(PATIENCE, command.output()).await.expect("it ends in time").unwrap();
    (status.success(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
}

/// A server's command line with a data folder and a free address.
pub fn serve(data: &Path, arguments: &[&str]) -> (Command, SocketAddr) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = docent(&["serve", "--listen", &address.to_string(), "--data"]);
    command.arg(data).args(arguments).stdout(Stdio::null());
    (command, address)
}

/// A place as `--database` names it.
pub fn url_of(place: &Place) -> String {
    match &place.location {
        Location::Sqlite(path) => format!("sqlite:{}", path.display()),
        Location::Postgres(server) => server.to_url_lossy().to_string(),
    }
}

impl Server {
    pub async fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Self::at(folder.path(), arguments).await;
        Self { _folder: Some(folder), ..server }
    }

    /// A server whose data folder is somebody else's.
    pub async fn at(data: &Path, arguments: &[&str]) -> Self {
        let (command, address) = serve(data, arguments);
        Self::of(command, address, data).await
    }

    /// A server with `ulimit` of these options.
    pub async fn limited(limit: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (command, address) = serve(folder.path(), &[]);
        let command = command.as_std();
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("ulimit {limit}; exec \"$0\" \"$@\""));
        shell.arg(command.get_program()).args(command.get_args());
        shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let server = Self::of(shell, address, folder.path()).await;
        Self { _folder: Some(folder), ..server }
    }

    /// A server that a command line starts.
    pub async fn of(mut command: Command, address: SocketAddr, data: &Path) -> Self {
        let process = command.spawn().unwrap();
        let mut server = Self { process, address, data: data.to_owned(), _folder: None };
        let started = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            if server.process.try_wait().unwrap().is_some() {
                panic!("the server ended: {}", server.end(PATIENCE).await.1);
            }
            assert!(started.elapsed() < PATIENCE, "the server does not listen");
            sleep(Duration::from_millis(20)).await;
        }
        // It listens before it is ready.
        client::request(address, "GET /healthz", "", b"").await;
        server
    }

    pub async fn stop(&self) {
        let id = self.process.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-s", "TERM", &id]).status().await.unwrap().success());
    }

    /// Waits until it takes no connections: it has heard the signal.
    pub async fn deafens(&self) {
        let asked = Instant::now();
        while TcpStream::connect(self.address).await.is_ok() {
            assert!(asked.elapsed() < PATIENCE, "the server still listens");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits for its end; whether it ended well, and what it said.
    pub async fn end(&mut self, limit: Duration) -> (bool, String) {
        let status = timeout(limit, self.process.wait()).await.expect("it ends in time").unwrap();
        let mut said = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut said).await.unwrap();
        (status.success(), said)
    }

    /// A request that is never finished.
    pub async fn half_send(&self, half: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(half.as_bytes()).await.unwrap();
        // So that the server has begun to read it.
        sleep(Duration::from_millis(200)).await;
        stream
    }

    /// Calls a function over HTTP (`query`, `mutation` or `action`), signed in with a token if it is not empty; its value or error.
    pub async fn call(&self, kind: &str, token: &str, path: &str, args: Value) -> Result<Value, Value> {
        let headers =
            if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
        let body = serde_json::json!({ "path": path, "args": args, "format": "json" });
        let line = format!("POST /api/{kind}");
        let (status, _, answer) =
            client::request(self.address, &line, &headers, body.to_string().as_bytes()).await;
        let mut answer: Value = serde_json::from_slice(&answer).unwrap();
        match (status, &answer["status"]) {
            (200, Value::String(status)) if status == "success" => Ok(answer["value"].take()),
            _ => Err(answer),
        }
    }
}
