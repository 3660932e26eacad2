//! How visitors rated their conversations.

use super::{admit, bounds, mean, periods, share};
use crate::core::{Query, Reader, Result};
use shared::reporting::{CsatMetrics, GetCsatMetrics, GetCsatScore, RatingTrend};

/// Stars that satisfy.
const SATISFIED: i64 = 4;

impl Query for GetCsatScore {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<CsatMetrics> {
        Query::run(self.0, cx).await
    }
}

impl Query for GetCsatMetrics {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<CsatMetrics> {
        admit(cx, self.workspace_id).await?;
        let (start, end) = bounds(self.start_date, self.end_date);
        let rows: Vec<(i64, i64, i64, f64)> = cx
            .glance(&["csat_responses"])
            .query(
                "SELECT day, stars, COUNT(*), CAST(SUM(rating) AS DOUBLE PRECISION)
                 FROM (
                     SELECT created_at / 86400000 AS day, rating,
                            CAST(CASE WHEN rating >= 5 THEN 5 WHEN rating >= 4 THEN 4 WHEN rating >= 3 THEN 3
                                      WHEN rating >= 2 THEN 2 ELSE 1 END AS BIGINT) AS stars
                     FROM csat_responses
                     WHERE workspace_id = $1 AND created_at BETWEEN $2 AND $3
                 ) AS rated
                 GROUP BY day, stars",
            )
            .bind(self.workspace_id)
            .bind(start)
            .bind(end)
            .fetch_all()
            .await?;
        let mut distribution = [0; 5];
        let (mut total, mut sum, mut satisfied) = (0, 0.0, 0);
        for (_, stars, count, ratings) in &rows {
            total += count;
            sum += ratings;
            satisfied += if *stars >= SATISFIED { *count } else { 0 };
            distribution[(stars - 1).clamp(0, 4) as usize] += count;
        }
        let days = rows.into_iter().map(|(day, _, count, ratings)| (day, (count, ratings)));
        let trend = periods::fold(days, self.granularity, |known: &mut (i64, f64), (count, ratings)| {
            known.0 += count;
            known.1 += ratings;
        });
        Ok(CsatMetrics {
            total_responses: total,
            average_rating: mean(sum, total),
            rating_distribution: (1..).map(|stars: i32| stars.to_string()).zip(distribution).collect(),
            satisfaction_rate: share(satisfied, total),
            trend_by_period: trend
                .into_iter()
                .map(|(period, (count, ratings))| RatingTrend {
                    period,
                    average_rating: mean(ratings, count),
                    count,
                })
                .collect(),
            truncated: false,
        })
    }
}
