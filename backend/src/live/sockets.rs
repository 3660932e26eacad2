//! The open sockets: how many there are, and the word to go when the server stops.

use std::time::Duration;
use tokio::{sync::watch, time::timeout};

/// Counts sockets and asks them to close.
pub struct Sockets {
    open: watch::Sender<usize>,
    is_draining: watch::Sender<bool>,
}

impl Default for Sockets {
    fn default() -> Self {
        Self { open: watch::Sender::new(0), is_draining: watch::Sender::new(false) }
    }
}

/// An open socket's place in the count.
pub struct Place(watch::Sender<usize>);

impl Sockets {
    /// Sockets that are open right now.
    pub fn open(&self) -> usize {
        *self.open.borrow()
    }

    /// Asks every socket to close (1001), and waits until they have, at most `limit`. New ones are closed at once.
    pub async fn drain(&self, limit: Duration) {
        self.is_draining.send_replace(true);
        let mut open = self.open.subscribe();
        // Those that do not go in time are cut off with the process.
        let _ = timeout(limit, open.wait_for(|open| *open == 0)).await;
    }

    pub(crate) fn join(&self) -> Place {
        self.open.send_modify(|open| *open += 1);
        Place(self.open.clone())
    }

    /// Whether the server stops.
    pub fn is_draining(&self) -> bool {
        *self.is_draining.borrow()
    }

    /// Turns true when the server stops.
    pub(crate) fn draining(&self) -> watch::Receiver<bool> {
        self.is_draining.subscribe()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.send_modify(|open| *open -= 1);
    }
}
