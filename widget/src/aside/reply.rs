//! How soon an answer can be expected, until there is one (functions-identity.md §15 "officeHours").

use crate::{
    later::parts::of_workspace,
    thread::Thread,
    words::{Text, say, say_with, unit},
};
use client::{
    codec::Json,
    dom::{El, template},
};
use shared::{Function, office_hours::IsCurrentlyOpen};

pub fn put(thread: Thread, into: El) -> El {
    let it = thread.it;
    let hours = it.server.live(IsCurrentlyOpen::NAME, move || {
        it.is_open.get().then_some(())?;
        of_workspace(it)
    });
    let line = move || {
        let is_waiting = !thread.is_closed() && !thread.is_answered();
        is_waiting.then(|| hours.with_value(|hours| words(&hours.json))).flatten().flatten()
    };
    into.put_by(line, |line| Some(template("reply-time").text(line.as_ref()?)))
}

/// Of `office_hours::Openness`; nothing where nothing is known.
fn words(hours: &Json) -> Option<String> {
    if !hours.get("isOpen").is_true() {
        return Some(hours.filled("offlineMessage").unwrap_or_else(|| say("team-away")));
    }
    let minutes = hours.get("expectedReplyTimeMinutes").number()?;
    let (amount, name) = largest(minutes as u32);
    Some(say_with("replies-in", &[("time", Text(&unit(f64::from(amount), name)))]))
}

/// Minutes in the largest unit that they fill, rounded down.
fn largest(minutes: u32) -> (u32, &'static str) {
    match minutes {
        0..60 => (minutes.max(1), "minute"),
        60..1440 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::largest;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_time_is_said_in_its_largest_unit() {
        assert_eq!([0, 5, 59].map(largest), [(1, "minute"), (5, "minute"), (59, "minute")]);
        assert_eq!([60, 179, 1439].map(largest), [(1, "hour"), (2, "hour"), (23, "hour")]);
        assert_eq!([1440, 4320].map(largest), [(1, "day"), (3, "day")]);
    }
}
