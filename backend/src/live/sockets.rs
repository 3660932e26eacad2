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
/// When the server stops its sockets go one after the other, so many a second at most as long as there is time, since each client
/// comes back at once, to another node or to this one's successor, and asks for everything anew.
const LEAVING: Duration = Duration::from_millis(5);

/// Counts sockets and asks them to close.
pub struct Sockets {
    open: watch::Sender<usize>,
    /// While the server stops: over how long the sockets spread their goodbyes.
    draining: watch::Sender<Option<Duration>>,
    most_per_address: AtomicUsize,
    seats: Arc<Seats>,
}

impl Default for Sockets {
    fn default() -> Self {
        Self {
            open: watch::Sender::new(0),
            draining: watch::Sender::new(None),
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

    /// Whether the server stops: it takes no new sockets, and a balancer should send nobody any more.
    pub fn are_draining(&self) -> bool {
        self.draining.borrow().is_some()
    }

    /// Asks every socket to close (1001), each at a moment of its own in the first three quarters of `limit` and when its mutation
    /// is answered, and waits until they have, at most `limit`. New ones are refused.
    pub async fn drain(&self, limit: Duration) {
        self.draining.send_replace(Some(spread(self.open(), limit)));
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

    /// Holds a time when the server stops: over how long the sockets spread their goodbyes.
    pub(crate) fn draining(&self) -> watch::Receiver<Option<Duration>> {
        self.draining.subscribe()
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

fn spread(open: usize, limit: Duration) -> Duration {
    let unhurried = LEAVING.saturating_mul(u32::try_from(open.saturating_sub(1)).unwrap_or(u32::MAX));
    unhurried.min(limit * 3 / 4)
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

    #[test]
    fn few_go_at_once_and_many_take_most_of_the_time() {
        let limit = Duration::from_secs(10);
        assert_eq!(spread(0, limit), Duration::ZERO);
        assert_eq!(spread(1, limit), Duration::ZERO);
        assert_eq!(spread(101, limit), Duration::from_millis(500));
        assert_eq!(spread(10_000, limit), Duration::from_millis(7500));
    }
}
