//! `docent serve` as a process of its own, on a free port and a temporary folder.

use crate::{api, free_port, until};
use serde_json::json;
use std::{path::PathBuf, process::Stdio};
use tempfile::TempDir;
use tokio::{
    net::TcpStream,
    process::{Child, Command},
};

/// A running server; dropping it kills it.
pub struct Server {
    pub port: u16,
    data: TempDir,
    /// More options and variables for the process, besides address and data.
    options: Vec<String>,
    environment: Vec<(&'static str, String)>,
    process: Option<Child>,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(Vec::new(), Vec::new()).await
    }

    /// A server with more options and environment variables.
    pub async fn start_with(options: Vec<String>, environment: Vec<(&'static str, String)>) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let mut server = Self { port: free_port(), data, options, environment, process: None };
        server.restart().await;
        server
    }

    /// `http://127.0.0.1:port`.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        self.process.as_ref().and_then(Child::id).expect("the server runs")
    }

    /// Starts the process again on the same port and data.
    pub async fn restart(&mut self) {
        let mut command = Command::new(binary());
        command
            .args(["serve", "--listen", &format!("127.0.0.1:{}", self.port), "--data"])
            .arg(self.data.path())
            // All clients of a test come from one address.
            .args(["--sockets-per-address", "100000"])
            .args(&self.options)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .kill_on_drop(true);
        self.process = Some(command.spawn().expect("docent starts; `cargo xtask test` builds it"));
        let port = self.port;
        until("the server listens", async || TcpStream::connect(("127.0.0.1", port)).await.ok()).await;
    }

    /// Makes an account with a workspace of its own, as the dashboard's sign-up does.
    pub async fn sign_up(&self, email: &str, workspace: &str) -> Account {
        let params = json!({
            "flow": "signUp", "email": email, "password": PASSWORD, "name": "Ben", "workspaceName": workspace,
        });
        let args = json!({ "provider": "password", "params": params });
        let signed_in = api::call(&self.origin(), "action", "auth:signIn", args, None).await;
        let token = signed_in["tokens"]["token"].as_str().expect("a token").to_owned();
        let me = api::call(&self.origin(), "query", "auth:currentUser", json!({}), Some(&token)).await;
        let workspace = me["user"]["workspaceId"].as_str().expect("a workspace").to_owned();
        Account { email: email.into(), token, workspace }
    }

    /// The workspace of a fresh account.
    pub async fn workspace(&self) -> String {
        self.sign_up("ben@docent.example", "A shop").await.workspace
    }

    /// The folder with its database and files.
    pub fn data(&self) -> &std::path::Path {
        self.data.path()
    }

    /// Sends the process a signal by its name: `TERM`, `STOP`, `CONT`.
    pub async fn signal(&self, name: &str) {
        let status = Command::new("kill").args([format!("-{name}"), self.id().to_string()]).status().await;
        assert!(status.is_ok_and(|status| status.success()), "the server can be sent {name}");
    }

    /// Waits until the process has ended by itself.
    pub async fn ended(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.wait().await.expect("the server ends");
        }
    }

    /// Kills the process as a power cut would: no time to finish anything.
    pub async fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().await.expect("the server can be killed");
        }
    }
}

/// The password of every account in the stories.
pub const PASSWORD: &str = "correct horse battery";

/// An agent and its workspace.
pub struct Account {
    pub email: String,
    /// The agent's JWT.
    pub token: String,
    pub workspace: String,
}

/// The binary that xtask names (the one that ships), else the one beside the running test's own.
fn binary() -> PathBuf {
    if let Some(named) = std::env::var_os("DOCENT_TEST_BINARY") {
        return named.into();
    }
    let own = std::env::current_exe().expect("the test's own path");
    own.ancestors()
        .map(|folder| folder.join("docent"))
        .find(|path| path.is_file())
        .expect("docent is built before the stories run: cargo build -p docent")
}
