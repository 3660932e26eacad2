//! `docent serve`: from options to a listening server, and its orderly end.

pub mod connections;
pub mod demo;
mod files;
mod mail;
mod secret;

use crate::{
    app,
    commands::place::{Place, lock},
    core::{App, Chance, Clock, Config, proof},
    doors::{self, assets, demo_site, peer},
    jobs,
    live::{Carrier, MOST_PER_ADDRESS, Nodes},
    outside::ai::{self, Ai},
    store::{Location, Store},
};
use clap::Args;
use ipnet::IpNet;
use std::{fmt, io, net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, signal, sync::watch};
use uuid::Uuid;

/// Then, how long requests may take that were begun.
const FINISH: Duration = Duration::from_secs(10);

#[derive(Args)]
pub struct ServeOptions {
    /// Where to listen.
    #[arg(long, env = "DOCENT_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub place: Place,
    /// `nats://…` that tells the nodes of one PostgreSQL database of each other's changes; several, separated by commas. Without
    /// it PostgreSQL itself does.
    #[arg(long, env = "DOCENT_NATS", hide_env_values = true)]
    pub nats: Option<String>,
    /// Where browsers reach this server; `http://` and the listening address unless given.
    #[arg(long, env = "DOCENT_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Where browsers get what visitors have uploaded: best an address of this server that serves nothing else; the public URL unless
    /// given.
    #[arg(long, env = "DOCENT_CONTENT_URL")]
    pub content_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed: addresses and networks (`10.0.0.0/8`), separated by commas.
    #[arg(long, env = "DOCENT_TRUSTED_PROXIES", value_delimiter = ',', value_parser = peer::network)]
    pub trusted_proxies: Vec<IpNet>,
    /// Origins whose pages may discover this server, separated by commas (or `OPENCOM_PUBLIC_CORS_ORIGINS`); those of this machine unless
    /// given.
    #[arg(long, env = "DOCENT_PUBLIC_CORS_ORIGINS")]
    pub public_cors_origins: Option<String>,
    /// Sockets that one address may have open (IPv6: one /64), as the trusted proxies say it.
    #[arg(long, env = "DOCENT_SOCKETS_PER_ADDRESS", default_value_t = MOST_PER_ADDRESS)]
    pub sockets_per_address: usize,
    /// The secret from which keys are derived; one is made in the data folder unless given. The same on every node.
    #[arg(long, env = "DOCENT_SECRET", hide_env_values = true)]
    pub secret: Option<String>,
    /// `https://api.openai.com/v1` or the like: an endpoint that speaks OpenAI's protocol (Ollama and vLLM do), for answers by a language
    /// model. Without it the AI agent cannot be used.
    #[arg(long, env = "DOCENT_AI_URL")]
    pub ai_url: Option<String>,
    /// The key that the endpoint asks for.
    #[arg(long, env = "DOCENT_AI_KEY", hide_env_values = true)]
    pub ai_key: Option<String>,
    /// The model that is asked where a workspace has chosen none.
    #[arg(long, env = "DOCENT_AI_MODEL")]
    pub ai_model: Option<String>,
    /// The endpoint's model for embeddings, so that articles are found by their meaning; by their words alone unless given.
    #[arg(long, env = "DOCENT_AI_EMBEDDING_MODEL")]
    pub ai_embedding_model: Option<String>,
    /// How many seconds one answer of the endpoint may take.
    #[arg(long, env = "DOCENT_AI_TIMEOUT", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub ai_timeout: u64,
    #[command(flatten)]
    pub mail: mail::MailOptions,
    /// Where `/metrics` is served for Prometheus, for example 127.0.0.1:9090; nowhere unless given. Keep it from the outside.
    #[arg(long, env = "DOCENT_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// How many MiB must be left in the data folder for `/readyz` to answer that all is well.
    #[arg(long, env = "DOCENT_LEAST_SPACE", default_value_t = 256)]
    pub least_space: u64,
    /// How many seconds open sockets may take to say goodbye when the server stops.
    #[arg(long, env = "DOCENT_DRAIN", default_value_t = 5, value_parser = clap::value_parser!(u64).range(..=3600))]
    pub drain: u64,
    /// Makes a demo workspace on the first start and serves a demo site.
    #[arg(long)]
    pub demo: bool,
    /// Where the demo site listens.
    #[arg(long, default_value = "127.0.0.1:8081")]
    pub demo_listen: SocketAddr,
}

/// Why the server did not start or had to stop, for the operator.
#[derive(Debug)]
pub struct Stopped(pub(crate) String);

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Stopped {
    fn from(cause: E) -> Self {
        Self(cause.to_string())
    }
}

