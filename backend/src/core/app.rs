//! The running server: store, functions, live queries, clock and keys; and the one place where calls become transactions.

use super::{
    Caller, Chance, Clock, Error, Functions, Keys, Metrics, Mutation, Passwords, Query, Rates, Reader,
    Readiness, Result, Writer,
    cache::Cache,
    functions::{AnyAction, AnyMutation, AnyQuery, Call},
    metrics::CALLS,
    reader::Trace,
    shares::Shares,
    writer::Wrote,
};
use crate::{
    domain::{self, requests},
    live::{Board, Bus, Live, Memory, Stamps},
    outside::{ai::Ai, files::Files, mail::Mail},
    store::{Engine, Stopped, Store, Tx, changes},
};
use serde_json::Value;
use shared::{Millis, id::AttachmentId};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};
use tracing::{Instrument, field::Empty, info_span};

/// What an operator decides. Not printable: it holds the secret.
#[derive(Clone)]
pub struct Config {
    /// Where the outside world reaches this server, without a trailing slash; the issuer of tokens.
    pub public_url: String,
    /// The secret from which keys are derived.
    pub secret: Vec<u8>,
    /// Where browsers get what visitors have uploaded, without a trailing slash: best an origin that serves nothing else.
    pub content_url: String,
    /// The bytes of uploaded files.
    pub files: Files,
    /// How mail is sent, and what proves mail that comes in.
    pub mail: Mail,
    /// Networks of proxies whose `X-Forwarded-For` counts; IPv4 as such and not mapped into IPv6.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// The endpoint of language models, if there is one.
    pub ai: Option<Ai>,
    /// Origins whose pages may read `/.well-known/opencom.json`; those of this machine where none are said.
    pub public_origins: Option<Vec<String>>,
}

impl Config {
    /// A server that stands behind no proxy, keeps no files, knows no mail, asks no model and is discovered by this machine alone.
    pub fn new(public_url: &str, secret: impl Into<Vec<u8>>) -> Self {
        Self {
            public_url: public_url.into(),
            secret: secret.into(),
            content_url: public_url.into(),
            files: Files::nowhere(),
            mail: Mail::off(public_url),
            trusted_proxies: Vec::new(),
            ai: None,
            public_origins: None,
        }
    }
}

/// A handle to the server's state; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<State>);

struct State {
    config: Config,
    store: Store,
    functions: Functions,
    clock: Clock,
    keys: Keys,
    passwords: Passwords,
    rates: Rates,
    readiness: Readiness,
    board: Board,
    stamps: Stamps,
    memory: Memory,
    cache: Cache,
    shares: Shares,
    live: Live,
    bus: Bus,
    metrics: Metrics,
}

/// An answer of a mutation and the stamp of its commit (wire-protocol.md §6.4).
#[derive(Clone, Debug)]
pub struct Committed<T> {
    pub value: T,
    pub stamp: u64,
}

/// A query's answer, what it depends on, and the board's counter from before it ran.
pub struct Ran {
    pub value: Result<Value>,
    pub trace: Trace,
    pub since: u64,
}

/// The context of an action: it may run functions, each in a transaction of its own.
pub struct Actor {
    pub app: App,
    pub caller: Caller,
}

impl Actor {
    pub async fn query<F: Query>(&self, function: F) -> Result<F::Output> {
        self.app.query(&self.caller, function).await
    }
    pub async fn mutate<F: Mutation>(&self, function: F) -> Result<F::Output> {
        Ok(self.app.mutate(&self.caller, function).await?.value)
    }
    pub fn chance(&self) -> Chance {
        Chance
    }
}

impl App {
    pub fn new(config: Config, store: Store, functions: Functions, clock: Clock) -> Result<Self> {
        let keys = Keys::derive(&config.secret, &config.public_url)?;
        Ok(Self(Arc::new(State {
            stamps: Stamps::new(clock.clone()),
            rates: Rates::new(&clock),
            readiness: Readiness::default(),
            passwords: Passwords::default(),
            config,
            store,
            functions,
            keys,
            clock,
            board: Board::default(),
            memory: Memory::default(),
            cache: Cache::default(),
            shares: Shares::default(),
            live: Live::default(),
            bus: Bus::new()?,
            metrics: Metrics::default(),
        })))
    }

    /// An [`App`] with every function of the product.
    pub fn with_all_rooms(config: Config, store: Store, clock: Clock) -> Result<Self> {
        Self::new(config, store, domain::functions(), clock)
    }

    /// Runs a query in a snapshot of its own.
    pub async fn query<F: Query>(&self, caller: &Caller, function: F) -> Result<F::Output> {
        let tx = self.snapshot(F::IS_REPORT).await?;
        let mut cx = Reader::new(self.clone(), tx, caller.clone());
        cx.admit().await?;
        function.run(&mut cx).await
    }

