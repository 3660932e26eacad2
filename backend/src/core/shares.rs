//! Answers that several callers would each compute alike, computed once for all (design §6.2): a hundred agents who look at the
//! same inbox cost one run of its statements after each change. Each caller is checked for itself before it is given one.

use super::{Reader, Result, Trace};
use serde::Serialize;
use shared::Function;
use std::{
    any::Any,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Answers by key, each with what it depends on.
#[derive(Default)]
pub struct Shares {
    kept: Mutex<HashMap<String, Kept>>,
}

struct Kept {
    /// The board's counter from before it was read.
    since: u64,
    trace: Trace,
    value: Arc<dyn Any + Send + Sync>,
}

/// Past this many answers all are forgotten; one may be a page of a hundred rows.
const MOST: usize = 256;

/// The key of an answer that depends on the function and its arguments, and on the caller only as far as it may ask.
pub fn everybodys<F: Function + Serialize>(function: &F) -> Result<String> {
    Ok(format!("{} {}", F::NAME, serde_json::to_string(function)?))
}

impl Reader {
    /// What another caller was answered under this key, unless something that it depends on has moved since. The caller must have
    /// been checked already.
    pub fn shared<T: Clone + Send + Sync + 'static>(&mut self, key: &str) -> Option<T> {
        // The audit has to see what a run reads now, and a mutation what it has written.
        // Who asks once must see what another node has acknowledged already, though we have not heard of it.
        let hears = self.is_live || !self.app.bus().follows();
        let is_sure = self.wrote.is_empty() && hears && self.app.bus().is_abreast(self.app.clock());
        if self.app.live().audit().is_on() || !is_sure {
            return None;
        }
        let (trace, value) = {
            let kept = self.app.shares().kept.lock().unwrap_or_else(PoisonError::into_inner);
            let known = kept.get(key)?;
            let has_moved = |topic| self.app.board().has_moved(topic, known.since);
            let is_over = known.trace.wake_at.is_some_and(|at| at <= self.now);
            if is_over || known.trace.topics.iter().any(has_moved) {
                return None;
            }
            (known.trace.clone(), known.value.downcast_ref::<T>()?.clone())
        };
        self.trace.topics.extend(trace.topics);
        if let Some(at) = trace.wake_at {
            self.wake_at(at);
        }
        Some(value)
    }

    /// Puts aside what was read so far, which is the caller's own: what follows is the same for everybody and may be shared.
    #[must_use = "give it to `take_back`, or the answer depends on too little"]
    pub fn set_aside(&mut self) -> Trace {
        std::mem::take(&mut self.trace)
    }

    /// Adds what was put aside to what the answer depends on.
    pub fn take_back(&mut self, own: Trace) {
        self.trace.topics.extend(own.topics);
        if let Some(at) = own.wake_at {
            self.wake_at(at);
        }
        self.trace.journal = self.trace.journal.take().or(own.journal);
    }

    /// Keeps an answer for other callers under this key, with everything that was read so far.
    pub fn share<T: Clone + Send + Sync + 'static>(&mut self, key: String, value: &T) {
        if !self.wrote.is_empty() {
            return;
        }
        let known = Kept { since: self.since, trace: self.trace.clone(), value: Arc::new(value.clone()) };
        let mut kept = self.app.shares().kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, known);
    }
}
