//! Time as an input, so that tests can hold it.

use shared::Millis;
use std::{
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};
use tokio::sync::watch;

/// The wall clock, or a held one.
#[derive(Clone, Default)]
pub struct Clock {
    held_at: Option<Arc<Held>>,
}

struct Held {
    now: watch::Sender<Millis>,
    /// What has passed so far; a jump back takes nothing from it.
    passed: watch::Sender<Millis>,
}

impl Clock {
    /// A clock that stands at `at` until it is advanced.
    pub fn held(at: Millis) -> Self {
        let held = Held { now: watch::Sender::new(at), passed: watch::Sender::new(0) };
        Self { held_at: Some(Arc::new(held)) }
    }

    pub fn now(&self) -> Millis {
        match &self.held_at {
            Some(held) => *held.now.borrow(),
            None => wall(),
        }
    }

    /// Milliseconds that have passed since some moment; unlike the time of day it is never set back.
    pub fn passed(&self) -> Millis {
        match &self.held_at {
            Some(held) => *held.passed.borrow(),
            None => Millis::try_from(STARTED.elapsed().as_millis()).unwrap_or(Millis::MAX),
        }
    }

    /// Moves a held clock, or with less than nothing sets it back; the wall clock ignores it.
    pub fn advance(&self, by: Millis) {
        if let Some(held) = &self.held_at {
            held.passed.send_modify(|passed| *passed += by.max(0));
            held.now.send_modify(|now| *now += by);
        }
    }

    /// Waits until it is `at`; a held clock has to be advanced to there.
    pub async fn until(&self, at: Millis) {
        match &self.held_at {
            // The sender lives in `self`, so the wait cannot fail.
            Some(held) => drop(held.now.subscribe().wait_for(|now| *now >= at).await),
            None => {
                while let Ok(left @ 1..) = u64::try_from(at.saturating_sub(self.now())) {
                    tokio::time::sleep(Duration::from_millis(left.min(LONGEST_SLEEP))).await;
                }
            }
        }
    }
}

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// After this many milliseconds the wall clock is looked at again, which may have been set.
const LONGEST_SLEEP: u64 = 60_000;

#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
fn wall() -> Millis {
    let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since_epoch.map_or(0, |since| Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX))
}
