//! A NATS server that lives as long as one test run: on a free port of 127.0.0.1, keeping nothing.

use crate::{shell, tools};
use anyhow::{Context, Result, bail};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server; dropping it stops the server.
pub struct Nats {
    url: String,
    server: Child,
}

impl Nats {
    /// Starts it and waits until it listens.
    pub fn start() -> Result<Self> {
        shell::say("NATS: a throwaway server");
        let program = tools::nats()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Command::new(program)
            .args(["--addr", "127.0.0.1", "--port", &port.to_string()])
            // A group of its own: Ctrl-C must reach it through us, after the tests have let go of it.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start nats-server")?;
        let mut nats = Self { url: format!("nats://127.0.0.1:{port}"), server };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let is_over = nats.server.try_wait()?.is_some() || started.elapsed() > Duration::from_secs(30);
            if is_over || shell::is_stopping() {
                bail!("nats-server does not start");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(nats)
    }

    /// `nats://…`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
