//! The figures of the other reports in one.

use super::{admit, cohort, share};
use crate::core::{Query, Reader, Result};
use shared::reporting::{GetDashboardSummary, Summary};

impl Query for GetDashboardSummary {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Summary> {
        admit(cx, self.workspace_id).await?;
        let (total, open, closed, response, resolution): (i64, i64, i64, f64, f64) = cx
            .glance(&["conversations"])
            .query(concat!(
                "SELECT COUNT(*),
                        COUNT(CASE status WHEN 'open' THEN 1 END),
                        COUNT(CASE status WHEN 'closed' THEN 1 END),
                        CAST(COALESCE(AVG(CASE WHEN first_response_at > created_at THEN first_response_at - created_at END), 0)
                             AS DOUBLE PRECISION),
                        CAST(COALESCE(AVG(CASE WHEN resolved_at > created_at THEN resolved_at - created_at END), 0)
                             AS DOUBLE PRECISION) ",
                cohort!()
            ))
            .bind(self.workspace_id)
            .bind(self.start_date)
            .bind(self.end_date)
            .fetch_one()
            .await?;
        let (ratings, rating): (i64, f64) = cx
            .glance(&["csat_responses"])
            .query(
                "SELECT COUNT(*), CAST(COALESCE(AVG(rating), 0) AS DOUBLE PRECISION)
                 FROM csat_responses
                 WHERE workspace_id = $1 AND created_at BETWEEN $2 AND $3",
            )
            .bind(self.workspace_id)
            .bind(self.start_date)
            .bind(self.end_date)
            .fetch_one()
            .await?;
        let (answers, handed_off): (i64, i64) = cx
            .glance(&["ai_responses", "conversations"])
            .query(concat!(
                "SELECT COUNT(*), COUNT(CASE WHEN handed_off THEN 1 END)
                 FROM ai_responses
                 WHERE workspace_id = $1 AND conversation_id IN (SELECT id ",
                cohort!(),
                ")"
            ))
            .bind(self.workspace_id)
            .bind(self.start_date)
            .bind(self.end_date)
            .fetch_one()
            .await?;
        Ok(Summary {
            total_conversations: total,
            open_conversations: open,
            closed_conversations: closed,
            avg_response_time_ms: response,
            avg_resolution_time_ms: resolution,
            avg_csat_rating: rating,
            csat_response_count: ratings,
            ai_response_count: answers,
            ai_resolution_rate: share(answers - handed_off, answers),
            truncated: false,
        })
    }
}
