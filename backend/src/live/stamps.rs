//! The stamps of the sync protocol: nanoseconds since the epoch that never repeat and never go back (wire-protocol.md §6).

use crate::core::Clock;
use std::sync::atomic::{AtomicU64, Ordering};

/// One process-wide clock for commits and snapshots: `max(last + 1, now)`, where the last may be another node's.
pub struct Stamps {
    clock: Clock,
    last: AtomicU64,
}

impl Stamps {
    pub fn new(clock: Clock) -> Self {
        Self { clock, last: AtomicU64::new(0) }
    }

    /// Another node has used this stamp: every later one of ours is later than it.
    pub fn observe(&self, stamp: u64) {
        self.last.fetch_max(stamp, Ordering::SeqCst);
    }

    /// A stamp later than every one before.
    pub fn tick(&self) -> u64 {
        let now = u64::try_from(self.clock.now()).unwrap_or(0).saturating_mul(1_000_000);
        let after = |last: u64| (last + 1).max(now);
        match self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(after(last))) {
            Ok(last) | Err(last) => after(last),
        }
    }
}
