//! One live query: it runs, watches what it has read, and runs again when that moves. All who ask the same share it.

use super::{board::Watcher, values};
use crate::core::{App, Caller, Chance, Error, Ran, Result, Topic, Who, functions::AnyQuery};
use futures_util::FutureExt;
use serde_json::value::{RawValue, to_raw_value};
use shared::Millis;
use slab::Slab;
use std::{
    collections::BTreeSet,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::Notify,
    task::AbortHandle,
    time::{Instant, sleep, sleep_until, timeout},
};

/// The shortest time between the starts of two runs, unless somebody waits for the next one.
const PACE: Duration = Duration::from_millis(100);
/// How long one run may take.
const LONGEST_RUN: Duration = Duration::from_secs(30);
/// After so many runs in a row that failed by our fault the client is told; until then it keeps the answer that it has.
const MOST_FAULTS: u32 = 5;
/// How long after the first of them it runs again; twice as long after each further one.
const RETRY: Duration = Duration::from_millis(250);

/// A query's latest answer, as JSON that every socket can send as it is.
#[derive(Clone, Debug)]
pub struct Answer {
    pub value: Result<Box<RawValue>, shared::Error>,
    /// What the client hands back when it subscribes again (wire-protocol.md §6 "Journals").
    pub journal: Option<String>,
}

impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        let is_same = match (&self.value, &other.value) {
            (Ok(one), Ok(two)) => one.get() == two.get(),
            (Err(one), Err(two)) => one == two,
            _ => false,
        };
        is_same && self.journal == other.journal
    }
}

impl Answer {
    /// Whether it only says that we failed.
    fn is_fault(&self) -> bool {
        matches!(&self.value, Err(error) if error.code == shared::Code::Internal)
    }

    pub fn new(value: Result<serde_json::Value>, journal: Option<String>) -> Self {
        let raw = value.and_then(|value| Ok(to_raw_value(&values::encode(value))?));
        Self { value: raw.map_err(Error::into_public), journal }
    }
}

/// What makes two subscriptions the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub name: String,
    /// The arguments as canonical JSON.
    pub args: String,
    pub who: Who,
    pub journal: Option<String>,
}

/// A query that somebody is subscribed to.
pub struct Subscription {
    pub(super) key: Key,
    pub(super) query: Arc<dyn AnyQuery>,
    pub(super) caller: Caller,
    state: Mutex<State>,
    wake: Notify,
}

#[derive(Default)]
struct State {
    answer: Option<Arc<Answer>>,
    /// The board's counter from before the run that gave the answer.
    since: u64,
    /// The counter at the first move after that.
    moved_at: Option<u64>,
    /// Runs in a row that failed by our fault.
    faults: u32,
    is_running: bool,
    is_hurried: bool,
    topics: BTreeSet<Topic>,
    wake_at: Option<Millis>,
    listeners: Slab<Arc<Notify>>,
    driver: Option<AbortHandle>,
    is_over: bool,
}

impl Watcher for Subscription {
    fn moved(&self, at: u64) {
        self.state().moved_at.get_or_insert(at);
        self.wake.notify_one();
    }
}

impl Subscription {
    pub(super) fn new(key: Key, query: Arc<dyn AnyQuery>) -> Self {
        // Without origin and address: a shared answer depends on who asks alone.
        let caller = Caller { who: key.who, ..Caller::NOBODY };
        Self { key, query, caller, state: Mutex::default(), wake: Notify::new() }
    }

    /// Starts the task that runs the query; it ends with [`Subscription::end`].
    pub(super) fn start(self: &Arc<Self>, app: &App) {
        let driver = tokio::spawn(drive(app.clone(), self.clone()));
        self.state().driver = Some(driver.abort_handle());
    }

    /// Stops running and watching.
    pub(super) fn end(self: &Arc<Self>, app: &App) {
        let mut driver = None;
        let before = self.topics();
        let watcher: Arc<dyn Watcher> = self.clone();
        app.board().watch(&watcher, &before, &BTreeSet::new(), 0, |_| {
            let mut state = self.state();
            state.is_over = true;
            driver = state.driver.take();
        });
        // A run may have settled between our look at its topics and the lock.
        let after = std::mem::take(&mut self.state().topics);
        app.board().watch(&watcher, &after, &BTreeSet::new(), 0, |_| ());
        if let Some(driver) = driver {
            driver.abort();
        }
    }

    /// The latest answer, if it holds everything that was committed while the board's counter stood at `mark`.
    pub fn answer_at(&self, mark: u64) -> Option<Arc<Answer>> {
        let state = self.state();
        let is_current = state.since >= mark || state.moved_at.is_none_or(|at| at > mark);
        state.answer.clone().filter(|_| is_current)
    }

    /// The latest answer, however old.
    pub fn latest(&self) -> Option<Arc<Answer>> {
        self.state().answer.clone()
    }

