//! Time as an input, so that tests can hold it.

use shared::Millis;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// The wall clock, or a held one.
#[derive(Clone, Default)]
pub struct Clock {
    held_at: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// A clock that stands at `at` until it is advanced.
    pub fn held(at: Millis) -> Self {
        Self { held_at: Some(Arc::new(AtomicI64::new(at))) }
    }

    pub fn now(&self) -> Millis {
        match &self.held_at {
            Some(at) => at.load(Ordering::SeqCst),
            None => wall(),
        }
    }

    /// Moves a held clock; the wall clock ignores it.
    pub fn advance(&self, by: Millis) {
        if let Some(at) = &self.held_at {
            at.fetch_add(by, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
fn wall() -> Millis {
    let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since_epoch.map_or(0, |since| Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX))
}
