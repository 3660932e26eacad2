//! Wall clocks: whether a schedule is open at a moment, and when that may change. The time zone database is in the program.

use jiff::{
    Timestamp,
    civil::{DateTime, Weekday},
    tz::{TimeZone, TimeZoneDatabase},
};
use shared::{
    Error as Refusal, Millis,
    office_hours::{Day, Hours, OfficeHours},
};
use std::collections::BTreeSet;

/// In minutes.
const MIDNIGHT: u32 = 24 * 60;

/// Whether it is open at a moment, and until when that is so at least. An unknown zone is UTC.
pub fn at(hours: &OfficeHours, now: Millis) -> (bool, Option<Millis>) {
    let Ok(moment) = Timestamp::from_millisecond(now) else { return (false, None) };
    let zone = zone(&hours.timezone).unwrap_or(TimeZone::UTC);
    let wall = zone.to_datetime(moment);
    let Some((start, end)) = of(hours, wall.weekday()) else {
        return (false, next(&zone, moment, wall, &[MIDNIGHT]));
    };
    let minute = minute_of(wall);
    let is_open = match start.cmp(&end) {
        std::cmp::Ordering::Equal => true,
        std::cmp::Ordering::Less => (start..end).contains(&minute),
        std::cmp::Ordering::Greater => minute >= start || minute < end,
    };
    (is_open, next(&zone, moment, wall, &[start, end, MIDNIGHT]))
}

/// Refuses what is no zone, a day that comes twice, and times that are none.
pub fn check(hours: &OfficeHours) -> Result<(), Refusal> {
    if zone(&hours.timezone).is_none() {
        return Err(Refusal::invalid("The time zone is not known: use a name like Europe/Berlin"));
    }
    let mut days = BTreeSet::new();
    for Hours { day, start_time, end_time, .. } in &hours.schedule {
        if !days.insert(*day) {
            return Err(Refusal::invalid("A day has hours twice: give each day once"));
        }
        if minutes(start_time).is_none_or(|start| start == MIDNIGHT) || minutes(end_time).is_none() {
            return Err(Refusal::invalid("A time is not right: write it as HH:MM, from 00:00 to 23:59"));
        }
    }
    Ok(())
}

/// The zone's name as its database writes it, whatever the case that it was given in.
pub fn canonical(name: String) -> String {
    zone(&name).and_then(|zone| zone.iana_name().map(str::to_owned)).unwrap_or(name)
}

fn zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok().filter(|zone| !zone.is_unknown())
}

/// Start and end of a day, if it is open.
fn of(hours: &OfficeHours, weekday: Weekday) -> Option<(u32, u32)> {
    let day = match weekday {
        Weekday::Monday => Day::Monday,
        Weekday::Tuesday => Day::Tuesday,
        Weekday::Wednesday => Day::Wednesday,
        Weekday::Thursday => Day::Thursday,
        Weekday::Friday => Day::Friday,
        Weekday::Saturday => Day::Saturday,
        Weekday::Sunday => Day::Sunday,
    };
    let hours = hours.schedule.iter().find(|hours| hours.day == day && hours.enabled)?;
    Some((minutes(&hours.start_time)?, minutes(&hours.end_time)?))
}

/// `HH:MM` in minutes, up to `24:00`.
fn minutes(text: &str) -> Option<u32> {
    let is_two_digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute) = text.split_once(':')?;
    if !is_two_digits(hour) || !is_two_digits(minute) {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let all = hour * 60 + minute;
    (minute < 60 && all <= MIDNIGHT).then_some(all)
}

fn minute_of(wall: DateTime) -> u32 {
    u32::from(wall.hour().unsigned_abs()) * 60 + u32::from(wall.minute().unsigned_abs())
}

