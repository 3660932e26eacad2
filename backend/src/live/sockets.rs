//! The open sockets: how many there are, and the word to go when the server stops.

use std::time::Duration;
use tokio::{sync::watch, time::timeout};

/// When the server stops its sockets go one after the other, so many a second at most as long as there is time, since each client
/// comes back at once, to another node or to this one's successor, and asks for everything anew.
const LEAVING: Duration = Duration::from_millis(5);

/// Counts sockets and asks them to close.
pub struct Sockets {
    open: watch::Sender<usize>,
    /// While the server stops: over how long the sockets spread their goodbyes.
    draining: watch::Sender<Option<Duration>>,
}

impl Default for Sockets {
    fn default() -> Self {
        Self { open: watch::Sender::new(0), draining: watch::Sender::new(None) }
    }
}

/// An open socket's place in the count.
pub struct Place(watch::Sender<usize>);

impl Sockets {
    /// Sockets that are open right now.
    pub fn open(&self) -> usize {
        *self.open.borrow()
    }

    /// Whether the server stops: it takes no new sockets, and a balancer should send nobody any more.
    pub fn are_draining(&self) -> bool {
        self.draining.borrow().is_some()
    }

    /// Asks every socket to close (1001), each at a moment of its own in the first three quarters of `limit` and when its mutation
    /// is answered, and waits until they have, at most `limit`. New ones are refused.
    pub async fn drain(&self, limit: Duration) {
        self.draining.send_replace(Some(spread(self.open(), limit)));
        let mut open = self.open.subscribe();
        // Those that do not go in time are cut off with the process.
        let _ = timeout(limit, open.wait_for(|open| *open == 0)).await;
    }

    pub(crate) fn join(&self) -> Place {
        self.open.send_modify(|open| *open += 1);
        Place(self.open.clone())
    }

    /// Holds a time when the server stops: over how long the sockets spread their goodbyes.
    pub(crate) fn draining(&self) -> watch::Receiver<Option<Duration>> {
        self.draining.subscribe()
    }
}

fn spread(open: usize, limit: Duration) -> Duration {
    let unhurried = LEAVING.saturating_mul(u32::try_from(open.saturating_sub(1)).unwrap_or(u32::MAX));
    unhurried.min(limit * 3 / 4)
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.send_modify(|open| *open -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_go_at_once_and_many_take_most_of_the_time() {
        let limit = Duration::from_secs(10);
        assert_eq!(spread(0, limit), Duration::ZERO);
        assert_eq!(spread(1, limit), Duration::ZERO);
        assert_eq!(spread(101, limit), Duration::from_millis(500));
        assert_eq!(spread(10_000, limit), Duration::from_millis(7500));
    }
}
