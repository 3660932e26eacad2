//! How long to wait before the next attempt to connect (wire-protocol.md §6 "Reconnect").

use shared::Millis;

const LONGEST: Millis = 16_000;
/// Close reasons by which a server says that it has too much to do.
const OVERLOADED: [&str; 5] = [
    "TooManyConcurrentRequests",
    "SystemTimeoutError",
    "ExpiredInQueue",
    "ExecuteFullError",
    "CommitterFullError",
];

/// Why the connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// This side closed it: silence, a broken message, a refused token.
    Ours(&'static str),
    /// The other side or the network did, with this reason.
    Theirs(String),
}

impl Loss {
    /// What the next `Connect` tells the server.
    pub fn reason(&self) -> &str {
        match self {
            Self::Ours(reason) => reason,
            Self::Theirs(reason) => reason,
        }
    }

    /// Milliseconds to wait after `failures` (0 for the first) losses in a row; `random` is in 0..1.
    pub fn delay(&self, failures: u32, random: f64) -> Millis {
        let base = match self {
            Self::Ours(_) => 100,
            Self::Theirs(reason) if OVERLOADED.iter().any(|word| reason.starts_with(word)) => 3_000,
            Self::Theirs(_) => 1_000,
        };
        let doubled = (base << failures.min(8)).min(LONGEST);
        (doubled as f64 * (0.5 + random)) as Millis
    }
}

#[cfg(test)]
mod tests {
    use super::Loss;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_wait_depends_on_who_closed_and_doubles_to_sixteen_seconds() {
        let delay = |loss: &Loss, failures| loss.delay(failures, 0.5);
        let unknown = Loss::Theirs(String::new());
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 99].map(|n| delay(&unknown, n)),
            [1, 2, 4, 8, 16, 16, 16].map(|s| s * 1000)
        );
        assert_eq!(delay(&Loss::Ours("InactiveServer"), 0), 100);
        assert_eq!(delay(&Loss::Theirs("TooManyConcurrentRequests: later".into()), 0), 3_000);
    }

    #[test]
    fn the_wait_varies_by_half() {
        let loss = Loss::Theirs("InternalServerError".into());
        assert_eq!((loss.delay(0, 0.0), loss.delay(0, 0.999)), (500, 1_499));
    }
}
