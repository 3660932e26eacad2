//! What a mutation is given: a [`Reader`] that can also write.

use super::{Access, App, Caller, Chance, Reader, Result, Topic, Topics};
use crate::store::Tx;
use std::{
    collections::BTreeSet,
    ops::{Deref, DerefMut},
};
use uuid::Uuid;

/// The context of a mutation. Records every topic that was written; their readers are woken after the commit.
pub struct Writer {
    reader: Reader,
    /// A connection to write with was asked for.
    has_written: bool,
    effects: Vec<Effect>,
}

/// What is done when the commit is durable; a topic that it answers is woken.
type Effect = Box<dyn FnOnce(&App) -> Option<Topic> + Send>;

/// What a mutation leaves to be done after its commit.
pub struct Wrote {
    topics: BTreeSet<Topic>,
    effects: Vec<Effect>,
}

impl Wrote {
    /// What the transaction itself changes.
    pub(super) fn topics(&self) -> &BTreeSet<Topic> {
        &self.topics
    }

    /// Does what had to wait for the commit; answers every topic that has moved.
    pub(super) fn take_effect(mut self, app: &App) -> BTreeSet<Topic> {
        self.topics.extend(self.effects.into_iter().filter_map(|effect| effect(app)));
        self.topics
    }
}

impl Writer {
    pub(super) fn new(app: App, tx: Tx, caller: Caller) -> Self {
        let reader = Reader { may_write: true, ..Reader::new(app, tx, caller) };
        Self { reader, has_written: false, effects: Vec::new() }
    }

    /// A connection for statements that write the tables of these topics.
    pub fn write(&mut self, topics: impl Topics) -> Access<'_> {
        let mut tables = Vec::new();
        for topic in topics {
            tables.push(topic.table);
            self.reader.wrote.insert(topic);
        }
        self.has_written = true;
        Access { tx: &mut self.reader.tx, tables, may_write: true }
    }

    /// A connection for writes that wake nobody: marks such as "last seen" that no reader waits for.
    pub fn write_unnoticed(&mut self, table: &'static str) -> Access<'_> {
        self.has_written = true;
        Access { tx: &mut self.reader.tx, tables: vec![table], may_write: true }
    }

    /// Wakes the readers of a topic that is no table, or that a statement changed without naming it.
    pub fn touch(&mut self, topic: Topic) {
        self.reader.wrote.insert(topic);
    }

    /// Whether any table may have been written; topics that are no table do not count.
    pub fn has_written(&self) -> bool {
        self.has_written
    }

    /// Does something to what is no row (typing, presence) when this mutation is committed, and not if it fails or runs again. The
    /// topic that it answers is woken.
    pub fn after_commit(&mut self, effect: impl FnOnce(&App) -> Option<Topic> + Send + 'static) {
        self.effects.push(Box::new(effect));
    }

    /// A new UUID v4.
    pub fn new_id(&self) -> Result<Uuid> {
        self.chance().id()
    }
    pub fn chance(&self) -> Chance {
        Chance
    }

    /// Runs another mutation within this transaction and for this caller.
    pub async fn mutate<F: super::Mutation>(&mut self, function: F) -> Result<F::Output> {
        function.run(self).await
    }

    pub(super) fn finish(self) -> (Tx, Wrote) {
        (self.reader.tx, Wrote { topics: self.reader.wrote, effects: self.effects })
    }
}

impl Deref for Writer {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}
impl DerefMut for Writer {
    fn deref_mut(&mut self) -> &mut Reader {
        &mut self.reader
    }
}
