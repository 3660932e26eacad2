//! When the next timed change of a row is due, so that its job sleeps until then.

use shared::Millis;
use tokio::sync::watch;

/// The earliest time that was asked for; whoever waits is told of an earlier one.
pub struct Alarm {
    at: watch::Sender<Option<Millis>>,
}

impl Default for Alarm {
    fn default() -> Self {
        Self { at: watch::Sender::new(None) }
    }
}

impl Alarm {
    /// Something is due at `at`. It may be said before the row is committed: the job looks again at that time.
    pub fn expect_by(&self, at: Millis) {
        self.at.send_if_modified(|known| {
            let is_earlier = known.is_none_or(|known| at < known);
            if is_earlier {
                *known = Some(at);
            }
            is_earlier
        });
    }

    /// Forgets what was asked for, before looking at the rows again.
    pub fn reset(&self) {
        self.at.send_if_modified(|known| known.take().is_some());
    }

    pub fn watch(&self) -> watch::Receiver<Option<Millis>> {
        self.at.subscribe()
    }
}