    /// Runs again at once if it has to run again at all.
    pub fn hurry(&self) {
        let mut state = self.state();
        if state.moved_at.is_some() || state.is_running {
            state.is_hurried = true;
            self.wake.notify_one();
        }
    }

    /// Adds a listener; answers its place.
    pub(super) fn join(&self, listener: Arc<Notify>) -> usize {
        self.state().listeners.insert(listener)
    }

    /// Takes the listener at a place off; answers whether it was the last.
    pub(super) fn leave(&self, place: usize) -> bool {
        let mut state = self.state();
        state.listeners.try_remove(place);
        state.listeners.is_empty()
    }

    pub(super) fn topics(&self) -> BTreeSet<Topic> {
        self.state().topics.clone()
    }
    /// Whether it will run again because something that it read has moved, or the clock has.
    pub(super) fn is_due(&self, now: Millis) -> bool {
        let state = self.state();
        state.answer.is_none() || state.moved_at.is_some() || state.wake_at.is_some_and(|at| at <= now)
    }

    /// Runs the query once.
    pub(super) async fn run(&self, app: &App) -> Ran {
        let _turn = app.live().turn().await;
        let journal = self.latest().and_then(|answer| answer.journal.clone()).or(self.key.journal.clone());
        let since = app.board().now();
        let run = app.observe_again(&self.caller, self.query.as_ref(), journal);
        let broken = |cause: String| Ran {
            value: Err(Error::Broken(format!("{}: {cause}", self.key.name))),
            trace: Default::default(),
            since,
        };
        match timeout(LONGEST_RUN, AssertUnwindSafe(run).catch_unwind()).await {
            Ok(Ok(ran)) => ran,
            Ok(Err(_panic)) => broken("a query panicked".into()),
            Err(_elapsed) => broken(format!("a query ran longer than {LONGEST_RUN:?}")),
        }
    }

    /// Takes over what a run gave, and watches what it has read. After a fault it answers how long to wait before the next run.
    fn settle(self: &Arc<Self>, app: &App, ran: Ran) -> Option<Duration> {
        let is_fault = matches!(&ran.value, Err(Error::Store(_) | Error::Broken(_)));
        let is_passing = matches!(&ran.value, Err(Error::Store(_)));
        let faults = if is_fault { self.state().faults + 1 } else { 0 };
        let answer = Answer::new(ran.value, ran.trace.journal);
        let before = self.topics();
        // A fault says nothing about what the answer depends on.
        let after: BTreeSet<Topic> = match is_fault {
            true => before.union(&ran.trace.topics).copied().collect(),
            false => ran.trace.topics,
        };
        let watcher: Arc<dyn Watcher> = self.clone();
        app.board().watch(&watcher, &before, &after, ran.since, |has_moved| {
            let mut state = self.state();
            state.is_running = false;
            state.topics = after.clone();
            state.faults = faults;
            let has_answer = state.answer.as_ref().map_or(is_passing, |known| !known.is_fault());
            if is_fault && has_answer && faults < MOST_FAULTS {
                // What is known stays known, and as old as it is.
                if has_moved {
                    state.moved_at.get_or_insert(ran.since + 1);
                }
                return;
            }
            state.since = ran.since;
            state.moved_at = has_moved.then_some(ran.since + 1);
            state.is_hurried &= has_moved;
            state.wake_at = ran.trace.wake_at;
            let is_changed = state.answer.as_deref() != Some(&answer);
            app.metrics().ran(self.query.name(), is_changed);
            if is_changed {
                state.answer = Some(Arc::new(answer));
            }
            for (_, listener) in &state.listeners {
                listener.notify_one();
            }
        });
        if self.state().is_over {
            self.end(app);
        }
        is_fault.then(|| pause(faults))
    }

    /// Waits until it has to run: something moved, or it is time.
    async fn due(&self, app: &App) {
        let wake_at = self.state().wake_at;
        let moved = async {
            while self.state().moved_at.is_none() {
                self.wake.notified().await;
            }
        };
        match wake_at {
            Some(at) => tokio::select! { () = moved => (), () = app.clock().until(at) => () },
            None => moved.await,
        }
    }

    async fn hurried(&self) {
        while !self.state().is_hurried {
            self.wake.notified().await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Twice as long after each fault, up to 8 s, and each time a random part of it, so that not all come back at once.
fn pause(faults: u32) -> Duration {
    let longest = RETRY.saturating_mul(1 << faults.saturating_sub(1).min(5));
    longest / 2 + Chance.part(longest / 2)
}

async fn drive(app: App, subscription: Arc<Subscription>) {
    loop {
        let started = Instant::now();
        subscription.state().is_running = true;
        // Boxed, so that a subscription at rest does not keep the room that a run needs.
        let ran = Box::pin(subscription.run(&app)).await;
        if let Some(pause) = subscription.settle(&app, ran) {
            sleep(pause).await;
            continue;
        }
        subscription.due(&app).await;
        tokio::select! {
            () = sleep_until(started + PACE) => (),
            () = subscription.hurried() => (),
        }
        subscription.state().is_hurried = false;
    }
}
