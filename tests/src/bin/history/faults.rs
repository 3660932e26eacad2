//! What is done to the servers meanwhile, decided by a seed.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::{collections::BTreeMap, env, process::Stdio, time::Duration};
use tests::{cable::Cable, free_port, server::Server, until};
use tokio::{
    net::TcpStream,
    process::{Child, Command},
    time::sleep,
};

/// The servers of one play.
pub struct Servers {
    pub nodes: Vec<Server>,
    around: Option<Around>,
    random: fastrand::Rng,
    pub counts: BTreeMap<&'static str, u32>,
}

/// What nodes on PostgreSQL need besides themselves.
pub struct Around {
    pub nats: Nats,
    /// The address of their database.
    pub database: String,
    /// From each node to it.
    pub cables: [Cable; 2],
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
    pub fn new(nodes: Vec<Server>, around: Option<Around>, seed: u64) -> Self {
        Self { nodes, around, random: fastrand::Rng::with_seed(seed), counts: BTreeMap::new() }
    }

    /// One fault, and its end: afterwards everything runs again.
    pub async fn suffer(&mut self) {
        let node = self.random.usize(..self.nodes.len());
        let pause = Duration::from_millis(self.random.u64(200..2_000));
        let kinds = if self.around.is_some() { 8 } else { 3 };
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
            kind => {
                if let Some(around) = &mut self.around {
                    let fault = around.suffer(kind, node, pause).await;
                    self.count(fault);
                }
            }
        }
        sleep(Duration::from_millis(self.random.u64(500..1_500))).await;
    }

    fn count(&mut self, fault: &'static str) {
        *self.counts.entry(fault).or_default() += 1;
    }
}

impl Around {
    /// One fault of what the nodes need, and its end; answers what it was.
    async fn suffer(&mut self, kind: u8, node: usize, pause: Duration) -> &'static str {
        match kind {
            3 => {
                self.nats.kill().await;
                sleep(pause).await;
                self.nats.restart().await;
                "NATS killed"
            }
            4 => {
                self.nats.signal("STOP").await;
                sleep(pause).await;
                self.nats.signal("CONT").await;
                "NATS paused"
            }
            5 => {
                self.cables[node].cut();
                sleep(pause).await;
                self.cables[node].mend();
                "a node cut off from PostgreSQL"
            }
            6 => {
                self.turn_away(pause).await;
                "PostgreSQL ended every connection and took none for a while"
            }
            _ => {
                crash_postgres().await;
                "PostgreSQL crashed"
            }
        }
    }

    /// What a PostgreSQL that is restarted in good order does to its clients.
    async fn turn_away(&self, pause: Duration) {
        let name = self.database.rsplit('/').next().expect("a database has a name");
        let mut admin = admin().await;
        let allow = |is_allowed: bool| format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {is_allowed}");
        admin.execute(sqlx::raw_sql(AssertSqlSafe(allow(false)))).await.expect("a superuser may");
        sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1")
            .bind(name)
            .execute(&mut admin)
            .await
            .expect("a superuser may");
        sleep(pause).await;
        admin.execute(sqlx::raw_sql(AssertSqlSafe(allow(true)))).await.expect("a superuser may");
    }
}

/// A connection to the cluster, past every cable.
async fn admin() -> PgConnection {
    let url = env::var("DOCENT_TEST_POSTGRES").expect("xtask starts PostgreSQL");
    until("PostgreSQL answers", async || PgConnection::connect(&url).await.ok()).await
}

/// Kills one of PostgreSQL's processes (-9): the server ends every connection, recovers from its log and goes on.
async fn crash_postgres() {
    let mut connection = admin().await;
    let Ok((id,)) = sqlx::query_as::<_, (i32,)>("SELECT pg_backend_pid()").fetch_one(&mut connection).await
    else {
        return;
    };
    signal("KILL", u32::try_from(id).expect("a process has a number")).await;
    drop(admin().await);
}
