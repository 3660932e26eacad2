//! The promoter score over time: columns above and below zero, and the same as a table.

use super::figures::Score;
use crate::{
    reports::{
        charts::{Point, chart, table},
        number, period,
    },
    say,
};
use leptos::prelude::*;

/// As many periods as fill the width; fewer do not.
const SLOTS: usize = 6;

/// The scores of periods, from -100 to 100.
pub fn score_chart(title: String, scores: Vec<Score>) -> impl IntoView {
    let count = |score: &Score| number(score.count as f64);
    let points = scores.iter().map(|score| Point {
        label: period(&score.period),
        value: score.score,
        shown: format!("{} ({})", number(score.score), count(score)),
    });
    let points: Vec<Point> = points.collect();
    let rows = scores.iter().map(|score| (period(&score.period), vec![number(score.score), count(score)]));
    let table = table(say!("report-period"), vec![say!("sv-score"), say!("sv-answers")], rows.collect());
    chart(title, -100.0..100.0, scores.len().max(SLOTS), points, table)
}
