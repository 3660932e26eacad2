//! Rows that are older than their workspace keeps them are deleted.

use super::topic;
use crate::{
    core::{Mutation, Query, Reader, Result, Topic, Writer},
    store::Filter,
};
use shared::{
    Function, Millis,
    audit_logs::RETENTION,
    function,
    id::{Uuid, VisitorId, WorkspaceId},
};

const DAY: Millis = 24 * 3_600_000;

/// Workspaces with rows that are too old, and since when such rows are kept. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Overdue;

impl Function for Overdue {
    const NAME: &'static str = "auditLogs:overdue (internal)";
    type Kind = function::Query;
    type Output = Vec<Forget>;
}

impl Query for Overdue {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Forget>> {
        let now = cx.now();
        let tables = ["workspaces", "audit_log_settings", "audit_logs"];
        let found: Vec<(WorkspaceId, Millis)> = cx
            .read(tables.map(|table| Topic::new(table, Uuid::nil())))
            .query(
                "SELECT kept.id, kept.since
                 FROM (SELECT workspaces.id AS id, $1 - COALESCE(audit_log_settings.retention_days, $2) * $3 AS since
                       FROM workspaces
                       LEFT JOIN audit_log_settings ON audit_log_settings.workspace_id = workspaces.id) AS kept
                 WHERE EXISTS (SELECT 1 FROM audit_logs
                               WHERE audit_logs.workspace_id = kept.id AND audit_logs.happened_at < kept.since)",
            )
            .bind(now)
            .bind(RETENTION)
            .bind(DAY)
            .fetch_all()
            .await?;
        Ok(found.into_iter().map(|(workspace, before)| Forget { workspace, before }).collect())
    }
}

/// Deletes some of a workspace's rows from before a time; answers how many. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    pub workspace: WorkspaceId,
    pub before: Millis,
}

impl Function for Forget {
    const NAME: &'static str = "auditLogs:forget (internal)";
    type Kind = function::Mutation;
    type Output = u64;
}

impl Mutation for Forget {
    async fn run(self, cx: &mut Writer) -> Result<u64> {
        Ok(cx
            .write(topic(self.workspace))
            .query(
                "DELETE FROM audit_logs
                 WHERE id IN (SELECT id FROM audit_logs
                              WHERE workspace_id = $1 AND happened_at < $2
                              ORDER BY happened_at
                              LIMIT 500)",
            )
            .bind(self.workspace)
            .bind(self.before)
            .execute()
            .await?)
    }
}

/// Deletes what is logged of visitors: their sessions with the addresses that they came from, what they were joined with, and who exported
/// them.
pub async fn erase(cx: &mut Writer, workspace: WorkspaceId, visitors: &[VisitorId]) -> Result<()> {
    let ids = visitors.iter().map(|id| id.to_string());
    let filter = Filter::new(
        "DELETE FROM audit_logs WHERE resource_type IN ('visitor', 'widgetSession') AND workspace_id = ",
    )
    .bind(workspace)
    .push(" AND ")
    .any_of("resource_id", ids);
    cx.write(topic(workspace)).filter(filter).execute().await?;
    Ok(())
}