/// Serves until the process is told to stop, and finishes what was begun unless it is told so again.
pub async fn run(options: ServeOptions) -> Result<(), Stopped> {
    let mut signals = stop_signals();
    files::raise_limit();
    options.place.prepare()?;
    let location = options.place.location()?;
    let _lock = lock(&location)?;
    let listener = bind(options.listen, "--listen").await?;
    let address = listener.local_addr()?;
    let app = open(&options, &location, address).await?;
    app.live().sockets().limit_addresses(options.sockets_per_address);
    let nodes = join(&app, options.nats.as_deref()).await?;
    if options.demo {
        let site = bind(options.demo_listen, "--demo-listen").await?;
        let workspace = demo::prepare(&app, &options.place.data, site.local_addr()?).await?;
        tokio::spawn(demo_site::serve(site, app.clone(), workspace));
    }
    if let Some(address) = options.metrics_listen {
        let listener = bind(address, "--metrics-listen").await?;
        tokio::spawn(doors::metrics::serve(listener, app.clone()));
    }
    if assets::are_missing() {
        tracing::warn!(
            "no widget and no dashboard are in this binary, only the APIs: build it with `cargo xtask build`"
        );
    }
    tracing::info!(url = %app.config().public_url, store = ?app.store().engine(), "docent is ready");
    let jobs = jobs::start(&app);
    let mut again = signals.clone();
    let stopping = async {
        // The task that counts lives as long as the process.
        let _ = signals.wait_for(|count| *count > 0).await;
        tracing::info!("stopping: finishing what was begun");
        app.live().sockets().drain(Duration::from_secs(options.drain)).await;
    };
    let serving = async {
        connections::serve(listener, app::router(app.clone()), stopping, FINISH).await;
        jobs.stop().await;
        nodes.stop().await;
        app.store().close().await;
    };
    tokio::select! {
        () = serving => Ok(()),
        _ = again.wait_for(|count| *count > 1) => Err(Stopped("told to stop a second time, so left at once".into())),
    }
}

async fn open(options: &ServeOptions, location: &Location, address: SocketAddr) -> Result<App, Stopped> {
    let store = Store::open(location).await?;
    let public_url = options.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let public_url = public_url.trim_end_matches('/');
    let config = Config {
        public_url: public_url.into(),
        secret: secret::load(options.secret.as_deref(), &options.place.data)?,
        content_url: options.content_url.as_deref().unwrap_or(public_url).trim_end_matches('/').into(),
        files: options.place.files()?,
        mail: options.mail.mail(public_url)?,
        trusted_proxies: options.trusted_proxies.clone(),
        ai: ai(options)?,
        public_origins: public_origins(options),
    };
    let app = App::with_all_rooms(config, store, Clock::default())?;
    let folder = match location {
        Location::Sqlite(database) => database.parent().unwrap_or(&options.place.data),
        Location::Postgres(_) => &options.place.data,
    };
    app.readiness().watch_space(folder, options.least_space.saturating_mul(1 << 20));
    Ok(app)
}

/// Who may discover the server, as the options say or the variable of installations that were another server's before.
fn public_origins(options: &ServeOptions) -> Option<Vec<String>> {
    let given = options.public_cors_origins.clone();
    let given = given.or_else(|| std::env::var("OPENCOM_PUBLIC_CORS_ORIGINS").ok())?;
    let origins = given.split(',').map(str::trim).filter(|origin| !origin.is_empty());
    let origins: Vec<String> = origins.map(str::to_owned).collect();
    Some(origins).filter(|origins| !origins.is_empty())
}

/// The endpoint of language models that the options name.
fn ai(options: &ServeOptions) -> Result<Option<Ai>, Stopped> {
    let Some(url) = options.ai_url.clone().filter(|url| !url.trim().is_empty()) else { return Ok(None) };
    let ai = Ai::new(ai::Options {
        url,
        key: options.ai_key.clone(),
        timeout: Some(Duration::from_secs(options.ai_timeout)),
        model: options.ai_model.clone(),
        embedding_model: options.ai_embedding_model.clone(),
    });
    ai.map(Some).map_err(Stopped)
}

/// Becomes one of the nodes on this database, if it can have several.
async fn join(app: &App, nats: Option<&str>) -> Result<Nodes, Stopped> {
    let prove = |name| proof(&app.config().secret, name);
    // Whether the secret can be used at all does not depend on the name.
    prove(Uuid::nil())?;
    let database = app.store().join(Chance.id()?, |name| prove(name).unwrap_or_default()).await?;
    let carrier = match (database, nats) {
        (None, None) => Carrier::Nothing,
        (None, Some(_)) => {
            return Err(Stopped(
                "--nats is for several nodes on PostgreSQL: a SQLite database is served by one node, which needs none".into(),
            ));
        }
        (Some(database), Some(addresses)) => Carrier::nats(addresses, database).await?,
        (Some(database), None) => {
            tracing::info!("nodes on this database hear of each other by LISTEN/NOTIFY; --nats carries more");
            Carrier::notify(app.store(), database)
        }
    };
    Ok(Nodes::join(app, carrier).await)
}

async fn bind(address: SocketAddr, flag: &str) -> Result<TcpListener, Stopped> {
    TcpListener::bind(address).await.map_err(|cause| {
        let hint = match cause.kind() {
            io::ErrorKind::AddrInUse => "another program uses it",
            io::ErrorKind::PermissionDenied => "this user may not use it",
            io::ErrorKind::AddrNotAvailable => "it is no address of this machine",
            _ => return Stopped(format!("cannot listen on {address}: {cause}; choose another with {flag}")),
        };
        Stopped(format!("cannot listen on {address}: {hint}; choose another with {flag}"))
    })
}

/// How often the process was told to stop. From this call on signals are counted and no longer end the process.
fn stop_signals() -> watch::Receiver<u32> {
    let (told, signals) = watch::channel(0);
    #[cfg(unix)]
    let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate()).ok();
    tokio::spawn(async move {
        loop {
            let interrupted = async { _ = signal::ctrl_c().await };
            #[cfg(unix)]
            let terminated = async {
                match &mut terminate {
                    Some(stream) => _ = stream.recv().await,
                    None => std::future::pending().await,
                }
            };
            #[cfg(not(unix))]
            let terminated = std::future::pending::<()>();
            tokio::select! {
                () = interrupted => {}
                () = terminated => {}
            }
            told.send_modify(|count| *count += 1);
        }
    });
    signals
}