    async fn snapshot(&self, is_for_report: bool) -> Result<Tx> {
        Ok(match is_for_report {
            true => self.0.store.report().await?,
            false => self.0.store.snapshot().await?,
        })
    }

    /// Runs a query and tells what its answer depends on.
    pub async fn observe(&self, caller: &Caller, query: &dyn AnyQuery) -> Ran {
        self.run(caller, query, |_| ()).await
    }

    /// As [`App::observe`], for a live query: with the journal that an earlier run has left (wire-protocol.md §6 "Journals").
    pub async fn observe_again(&self, caller: &Caller, query: &dyn AnyQuery, journal: Option<String>) -> Ran {
        let prepare = |cx: &mut Reader| {
            cx.trace.journal = journal;
            cx.is_live = true;
        };
        self.run(caller, query, prepare).await
    }

    async fn run(&self, caller: &Caller, query: &dyn AnyQuery, prepare: impl FnOnce(&mut Reader)) -> Ran {
        let since = self.board().now();
        let mut trace = Trace::default();
        let run = async {
            let tx = self.snapshot(query.is_report()).await?;
            let mut cx = Reader::new(self.clone(), tx, caller.clone());
            prepare(&mut cx);
            let value = match cx.admit().await {
                Ok(()) => query.run(&mut cx).await,
                Err(fault) => Err(fault),
            };
            trace = cx.trace;
            value
        };
        let value = self.counted(query.name(), run).await;
        Ran { value, trace, since }
    }

    /// Runs queries one after another in one snapshot, and tells on what each answer depends.
    pub async fn observe_all(&self, caller: &Caller, queries: &[Arc<dyn AnyQuery>]) -> Result<Vec<Ran>> {
        let since = self.board().now();
        let tx = self.snapshot(queries.iter().any(|query| query.is_report())).await?;
        let mut cx = Reader::new(self.clone(), tx, caller.clone());
        let mut all = Vec::with_capacity(queries.len());
        cx.admit().await?;
        for query in queries {
            let value = self.counted(query.name(), query.run(&mut cx)).await;
            all.push(Ran { value, trace: std::mem::take(&mut cx.trace), since });
        }
        Ok(all)
    }

    /// Runs a mutation; answers when it is durable and its readers have been woken.
    pub async fn mutate<F: Mutation>(&self, caller: &Caller, function: F) -> Result<Committed<F::Output>> {
        let (app, caller) = (self.clone(), caller.clone());
        self.commit(move |tx| {
            let (mut cx, function) = (Writer::new(app.clone(), tx, caller.clone()), function.clone());
            async move {
                let result = match cx.admit().await {
                    Ok(()) => function.run(&mut cx).await,
                    Err(fault) => Err(fault),
                };
                finish(cx, result).await
            }
        })
        .await
    }

    /// Runs a mutation by name. With a request key, one that was answered before is not run again (wire-protocol.md §6).
    pub async fn mutate_once(
        &self,
        caller: &Caller,
        mutation: Arc<dyn AnyMutation>,
        request: Option<requests::Key>,
    ) -> Result<Committed<Value>> {
        let (app, caller) = (self.clone(), caller.clone());
        let name = mutation.name();
        let has_run = AtomicBool::new(false);
        let run = self.commit(move |tx| {
            let mut cx = Writer::new(app.clone(), tx, caller.clone());
            let (mutation, mut request) = (mutation.clone(), request.clone());
            // What made it run again may be the same request at another node.
            if has_run.swap(true, Ordering::Relaxed)
                && let Some(request) = &mut request
            {
                request.may_repeat = true;
            }
            async move {
                let result = match cx.admit().await {
                    Ok(()) => requests::run_once(&mut cx, mutation.as_ref(), request.as_ref()).await,
                    Err(fault) => Err(fault),
                };
                finish(cx, result).await
            }
        });
        self.counted(name, run).await
    }

    /// Runs a call of a function, counts it and traces it.
    async fn counted<T>(&self, name: &'static str, run: impl Future<Output = Result<T>>) -> Result<T> {
        let began = Instant::now();
        let span = info_span!(target: CALLS, "call", otel.name = name, outcome = Empty);
        let result = run.instrument(span.clone()).await;
        span.record("outcome", self.metrics().called(name, began, &result));
        result
    }

