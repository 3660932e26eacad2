//! Charts: plotters lays them out, and what it draws becomes elements that the style sheet colours, so that they know the theme and
//! right-to-left, and the page's policy need not allow markup or styles in attributes.

mod marks;

use crate::say;
use leptos::prelude::*;
use marks::{HEIGHT, Ink, Mark, WIDTH, laid_out};
use std::ops::Range;

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
    let top = points.iter().map(|point| point.value).fold(0.0, f64::max);
    // Room above the highest, and never so little of it that a scale of whole numbers has one number.
    let range = 0.0..(top * 1.05).max(2.0);
    let count = points.len();
    let rows = points.iter().map(|point| (point.label.clone(), vec![point.shown.clone()])).collect();
    chart(title, range, count, points, table(first, vec![second], rows))
}

/// Columns from zero, up or down, within a range; `slots` of them fill the width. The table says the same.
pub fn chart(
    title: String,
    range: Range<f64>,
    slots: usize,
    points: Vec<Point>,
    table: impl IntoView,
) -> impl IntoView {
    let values: Vec<f64> = points.iter().map(|point| point.value).collect();
    let drawing = laid_out(&values, slots.max(1), range);
    let scale = drawing.ticks.into_iter().map(|tick| {
        let up = format!("{}%", (f64::from(HEIGHT) - f64::from(tick.y)) / f64::from(HEIGHT) * 100.0);
        view! { <span style:inset-block-end=up>{super::number(tick.value)}</span> }
    });
    let scale = scale.collect_view();
    let said: Vec<String> = points.iter().map(|point| format!("{}: {}", point.label, point.shown)).collect();
    let mut said = said.into_iter();
    let drawn = drawing.marks.into_iter().map(|mark| {
        let title = (mark.ink == Ink::Reach).then(|| said.next()).flatten();
        element(mark, title)
    });
    let drawn = drawn.collect_view();
    let last = points.len().saturating_sub(1);
    let mut ends = vec![0, last / 2, last];
    ends.dedup();
    let ends = ends.into_iter().filter_map(|at| points.get(at)).map(|point| point.label.clone());
    let ends = ends.map(|label| view! { <span>{label}</span> }).collect_view();
    let filled = format!("{}%", points.len() as f64 / slots.max(1) as f64 * 100.0);
    view! {
        <figure class="chart">
            <div class="scale" aria-hidden="true">{scale}</div>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=title>
                {drawn}
            </svg>
            <div class="ends" aria-hidden="true" style:max-inline-size=filled>{ends}</div>
            {table}
        </figure>
    }
}

fn element(mark: Mark, title: Option<String>) -> AnyView {
    let Mark { ink, from: (x, y), to: (right, bottom) } = mark;
    match ink {
        Ink::Grid => {
            view! { <line class=ink.class() x1=x.to_string() y1=y.to_string() x2=right.to_string() y2=bottom.to_string() /> }
                .into_any()
        }
        _ => {
            let (width, height) = (right - x, bottom - y);
            view! {
                <rect class=ink.class() x=x.to_string() y=y.to_string() width=width.to_string() height=height.to_string()>
                    {title.map(|title| view! { <title>{title}</title> })}
                </rect>
            }
            .into_any()
        }
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

/// What a chart shows, in words: rows of a label and its cells.
pub fn table(first: String, others: Vec<String>, rows: Vec<(String, Vec<String>)>) -> impl IntoView {
    let heads = others.into_iter().map(|head| view! { <th scope="col">{head}</th> });
    let rows = rows.into_iter().map(|(label, cells)| {
        let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> });
        view! { <tr><th scope="row">{label}</th>{cells.collect_view()}</tr> }
    });
    view! {
        <details>
            <summary>{say!("as-table")}</summary>
            <table>
                <thead><tr><th scope="col">{first}</th>{heads.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}
