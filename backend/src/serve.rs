//! `docent serve`: from options to a listening server, and its orderly end.

mod demo;
mod secret;

use crate::{
    app,
    core::{App, Clock, Config},
    doors::demo_site,
    jobs,
    store::{Location, Store},
};
use clap::Args;
use std::{
    fmt,
    fs::{File, TryLockError},
    io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{net::TcpListener, signal};

/// How long open sockets may take to say goodbye.
const DRAIN: Duration = Duration::from_secs(5);

#[derive(Args)]
pub struct ServeOptions {
    /// Where to listen.
    #[arg(long, env = "DOCENT_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The folder for the SQLite database, files and secrets; made if it is not there.
    #[arg(long, env = "DOCENT_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// `postgres://…` instead of the SQLite database in the data folder.
    #[arg(long, env = "DOCENT_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Where browsers reach this server; `http://` and the listening address unless given.
    #[arg(long, env = "DOCENT_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed, separated by commas.
    #[arg(long, env = "DOCENT_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// The secret from which keys are derived; one is made in the data folder unless given. The same on every node.
    #[arg(long, env = "DOCENT_SECRET", hide_env_values = true)]
    pub secret: Option<String>,
    /// Turns on what helps developers.
    #[arg(long, env = "DOCENT_DEV")]
    pub dev: bool,
    /// Makes a demo workspace on the first start and serves a demo site.
    #[arg(long)]
    pub demo: bool,
    /// Where the demo site listens.
    #[arg(long, default_value = "127.0.0.1:8081")]
    pub demo_listen: SocketAddr,
}

/// Why the server did not start or had to stop, for the operator.
#[derive(Debug)]
pub struct Stopped(String);

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

/// Serves until the process is told to stop.
pub async fn run(options: ServeOptions) -> Result<(), Stopped> {
    prepare_folder(&options.data)?;
    let _lock = lock(&options)?;
    let listener = bind(options.listen, "--listen").await?;
    let address = listener.local_addr()?;
    let app = open(&options, address).await?;
    if options.demo {
        let site = bind(options.demo_listen, "--demo-listen").await?;
        let workspace = demo::prepare(&app, &options.data, site.local_addr()?).await?;
        tokio::spawn(demo_site::serve(site, app.clone(), workspace));
    }
    tracing::info!(url = %app.config().public_url, store = ?app.store().engine(), "docent is ready");
    let stopping = app.clone();
    let jobs = jobs::start(&app);
    axum::serve(listener, app::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            stop_signal().await;
            tracing::info!("stopping: finishing what was begun");
            stopping.live().sockets().drain(DRAIN).await;
        })
        .await?;
    jobs.stop().await;
    app.store().close().await;
    Ok(())
}

async fn open(options: &ServeOptions, address: SocketAddr) -> Result<App, Stopped> {
    let location: Location = match &options.database {
        Some(url) => url.parse()?,
        None => Location::Sqlite(options.data.join("docent.sqlite")),
    };
    let store = Store::open(&location).await?;
    let public_url = options.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let config = Config {
        public_url: public_url.trim_end_matches('/').into(),
        secret: secret::load(options.secret.as_deref(), &options.data)?,
        is_dev: options.dev,
        trusted_proxies: options.trusted_proxies.clone(),
    };
    Ok(App::with_all_rooms(config, store, Clock::default())?)
}

fn prepare_folder(folder: &Path) -> Result<(), Stopped> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|cause| {
        Stopped(format!(
            "the data folder {} cannot be used: {cause}; choose another with --data",
            folder.display()
        ))
    })
}

/// Two processes on one SQLite file would not wake each other's live queries, so the second is refused.
fn lock(options: &ServeOptions) -> Result<Option<File>, Stopped> {
    if options.database.is_some() {
        return Ok(None);
    }
    let path = options.data.join("lock");
    let file = File::create(&path).map_err(|cause| {
        Stopped(format!("the data folder {} cannot be written: {cause}", options.data.display()))
    })?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Stopped(format!(
            "another docent uses the data folder {}; stop it, or choose another with --data",
            options.data.display()
        ))),
        Err(TryLockError::Error(cause)) => {
            Err(Stopped(format!("the data folder {} cannot be locked: {cause}", options.data.display())))
        }
    }
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

async fn stop_signal() {
    let interrupt = async { _ = signal::ctrl_c().await };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut stream) => _ = stream.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
