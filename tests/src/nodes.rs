//! Two `docent serve` processes on one PostgreSQL database, as behind a load balancer.

use crate::{cable::Cable, free_port, server::Server};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};
use std::sync::atomic::{AtomicU32, Ordering};

/// Two nodes. Their database goes with the cluster that the test command has made.
pub struct Nodes {
    pub one: Server,
    pub other: Server,
    /// Their database, past the cables.
    pub database: String,
    /// From each of them to PostgreSQL.
    pub cables: [Cable; 2],
}

impl Nodes {
    /// Starts both; with NATS between them if the test command has started it.
    pub async fn start() -> Self {
        Self::start_with(std::env::var("DOCENT_TEST_NATS").ok(), Vec::new()).await
    }

    /// Starts both with this NATS between them, or with NOTIFY, and with more options.
    pub async fn start_with(nats: Option<String>, options: Vec<String>) -> Self {
        let database = database().await;
        let public_url = format!("http://127.0.0.1:{}", free_port());
        let mut environment = vec![
            ("DOCENT_PUBLIC_URL", public_url),
            ("DOCENT_SECRET", "the same on every node of this test".to_owned()),
        ];
        if let Some(nats) = nats {
            environment.push(("DOCENT_NATS", nats));
        }
        let start = async || {
            let mut address = url::Url::parse(&database).expect("an address");
            let cable = Cable::to(address.port().unwrap_or(5432)).await;
            address.set_port(Some(cable.port)).expect("an address with a host");
            let environment = environment.iter().cloned().chain([("DOCENT_DATABASE", address.into())]);
            (Server::start_with(options.clone(), environment.collect()).await, cable)
        };
        let ((one, first), (other, second)) = (start().await, start().await);
        Self { one, other, database, cables: [first, second] }
    }
}

/// The address of a new database on the server that `DOCENT_TEST_POSTGRES` names.
async fn database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("DOCENT_TEST_POSTGRES").expect("`cargo xtask test` starts a PostgreSQL");
    let name = format!("docent_nodes_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let options: PgConnectOptions = server.parse().expect("an address of PostgreSQL");
    let mut admin = PgConnection::connect_with(&options).await.expect("PostgreSQL answers");
    let create = sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}")));
    admin.execute(create).await.expect("a new database");
    let mut address = url::Url::parse(&server).expect("an address");
    address.set_path(&name);
    address.into()
}
