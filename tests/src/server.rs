//! `docent serve` as a process of its own, on a free port and a temporary folder.

use crate::{free_port, until};
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
    process: Option<Child>,
}

impl Server {
    pub async fn start() -> Self {
        let data = tempfile::tempdir().expect("a temporary folder");
        let mut server = Self { port: free_port(), data, process: None };
        server.restart().await;
        server
    }

    /// `http://127.0.0.1:port`.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts the process again on the same port and data.
    pub async fn restart(&mut self) {
        let mut command = Command::new(binary());
        command
            .args(["serve", "--listen", &format!("127.0.0.1:{}", self.port), "--data"])
            .arg(self.data.path())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        self.process = Some(command.spawn().expect("docent starts; `cargo xtask test` builds it"));
        let port = self.port;
        until("the server listens", async || TcpStream::connect(("127.0.0.1", port)).await.ok()).await;
    }

    /// Kills the process as a power cut would: no time to finish anything.
    pub async fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().await.expect("the server can be killed");
        }
    }
}

/// The binary beside the running test's own, in cargo's target folder.
fn binary() -> PathBuf {
    let own = std::env::current_exe().expect("the test's own path");
    own.ancestors()
        .map(|folder| folder.join("docent"))
        .find(|path| path.is_file())
        .expect("docent is built before the stories run: cargo build -p docent")
}
