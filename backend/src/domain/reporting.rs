//! Reports (functions-inbox.md §8), computed in SQL out of indexes that hold all they need. Writes `csat_responses` and, in its
//! part, `report_snapshots`.

mod agents;
mod ai;
mod answers;
mod csat;
mod durations;
mod periods;
mod rating;
mod ratings;
mod snapshots;
mod summary;
mod volume;

pub use ai::metrics as ai_metrics;
pub use ratings::{erase, ratings};

use crate::core::{Functions, Reader, Result};
use shared::{
    Millis,
    id::WorkspaceId,
    permissions::Permission,
    reporting::{
        GetAgentMetrics, GetAgentWorkloadDistribution, GetAiAgentMetrics, GetConversationMetrics,
        GetCsatByAgent, GetCsatEligibility, GetCsatMetrics, GetCsatScore, GetDashboardSummary,
        GetResolutionTimeMetrics, GetResponseTimeMetrics, SubmitCsatResponse,
        answers::{GetAiVsHumanComparison, GetKnowledgeGaps},
        snapshots::{GetReportSnapshot, SaveReportSnapshot},
    },
};

/// Which conversations a report is about: `$1` the workspace, `$2` and `$3` the bounds. In the words of the index over them.
macro_rules! cohort {
    () => {
        "FROM conversations
         WHERE workspace_id = $1 AND created_at BETWEEN $2 AND $3 AND kind = 'support' AND removed_at IS NULL"
    };
}
use cohort;

pub fn register(functions: &mut Functions) {
    functions
        .query::<GetConversationMetrics>()
        .query::<GetResponseTimeMetrics>()
        .query::<GetResolutionTimeMetrics>()
        .query::<GetAgentMetrics>()
        .query::<GetAgentWorkloadDistribution>()
        .query::<GetCsatScore>()
        .query::<GetCsatMetrics>()
        .query::<GetAiAgentMetrics>()
        .query::<GetCsatByAgent>()
        .query::<GetDashboardSummary>()
        .query::<GetKnowledgeGaps>()
        .query::<GetAiVsHumanComparison>()
        .query::<GetCsatEligibility>()
        .mutation::<SubmitCsatResponse>()
        .mutation::<SaveReportSnapshot>()
        .query::<GetReportSnapshot>();
}

/// Lets those read on who may read reports. Errors: those of [`Reader::agent`].
async fn admit(cx: &mut Reader, workspace: WorkspaceId) -> Result<()> {
    cx.agent(workspace, Permission::ConversationsRead).await.map(drop)
}

/// Open bounds as the ends of time.
fn bounds(start: Option<Millis>, end: Option<Millis>) -> (Millis, Millis) {
    (start.unwrap_or(Millis::MIN), end.unwrap_or(Millis::MAX))
}

/// A part of a whole, 0 of nothing.
fn share(part: i64, whole: i64) -> f64 {
    mean(part as f64, whole)
}

/// The mean of so many values, 0 of none.
fn mean(sum: f64, count: i64) -> f64 {
    if count == 0 { 0.0 } else { sum / count as f64 }
}
