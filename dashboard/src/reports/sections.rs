//! The sections of the report that are about conversations, times, ratings and the AI agent.

use crate::{
    browser,
    desk::desk,
    link,
    reports::{
        Shown, bounds,
        charts::{Point, bars, columns},
        csv::Sheet,
        duration, figure, number, percent, period,
        range::{Span, periods},
        rating, section,
    },
    say,
};
use client::Loaded;
use leptos::prelude::*;
use shared::reporting::{
    AiAgentMetrics, ConversationMetrics, CsatMetrics, Durations, GetAiAgentMetrics, GetConversationMetrics,
    GetCsatMetrics, GetResolutionTimeMetrics, GetResponseTimeMetrics,
};

fn span() -> Memo<Option<Span>> {
    expect_context::<Shown>().span
}

/// A column for every period of a span, with nothing where a report has none.
fn over_time(span: Option<Span>, values: Vec<(String, f64)>, shown: fn(f64) -> String) -> Vec<Point> {
    let Some(span) = span else { return Vec::new() };
    let found = |key: &str| values.iter().find(|(period, _)| period == key).map_or(0.0, |(_, value)| *value);
    let all = periods(&span, browser::utc_day).into_iter();
    all.map(|key| {
        let value = found(&key);
        Point { label: period(&key), value, shown: shown(value) }
    })
    .collect()
}

#[component]
pub fn Conversations() -> impl IntoView {
    let (desk, span) = (desk(), span());
    let loaded = link::loaded(move || {
        let span = span.get()?;
        let (start_date, end_date) = bounds(&span);
        Some(GetConversationMetrics {
            workspace_id: desk.workspace_id()?,
            start_date,
            end_date,
            granularity: Some(span.granularity),
            scan_limit: None,
        })
    });
    let draw = |all: ConversationMetrics, span: Option<Span>| {
        let volumes = all.volume_by_period.into_iter().map(|one| (one.period, one.count as f64)).collect();
        let points = over_time(span, volumes, number);
        let status = all.by_status;
        view! {
            <dl class="figures">
                {figure("report-total", number(all.total as f64))} {figure("status-open", number(status.open as f64))}
                {figure("status-snoozed", number(status.snoozed as f64))} {figure("status-closed", number(status.closed as f64))}
                {figure("report-chat", number(all.by_channel.chat as f64))} {figure("report-email", number(all.by_channel.email as f64))}
            </dl>
            {columns(say!("report-conversations"), say!("report-period"), say!("conversations"), points)}
        }
    };
    let sheet = |all: &ConversationMetrics| {
        let rows = all.volume_by_period.iter().map(|one| vec![one.period.clone(), one.count.to_string()]);
        Sheet::new(["period", "conversations"]).rows(rows)
    };
    section("report-conversations", loaded, sheet, draw)
}

#[component]
pub fn Times() -> impl IntoView {
    let (desk, span) = (desk(), span());
    let asked = move || span.get().map(|span| bounds(&span));
    let response = link::loaded(move || {
        let (start_date, end_date) = asked()?;
        Some(GetResponseTimeMetrics {
            workspace_id: desk.workspace_id()?,
            start_date,
            end_date,
            scan_limit: None,
        })
    });
    let resolution = link::loaded(move || {
        let (start_date, end_date) = asked()?;
        Some(GetResolutionTimeMetrics {
            workspace_id: desk.workspace_id()?,
            start_date,
            end_date,
            scan_limit: None,
        })
    });
    let both = Signal::derive(move || match (response.get(), resolution.get()) {
        (Loaded::Failed(error), _) | (_, Loaded::Failed(error)) => Loaded::Failed(error),
        (Loaded::Ready(one), Loaded::Ready(other)) => Loaded::Ready((one, other)),
        _ => Loaded::Waiting,
    });
    let draw = |(response, resolution): (Durations, Durations), _| {
        view! {
            <div class="scroller" tabindex="0" role="group" aria-label=say!("report-times")>
                <table class="wide-table">
                    <thead>
                        <tr>
                            <th scope="col">{say!("report-time")}</th>
                            <th scope="col">{say!("report-count")}</th>
                            <th scope="col">{say!("report-median")}</th>
                            <th scope="col">{say!("report-average")}</th>
                            <th scope="col">{say!("report-p90")}</th>
                            <th scope="col">{say!("report-p95")}</th>
                        </tr>
                    </thead>
                    <tbody>{times("report-response", &response)} {times("report-resolution", &resolution)}</tbody>
                </table>
            </div>
        }
    };
    let sheet = |(response, resolution): &(Durations, Durations)| {
        let row = |name: &str, all: &Durations| {
            let times = [all.median_ms as f64, all.average_ms, all.p90_ms as f64, all.p95_ms as f64];
            let times = times.map(|time| time.round().to_string());
            [name.to_owned(), all.count.to_string()].into_iter().chain(times).collect::<Vec<_>>()
        };
        Sheet::new(["time", "count", "median_ms", "average_ms", "p90_ms", "p95_ms"])
            .row(row("first response", response))
            .row(row("resolution", resolution))
    };
    section("report-times", both, sheet, draw)
}

