//! What is done to the servers meanwhile, decided by a seed.

use sqlx::{Connection, PgConnection};
use std::{collections::BTreeMap, env, process::Stdio, time::Duration};
use tests::{free_port, server::Server, until};
use tokio::{
    net::TcpStream,
    process::{Child, Command},
    time::sleep,
};

/// The servers of one play.
pub struct Servers {
    pub nodes: Vec<Server>,
    pub nats: Option<Nats>,
    random: fastrand::Rng,
    pub counts: BTreeMap<&'static str, u32>,
}

/// A NATS of our own, to be cut.
pub struct Nats {
    port: u16,
    process: Option<Child>,
}

impl Nats {
    pub async fn start() -> Self {
        let mut nats = Self { port: free_port(), process: None };
        nats.restart().await;
        nats
    }

    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    async fn restart(&mut self) {
        let program = env::var("DOCENT_TEST_NATS_SERVER").expect("xtask names nats-server");
        let mut command = Command::new(program);
        command.args(["--addr", "127.0.0.1", "--port", &self.port.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        self.process = Some(command.spawn().expect("nats-server starts"));
        let port = self.port;
        until("NATS listens", async || TcpStream::connect(("127.0.0.1", port)).await.ok()).await;
    }

    async fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().await.expect("NATS can be killed");
        }
    }

    async fn signal(&self, name: &str) {
        if let Some(id) = self.process.as_ref().and_then(Child::id) {
            signal(name, id).await;
        }
    }
}

async fn signal(name: &str, id: u32) {
    let _ = Command::new("kill").args([format!("-{name}"), id.to_string()]).status().await;
}

impl Servers {
    pub fn new(nodes: Vec<Server>, nats: Option<Nats>, seed: u64) -> Self {
        Self { nodes, nats, random: fastrand::Rng::with_seed(seed), counts: BTreeMap::new() }
    }

    /// One fault, and its end: afterwards everything runs again.
    pub async fn suffer(&mut self) {
        let node = self.random.usize(..self.nodes.len());
        let pause = Duration::from_millis(self.random.u64(200..2_000));
        let kinds = if self.nats.is_some() { 6 } else { 3 };
        // The first one is always the worst.
        let kind = if self.counts.is_empty() { 0 } else { self.random.u8(..kinds) };
        match kind {
            0 => {
                self.count("a node killed (-9)");
                self.nodes[node].kill().await;
                sleep(pause).await;
                self.nodes[node].restart().await;
            }
            1 => {
                self.count("a node paused");
                self.nodes[node].signal("STOP").await;
                sleep(pause).await;
                self.nodes[node].signal("CONT").await;
            }
            2 => {
                self.count("a node stopped in good order");
                self.nodes[node].signal("TERM").await;
                self.nodes[node].ended().await;
                self.nodes[node].restart().await;
            }
            3 => {
                self.count("NATS killed");
                if let Some(nats) = &mut self.nats {
                    nats.kill().await;
                    sleep(pause).await;
                    nats.restart().await;
                }
            }
            4 => {
                self.count("NATS paused");
                if let Some(nats) = &self.nats {
                    nats.signal("STOP").await;
                    sleep(pause).await;
                    nats.signal("CONT").await;
                }
            }
            _ => {
                self.count("PostgreSQL crashed");
                crash_postgres().await;
            }
        }
        sleep(Duration::from_millis(self.random.u64(500..1_500))).await;
    }

    fn count(&mut self, fault: &'static str) {
        *self.counts.entry(fault).or_default() += 1;
    }
}

/// Kills one of PostgreSQL's processes (-9): the server ends every connection, recovers from its log and goes on.
async fn crash_postgres() {
    let url = env::var("DOCENT_TEST_POSTGRES").expect("xtask starts PostgreSQL");
    let Ok(mut connection) = PgConnection::connect(&url).await else { return };
    let Ok((id,)) = sqlx::query_as::<_, (i32,)>("SELECT pg_backend_pid()").fetch_one(&mut connection).await
    else {
        return;
    };
    signal("KILL", u32::try_from(id).expect("a process has a number")).await;
    until("PostgreSQL is back", async || PgConnection::connect(&url).await.ok()).await;
}
