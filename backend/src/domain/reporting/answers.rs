//! What the AI agent leaves open, and how it compares with people.

use super::{admit, cohort};
use crate::core::{Query, Reader, Result};
use shared::reporting::answers::{
    Comparison, GetAiVsHumanComparison, GetKnowledgeGaps, Handling, KnowledgeGap,
};
use std::collections::HashMap;

/// Answers that are counted, the newest.
const COUNTED: i64 = 20_000;

impl Query for GetKnowledgeGaps {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Vec<KnowledgeGap>> {
        admit(cx, self.workspace_id).await?;
        let found: Vec<(String, f64)> = cx
            .glance(&["ai_responses"])
            .query(
                "SELECT query, confidence FROM ai_responses
                 WHERE workspace_id = $1 AND created_at BETWEEN $2 AND $3
                   AND (handed_off OR confidence < 0.5 OR feedback = 'not_helpful')
                 ORDER BY created_at DESC, id DESC
                 LIMIT $4",
            )
            .bind(self.workspace_id)
            .bind(self.start_date)
            .bind(self.end_date)
            .bind(COUNTED)
            .fetch_all()
            .await?;
        let mut gaps: HashMap<String, KnowledgeGap> = HashMap::new();
        for (query, confidence) in found {
            let query = query.trim().to_lowercase();
            let new = || KnowledgeGap { query: query.clone(), confidence, count: 0 };
            let gap = gaps.entry(query.clone()).or_insert_with(new);
            gap.count += 1;
            gap.confidence = gap.confidence.min(confidence);
        }
        let mut gaps: Vec<KnowledgeGap> = gaps.into_values().filter(|gap| !gap.query.is_empty()).collect();
        gaps.sort_by(|one, other| (other.count, &one.query).cmp(&(one.count, &other.query)));
        gaps.truncate(usize::try_from(self.limit.unwrap_or(20).clamp(1, 100)).unwrap_or_default());
        Ok(gaps)
    }
}

impl Query for GetAiVsHumanComparison {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Comparison> {
        admit(cx, self.workspace_id).await?;
        let mut comparison = Comparison::default();
        let all: Vec<(bool, i64, f64, i64, f64)> = cx
            .glance(&["conversations", "ai_responses", "csat_responses"])
            .query(concat!(
                "WITH handled AS (
                     SELECT id, created_at, first_response_at,
                            EXISTS (SELECT 1 FROM ai_responses WHERE ai_responses.conversation_id = conversations.id) AS is_ai ",
                cohort!(),
                ")
                 SELECT is_ai, COUNT(*),
                        CAST(COALESCE(AVG(CASE WHEN first_response_at > handled.created_at
                                          THEN first_response_at - handled.created_at END), 0) AS DOUBLE PRECISION),
                        COUNT(rating), CAST(COALESCE(AVG(rating), 0) AS DOUBLE PRECISION)
                 FROM handled LEFT JOIN csat_responses ON csat_responses.conversation_id = handled.id
                 GROUP BY is_ai"
            ))
            .bind(self.workspace_id)
            .bind(self.start_date)
            .bind(self.end_date)
            .fetch_all()
            .await?;
        for (is_ai, conversations, took, ratings, rating) in all {
            let handling = Handling {
                conversation_count: conversations,
                avg_response_time_ms: took,
                avg_csat_rating: rating,
                csat_response_count: ratings,
            };
            if is_ai { comparison.ai = handling } else { comparison.human = handling }
        }
        let (took,): (f64,) = cx
            .glance(&["ai_responses", "conversations"])
            .query(concat!(
                "SELECT CAST(COALESCE(AVG(generation_time_ms), 0) AS DOUBLE PRECISION)
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
        comparison.ai.avg_response_time_ms = took;
        Ok(comparison)
    }
}
