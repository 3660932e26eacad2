//! How fast a client's frames are read: so many at once, then so many a second. Those over it wait in the network's buffers, where
//! they cost us nothing, and none is lost: a client that reconnects sends all that it has open at once. And when reading waits for a
//! transition that the client is owed.

use std::time::Duration;
use tokio::time::Instant;

/// Frames that are read as they come; the npm client queues no more mutations than this.
const BURST: u32 = 1000;
/// Then one in so long: 100 a second.
const REFILL: Duration = Duration::from_millis(10);

/// Frames that are already here are read before a transition is sent, so that one covers several, but not for longer than this.
const GATHERING: Duration = Duration::from_millis(50);
/// Then reading waits for the transition, but not longer than this; the next time twice as long, so that a slow query is sent too.
const HOLDING: Duration = Duration::from_millis(500);

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

/// Whether reading waits for a transition that has been owed for so long, and the age at which that changes.
pub fn patience(age: Duration) -> (bool, Duration) {
    let (mut edge, mut holding) = (GATHERING, HOLDING);
    loop {
        if age < edge {
            return (false, edge);
        }
        edge += holding;
        if age < edge {
            return (true, edge);
        }
        edge += GATHERING;
        holding *= 2;
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
