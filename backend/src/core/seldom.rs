//! What would be said again and again is said at most each ten seconds.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const PAUSE: Duration = Duration::from_secs(10);

/// When one complaint was last made.
pub struct Seldom(Mutex<Option<Instant>>);

impl Default for Seldom {
    fn default() -> Self {
        Self::new()
    }
}

impl Seldom {
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// True if it was not said for ten seconds: then it is to be said now.
    pub fn lets_through(&self) -> bool {
        self.lets_through_at(Instant::now())
    }

    fn lets_through_at(&self, now: Instant) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = last.is_none_or(|last| now.saturating_duration_since(last) >= PAUSE);
        if is_due {
            *last = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::{PAUSE, Seldom};
    use std::time::{Duration, Instant};

    #[test]
    fn the_same_is_said_once_in_ten_seconds() {
        let (seldom, start) = (Seldom::new(), Instant::now());
        let said = [Duration::ZERO, Duration::from_secs(1), PAUSE, PAUSE * 3 / 2, PAUSE * 2]
            .map(|after| seldom.lets_through_at(start + after));
        assert_eq!(said, [true, false, true, false, true]);
    }
}
