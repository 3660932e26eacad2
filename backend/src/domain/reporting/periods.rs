//! Days of UTC, and the periods that they are in.

use shared::reporting::Granularity;
use std::collections::BTreeMap;
use time::Date;

/// The Julian day of 1970-01-01.
const EPOCH: i64 = 2_440_588;

/// The name of the period that a day is in, the day counted from 1970: `created_at / 86400000`.
pub fn name(day: i64, granularity: Granularity) -> String {
    let date = |day: i64| {
        let julian = i32::try_from(EPOCH + day).ok();
        julian.and_then(|julian| Date::from_julian_day(julian).ok()).unwrap_or(Date::MAX)
    };
    let of_day = date(day);
    let shown = match granularity {
        Granularity::Day => of_day,
        Granularity::Week => date(day - i64::from(of_day.weekday().number_days_from_sunday())),
        Granularity::Month => {
            return format!("{:04}-{:02}", of_day.year(), u8::from(of_day.month()));
        }
    };
    format!("{:04}-{:02}-{:02}", shown.year(), u8::from(shown.month()), shown.day())
}

/// Adds up what is known by day into periods, earliest first.
pub fn fold<T, S: Default>(
    rows: impl IntoIterator<Item = (i64, T)>,
    granularity: Option<Granularity>,
    mut add: impl FnMut(&mut S, T),
) -> Vec<(String, S)> {
    let mut periods: BTreeMap<String, S> = BTreeMap::new();
    for (day, row) in rows {
        add(periods.entry(name(day, granularity.unwrap_or_default())).or_default(), row);
    }
    periods.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_in_its_week_from_sunday_on_and_in_its_month() {
        // 2026-03-01 is a Sunday.
        let sunday = 20_513;
        for (number, day, week, month) in [
            (sunday - 1, "2026-02-28", "2026-02-22", "2026-02"),
            (sunday, "2026-03-01", "2026-03-01", "2026-03"),
            (sunday + 6, "2026-03-07", "2026-03-01", "2026-03"),
            (sunday + 7, "2026-03-08", "2026-03-08", "2026-03"),
            (0, "1970-01-01", "1969-12-28", "1970-01"),
        ] {
            assert_eq!(name(number, Granularity::Day), day);
            assert_eq!(name(number, Granularity::Week), week, "{day}");
            assert_eq!(name(number, Granularity::Month), month, "{day}");
        }
    }
}
