//! How fast a client's frames are read: so many at once, then so many a second. Those over it wait in the network's buffers, where
//! they cost us nothing, and none is lost: a client that reconnects sends all that it has open at once.

use std::time::Duration;
use tokio::time::Instant;

/// Frames that are read as they come; the npm client queues no more mutations than this.
const BURST: u32 = 1000;
/// Then one in so long: 100 a second.
const REFILL: Duration = Duration::from_millis(10);

/// The allowance of one socket.
pub struct Pace {
    /// When the whole allowance is there again.
    full_at: Instant,
}

impl Pace {
    pub fn new(now: Instant) -> Self {
        Self { full_at: now }
    }

    /// Counts a frame.
    pub fn count(&mut self, now: Instant) {
        self.full_at = self.full_at.max(now) + REFILL;
    }

    /// When the next frame may be read, if it has to wait.
    pub fn next_at(&self, now: Instant) -> Option<Instant> {
        let next = self.full_at.checked_sub(REFILL * (BURST - 1))?;
        (next > now).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_read_at_once_and_the_rest_in_time() {
        let now = Instant::now();
        let mut pace = Pace::new(now);
        for _ in 0..BURST {
            assert_eq!(pace.next_at(now), None);
            pace.count(now);
        }
        assert_eq!(pace.next_at(now), Some(now + REFILL));
        assert_eq!(pace.next_at(now + REFILL), None);
        pace.count(now + REFILL);
        assert_eq!(pace.next_at(now + REFILL), Some(now + REFILL * 2));
    }
}
