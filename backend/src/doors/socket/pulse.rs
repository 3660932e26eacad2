//! Whether the client is still there, and whether it can know that we are.

use std::time::Duration;
use tokio::time::Instant;

/// After this much silence of either side a ping is due; the client leaves after 60 s without a text frame.
const SILENCE: Duration = Duration::from_secs(15);
/// A peer that answers no ping for this long is dead.
const DEAD: Duration = Duration::from_secs(120);

/// When each side was last heard of.
pub struct Pulse {
    /// The last text frame went out; WebSocket pings do not count for clients.
    pub said_at: Instant,
    /// Anything came in, pongs included.
    pub heard_at: Instant,
    pub pinged_at: Instant,
}

impl Pulse {
    pub fn new(now: Instant) -> Self {
        Self { said_at: now, heard_at: now, pinged_at: now }
    }

    /// When the next ping is due. One that we tell much but that tells us nothing is asked too.
    pub fn ping_at(&self) -> Instant {
        self.said_at.min(self.heard_at.max(self.pinged_at)) + SILENCE
    }

    pub fn is_dead(&self, now: Instant) -> bool {
        now > self.heard_at + DEAD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets `seconds` pass, in each of which something is said; answers when it was found dead.
    fn only_listens(seconds: u64, answers_pings: bool) -> Option<u64> {
        let start = Instant::now();
        let mut pulse = Pulse::new(start);
        for second in 1..=seconds {
            let now = start + Duration::from_secs(second);
            pulse.said_at = now;
            if now >= pulse.ping_at() {
                pulse.pinged_at = now;
                pulse.heard_at = if answers_pings { now } else { pulse.heard_at };
            }
            if pulse.is_dead(now) {
                return Some(second);
            }
        }
        None
    }

    #[test]
    fn a_client_that_only_listens_is_asked_whether_it_is_there() {
        assert_eq!(only_listens(3600, true), None);
        assert_eq!(only_listens(3600, false), Some(121));
    }

    #[test]
    fn a_client_that_is_told_nothing_is_pinged_in_time() {
        let start = Instant::now();
        let mut pulse = Pulse::new(start);
        pulse.heard_at = start + Duration::from_secs(10);
        assert_eq!(pulse.ping_at(), start + SILENCE);
    }
}
