//! When a snoozed conversation may come back: the choices that people ask for, in local time.

use shared::Millis;

const HOUR: Millis = 3_600_000;
const DAY: Millis = 24 * HOUR;
const MORNING: Millis = 9 * HOUR;

/// A choice; its word is the catalogue's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub word: &'static str,
    pub until: Millis,
}

/// The choices at `now`; `offset` is what local time is ahead of UTC, in milliseconds. A change to or from summer
/// time in between moves a morning by that hour.
pub fn choices(now: Millis, offset: Millis) -> [Choice; 4] {
    let local = now + offset;
    let midnight = local - local.rem_euclid(DAY);
    // 1970-01-01 was a Thursday: day 4 of a week that begins on Monday with 1.
    let weekday = (midnight.div_euclid(DAY) + 3).rem_euclid(7);
    let monday = midnight + (7 - weekday) * DAY;
    [
        Choice { word: "snooze-hour", until: now + HOUR },
        Choice { word: "snooze-later", until: now + 3 * HOUR },
        Choice { word: "snooze-tomorrow", until: midnight + DAY + MORNING - offset },
        Choice { word: "snooze-monday", until: monday + MORNING - offset },
    ]
}

/// A point in time that was typed, in milliseconds since the epoch, NaN where nothing was. The error is the catalogue's key.
pub fn exact(typed: f64, now: Millis) -> Result<Millis, &'static str> {
    if typed.is_nan() {
        return Err("snooze-when");
    }
    let until = typed as Millis;
    if until > now { Ok(until) } else { Err("snooze-past") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_back_in_the_past() {
        assert_eq!(exact(FRIDAY as f64 + 1.0, FRIDAY), Ok(FRIDAY + 1));
        assert_eq!(exact(FRIDAY as f64, FRIDAY), Err("snooze-past"));
        assert_eq!(exact(f64::NAN, FRIDAY), Err("snooze-when"));
    }

    /// 2026-11-20 14:00 UTC, a Friday.
    const FRIDAY: Millis = 1_795_183_200_000;

    #[test]
    fn tomorrow_and_monday_are_mornings_where_the_agent_is() {
        let [_, _, tomorrow, monday] = choices(FRIDAY, 0).map(|choice| choice.until);
        assert_eq!(tomorrow - FRIDAY, 19 * HOUR);
        assert_eq!(monday - FRIDAY, 2 * DAY + 19 * HOUR);
        let [_, _, tomorrow, _] = choices(FRIDAY, 5 * HOUR).map(|choice| choice.until);
        assert_eq!(tomorrow - FRIDAY, 14 * HOUR);
    }

    #[test]
    fn on_a_monday_the_next_monday_is_a_week_away() {
        let monday = FRIDAY + 3 * DAY;
        assert_eq!(choices(monday, 0)[3].until - monday, 7 * DAY - 5 * HOUR);
    }

    #[test]
    fn every_choice_is_ahead() {
        for hour in 0..200 {
            let now = FRIDAY + hour * HOUR;
            assert!(choices(now, -7 * HOUR).iter().all(|choice| choice.until > now));
        }
    }
}