fn times(word: &'static str, all: &Durations) -> impl IntoView + use<> {
    let cells = [all.median_ms as f64, all.average_ms, all.p90_ms as f64, all.p95_ms as f64];
    let cells = cells.map(|time| view! { <td>{duration(time)}</td> });
    view! { <tr data-testid=word><th scope="row">{say!(word)}</th><td>{number(all.count as f64)}</td>{cells.into_iter().collect_view()}</tr> }
}

#[component]
pub fn Ratings() -> impl IntoView {
    let (desk, span) = (desk(), span());
    let loaded = link::loaded(move || {
        let span = span.get()?;
        Some(GetCsatMetrics {
            workspace_id: desk.workspace_id()?,
            start_date: Some(span.start),
            end_date: Some(span.end),
            granularity: Some(span.granularity),
            scan_limit: None,
        })
    });
    let draw = |all: CsatMetrics, span: Option<Span>| {
        if all.total_responses == 0 {
            return view! { <p class="quiet">{say!("report-no-ratings")}</p> }.into_any();
        }
        let stars = (1..=5).rev().map(|stars| {
            let count = all.rating_distribution.get(&stars.to_string()).copied().unwrap_or_default() as f64;
            Point { label: say!("stars", count = f64::from(stars)), value: count, shown: number(count) }
        });
        let trend = all.trend_by_period.iter().map(|one| (one.period.clone(), one.average_rating)).collect();
        let points = over_time(span, trend, rating);
        view! {
            <dl class="figures">
                {figure("report-ratings-count", number(all.total_responses as f64))} {figure("report-rating", rating(all.average_rating))}
                {figure("report-satisfied", percent(all.satisfaction_rate))}
            </dl>
            {bars(say!("report-ratings"), stars.collect())}
            {columns(say!("report-rating"), say!("report-period"), say!("report-rating"), points)}
        }
        .into_any()
    };
    let sheet = |all: &CsatMetrics| {
        let rows = all
            .trend_by_period
            .iter()
            .map(|one| vec![one.period.clone(), one.count.to_string(), format!("{:.2}", one.average_rating)]);
        Sheet::new(["period", "ratings", "average"]).rows(rows)
    };
    section("report-ratings", loaded, sheet, draw)
}

#[component]
pub fn Assistant() -> impl IntoView {
    let (desk, span) = (desk(), span());
    let loaded = link::loaded(move || {
        let span = span.get()?;
        Some(GetAiAgentMetrics {
            workspace_id: desk.workspace_id()?,
            start_date: Some(span.start),
            end_date: Some(span.end),
            granularity: Some(span.granularity),
            conversation_scan_limit: None,
            responses_per_conversation_limit: None,
        })
    });
    let draw = |all: AiAgentMetrics, span: Option<Span>| {
        if all.total_responses == 0 {
            return view! { <p class="quiet">{say!("report-no-ai")}</p> }.into_any();
        }
        let trend =
            all.trend_by_period.iter().map(|one| (one.period.clone(), one.total_responses as f64)).collect();
        let points = over_time(span, trend, number);
        view! {
            <dl class="figures">
                {figure("report-answers", number(all.total_responses as f64))} {figure("report-resolved-ai", percent(all.resolution_rate))}
                {figure("report-handed-off", percent(all.handoff_rate))} {figure("report-helpful", percent(all.satisfaction_rate))}
                {figure("report-confidence", percent(all.avg_confidence))} {figure("report-answer-time", duration(all.avg_response_time_ms))}
            </dl>
            {columns(say!("report-ai"), say!("report-period"), say!("report-answers"), points)}
        }
        .into_any()
    };
    let sheet = |all: &AiAgentMetrics| {
        let rows = all.trend_by_period.iter().map(|one| {
            let rates = [one.resolution_rate, one.satisfaction_rate].map(|rate| format!("{rate:.4}"));
            [one.period.clone(), one.total_responses.to_string()].into_iter().chain(rates).collect()
        });
        Sheet::new(["period", "answers", "resolution_rate", "satisfaction_rate"]).rows(rows)
    };
    section("report-ai", loaded, sheet, draw)
}
