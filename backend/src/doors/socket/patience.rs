//! How long a transition that is owed may wait for more to come, and reading for it.

use std::time::Duration;

/// Frames that are already here are read before a transition is sent, so that one covers several, but not for longer than this.
const GATHERING: Duration = Duration::from_millis(50);
/// Then reading waits for the transition, but not longer than this; the next time twice as long, so that a slow query is sent too.
const HOLDING: Duration = Duration::from_millis(500);

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
