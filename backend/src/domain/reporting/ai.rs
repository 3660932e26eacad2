//! How the AI agent does.

use super::{admit, bounds, mean, periods, share};
use crate::core::{Query, Reader, Result};
use shared::{
    Millis,
    id::WorkspaceId,
    reporting::{AiAgentMetrics, AiTrend, GetAiAgentMetrics, Granularity},
};

/// What is added up of some answers.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
struct Sums {
    day: i64,
    total: i64,
    handed_off: i64,
    helpful: i64,
    not_helpful: i64,
    took: i64,
    confidence: f64,
    tokens: i64,
}

impl Sums {
    fn add(&mut self, more: Self) {
        self.total += more.total;
        self.handed_off += more.handed_off;
        self.helpful += more.helpful;
        self.not_helpful += more.not_helpful;
        self.took += more.took;
        self.confidence += more.confidence;
        self.tokens += more.tokens;
    }

    fn resolution(&self) -> f64 {
        share(self.total - self.handed_off, self.total)
    }

    fn satisfaction(&self) -> f64 {
        share(self.helpful, self.helpful + self.not_helpful)
    }
}

impl Query for GetAiAgentMetrics {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<AiAgentMetrics> {
        admit(cx, self.workspace_id).await?;
        metrics(cx, self.workspace_id, bounds(self.start_date, self.end_date), self.granularity).await
    }
}

/// The numbers of the answers between two times; whoever asks may read them.
pub async fn metrics(
    cx: &mut Reader,
    workspace: WorkspaceId,
    (start, end): (Millis, Millis),
    granularity: Option<Granularity>,
) -> Result<AiAgentMetrics> {
    let days: Vec<Sums> = cx
        .glance(&["ai_responses"])
        .query(
            "SELECT created_at / 86400000 AS day,
                    COUNT(*) AS total,
                    COUNT(CASE WHEN handed_off THEN 1 END) AS handed_off,
                    COUNT(CASE feedback WHEN 'helpful' THEN 1 END) AS helpful,
                    COUNT(CASE feedback WHEN 'not_helpful' THEN 1 END) AS not_helpful,
                    CAST(SUM(generation_time_ms) AS BIGINT) AS took,
                    CAST(SUM(confidence) AS DOUBLE PRECISION) AS confidence,
                    CAST(COALESCE(SUM(tokens_used), 0) AS BIGINT) AS tokens
             FROM ai_responses
             WHERE workspace_id = $1 AND created_at BETWEEN $2 AND $3
             GROUP BY created_at / 86400000",
        )
        .bind(workspace)
        .bind(start)
        .bind(end)
        .fetch_all()
        .await?;
    let mut all = Sums::default();
    days.iter().for_each(|day| all.add(*day));
    let trend = periods::fold(days.into_iter().map(|day| (day.day, day)), granularity, Sums::add);
    Ok(AiAgentMetrics {
        total_responses: all.total,
        resolved_by_ai: all.total - all.handed_off,
        handed_off: all.handed_off,
        resolution_rate: all.resolution(),
        handoff_rate: share(all.handed_off, all.total),
        avg_response_time_ms: mean(all.took as f64, all.total),
        avg_confidence: mean(all.confidence, all.total),
        satisfaction_rate: all.satisfaction(),
        total_tokens_used: all.tokens,
        trend_by_period: trend
            .into_iter()
            .map(|(period, sums)| AiTrend {
                period,
                total_responses: sums.total,
                resolution_rate: sums.resolution(),
                satisfaction_rate: sums.satisfaction(),
            })
            .collect(),
        truncated: false,
    })
}
