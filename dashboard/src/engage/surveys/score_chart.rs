//! The promoter score over time: columns above and below zero, and the same as a table.

use super::figures::Score;
use crate::{
    reports::{number, period},
    say,
};
use leptos::prelude::*;

/// The scores of periods, from -100 to 100.
pub fn score_chart(title: String, scores: Vec<Score>) -> impl IntoView {
    // A few periods do not fill the width.
    let width = 100.0 / scores.len().max(6) as f64;
    let columns = scores.iter().enumerate().map(|(at, score)| {
        let x = at as f64 * width;
        let inset = width * 0.14;
        // Zero has a line of its own to be seen.
        let height = (score.score.abs() / 2.0).max(0.8);
        let y = if score.score >= 0.0 { 50.0 - height } else { 50.0 };
        let said = format!("{}: {} ({})", period(&score.period), number(score.score), number(score.count as f64));
        let class = if score.score >= 0.0 { "column" } else { "column below" };
        view! {
            <g>
                <title>{said}</title>
                <rect class="reach" x=x.to_string() y="0" width=width.to_string() height="100" />
                <rect class=class x=(x + inset).to_string() y=y.to_string() width=(width - 2.0 * inset).to_string() height=height.to_string() />
            </g>
        }
    });
    let columns = columns.collect_view();
    let last = scores.len().saturating_sub(1);
    let ends = if last == 0 { vec![0] } else { vec![0, last] };
    let ends = ends
        .into_iter()
        .filter_map(|at| scores.get(at))
        .map(|score| view! { <span>{period(&score.period)}</span> });
    let ends = ends.collect_view();
    let rows = scores.into_iter().map(|score| {
        view! { <tr><th scope="row">{period(&score.period)}</th><td>{number(score.score)}</td><td>{number(score.count as f64)}</td></tr> }
    });
    view! {
        <figure class="chart scores">
            <div class="scale" aria-hidden="true"><span>{number(100.0)}</span><span>{number(0.0)}</span><span>{number(-100.0)}</span></div>
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label=title>
                {[0, 50, 100].map(|y| view! { <line class="grid" x1="0" x2="100" y1=y.to_string() y2=y.to_string() /> }).collect_view()}
                {columns}
            </svg>
            <div class="ends" aria-hidden="true">{ends}</div>
            <details>
                <summary>{say!("as-table")}</summary>
                <table>
                    <thead><tr><th scope="col">{say!("report-period")}</th><th scope="col">{say!("sv-score")}</th><th scope="col">{say!("sv-answers")}</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </details>
        </figure>
    }
}
