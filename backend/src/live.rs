//! Live queries: who watches which topic, what runs again after a commit (design §6).

mod audit;
mod board;
pub mod bus;
mod memory;
mod moments;
pub mod nodes;
mod sockets;
mod stamps;
mod subscription;
pub mod values;

pub use board::{Board, Watcher};
pub use bus::{Bus, Event};
pub use memory::{Here, MOST_SITES, Memory, News};
pub use nodes::{Carrier, Nodes};
pub use sockets::{MOST_PER_ADDRESS, MOST_PER_USER, Seat, Sockets};
pub use stamps::Stamps;
pub use subscription::{Answer, Subscription};

use crate::core::{
    App, Caller, Result,
    functions::{Call, normalised},
};
use audit::Audit;
use moments::Moments;
use serde_json::Value;
use shared::Error as Refusal;
use std::{
    collections::{HashMap, hash_map::Entry},
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use subscription::Key;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};

/// How many live queries run at the same time: fewer than there are connections to read, so that whoever asks once gets one too.
const RUNS: usize = 6;

/// The running subscriptions.
pub struct Live {
    subscriptions: Mutex<HashMap<Key, Arc<Subscription>>>,
    runs: Semaphore,
    audit: Audit,
    sockets: Sockets,
    moments: Moments,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            subscriptions: Mutex::default(),
            runs: Semaphore::new(RUNS),
            audit: Audit::default(),
            sockets: Sockets::default(),
            moments: Moments::default(),
        }
    }
}

/// One party's hold on a subscription; the last one to let go ends it.
pub struct Subscribed {
    app: App,
    subscription: Arc<Subscription>,
    listener: Arc<Notify>,
    /// The listener's place at the subscription.
    place: usize,
}

impl App {
    /// Subscribes to a query by name; `listener` is notified after each run. Runs are shared by function, arguments and caller, so
    /// the answer cannot depend on the caller's origin or address. Errors: unknown function, wrong arguments, no query.
    pub fn subscribe(
        &self,
        caller: &Caller,
        path: &str,
        args: Value,
        journal: Option<String>,
        listener: Arc<Notify>,
    ) -> Result<Subscribed> {
        let key = Key { name: normalised(path), args: args.to_string(), who: caller.who, journal };
        let query = match self.call(path, args)? {
            Call::Query(query) => query,
            other => {
                let kind = other.kind();
                return Err(Refusal::invalid(format!(
                    "{path} is a {kind}: only a query can be subscribed to"
                ))
                .into());
            }
        };
        let mut subscriptions = self.live().lock();
        let (subscription, place) = match subscriptions.entry(key) {
            Entry::Occupied(known) => {
                let place = known.get().join(listener.clone());
                (known.get().clone(), place)
            }
            Entry::Vacant(vacant) => {
                let subscription = Arc::new(Subscription::new(vacant.key().clone(), query));
                let place = subscription.join(listener.clone());
                subscription.start(self);
                (vacant.insert(subscription).clone(), place)
            }
        };
        Ok(Subscribed { app: self.clone(), subscription, listener, place })
    }
}

impl Live {
    /// Subscriptions that are kept right now.
    pub fn subscriptions(&self) -> usize {
        self.lock().len()
    }

    /// A stamp whose moment is remembered for a while, so that several requests can read it.
    pub fn moment(&self, app: &App) -> u64 {
        self.moments.note(app)
    }

    /// Where the board's counter stood at a remembered stamp.
    pub fn counter_at(&self, stamp: u64) -> Option<u64> {
        self.moments.counter_at(stamp)
    }

    /// The open sockets.
    pub fn sockets(&self) -> &Sockets {
        &self.sockets
    }

    /// From now on each commit re-runs every subscription and panics when one has changed without being woken. For tests.
    pub fn turn_on_audit(&self) {
        self.audit.turn(true);
    }

    /// Commits no longer wait for each other's audit. For tests of what happens when they race.
    pub fn turn_off_audit(&self) {
        self.audit.turn(false);
    }

    pub(crate) fn audit(&self) -> &Audit {
        &self.audit
    }

    async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.runs.acquire().await.ok()
    }

    fn all(&self) -> Vec<Arc<Subscription>> {
        self.lock().values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Arc<Subscription>>> {
        self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscribed {
    /// The same query asked by another caller.
    pub fn again_as(&self, caller: &Caller) -> Result<Subscribed> {
        let key = &self.subscription.key;
        let journal = self.latest().and_then(|answer| answer.journal.clone()).or(key.journal.clone());
        let args = serde_json::from_str(&key.args)?;
        self.app.subscribe(caller, &key.name, args, journal, self.listener.clone())
    }

    /// Notified after each run.
    pub fn listener(&self) -> &Notify {
        &self.listener
    }

    /// The first answer that differs from `known`; waits for it.
    pub async fn next(&self, known: Option<&Answer>) -> Arc<Answer> {
        loop {
            let heard = self.listener.notified();
            match self.subscription.latest() {
                Some(answer) if Some(answer.as_ref()) != known => return answer,
                _ => heard.await,
            }
        }
    }
}

impl Deref for Subscribed {
    type Target = Subscription;
    fn deref(&self) -> &Subscription {
        &self.subscription
    }
}

impl Drop for Subscribed {
    fn drop(&mut self) {
        let mut subscriptions = self.app.live().lock();
        if self.subscription.leave(self.place) {
            subscriptions.remove(&self.subscription.key);
            self.subscription.end(&self.app);
        }
    }
}
