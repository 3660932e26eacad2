//! The board: a counter a topic, moved by each commit that wrote it.

use crate::core::{Topic, Topics};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// When each topic was last written, by a counter that starts at 0 and grows with each touch.
#[derive(Default)]
pub struct Board {
    marks: Mutex<Marks>,
}

#[derive(Default)]
struct Marks {
    now: u64,
    moved: HashMap<Topic, u64>,
    /// Topics that are not in `moved` have not moved since this.
    floor: u64,
}

/// Past this many topics the board forgets and everything older counts as moved.
const MOST: usize = 200_000;

impl Board {
    pub fn now(&self) -> u64 {
        self.lock().now
    }

    /// Whether a topic was written after the counter stood at `since`.
    pub fn has_moved(&self, topic: &Topic, since: u64) -> bool {
        let marks = self.lock();
        marks.moved.get(topic).copied().unwrap_or(marks.floor) > since
    }

    /// Marks topics as written.
    pub fn touch(&self, topics: impl Topics) {
        let mut marks = self.lock();
        marks.now += 1;
        let now = marks.now;
        if marks.moved.len() >= MOST {
            marks.moved.clear();
            marks.floor = now;
        }
        for topic in topics {
            marks.moved.insert(topic, now);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Marks> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
