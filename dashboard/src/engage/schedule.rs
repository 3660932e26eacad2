//! From when until when something is shown, in the author's own time.

use super::draft::Part;
use crate::{browser, say};
use leptos::prelude::*;
use shared::{Millis, engagement::Schedule};

/// Edits a schedule; what is left blank is no end.
pub fn schedule(value: Part<Schedule>) -> impl IntoView {
    let end = move |word: &'static str,
                    read: fn(&Schedule) -> Option<Millis>,
                    write: fn(&mut Schedule, Option<Millis>)| {
        let shown = move || {
            let at = value.with(read).filter(|at| *at != 0);
            at.map_or_else(String::new, browser::local_moment)
        };
        let set = move |text: String| value.change(|it| write(it, browser::moment_of(&text)));
        view! {
            <label>
                <span>{say!(word)}</span>
                <input type="datetime-local" data-testid=word prop:value=shown on:change:target=move |event| set(event.target().value()) />
            </label>
        }
    };
    let is_wrong = Memo::new(move |_| value.with(|it| it.check().is_err()));
    view! {
        <div class="schedule" data-testid="schedule">
            <div class="two">
                {end("schedule-start", |it| it.start_date, |it, at| it.start_date = at)}
                {end("schedule-end", |it| it.end_date, |it, at| it.end_date = at)}
            </div>
            <p class="quiet">{say!("schedule-zone", zone = browser::time_zone().as_str())}</p>
            <p class="problem" role="alert">{move || is_wrong.get().then(|| say!("schedule-wrong"))}</p>
        </div>
    }
}

/// A schedule to be sent: 0 takes an end away, where leaving it out could keep it.
pub fn sent(schedule: Schedule) -> Schedule {
    Schedule { start_date: schedule.start_date.or(Some(0)), end_date: schedule.end_date.or(Some(0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_that_was_taken_away_is_sent_as_none() {
        let open = sent(Schedule { start_date: Some(5), end_date: None });
        assert_eq!(open, Schedule { start_date: Some(5), end_date: Some(0) });
        assert!(open.is_open(9) && open.check().is_ok());
    }
}
