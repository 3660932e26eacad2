//! Rows that nearly every call needs (memberships, sessions), kept until their topic moves (design §5 "A send is …").

use super::{App, Reader, Topic};
use std::{
    any::Any,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The board's counter from before a value was read, and the value.
type Entry = (u64, Arc<dyn Any + Send + Sync>);

/// Values by topic, each with the board's counter from before it was read.
#[derive(Default)]
pub struct Cache {
    entries: Mutex<HashMap<Topic, Entry>>,
}

/// Past this many entries the cache starts over; they are a few hundred bytes each.
const MOST: usize = 50_000;

impl Cache {
    pub fn clear(&self) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl App {
    /// What was remembered under `topic`, unless it moved since.
    pub fn recall<T: Clone + Send + Sync + 'static>(&self, topic: Topic) -> Option<T> {
        if !self.bus().is_abreast(self.clock()) {
            return None;
        }
        let entries = self.cache().entries.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, value) = entries.get(&topic)?;
        if self.board().has_moved(&topic, *since) {
            return None;
        }
        value.downcast_ref::<T>().cloned()
    }
}

impl Reader {
    /// What was remembered under `topic`, unless it moved since or this transaction wrote it. The answer depends on the topic
    /// either way.
    pub fn recall<T: Clone + Send + Sync + 'static>(&mut self, topic: Topic) -> Option<T> {
        self.depend(topic);
        if self.wrote.contains(&topic) {
            return None;
        }
        self.app.recall(topic)
    }

    /// Remembers a value that was read in this transaction. One value a topic.
    pub fn remember<T: Clone + Send + Sync + 'static>(&mut self, topic: Topic, value: &T) {
        if self.wrote.contains(&topic) {
            return;
        }
        let mut entries = self.app.cache().entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MOST {
            entries.clear();
        }
        entries.insert(topic, (self.since, Arc::new(value.clone())));
    }
}