    /// Runs a work in a task of its own: a caller that goes away meanwhile leaves no commit behind that has woken nobody.
    async fn commit<T: Send + 'static, Running>(
        &self,
        work: impl Fn(Tx) -> Running + Send + Sync + 'static,
    ) -> Result<Committed<T>>
    where
        Running: Future<Output = (Tx, Result<(T, Wrote)>)> + Send + 'static,
    {
        let app = self.clone();
        let run = async move {
            let turn = app.live().audit().wait().await;
            let (value, wrote) = app.0.store.write(work).await.inspect_err(|error| {
                if let Error::Store(cause) = error {
                    // A batch that failed as a whole may have been read from.
                    app.0.cache.clear();
                    if matches!(Stopped::of(cause), Some(Stopped::Unknown(_))) {
                        app.board().touch_all();
                        app.bus().hint();
                    }
                }
            })?;
            let topics = wrote.take_effect(&app);
            app.touch(topics.iter().copied());
            app.bus().hint();
            // The stamp is taken after COMMIT and touch, so every snapshot with a later stamp holds this commit, and every
            // live query whose answer it changed has been woken.
            let stamp = app.0.stamps.tick();
            if turn.is_some() {
                app.live().audit().check(&app, &topics).await;
            }
            Ok(Committed { value, stamp })
        };
        match tokio::spawn(run.in_current_span()).await {
            Ok(committed) => committed,
            Err(cause) if cause.is_panic() => std::panic::resume_unwind(cause.into_panic()),
            Err(cause) => Err(Error::Broken(format!("a write was given up: {cause}"))),
        }
    }

    /// Runs an action by name.
    pub async fn act(&self, caller: &Caller, action: Box<dyn AnyAction>) -> Result<Value> {
        let actor = Actor { app: self.clone(), caller: caller.clone() };
        let name = action.name();
        self.counted(name, action.run(&actor)).await
    }

    /// Finds a function by name and parses its arguments.
    pub fn call(&self, path: &str, args: Value) -> Result<Call> {
        self.0.functions.call(path, args)
    }

    /// Wakes everybody who has read these topics.
    pub fn touch(&self, topics: impl super::Topics) {
        self.0.board.touch(topics);
    }

    /// Believes nothing that it remembers, and runs every live query again: nobody knows what has changed.
    pub fn forget(&self) {
        self.0.cache.clear();
        self.0.board.touch_all();
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }
    pub fn store(&self) -> &Store {
        &self.0.store
    }
    pub fn functions(&self) -> &Functions {
        &self.0.functions
    }
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }
    /// The bytes of uploaded files.
    pub fn files(&self) -> &Files {
        &self.0.config.files
    }
    /// How mail is sent.
    pub fn mail(&self) -> &Mail {
        &self.0.config.mail
    }
    /// The address of an uploaded file. It is the same each time, and whoever is not told it cannot guess it from the id.
    pub fn link(&self, file: AttachmentId) -> String {
        let seal = self.keys().seal(file.0);
        format!("{}/api/storage/{file}?seal={seal}", self.config().content_url)
    }
    /// An address for the team, of a file that not everybody may have who once had its link.
    pub fn link_until(&self, file: AttachmentId, until: Millis) -> String {
        let seal = self.keys().seal_until(file.0, until);
        format!("{}/api/storage/{file}?until={until}&seal={seal}", self.config().content_url)
    }
    /// Hashes and compares passwords.
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }
    /// Counts what is limited.
    pub fn rates(&self) -> &Rates {
        &self.0.rates
    }
    /// Whether this node can serve.
    pub fn readiness(&self) -> &Readiness {
        &self.0.readiness
    }
    pub fn board(&self) -> &Board {
        &self.0.board
    }
    pub fn stamps(&self) -> &Stamps {
        &self.0.stamps
    }
    /// What is never a row: typing, presence, last-seen.
    pub fn memory(&self) -> &Memory {
        &self.0.memory
    }
    pub fn live(&self) -> &Live {
        &self.0.live
    }
    /// What an operator watches.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }
    /// What this node and the others tell each other.
    pub fn bus(&self) -> &Bus {
        &self.0.bus
    }
    pub(super) fn shares(&self) -> &Shares {
        &self.0.shares
    }
    pub(super) fn cache(&self) -> &Cache {
        &self.0.cache
    }
}

/// Ends a mutation. What it has changed is written down for the other nodes in the same transaction, where there can be others.
async fn finish<T>(cx: Writer, result: Result<T>) -> (Tx, Result<(T, Wrote)>) {
    let app = cx.app().clone();
    let (mut tx, wrote) = cx.finish();
    let noted = match result {
        Ok(value) if tx.engine() == Engine::Postgres && !wrote.topics().is_empty() => {
            let (node, stamp) = (app.bus().node(), app.stamps().tick());
            changes::note(&mut tx, node, stamp, wrote.topics()).await.map(|()| value).map_err(Error::from)
        }
        result => result,
    };
    (tx, noted.map(|value| (value, wrote)))
}
