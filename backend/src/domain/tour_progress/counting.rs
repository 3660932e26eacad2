//! How far the visitors of a tour are, and what keeps them from going on.

use super::diagnostics::columns;
use crate::core::{Reader, Result};
use shared::{
    id::TourId,
    tour_progress::Status,
    tours::{Stats, Trouble},
};

/// The newest troubles that are answered, and the kinds of them.
const MOST_TROUBLES: i64 = 50;

/// Of a tour with so many steps.
pub async fn stats(cx: &mut Reader, tour: TourId, steps: usize) -> Result<Stats> {
    let counted: Vec<(i64, Status, i64)> = cx
        .glance(&["tour_progress"])
        .query(
            "SELECT current_step, status, COUNT(*) FROM tour_progress WHERE tour_id = $1 GROUP BY current_step, status",
        )
        .bind(tour)
        .fetch_all()
        .await?;
    let troubles: Vec<Trouble> = cx
        .glance(&["tour_progress_diagnostics"])
        .query(
            "SELECT step_order, reason, COUNT(*) AS count, MAX(created_at) AS last_at
             FROM tour_progress_diagnostics
             WHERE tour_id = $1
             GROUP BY step_order, reason
             ORDER BY COUNT(*) DESC, step_order, reason
             LIMIT $2",
        )
        .bind(tour)
        .bind(MOST_TROUBLES)
        .fetch_all()
        .await?;
    let diagnostics = cx
        .glance(&["tour_progress_diagnostics"])
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM tour_progress_diagnostics WHERE tour_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
        ))
        .bind(tour)
        .bind(MOST_TROUBLES)
        .fetch_all()
        .await?;
    let mut stats = Stats { reached: vec![0; steps], troubles, diagnostics, ..Stats::default() };
    for (at, status, count) in counted {
        stats.started += count;
        *match status {
            Status::InProgress => &mut stats.in_progress,
            Status::Completed => &mut stats.completed,
            Status::Dismissed => &mut stats.dismissed,
            Status::Snoozed => &mut stats.snoozed,
        } += count;
        // Who has completed it came to every step, also to those that were added since.
        let last = if status == Status::Completed { steps } else { usize::try_from(at).unwrap_or(0) + 1 };
        stats.reached.iter_mut().take(last).for_each(|reached| *reached += count);
    }
    Ok(stats)
}
