//! Time as an input, so that tests can hold it.

use shared::Millis;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// The wall clock, or a held one.
#[derive(Clone, Default)]
pub struct Clock {
    held_at: Option<Arc<watch::Sender<Millis>>>,
}

impl Clock {
    /// A clock that stands at `at` until it is advanced.
    pub fn held(at: Millis) -> Self {
        Self { held_at: Some(Arc::new(watch::Sender::new(at))) }
    }

    pub fn now(&self) -> Millis {
        match &self.held_at {
            Some(at) => *at.borrow(),
            None => wall(),
        }
    }

    /// Moves a held clock; the wall clock ignores it.
    pub fn advance(&self, by: Millis) {
        if let Some(at) = &self.held_at {
            at.send_modify(|now| *now += by);
        }
    }

    /// Waits until it is `at`; a held clock has to be advanced to there.
    pub async fn until(&self, at: Millis) {
        match &self.held_at {
            // The sender lives in `self`, so the wait cannot fail.
            Some(held) => drop(held.subscribe().wait_for(|now| *now >= at).await),
            None => {
                while let Ok(left @ 1..) = u64::try_from(at.saturating_sub(self.now())) {
                    tokio::time::sleep(Duration::from_millis(left.min(LONGEST_SLEEP))).await;
                }
            }
        }
    }
}

/// After this many milliseconds the wall clock is looked at again, which may have been set.
const LONGEST_SLEEP: u64 = 60_000;

#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
fn wall() -> Millis {
    let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since_epoch.map_or(0, |since| Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX))
}
