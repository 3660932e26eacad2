//! The board: a counter a topic, moved by each commit that wrote it, and who wants to hear of it.

use crate::core::{Topic, Topics};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
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
    /// By topic, then by address, so that leaving costs the same however many watch.
    watchers: BTreeMap<(Topic, usize), Arc<dyn Watcher>>,
}

/// Somebody who hears of topics that move. Called under the board's lock: note it and return.
pub trait Watcher: Send + Sync {
    /// A watched topic moved; the counter stands at `at` since then.
    fn moved(&self, at: u64);
}

/// Past this many topics the board forgets and everything older counts as moved.
const MOST: usize = 200_000;

impl Board {
    pub fn now(&self) -> u64 {
        self.lock().now
    }

    /// Whether a topic was written after the counter stood at `since`.
    pub fn has_moved(&self, topic: &Topic, since: u64) -> bool {
        self.lock().has_moved(topic, since)
    }

    /// Marks topics as written and tells those who watch them.
    pub fn touch(&self, topics: impl Topics) {
        let mut marks = self.lock();
        let now = marks.now + 1;
        for topic in topics {
            if marks.moved.len() >= MOST {
                marks.moved.clear();
                marks.floor = now;
            }
            marks.now = now;
            marks.moved.insert(topic, now);
            for (_, watcher) in marks.watchers.range((topic, 0)..=(topic, usize::MAX)) {
                watcher.moved(now);
            }
        }
    }

    /// Marks everything as written, since nobody knows what was.
    pub fn touch_all(&self) {
        let mut marks = self.lock();
        marks.now += 1;
        marks.floor = marks.now;
        marks.moved.clear();
        for watcher in marks.watchers.values() {
            watcher.moved(marks.now);
        }
    }

    /// Lets `watcher` hear of the topics of `after` instead of those of `before`. `settle` is told, before anybody else can touch
    /// the board, whether one of them moved after the counter stood at `since`.
    pub fn watch(
        &self,
        watcher: &Arc<dyn Watcher>,
        before: &BTreeSet<Topic>,
        after: &BTreeSet<Topic>,
        since: u64,
        settle: impl FnOnce(bool),
    ) {
        let mut marks = self.lock();
        for topic in before.difference(after) {
            marks.watchers.remove(&place(topic, watcher));
        }
        for topic in after.difference(before) {
            marks.watchers.insert(place(topic, watcher), watcher.clone());
        }
        settle(after.iter().any(|topic| marks.has_moved(topic, since)));
    }

    /// How many watch topics, each counted once a topic; for tests and metrics.
    pub fn watched(&self) -> usize {
        self.lock().watchers.len()
    }

    fn lock(&self) -> MutexGuard<'_, Marks> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Marks {
    fn has_moved(&self, topic: &Topic, since: u64) -> bool {
        self.moved.get(topic).copied().unwrap_or(self.floor) > since
    }
}

fn place(topic: &Topic, watcher: &Arc<dyn Watcher>) -> (Topic, usize) {
    (*topic, Arc::as_ptr(watcher).addr())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        sync::atomic::{AtomicU64, Ordering},
        time::{Duration, Instant},
    };
    use uuid::Uuid;

    #[derive(Default)]
    struct Heard(AtomicU64);
    impl Watcher for Heard {
        fn moved(&self, at: u64) {
            self.0.store(at, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_watcher_hears_of_its_topics_alone_and_of_what_moved_while_it_read() {
        let board = Board::default();
        let topic = |n| Topic::new("messages", Uuid::from_u128(n));
        let heard = Arc::new(Heard::default());
        let watcher: Arc<dyn Watcher> = heard.clone();
        let since = board.now();
        board.touch(topic(1));
        let (nothing, one) = (BTreeSet::new(), BTreeSet::from([topic(1)]));
        let mut has_moved = false;
        board.watch(&watcher, &nothing, &one, since, |moved| has_moved = moved);
        assert!(has_moved, "a move between the reading and the watching is not lost");
        board.touch(topic(2));
        assert_eq!(heard.0.load(Ordering::SeqCst), 0);
        board.touch(topic(1));
        assert_eq!(heard.0.load(Ordering::SeqCst), 3);
        board.watch(&watcher, &one, &nothing, board.now(), |_| ());
        assert_eq!(board.watched(), 0);
    }

    #[test]
    fn a_hundred_thousand_who_watch_one_topic_leave_in_no_time() {
        let board = Board::default();
        let (nothing, one) = (BTreeSet::new(), BTreeSet::from([Topic::new("messages", Uuid::nil())]));
        let watchers: Vec<Arc<dyn Watcher>> =
            (0..100_000).map(|_| Arc::new(Heard::default()) as Arc<dyn Watcher>).collect();
        watchers.iter().for_each(|watcher| board.watch(watcher, &nothing, &one, 0, |_| ()));
        assert_eq!(board.watched(), 100_000);
        let started = Instant::now();
        watchers.iter().rev().for_each(|watcher| board.watch(watcher, &one, &nothing, 0, |_| ()));
        assert_eq!(board.watched(), 0);
        // Five thousand million comparisons would take minutes.
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    }
}
