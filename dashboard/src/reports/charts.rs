//! Charts of elements that the style sheet colours. Those of the crates that we tried are written through markup or style attributes,
//! which the page's policy refuses, and know neither the theme nor right-to-left.

use crate::say;
use leptos::prelude::*;

/// A column of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// As people read it.
    pub label: String,
    pub value: f64,
    /// The value as people read it.
    pub shown: String,
}

/// Columns over time, and the same as a table.
pub fn columns(title: String, first: String, second: String, points: Vec<Point>) -> impl IntoView {
    let top = nice(points.iter().map(|point| point.value).fold(0.0, f64::max));
    let count = points.len().max(1) as f64;
    let drawn = points.iter().enumerate().map(|(at, point)| {
        let height = point.value / top * 100.0;
        let (x, y) = (at as f64 * 100.0 / count, 100.0 - height);
        let width = 100.0 / count;
        let inset = width * 0.14;
        let said = format!("{}: {}", point.label, point.shown);
        view! {
            <g>
                <title>{said}</title>
                <rect class="reach" x=x.to_string() y="0" width=width.to_string() height="100" />
                <rect class="column" x=(x + inset).to_string() y=y.to_string() width=(width - 2.0 * inset).to_string() height=height.to_string() />
            </g>
        }
    });
    let drawn = drawn.collect_view();
    let ends = [points.first(), points.get(points.len() / 2), points.last()];
    let ends = if points.len() > 2 { ends.to_vec() } else { vec![points.first(), points.get(1)] };
    let ends: Vec<String> = ends.into_iter().flatten().map(|point| point.label.clone()).collect();
    view! {
        <figure class="chart">
            <div class="scale" aria-hidden="true"><span>{super::number(top)}</span><span>{super::number(top / 2.0)}</span><span>{super::number(0.0)}</span></div>
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label=title>
                {[0, 50, 100].map(|y| view! { <line class="grid" x1="0" x2="100" y1=y.to_string() y2=y.to_string() /> }).collect_view()}
                {drawn}
            </svg>
            <div class="ends" aria-hidden="true">{ends.into_iter().map(|label| view! { <span>{label}</span> }).collect_view()}</div>
            {table(first, second, points)}
        </figure>
    }
}

/// Bars from the longest to the shortest; each has its words beside it, so that it needs no table.
pub fn bars(label: String, points: Vec<Point>) -> impl IntoView {
    let top = points.iter().map(|point| point.value).fold(0.0, f64::max).max(1.0);
    let rows = points.into_iter().map(|point| {
        let share = format!("{}%", point.value / top * 100.0);
        view! {
            <li>
                <span class="label"><bdi>{point.label}</bdi></span>
                <span class="track" aria-hidden="true">{""}<i style:inline-size=share>{""}</i></span>
                <span class="value">{point.shown}</span>
            </li>
        }
    });
    view! { <ul class="bars" aria-label=label>{rows.collect_view()}</ul> }
}

fn table(first: String, second: String, points: Vec<Point>) -> impl IntoView {
    let rows = points
        .into_iter()
        .map(|point| view! { <tr><th scope="row">{point.label}</th><td>{point.shown}</td></tr> });
    view! {
        <details>
            <summary>{say!("as-table")}</summary>
            <table>
                <thead><tr><th scope="col">{first}</th><th scope="col">{second}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}

/// The next round number that can be halved.
fn nice(top: f64) -> f64 {
    if top <= 2.0 {
        return 2.0;
    }
    let size = 10_f64.powf(top.log10().floor());
    [1.0, 2.0, 4.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|step| step * size)
        .find(|nice| *nice >= top)
        .unwrap_or(top)
}

#[cfg(test)]
mod tests {
    use super::nice;

    #[test]
    fn a_scale_ends_at_a_round_number_over_everything() {
        for (top, round) in [(0.0, 2.0), (1.0, 2.0), (3.0, 4.0), (10.0, 10.0), (11.0, 20.0), (75.0, 80.0)] {
            assert_eq!(nice(top), round, "{top}");
        }
    }
}
