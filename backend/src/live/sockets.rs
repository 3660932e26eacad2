//! The open sockets: how many there are, how many each party may have, and the word to go when the server stops.

use crate::core::Party;
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{sync::watch, time::timeout};

/// Sockets of one address, at most, unless the operator says otherwise: an address may be a whole company's.
pub const MOST_PER_ADDRESS: usize = 1000;
/// Sockets of one signed-in user, at most: each tab of each browser has one.
pub const MOST_PER_USER: usize = 100;

/// Counts sockets and asks them to close.
pub struct Sockets {
    open: watch::Sender<usize>,
    is_draining: watch::Sender<bool>,
    most_per_address: AtomicUsize,
    seats: Arc<Seats>,
}

impl Default for Sockets {
    fn default() -> Self {
        Self {
            open: watch::Sender::new(0),
            is_draining: watch::Sender::new(false),
            most_per_address: MOST_PER_ADDRESS.into(),
            seats: Arc::default(),
        }
    }
}

/// How many sockets each party has. Who has none is not in it.
#[derive(Default)]
struct Seats(Mutex<HashMap<u128, usize>>);

/// An open socket's place in the count.
pub struct Place {
    open: watch::Sender<usize>,
    _seat: Seat,
}

/// One of a party's sockets; given back when dropped.
pub struct Seat {
    /// Nobody in particular has no key and is not counted.
    key: Option<u128>,
    seats: Arc<Seats>,
}

impl Sockets {
    /// Sockets that are open right now.
    pub fn open(&self) -> usize {
        *self.open.borrow()
    }

    /// The number of open sockets as it changes.
    pub fn count(&self) -> watch::Receiver<usize> {
        self.open.subscribe()
    }

    /// How many sockets one address may have (IPv6: one /64).
    pub fn limit_addresses(&self, most: usize) {
        self.most_per_address.store(most, Ordering::Relaxed);
    }

    /// Asks every socket to close (1001), and waits until they have, at most `limit`. New ones are closed at once.
    pub async fn drain(&self, limit: Duration) {
        self.is_draining.send_replace(true);
        let mut open = self.count();
        // Those that do not go in time are cut off with the process.
        let _ = timeout(limit, open.wait_for(|open| *open == 0)).await;
    }

    /// A place for one more socket of an address, unless it has as many as it may.
    pub fn join(&self, address: impl Into<Party>) -> Option<Place> {
        let seat = self.seats.take(address.into(), self.most_per_address.load(Ordering::Relaxed))?;
        self.open.send_modify(|open| *open += 1);
        Some(Place { open: self.open.clone(), _seat: seat })
    }

    /// A seat for one more socket of a signed-in user, unless they have as many as they may.
    pub fn seat(&self, user: impl Into<Party>) -> Option<Seat> {
        self.seats.take(user.into(), MOST_PER_USER)
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

impl Seats {
    fn take(self: &Arc<Self>, party: Party, most: usize) -> Option<Seat> {
        let key = party.key();
        if let Some(key) = key {
            let mut taken = self.lock();
            let count = taken.get(&key).copied().unwrap_or(0);
            if count >= most {
                return None;
            }
            taken.insert(key, count + 1);
        }
        Some(Seat { key, seats: self.clone() })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u128, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.send_modify(|open| *open -= 1);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(key) = self.key else { return };
        if let Entry::Occupied(mut count) = self.seats.lock().entry(key) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::IpAddr;

    #[test]
    fn an_address_has_so_many_sockets_and_another_its_own() {
        let sockets = Sockets::default();
        sockets.limit_addresses(2);
        let ip = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        let first = sockets.join(ip("2001:db8::1"));
        let second = sockets.join(ip("2001:db8::2"));
        assert!(first.is_some() && second.is_some());
        assert!(sockets.join(ip("2001:db8::3")).is_none(), "one customer has a whole /64");
        assert!(sockets.join(ip("2001:db8:0:1::1")).is_some());
        assert_eq!(sockets.open(), 2);
        drop(second);
        assert!(sockets.join(ip("2001:db8::3")).is_some());
        drop(first);
        assert_eq!(sockets.seats.lock().len(), 0, "who has gone is forgotten");
    }
}
