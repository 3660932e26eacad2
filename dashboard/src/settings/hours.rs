//! When the team is there, and how soon it answers.

use crate::{
    desk::desk,
    link,
    parts::{savebar::savebar, skeleton, trouble},
    say, words,
};
use client::Loaded;
use leptos::prelude::*;
use shared::{
    limits,
    office_hours::{Day, GetOrDefault, Hours, IsCurrentlyOpen, OfficeHours, Upsert},
    permissions::Permission,
};
use wasm_bindgen::{JsCast, JsValue};

/// What can be changed.
#[derive(Clone, PartialEq)]
struct Draft {
    timezone: String,
    schedule: Vec<Hours>,
    message: String,
    /// Minutes, as they were typed.
    reply: String,
}

impl Draft {
    fn of(saved: &OfficeHours) -> Self {
        let day = |day: Day| {
            let known = saved.schedule.iter().find(|hours| hours.day == day).cloned();
            let closed = Hours { day, enabled: false, start_time: "09:00".into(), end_time: "17:00".into() };
            known.unwrap_or(closed)
        };
        Self {
            timezone: saved.timezone.clone(),
            schedule: Day::ALL.map(day).into(),
            message: saved.offline_message.clone().unwrap_or_default(),
            reply: saved.expected_reply_time_minutes.map(|it| it.to_string()).unwrap_or_default(),
        }
    }

    /// None where the reply time is no number of minutes.
    fn minutes(&self) -> Option<Option<i64>> {
        match self.reply.trim() {
            "" => Some(None),
            text => text.parse().ok().filter(|minutes| *minutes > 0).map(Some),
        }
    }
}

#[component]
pub fn OfficeHoursPage() -> impl IntoView {
    let desk = desk();
    let loaded = link::loaded(move || Some(GetOrDefault { workspace_id: desk.workspace_id()? }));
    let saved = Memo::new(move |_| match loaded.get() {
        Loaded::Ready(hours) => Some(Draft::of(&hours)),
        _ => None,
    });
    let edited = RwSignal::new(None::<Draft>);
    let shown = Memo::new(move |_| edited.get().or_else(|| saved.get()));
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    let is_changed = Memo::new(move |_| edited.with(|edited| edited.is_some() && *edited != saved.get()));
    let may = move || desk.may(Permission::SettingsWorkspace);
    let change = move |edit: &dyn Fn(&mut Draft)| {
        if let Some(mut next) = shown.get_untracked() {
            edit(&mut next);
            edited.set(Some(next));
        }
    };
    let save = move || {
        let (Some(workspace_id), Some(draft)) = (desk.workspace_id(), shown.get_untracked()) else { return };
        let Some(minutes) = draft.minutes() else {
            return desk.notices.problem(say!("hours-reply-wrong"));
        };
        let message = draft.message.trim().to_owned();
        let upsert = Upsert {
            workspace_id,
            timezone: Some(draft.timezone.trim().to_owned()),
            schedule: Some(draft.schedule),
            offline_message: Some((!message.is_empty()).then_some(message)),
            expected_reply_time_minutes: Some(minutes),
        };
        link::send_then(upsert, move |_| {
            edited.set(None);
            desk.notices.done(say!("saved"));
        });
    };
    let error = move || match loaded.get() {
        Loaded::Failed(error) => Some(trouble(&error)),
        _ => None,
    };
    view! {
        {error}
        <Show when=move || is_there.get() fallback=|| skeleton(7)>
            <Now />
            <fieldset class="panel hours" disabled=move || !may()>
                <label>
                    <span>{say!("hours-zone")}</span>
                    <input type="text" dir="ltr" list="zones" autocomplete="off" spellcheck="false" data-testid="hours-zone" prop:value=move || shown.with(|it| it.as_ref().map(|it| it.timezone.clone())) on:change:target=move |event| { let text = event.target().value(); change(&|draft| draft.timezone = text.clone()) } />
                    <datalist id="zones">{zones().into_iter().map(|zone| view! { <option value=zone></option> }).collect_view()}</datalist>
                </label>
                <ul class="week">{(0..Day::ALL.len()).map(|at| day(at, shown, change)).collect_view()}</ul>
                <p class="quiet">{say!("hours-night")}</p>
            </fieldset>
            <fieldset class="panel" disabled=move || !may()>
                <label>
                    <span>{say!("hours-message")}</span>
                    <textarea rows="2" dir="auto" class="tall" maxlength=limits::TITLE.to_string() data-testid="hours-message" prop:value=move || shown.with(|it| it.as_ref().map(|it| it.message.clone())) on:input:target=move |event| { let text = event.target().value(); change(&|draft| draft.message = text.clone()) }></textarea>
                </label>
                <label>
                    <span>{say!("hours-reply")} " " <small>{say!("hours-reply-text")}</small></span>
                    <input type="number" min="1" max="525600" inputmode="numeric" dir="ltr" data-testid="hours-reply" aria-invalid=move || shown.with(|it| it.as_ref().is_some_and(|it| it.minutes().is_none())).to_string() prop:value=move || shown.with(|it| it.as_ref().map(|it| it.reply.clone())) on:input:target=move |event| { let text = event.target().value(); change(&|draft| draft.reply = text.clone()) } />
                </label>
            </fieldset>
            <p class="quiet padded" hidden=may>{say!("may-not-change")}</p>
            {savebar(is_changed, move || edited.set(None), save)}
        </Show>
    }
}

