//! What a query is given: a snapshot of the store, reached by naming topics; the caller; the time.

use super::{Access, App, Caller, Limit, Result, Topic, Topics, rates::Party};
use crate::store::{Engine, Filter, Row, Tx};
use shared::Millis;
use std::collections::BTreeSet;

/// How old a report may be that is read live.
pub const REPORT_AGE: Millis = 30_000;

/// The context of a query. Records every topic that was read.
pub struct Reader {
    pub(super) app: App,
    pub(super) tx: Tx,
    pub(super) caller: Caller,
    pub(super) now: Millis,
    pub(super) trace: Trace,
    /// What a mutation has written so far; stays empty in a query.
    pub(super) wrote: BTreeSet<Topic>,
    /// The board's counter before the transaction began.
    pub(super) since: u64,
    /// A live query runs again when something moves, wherever that was.
    pub(super) is_live: bool,
    /// A mutation's.
    pub(super) may_write: bool,
}

/// What an answer depends on.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    pub topics: BTreeSet<Topic>,
    /// The answer may change by itself at this time.
    pub wake_at: Option<Millis>,
    /// What the next run of the same live query is given: a page keeps its bounds there (wire-protocol.md §6 "Journals").
    pub journal: Option<String>,
}

impl Reader {
    pub(super) fn new(app: App, tx: Tx, caller: Caller) -> Self {
        let (now, since) = (app.clock().now(), app.board().now());
        Self {
            app,
            tx,
            caller,
            now,
            trace: Trace::default(),
            wrote: BTreeSet::new(),
            since,
            is_live: false,
            may_write: false,
        }
    }

    /// A connection for statements that read the tables of these topics.
    pub fn read(&mut self, topics: impl Topics) -> Access<'_> {
        let mut tables = Vec::new();
        for topic in topics {
            tables.push(topic.table);
            self.trace.topics.insert(topic);
        }
        Access { tx: &mut self.tx, tables, may_write: false }
    }

    /// A connection for the statements of a report, which reads too much to be run again at each write: no write wakes it, and read
    /// live it runs again after [`REPORT_AGE`].
    pub fn glance(&mut self, tables: &[&'static str]) -> Access<'_> {
        self.wake_at(self.now + REPORT_AGE);
        Access { tx: &mut self.tx, tables: tables.into(), may_write: false }
    }

    /// Two statements of a report, at once where that is faster; what the second reads may be a little younger. For queries: what a mutation
    /// has written the second would not see.
    pub async fn glances<T: Row>(&mut self, tables: &[&'static str], filters: [Filter; 2]) -> Result<[T; 2]> {
        let [one, other] = filters;
        let Some(mut second) = self.app.store().second_report().await? else {
            let one = self.glance(tables).filter(one).fetch_one().await?;
            return Ok([one, self.glance(tables).filter(other).fetch_one().await?]);
        };
        let second = Access { tx: &mut second, tables: tables.into(), may_write: false };
        let both = (self.glance(tables).filter(one).fetch_one(), second.filter(other).fetch_one());
        let (one, other) = tokio::try_join!(both.0, both.1)?;
        Ok([one, other])
    }

    /// Notes that the answer depends on a topic that is no table (typing, presence).
    pub fn depend(&mut self, topic: Topic) {
        self.trace.topics.insert(topic);
    }

    /// Asks to run again at `at`, because the answer depends on the clock.
    pub fn wake_at(&mut self, at: Millis) {
        self.trace.wake_at = Some(self.trace.wake_at.map_or(at, |known| known.min(at)));
    }

    /// What an earlier run of this live query has kept. It comes back through the client: check it like an argument.
    pub fn journal(&self) -> Option<&str> {
        self.trace.journal.as_deref()
    }
    /// Keeps a text for the next runs of this live query.
    pub fn keep_journal(&mut self, text: String) {
        self.trace.journal = Some(text);
    }

    /// Counts one use by a party that came through a door; what the server does by itself is not counted, and so no run of a live query:
    /// how many of them there are is bounded by the socket. Errors: RATE_LIMITED.
    pub fn count(&self, limit: Limit, party: impl Into<Party>) -> Result<()> {
        match self.caller.ip {
            Some(_) => self.app.rates().check(limit, party),
            None => Ok(()),
        }
    }

    /// Which database this is, for what cannot be said to both in the same words.
    pub fn engine(&self) -> Engine {
        self.tx.engine()
    }

    pub fn app(&self) -> &App {
        &self.app
    }
    pub fn caller(&self) -> &Caller {
        &self.caller
    }
    /// The time of this call; it does not move while the call runs.
    pub fn now(&self) -> Millis {
        self.now
    }
    /// Statements run so far, for the test that counts them.
    pub fn statements(&self) -> u64 {
        self.tx.statements()
    }

    /// Runs another query within this transaction and for this caller.
    pub async fn query<F: super::Query>(&mut self, function: F) -> Result<F::Output> {
        function.run(self).await
    }
}
