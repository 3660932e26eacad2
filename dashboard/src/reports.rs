//! How the team does: conversations, times, agents, ratings and the AI agent, for a span of days.

pub mod agents;
pub mod charts;
pub mod csv;
pub mod range;
pub mod sections;

use crate::{
    browser,
    desk::desk,
    icons::{Icon, icon},
    moments,
    parts::{skeleton, trouble},
    reports::{
        csv::Sheet,
        range::{Choice, PRESETS, Span},
    },
    say, words,
};
use client::Loaded;
use leptos::prelude::*;
use shared::Millis;

/// The span that every section shows.
#[derive(Clone, Copy)]
pub struct Shown {
    choice: RwSignal<Choice>,
    pub span: Memo<Option<Span>>,
}

#[component]
pub fn ReportsScreen() -> impl IntoView {
    let choice = RwSignal::new(Choice::Last(30));
    let desk = desk();
    let today = Memo::new(move |_| browser::utc_day(desk.now.get()));
    let span = Memo::new(move |_| {
        let today = browser::day_begins(&today.get())?;
        range::span(&choice.get(), today, browser::day_begins)
    });
    let shown = Shown { choice, span };
    provide_context(shown);
    view! {
        <div class="page wide reports" data-testid="reports">
            <header>
                <h1>{say!("reports")}</h1>
                <p class="lead">{say!("reports-lead")}</p>
            </header>
            <Chooser shown=shown />
            <sections::Conversations />
            <sections::Times />
            <agents::Agents />
            <agents::Workload />
            <sections::Ratings />
            <sections::Assistant />
        </div>
    }
}

#[component]
fn Chooser(shown: Shown) -> impl IntoView {
    let choice = shown.choice;
    let is_custom = Memo::new(move |_| matches!(choice.get(), Choice::Between(..)));
    let custom = move |_| {
        let now = browser::now();
        let first = browser::utc_day(now - 29 * range::DAY);
        choice.set(Choice::Between(first, browser::utc_day(now)));
    };
    let bound = move |word: &'static str, name: &'static str, is_first: bool| {
        let value = move || match choice.get() {
            Choice::Between(first, _) if is_first => first,
            Choice::Between(_, last) => last,
            Choice::Last(_) => String::new(),
        };
        let set = move |text: String| {
            choice.update(|choice| {
                if let Choice::Between(first, last) = choice {
                    *(if is_first { first } else { last }) = text;
                }
            });
        };
        view! {
            <label><span>{say!(word)}</span><input type="date" data-testid=name prop:value=value on:change:target=move |event| set(event.target().value()) /></label>
        }
    };
    view! {
        <div class="range">
            <div class="segments" role="group" aria-label=say!("range")>
                {PRESETS
                    .map(|days| {
                        view! {
                            <button type="button" data-testid=format!("range-{days}") aria-pressed=move || (choice.get() == Choice::Last(days)).to_string() on:click=move |_| choice.set(Choice::Last(days))>
                                {say!("range-days", count = days as f64)}
                            </button>
                        }
                    })
                    .collect_view()}
                <button type="button" data-testid="range-custom" aria-pressed=move || is_custom.get().to_string() on:click=custom>{say!("range-custom")}</button>
            </div>
            <Show when=move || is_custom.get()>
                <div class="between">{bound("range-from", "range-from", true)} {bound("range-to", "range-to", false)}</div>
            </Show>
            <p class="problem" role="alert" hidden=move || shown.span.with(Option::is_some)>{say!("range-wrong")}</p>
            <p class="quiet" hidden=move || shown.span.with(Option::is_none)>{say!("range-utc")}</p>
        </div>
    }
}

/// A part of the report: its heading, its figures as a file, and what it shows once that is here.
pub fn section<T: Clone + PartialEq + Send + Sync + 'static, V: IntoView + 'static>(
    word: &'static str,
    loaded: Signal<Loaded<T>>,
    sheet: impl Fn(&T) -> Sheet + Copy + Send + Sync + 'static,
    draw: impl Fn(T, Option<Span>) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let span = expect_context::<Shown>().span;
    // With the span that they are of: another one may have the same figures, and other periods.
    let kept = Memo::new(move |before: Option<&(Loaded<T>, Option<Span>)>| match (loaded.get(), before) {
        // The figures stay while others are on their way.
        (Loaded::Waiting, Some(before)) => before.clone(),
        (now, _) => (now, span.get_untracked()),
    });
    let save = move |_| {
        if let (Loaded::Ready(figures), _) = kept.get_untracked() {
            let name = format!("{word}-{}.csv", browser::utc_day(browser::now()));
            browser::save(&name, "text/csv;charset=utf-8", &sheet(&figures).print());
        }
    };
    let is_there = move || kept.with(|kept| matches!(kept, (Loaded::Ready(_), _)));
    view! {
        <section class="panel report" aria-labelledby=format!("heading-{word}") data-testid=word>
            <header>
                <h2 id=format!("heading-{word}")>{say!(word)}</h2>
                <button class="button" data-testid=format!("{word}-csv") aria-label=say!("csv-of", name = say!(word).as_str()) disabled=move || !is_there() on:click=save>{icon(Icon::Download)} "CSV"</button>
            </header>
            {move || match kept.get() {
                (Loaded::Waiting, _) => skeleton(3).into_any(),
                (Loaded::Failed(error), _) => trouble(&error).into_any(),
                (Loaded::Ready(figures), span) => draw(figures, span).into_any(),
            }}
        </section>
    }
}

/// A figure with what it is.
pub fn figure(word: &'static str, value: String) -> impl IntoView {
    view! { <div class="figure"><dt>{say!(word)}</dt><dd data-testid=format!("figure-{word}")>{value}</dd></div> }
}

/// A number in the agent's language.
pub fn number(value: f64) -> String {
    words::with(|words| words.number(value)).unwrap_or_default()
}

/// A share from 0 to 1.
pub fn percent(share: f64) -> String {
    words::with(|words| words.unit((share * 100.0).round(), "percent", "short")).unwrap_or_default()
}

/// A rating, to a tenth.
pub fn rating(average: f64) -> String {
    number((average * 10.0).round() / 10.0)
}

/// How long something took; a dash where nothing did.
pub fn duration(milliseconds: f64) -> String {
    if milliseconds <= 0.0 {
        return "–".to_owned();
    }
    let parts = range::parts(milliseconds);
    let said = parts.into_iter().map(|(amount, unit)| {
        words::with(|words| words.unit(amount as f64, unit, "short")).unwrap_or_default()
    });
    said.collect::<Vec<_>>().join(" ")
}

/// A period as people read it.
pub fn period(key: &str) -> String {
    let day = match key.len() {
        7 => format!("{key}-01"),
        _ => key.to_owned(),
    };
    match browser::day_begins(&day) {
        Some(at) if key.len() == 7 => moments::month(at),
        Some(at) => moments::utc_date(at),
        None => key.to_owned(),
    }
}

/// Both ends of a span as calls want them.
pub fn bounds(span: &Span) -> (Millis, Millis) {
    (span.start, span.end)
}
