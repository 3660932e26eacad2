//! From when until when.

use crate::{Error, Millis};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// Both ends belong to it; what is left out, or 0, is no end.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Schedule {
    pub start_date: Option<Millis>,
    pub end_date: Option<Millis>,
}

impl Schedule {
    /// Errors: INVALID_INPUT for an end before its start.
    pub fn check(&self) -> Result<(), Error> {
        match (self.start(), self.end()) {
            (Some(start), Some(end)) if end < start => Err(Error::invalid("The end is before the start")),
            _ => Ok(()),
        }
    }

    pub fn is_open(&self, now: Millis) -> bool {
        self.start().is_none_or(|start| start <= now) && self.end().is_none_or(|end| now <= end)
    }

    /// When [`Schedule::is_open`] says something else, if that is still to come.
    pub fn changes_at(&self, now: Millis) -> Option<Millis> {
        let start = self.start().filter(|start| *start > now);
        start.or_else(|| self.end().map(|end| end.saturating_add(1)).filter(|end| *end > now))
    }

    fn start(&self) -> Option<Millis> {
        self.start_date.filter(|date| *date != 0)
    }
    fn end(&self) -> Option<Millis> {
        self.end_date.filter(|date| *date != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_belong_to_it() {
        let week = Schedule { start_date: Some(10), end_date: Some(20) };
        for (now, is_open, changes) in
            [(9, false, Some(10)), (10, true, Some(21)), (20, true, Some(21)), (21, false, None)]
        {
            assert_eq!((week.is_open(now), week.changes_at(now)), (is_open, changes), "{now}");
        }
        assert!(Schedule::default().is_open(0) && Schedule::default().changes_at(0).is_none());
        assert!(Schedule { start_date: Some(0), end_date: Some(0) }.is_open(5));
        assert!(week.check().is_ok() && Schedule { start_date: Some(2), end_date: Some(1) }.check().is_err());
    }
}