/// The first moment after `now` at which a wall clock shows one of these minutes of its day, or is set to another offset.
fn next(zone: &TimeZone, now: Timestamp, wall: DateTime, minutes: &[u32]) -> Option<Millis> {
    let tomorrow = wall.date().tomorrow().ok()?;
    let shown = minutes.iter().filter_map(|minute| match *minute {
        MIDNIGHT => Some(tomorrow.at(0, 0, 0, 0)),
        minute => {
            Some(wall.date().at(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0))
        }
    });
    // Where clocks are set back a minute comes twice, and where they are set forward it may not come.
    let moments = shown.flat_map(|shown| {
        let ambiguous = || zone.to_ambiguous_timestamp(shown);
        [ambiguous().earlier(), ambiguous().later()].into_iter().flatten()
    });
    let set = zone.following(now).next().map(|transition| transition.timestamp());
    moments.chain(set).filter(|moment| *moment > now).min().map(|moment| moment.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::{Uuid, WorkspaceId};

    fn hours(zone: &str, start: &str, end: &str) -> OfficeHours {
        let usual = OfficeHours::usual(WorkspaceId(Uuid::nil()));
        let day = |day| Hours { day, enabled: true, start_time: start.into(), end_time: end.into() };
        OfficeHours { timezone: zone.into(), schedule: Day::ALL.map(day).into(), ..usual }
    }

    fn moment(text: &str) -> Millis {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    fn is_open(hours: &OfficeHours, at: &str) -> bool {
        super::at(hours, moment(at)).0
    }

    #[test]
    fn hours_are_those_of_the_wall_clock_in_summer_winter_and_half_hour_zones() {
        let berlin = hours("Europe/Berlin", "09:00", "17:00");
        assert!(is_open(&berlin, "2026-07-01T07:00:00Z") && !is_open(&berlin, "2026-07-01T06:59:59.999Z"));
        assert!(is_open(&berlin, "2026-01-07T08:00:00Z") && !is_open(&berlin, "2026-01-07T07:59:59Z"));
        assert!(!is_open(&berlin, "2026-07-01T15:00:00Z") && is_open(&berlin, "2026-07-01T14:59:59Z"));
        let india = hours("Asia/Kolkata", "09:00", "17:00");
        assert!(is_open(&india, "2026-07-01T03:30:00Z") && !is_open(&india, "2026-07-01T03:29:00Z"));
        let nepal = hours("Asia/Kathmandu", "09:00", "17:00");
        assert!(is_open(&nepal, "2026-07-01T03:15:00Z") && !is_open(&nepal, "2026-07-01T03:14:00Z"));
    }

    #[test]
    fn midnight_is_zero_equal_times_are_the_whole_day_and_the_evening_goes_on_in_the_morning() {
        let early = hours("UTC", "00:00", "00:30");
        assert!(is_open(&early, "2026-07-01T00:15:00Z") && !is_open(&early, "2026-07-01T23:59:00Z"));
        let late = hours("UTC", "23:00", "24:00");
        assert!(is_open(&late, "2026-07-01T23:59:59Z") && !is_open(&late, "2026-07-01T00:00:00Z"));
        assert!(is_open(&hours("UTC", "09:00", "09:00"), "2026-07-01T03:00:00Z"));
        let night = hours("UTC", "22:00", "06:00");
        assert!(is_open(&night, "2026-07-01T23:00:00Z") && is_open(&night, "2026-07-01T05:59:00Z"));
        assert!(!is_open(&night, "2026-07-01T06:00:00Z"));
    }

    #[test]
    fn a_day_without_hours_is_closed() {
        let mut weekdays = hours("UTC", "00:00", "00:00");
        weekdays.schedule[5].enabled = false;
        weekdays.schedule.truncate(6);
        for (at, open) in
            [("2026-07-03", true), ("2026-07-04", false), ("2026-07-05", false), ("2026-07-06", true)]
        {
            assert_eq!(is_open(&weekdays, &format!("{at}T12:00:00Z")), open, "{at}");
        }
    }

    /// From one answer's end to the next, and each minute on its own: both must say the same, whatever clocks do.
    #[test]
    fn an_answer_holds_until_it_says() {
        for (zone, from) in [
            ("Europe/Berlin", "2026-03-28T12:00:00Z"),
            ("Europe/Berlin", "2026-10-24T12:00:00Z"),
            ("Australia/Lord_Howe", "2026-04-04T00:00:00Z"),
            ("America/Santiago", "2026-09-05T12:00:00Z"),
            ("UTC", "2026-07-01T00:00:00Z"),
        ] {
            for (start, end) in
                [("02:30", "02:45"), ("01:45", "02:15"), ("22:00", "00:30"), ("00:00", "24:00")]
            {
                let mut hours = hours(zone, start, end);
                hours.schedule.remove(2);
                let mut now = moment(from);
                let last = now + 3 * 24 * 3_600_000;
                while now < last {
                    let (open, until) = super::at(&hours, now);
                    let until = until.unwrap();
                    assert!(until > now && until - now <= 25 * 3_600_000, "{zone} {start} {now}");
                    while now < until.min(last) {
                        assert_eq!(super::at(&hours, now).0, open, "{zone} {start}-{end} at {now}");
                        now += 60_000;
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_zone_or_no_time_is_refused() {
        assert!(check(&hours("Europe/Berlin", "00:00", "24:00")).is_ok());
        for zone in ["", "Mars/Olympus", "Etc/Unknown", "../../etc/passwd", "<b>UTC</b>", "UTC\n"] {
            assert!(check(&hours(zone, "09:00", "17:00")).is_err(), "{zone:?}");
        }
        for time in
            ["", "9:00", "09:60", "24:01", "25:00", "-1:00", "+9:00", "09:00:00", "09.00", "０9:00", "aa:bb"]
        {
            assert!(check(&hours("UTC", time, "17:00")).is_err(), "{time:?}");
            assert!(check(&hours("UTC", "09:00", time)).is_err(), "{time:?}");
        }
        assert!(check(&hours("UTC", "24:00", "24:00")).is_err(), "nothing begins there");
        let mut twice = hours("UTC", "09:00", "17:00");
        twice.schedule[1].day = Day::Monday;
        assert!(check(&twice).is_err());
    }
}
