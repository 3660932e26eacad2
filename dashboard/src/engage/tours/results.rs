//! How the visitors of a tour do: how many come to each step, and what keeps them from going on.

use super::steps::Steps;
use crate::{
    desk::desk,
    engage::{editing::figures, frame::section},
    moments,
    reports::{
        charts::{Point, bars},
        figure, number, percent,
    },
    say,
};
use leptos::prelude::*;
use shared::{
    id::TourId,
    tour_progress::{Diagnostic, Reason},
    tour_steps::Step,
    tours::{GetStats, Stats},
};

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::ModeMismatch => "drift-mode",
        Reason::ElementClickRequired => "drift-click",
        Reason::FieldFillRequired => "drift-fill",
        Reason::FieldFillInvalid => "drift-fill-invalid",
        Reason::RouteMismatch => "drift-route",
        Reason::CheckpointInvalidRoute => "drift-bad-route",
        Reason::SelectorMissing => "drift-missing",
    }
}

pub fn results(id: TourId, steps: Steps) -> impl IntoView {
    figures(GetStats { id }, move |stats: Stats| {
        let all = steps.all();
        view! { {section("tour-funnel", funnel(&stats, &all))} {section("tour-drift", drift(&stats, &all))} }
            .into_any()
    })
}

/// The number of a step and its title, where there is still such a step.
fn step_name(steps: &[Step], at: usize) -> String {
    let title =
        steps.get(at).and_then(|step| step.title.as_deref()).map(str::trim).filter(|it| !it.is_empty());
    match title {
        Some(title) => format!("{}. {title}", at + 1),
        None => say!("step-number", number = (at + 1) as f64),
    }
}

fn funnel(stats: &Stats, steps: &[Step]) -> impl IntoView {
    if stats.started == 0 {
        return view! { <p class="quiet" data-testid="tour-unseen">{say!("tour-unseen")}</p> }.into_any();
    }
    let of_all =
        |count: i64| format!("{} ({})", number(count as f64), percent(count as f64 / stats.started as f64));
    let point = |label: String, count: i64| Point { label, value: count as f64, shown: of_all(count) };
    let reached = stats.reached.iter().enumerate().map(|(at, count)| point(step_name(steps, at), *count));
    let points = reached.chain([point(say!("tour-completed"), stats.completed)]).collect();
    view! {
        <dl class="figures">
            {figure("tour-started", number(stats.started as f64))} {figure("tour-completed", of_all(stats.completed))}
            {figure("tour-under-way", number(stats.in_progress as f64))} {figure("tour-snoozed", number(stats.snoozed as f64))}
            {figure("tour-dismissed", number(stats.dismissed as f64))}
        </dl>
        <div class="funnel">{bars(say!("tour-funnel"), points)}</div>
        <p class="quiet">{say!("tour-funnel-text")}</p>
    }
    .into_any()
}

fn drift(stats: &Stats, steps: &[Step]) -> impl IntoView {
    if stats.diagnostics.is_empty() {
        return view! { <p class="quiet" data-testid="drift-none">{say!("tour-drift-none")}</p> }.into_any();
    }
    let name = |at: i64| step_name(steps, usize::try_from(at).unwrap_or(0));
    let most = stats.troubles.iter().take(5).map(|one| {
        let step = name(one.step_order);
        view! { <li><bdi>{step}</bdi> " – " {say!(reason_word(one.reason))} ": " <strong>{say!("drift-times", count = one.count as f64)}</strong></li> }
    });
    let rows = stats.diagnostics.iter().map(|one| row(name(one.step_order), one));
    view! {
        <p class="quiet">{say!("tour-drift-text")}</p>
        <ul class="drift-most">{most.collect_view()}</ul>
        <div class="scroller" tabindex="0" role="group" aria-label=say!("tour-drift")>
            <table class="wide-table" data-testid="tour-drift-table">
                <thead><tr><th scope="col">{say!("drift-step")}</th><th scope="col">{say!("drift-reason")}</th><th scope="col">{say!("drift-page")}</th><th scope="col">{say!("drift-when")}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(step: String, one: &Diagnostic) -> impl IntoView + use<> {
    let desk = desk();
    let (at, page) = (one.created_at, one.current_url.clone().unwrap_or_else(|| "–".to_owned()));
    let title = one.selector.clone().unwrap_or_default();
    let reason = say!(reason_word(one.reason));
    view! {
        <tr data-testid="drift-row">
            <th scope="row"><bdi>{step}</bdi></th>
            <td title=title>{reason}</td>
            <td class="page-cell"><bdi dir="ltr">{page}</bdi></td>
            <td><time title=moments::full(at)>{move || moments::ago(at, desk.now.get())}</time></td>
        </tr>
    }
}
