//! What the server counts and how long its functions take, in the text format of Prometheus (OpenMetrics 1.0). Names of labels are
//! those of registered functions, so nobody outside can make more of them.

mod process;

use super::{App, Error};
use prometheus_client::{
    encoding::{
        EncodeLabelSet,
        text::{encode_eof, encode_registry},
    },
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};
use shared::Code;
use std::{
    fmt,
    sync::atomic::AtomicU64,
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// Spans of this target are calls of functions, for traces alone: no log line needs them.
pub const CALLS: &str = "calls";

/// Upper bounds of the latency buckets, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// How long the database may take to say how large it is.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Called {
    function: &'static str,
    /// `ok`, `refused` (by what the caller did), or `failed` (by our fault).
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Named {
    function: &'static str,
}

/// The counters of this process.
pub struct Metrics {
    registry: Registry,
    calls: Family<Called, Counter>,
    seconds: Family<Named, Histogram, fn() -> Histogram>,
    runs: Family<Named, Counter>,
    unchanged: Counter,
    limited: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("docent");
        registry.register(
            "build",
            "The version that runs",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        let calls = Family::<Called, Counter>::default();
        registry.register("calls", "Calls of functions by name and outcome", calls.clone());
        let histogram: fn() -> Histogram = || Histogram::new(BUCKETS);
        let seconds = Family::<Named, Histogram, _>::new_with_constructor(histogram);
        registry.register_with_unit(
            "call_duration",
            "How long calls took, until a write was durable",
            Unit::Seconds,
            seconds.clone(),
        );
        let runs = Family::<Named, Counter>::default();
        registry.register("live_runs", "Runs of live queries", runs.clone());
        let unchanged = Counter::default();
        registry.register(
            "live_runs_unchanged",
            "Runs of live queries that gave the same answer as before",
            unchanged.clone(),
        );
        let limited = Counter::default();
        registry.register("rate_limited", "Calls that were refused because of a rate limit", limited.clone());
        Self { registry, calls, seconds, runs, unchanged, limited }
    }
}

impl Metrics {
    /// Counts a call that began at `began`; answers how it ended.
    pub(super) fn called<T>(
        &self,
        function: &'static str,
        began: Instant,
        result: &Result<T, Error>,
    ) -> &'static str {
        let outcome = match result {
            Ok(_) => "ok",
            Err(Error::Refused(refusal)) => {
                if refusal.code == Code::RateLimited {
                    self.limited.inc();
                }
                "refused"
            }
            Err(_) => "failed",
        };
        self.calls.get_or_create(&Called { function, outcome }).inc();
        self.seconds.get_or_create(&Named { function }).observe(began.elapsed().as_secs_f64());
        outcome
    }

    /// Counts a run of a live query.
    pub(crate) fn ran(&self, function: &'static str, is_changed: bool) {
        self.runs.get_or_create(&Named { function }).inc();
        if !is_changed {
            self.unchanged.inc();
        }
    }

    /// Everything, with the state of the server at this moment.
    pub async fn print(&self, app: &App) -> Result<String, fmt::Error> {
        let mut now = Registry::with_prefix("docent");
        let batches = app.store().counters().batches().clone();
        now.register("store_commit_writes", "Writes that one commit made durable", batches);
        now.register("limit_refusals", "Refusals by each rate limit", app.rates().refusals());
        let size = timeout(PATIENCE, app.store().size()).await;
        let mut gauge = |name: &str, help: &str, value: f64| {
            let gauge = Gauge::<f64, AtomicU64>::default();
            gauge.set(value);
            now.register(name, help, gauge);
        };
        gauge("sockets", "Sockets that are open", app.live().sockets().open() as f64);
        gauge("subscriptions", "Live queries that are kept", app.live().subscriptions() as f64);
        gauge("topics_watched", "Topics that live queries wait for", app.board().watched() as f64);
        match size {
            Ok(Ok(bytes)) => gauge("store_bytes", "Size of the database", bytes as f64),
            Ok(Err(cause)) => tracing::debug!(%cause, "the size of the database is not known"),
            // When all connections are busy the other numbers are needed most.
            Err(_elapsed) => {}
        }
        gauge("store_waiting", "Writes that wait for their turn", app.store().waiting() as f64);
        if let Some(lag) = app.bus().lag(app.clock()) {
            let lag = Duration::from_millis(u64::try_from(lag).unwrap_or(u64::MAX)).as_secs_f64();
            gauge("bus_lag_seconds", "Since this node last looked at what the others have changed", lag);
            let is_connected = f64::from(u8::from(app.bus().is_connected()));
            gauge("bus_connected", "Whether other nodes are heard at once", is_connected);
        }
        for (name, help, value) in [
            ("store_commits", "Transactions committed", app.store().counters().commits()),
            ("store_writes", "Writes that these commits made durable", app.store().counters().works()),
            ("store_retries", "Writes that were run again", app.store().counters().retries()),
        ] {
            let counter = Counter::<u64>::default();
            counter.inc_by(value);
            now.register(name, help, counter);
        }
        let mut machine = Registry::default();
        for (name, help, value) in process::gauges() {
            let gauge = Gauge::<f64, AtomicU64>::default();
            gauge.set(value);
            machine.register(name, help, gauge);
        }
        let mut text = String::new();
        encode_registry(&mut text, &self.registry)?;
        encode_registry(&mut text, &now)?;
        encode_registry(&mut text, &machine)?;
        encode_eof(&mut text)?;
        Ok(text)
    }
}
