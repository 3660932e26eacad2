//! Spans of days and the periods in them, as plain values. Days are UTC's, as in the reports.

use shared::{Millis, reporting::Granularity};

pub const DAY: Millis = 86_400_000;
/// Days of the usual spans.
pub const PRESETS: [i64; 3] = [7, 30, 90];
/// The most days of a span.
const LONGEST: i64 = 3660;

/// What an agent has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// So many days, today's included.
    Last(i64),
    /// From one day to another, both included, as `2026-05-31`.
    Between(String, String),
}

/// From the first to the last millisecond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: Millis,
    pub end: Millis,
    pub granularity: Granularity,
}

/// The span of a choice; none where the days are none, or in the wrong order.
pub fn span(choice: &Choice, today: Millis, begins: impl Fn(&str) -> Option<Millis>) -> Option<Span> {
    let (start, last) = match choice {
        Choice::Last(days) => (today - (days - 1) * DAY, today),
        Choice::Between(first, last) => (begins(first)?, begins(last)?),
    };
    let days = (last - start) / DAY + 1;
    let granularity = match days {
        ..=0 => return None,
        days if days > LONGEST => return None,
        1..=45 => Granularity::Day,
        46..=200 => Granularity::Week,
        _ => Granularity::Month,
    };
    Some(Span { start, end: last + DAY - 1, granularity })
}

/// Every period of a span, also those in which nothing happened, by the names that reports give them.
pub fn periods(span: &Span, day: impl Fn(Millis) -> String) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut at = span.start;
    while at <= span.end {
        let name = match span.granularity {
            Granularity::Day => day(at),
            Granularity::Week => day(at - weekday(at) * DAY),
            Granularity::Month => day(at).chars().take(7).collect(),
        };
        if all.last() != Some(&name) {
            all.push(name);
        }
        at += DAY;
    }
    all
}

/// Days since Sunday.
fn weekday(at: Millis) -> i64 {
    // The first day of all was a Thursday.
    (at.div_euclid(DAY) + 4).rem_euclid(7)
}

/// A duration in the two units that say most of it.
pub fn parts(milliseconds: f64) -> Vec<(i64, &'static str)> {
    let seconds = (milliseconds / 1_000.0).round().max(1.0) as i64;
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    let both = match (days, hours, minutes) {
        (1.., ..) => [(days, "day"), (hours % 24, "hour")],
        (0, 1.., _) => [(hours, "hour"), (minutes % 60, "minute")],
        (0, 0, 1..) => [(minutes, "minute"), (seconds % 60, "second")],
        _ => [(seconds, "second"), (0, "second")],
    };
    both.into_iter().filter(|(amount, _)| *amount > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days are named by their number.
    fn begins(day: &str) -> Option<Millis> {
        day.parse::<i64>().ok().map(|day| day * DAY)
    }

    fn between(first: &str, last: &str) -> Option<Span> {
        span(&Choice::Between(first.into(), last.into()), 0, begins)
    }

    #[test]
    fn a_span_holds_its_first_and_its_last_day() {
        let week = span(&Choice::Last(7), 100 * DAY, begins).unwrap();
        assert_eq!((week.start, week.end), (94 * DAY, 101 * DAY - 1));
        let one = between("5", "5").unwrap();
        assert_eq!((one.start, one.end, one.granularity), (5 * DAY, 6 * DAY - 1, Granularity::Day));
        assert_eq!(between("6", "5"), None);
        assert_eq!(between("", "5"), None);
        assert_eq!(between("0", "99999"), None);
    }

    #[test]
    fn a_long_span_has_longer_periods() {
        assert_eq!(between("1", "90").unwrap().granularity, Granularity::Week);
        assert_eq!(between("1", "365").unwrap().granularity, Granularity::Month);
    }

    #[test]
    fn a_period_in_which_nothing_happened_is_there_too() {
        let day = |at: Millis| (at / DAY).to_string();
        assert_eq!(periods(&between("5", "8").unwrap(), day), ["5", "6", "7", "8"]);
        // Day 3 was a Sunday, and day 10.
        let weeks = Span { granularity: Granularity::Week, ..between("5", "12").unwrap() };
        assert_eq!(periods(&weeks, day), ["3", "10"]);
    }

    #[test]
    fn a_duration_is_said_in_two_units() {
        assert_eq!(parts(400.0), [(1, "second")]);
        assert_eq!(parts(61_000.0), [(1, "minute"), (1, "second")]);
        assert_eq!(parts(7_200_000.0), [(2, "hour")]);
        assert_eq!(parts(90_061_000.0), [(1, "day"), (1, "hour")]);
    }
}
