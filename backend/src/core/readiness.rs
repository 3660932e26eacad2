//! Whether this node can serve, check by check: what a load balancer and an operator ask.

use super::App;
use futures_util::{FutureExt, future::BoxFuture};
use serde::Serialize;
use shared::Millis;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
    time::Duration,
};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

/// How long a check may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long an answer is good: whoever asks oftener does not make us write oftener.
const FRESH: Duration = Duration::from_secs(1);

/// A node that has not looked at the others' changes for so many milliseconds shows old answers.
const BEHIND: Millis = 10_000;

/// A check answers in a few words why it fails, without anything that only the operator may know.
type Check = fn(App) -> BoxFuture<'static, Result<(), String>>;

/// What must hold for a node to be given requests, by name.
const CHECKS: [(&str, Check); 3] = [
    ("store", |app| store(app).boxed()),
    ("disk", |app| disk(app).boxed()),
    ("nodes", |app| nodes(app).boxed()),
];

/// What the last look has found.
#[derive(Default)]
pub struct Readiness {
    last: Mutex<Option<(Instant, Report)>>,
    space: OnceLock<Space>,
}

/// The folder that has to have room.
struct Space {
    folder: PathBuf,
    /// In bytes.
    least: u64,
}

/// Every check with "ok" or what is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    pub ready: bool,
    pub checks: BTreeMap<&'static str, String>,
}

impl Report {
    fn of(results: impl IntoIterator<Item = (&'static str, Result<(), String>)>) -> Self {
        let mut report = Self { ready: true, checks: BTreeMap::new() };
        for (name, result) in results {
            report.ready &= result.is_ok();
            report.checks.insert(name, result.err().unwrap_or_else(|| "ok".into()));
        }
        report
    }
}

impl Readiness {
    /// From now on this folder must have `least` bytes left.
    pub fn watch_space(&self, folder: &Path, least: u64) {
        let _ = self.space.set(Space { folder: folder.to_owned(), least });
    }

    /// Runs every check, unless that was done a moment ago. A node that stops is not ready, at once.
    pub async fn report(&self, app: &App) -> Report {
        if app.live().sockets().are_draining() {
            return Report::of([("stopping", Err("the server is stopping".into()))]);
        }
        let mut last = self.last.lock().await;
        if let Some((_, report)) = last.as_ref().filter(|(at, _)| at.elapsed() < FRESH) {
            return report.clone();
        }
        let mut results = Vec::new();
        for (name, check) in CHECKS {
            let result = timeout(PATIENCE, check(app.clone())).await;
            results.push((name, result.unwrap_or_else(|_elapsed| Err("it does not answer".into()))));
        }
        let report = Report::of(results);
        if last.as_ref().is_none_or(|(_, known)| *known != report) {
            match report.ready {
                true => tracing::info!("ready"),
                false => tracing::warn!(checks = ?report.checks, "not ready"),
            }
        }
        *last = Some((Instant::now(), report.clone()));
        report
    }
}

/// A write goes through the queue to the disk.
async fn store(app: App) -> Result<(), String> {
    app.store().probe().await.map_err(|cause| {
        tracing::debug!(%cause, "the probe of the store failed");
        "nothing can be written".into()
    })
}

async fn disk(app: App) -> Result<(), String> {
    let Some(Space { folder, least }) = app.readiness().space.get() else { return Ok(()) };
    match left(folder) {
        Ok(left) if left < *least => Err(format!("{} MiB are left in the data folder", left >> 20)),
        Ok(_) => Ok(()),
        Err(cause) => {
            tracing::debug!(%cause, "the space that is left is not known");
            Err("the data folder cannot be looked at".into())
        }
    }
}

/// What other nodes change is seen here. Without messages between them that takes a second, and another node is no better off.
async fn nodes(app: App) -> Result<(), String> {
    match app.bus().lag(app.clock()) {
        Some(lag) if lag > BEHIND => Err("what other nodes change is not seen".into()),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn left(folder: &Path) -> std::io::Result<u64> {
    let system = rustix::fs::statvfs(folder)?;
    Ok(system.f_bavail.saturating_mul(system.f_frsize))
}

#[cfg(not(unix))]
fn left(_: &Path) -> std::io::Result<u64> {
    Ok(u64::MAX)
}