/// What visitors are told right now.
#[component]
fn Now() -> impl IntoView {
    let desk = desk();
    let now = link::live(move || Some(IsCurrentlyOpen { workspace_id: desk.workspace_id()?, now_ms: None }));
    let is_open = move || now.with(|now| now.as_ref().map(|now| now.is_open));
    view! {
        <p class="signal" role="status" class:active=move || is_open() == Some(true) data-testid="hours-now">
            <i>{""}</i>
            <span>{move || is_open().map(|is_open| if is_open { say!("hours-open") } else { say!("hours-closed") })}</span>
        </p>
    }
}

fn day(
    at: usize,
    shown: Memo<Option<Draft>>,
    change: impl Fn(&dyn Fn(&mut Draft)) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let name = named(at);
    let read = move |part: fn(&Hours) -> String| {
        move || shown.with(|it| it.as_ref().map(|it| part(&it.schedule[at])).unwrap_or_default())
    };
    let is_on = move || shown.with(|it| it.as_ref().is_some_and(|it| it.schedule[at].enabled));
    let label = |word| say!(word, day = name.as_str());
    let from = label("hours-from");
    let until = label("hours-until");
    view! {
        <li>
            <label class="row">
                <input type="checkbox" role="switch" class="switch" data-testid=format!("day-{at}") prop:checked=is_on on:change:target=move |event| { let is_on = event.target().checked(); change(&|draft| draft.schedule[at].enabled = is_on) } />
                <span>{name}</span>
            </label>
            <Show when=is_on fallback=|| view! { <span class="quiet">{say!("hours-day-closed")}</span> }>
                <span class="times" dir="ltr">
                    <input type="time" required aria-label=from.clone() data-testid=format!("from-{at}") prop:value=read(|hours| hours.start_time.clone()) on:change:target=move |event| { let text = event.target().value(); if !text.is_empty() { change(&|draft| draft.schedule[at].start_time = text.clone()) } } />
                    "–"
                    <input type="time" required aria-label=until.clone() data-testid=format!("until-{at}") prop:value=read(|hours| ended(&hours.end_time)) on:change:target=move |event| { let text = event.target().value(); if !text.is_empty() { change(&|draft| draft.schedule[at].end_time = text.clone()) } } />
                </span>
            </Show>
        </li>
    }
}

/// A field for times knows no `24:00`.
fn ended(time: &str) -> String {
    if time == "24:00" { "00:00".to_owned() } else { time.to_owned() }
}

/// A weekday in the agent's language; the first is Monday.
fn named(at: usize) -> String {
    // The fifth day of 1970 was a Monday.
    let noon = (4 + at as i64) * 86_400_000 + 43_200_000;
    words::with(|words| words.date(noon, &[("weekday", "long"), ("timeZone", "UTC")])).unwrap_or_default()
}

/// The time zones that the browser knows.
fn zones() -> Vec<String> {
    let known = || -> Result<js_sys::Array, JsValue> {
        let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into())?;
        let list =
            js_sys::Reflect::get(&intl, &"supportedValuesOf".into())?.dyn_into::<js_sys::Function>()?;
        list.call1(&intl, &"timeZone".into())?.dyn_into()
    };
    known().map(|zones| zones.iter().filter_map(|zone| zone.as_string()).collect()).unwrap_or_default()
}
