//! Who has how much to do, and how it goes.

use super::{admit, cohort};
use crate::{
    core::{Query, Reader, Result},
    domain::names,
};
use shared::{
    id::UserId,
    reporting::{
        AgentLoad, AgentMetrics, AgentRating, GetAgentMetrics, GetAgentWorkloadDistribution, GetCsatByAgent,
        Workload,
    },
};
use std::collections::HashMap;

/// Who is not there any more.
const UNKNOWN: &str = "Unknown";

/// What is assigned to an agent.
#[derive(sqlx::FromRow)]
struct Assigned {
    agent_id: UserId,
    handled: i64,
    resolved: i64,
    response: f64,
    resolution: f64,
}

impl Query for GetAgentMetrics {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Vec<AgentMetrics>> {
        admit(cx, self.workspace_id).await?;
        let rows: Vec<Assigned> = cx
            .glance(&["conversations"])
            .query(concat!(
                "SELECT assignee_id AS agent_id, COUNT(*) AS handled, COUNT(resolved_at) AS resolved,
                        CAST(COALESCE(AVG(first_response_at - created_at), 0) AS DOUBLE PRECISION) AS response,
                        CAST(COALESCE(AVG(resolved_at - created_at), 0) AS DOUBLE PRECISION) AS resolution ",
                cohort!(),
                " AND assignee_id IS NOT NULL
                 GROUP BY assignee_id
                 ORDER BY COUNT(*) DESC, assignee_id"
            ))
            .bind(self.workspace_id)
            .bind(self.start_date)
            .bind(self.end_date)
            .fetch_all()
            .await?;
        let mut names = names_of(cx, rows.iter().map(|row| row.agent_id)).await?;
        let metrics = rows.into_iter().map(|row| AgentMetrics {
            agent_id: row.agent_id,
            agent_name: names.remove(&row.agent_id).unwrap_or_else(|| UNKNOWN.into()),
            conversations_handled: row.handled,
            resolved: row.resolved,
            avg_response_time_ms: row.response,
            avg_resolution_time_ms: row.resolution,
        });
        Ok(metrics.collect())
    }
}

impl Query for GetAgentWorkloadDistribution {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Workload> {
        admit(cx, self.workspace_id).await?;
        let rows: Vec<(Option<UserId>, i64)> = cx
            .glance(&["conversations"])
            .query(
                "SELECT assignee_id, COUNT(*)
                 FROM conversations
                 WHERE workspace_id = $1 AND status = 'open' AND kind = 'support' AND removed_at IS NULL
                 GROUP BY assignee_id
                 ORDER BY COUNT(*) DESC, assignee_id",
            )
            .bind(self.workspace_id)
            .fetch_all()
            .await?;
        let mut names = names_of(cx, rows.iter().filter_map(|row| row.0)).await?;
        let mut workload = Workload::default();
        for (agent, count) in rows {
            workload.total += count;
            match agent {
                None => workload.unassigned += count,
                Some(agent_id) => workload.distribution.push(AgentLoad {
                    agent_id,
                    agent_name: names.remove(&agent_id).unwrap_or_else(|| UNKNOWN.into()),
                    open_conversations: count,
                }),
            }
        }
        Ok(workload)
    }
}

impl Query for GetCsatByAgent {
    const IS_REPORT: bool = true;
    async fn run(self, cx: &mut Reader) -> Result<Vec<AgentRating>> {
        admit(cx, self.workspace_id).await?;
        let rows: Vec<(UserId, f64, i64)> = cx
            .glance(&["csat_responses"])
            .query(
                "SELECT agent_id, CAST(AVG(rating) AS DOUBLE PRECISION), COUNT(*)
                 FROM csat_responses
                 WHERE workspace_id = $1 AND created_at BETWEEN $2 AND $3 AND agent_id IS NOT NULL
                 GROUP BY agent_id
                 ORDER BY AVG(rating) DESC, COUNT(*) DESC, agent_id",
            )
            .bind(self.workspace_id)
            .bind(self.start_date)
            .bind(self.end_date)
            .fetch_all()
            .await?;
        let mut names = names_of(cx, rows.iter().map(|row| row.0)).await?;
        let ratings = rows.into_iter().map(|(agent_id, average_rating, total_responses)| AgentRating {
            agent_id,
            agent_name: names.remove(&agent_id).unwrap_or_else(|| UNKNOWN.into()),
            average_rating,
            total_responses,
        });
        Ok(ratings.collect())
    }
}

async fn names_of(cx: &mut Reader, agents: impl Iterator<Item = UserId>) -> Result<HashMap<UserId, String>> {
    names::of_agents(cx, agents, true).await
}
