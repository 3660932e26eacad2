//! Stamps that were given out for reading (wire-protocol.md §2 `query_ts`), each with the board's counter of its moment.

use crate::core::App;
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

/// The latest moments, oldest first.
#[derive(Default)]
pub struct Moments {
    kept: Mutex<VecDeque<(u64, u64)>>,
}

/// How many moments are kept.
const MOST: usize = 1024;

impl Moments {
    pub fn note(&self, app: &App) -> u64 {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // The stamp first: what was committed before it has then been counted.
        let stamp = app.stamps().tick();
        kept.push_back((stamp, app.board().now()));
        if kept.len() > MOST {
            kept.pop_front();
        }
        stamp
    }

    pub fn counter_at(&self, stamp: u64) -> Option<u64> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| *known == stamp).map(|(_, counter)| *counter)
    }
}
