//! How long things took.

use super::{admit, cohort, mean};
use crate::core::{Query, Reader, Result};
use shared::{
    Millis,
    id::WorkspaceId,
    reporting::{Durations, GetResolutionTimeMetrics, GetResponseTimeMetrics},
};

/// From `created_at` to another time of a conversation: one statement that counts and adds, and one that answers what is at three
/// places of all in order.
macro_rules! durations {
    ($until:literal) => {
        [
            concat!(
                "SELECT COUNT(*), CAST(COALESCE(SUM(",
                $until,
                " - created_at), 0) AS DOUBLE PRECISION) ",
                cohort!(),
                " AND ",
                $until,
                " > created_at"
            ),
            concat!(
                "SELECT took
                 FROM (
                     SELECT ",
                $until,
                " - created_at AS took, ROW_NUMBER() OVER (ORDER BY ",
                $until,
                " - created_at) - 1 AS place ",
                cohort!(),
                " AND ",
                $until,
                " > created_at
                 ) AS sorted
                 WHERE place IN ($4, $5, $6)
                 ORDER BY place"
            ),
        ]
    };
}

impl Query for GetResponseTimeMetrics {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Durations> {
        let bounds = (self.start_date, self.end_date);
        durations(cx, self.workspace_id, bounds, durations!("first_response_at")).await
    }
}

impl Query for GetResolutionTimeMetrics {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Durations> {
        let bounds = (self.start_date, self.end_date);
        durations(cx, self.workspace_id, bounds, durations!("resolved_at")).await
    }
}

async fn durations(
    cx: &mut Reader,
    workspace: WorkspaceId,
    (start, end): (Millis, Millis),
    [sums, places]: [&'static str; 2],
) -> Result<Durations> {
    admit(cx, workspace).await?;
    let tables = &["conversations"];
    let (count, sum): (i64, f64) =
        cx.glance(tables).query(sums).bind(workspace).bind(start).bind(end).fetch_one().await?;
    if count == 0 {
        return Ok(Durations::default());
    }
    let [median, p90, p95] = [0.5, 0.9, 0.95].map(|part| (count as f64 * part).floor() as i64);
    let found: Vec<(Millis,)> = cx
        .glance(tables)
        .query(places)
        .bind(workspace)
        .bind(start)
        .bind(end)
        .bind(median)
        .bind(p90)
        .bind(p95)
        .fetch_all()
        .await?;
    // Of few, two places may be the same one.
    let at = |place| {
        let before = [median, p90, p95].into_iter().filter(|other| *other < place);
        let row = before.collect::<std::collections::BTreeSet<_>>().len();
        found.get(row).map_or(0, |(took,)| *took)
    };
    Ok(Durations {
        count,
        average_ms: mean(sum, count),
        median_ms: at(median),
        p90_ms: at(p90),
        p95_ms: at(p95),
        truncated: false,
    })
}
