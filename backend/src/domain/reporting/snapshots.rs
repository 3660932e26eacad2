//! Reports that were kept as they were. Writes `report_snapshots`.

use super::admit;
use crate::{
    core::{Mutation, Query, Reader, Result, Topic, Writer},
    store::Filter,
};
use shared::{
    Error,
    id::{ReportSnapshotId, WorkspaceId},
    limits,
    permissions::Permission,
    reporting::snapshots::{GetReportSnapshot, LARGEST, ReportSnapshot, SaveReportSnapshot},
};
use sqlx::types::Json;

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("report_snapshots", workspace.0)
}

impl Mutation for SaveReportSnapshot {
    async fn run(self, cx: &mut Writer) -> Result<ReportSnapshotId> {
        cx.agent(self.workspace_id, Permission::ConversationsReply).await?;
        if self.period_end < self.period_start {
            return Err(Error::invalid("The period ends before it begins").into());
        }
        limits::at_most("The report", serde_json::to_string(&self.metrics)?.len(), LARGEST, "bytes of JSON")?;
        let (id, now) = (ReportSnapshotId(cx.new_id()?), cx.now());
        let (id,): (ReportSnapshotId,) = cx
            .write(topic(self.workspace_id))
            .query(
                "INSERT INTO report_snapshots
                     (id, workspace_id, report_type, period_start, period_end, granularity, metrics, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (workspace_id, report_type, period_start, period_end, granularity) DO UPDATE
                 SET metrics = excluded.metrics, created_at = excluded.created_at
                 RETURNING id",
            )
            .bind(id)
            .bind(self.workspace_id)
            .bind(self.report_type)
            .bind(self.period_start)
            .bind(self.period_end)
            .bind(self.granularity)
            .bind(Json(self.metrics))
            .bind(now)
            .fetch_one()
            .await?;
        Ok(id)
    }
}

impl Query for GetReportSnapshot {
    async fn run(self, cx: &mut Reader) -> Result<Option<ReportSnapshot>> {
        admit(cx, self.workspace_id).await?;
        let filter = Filter::new(
            "SELECT id, created_at AS creation_time, workspace_id, report_type, period_start, period_end, granularity, metrics,
                    created_at
             FROM report_snapshots
             WHERE workspace_id = ",
        )
        .bind(self.workspace_id)
        .push(" AND report_type = ")
        .bind(self.report_type)
        .push(" AND period_start = ")
        .bind(self.period_start)
        .push(" AND period_end = ")
        .bind(self.period_end)
        .and(" AND granularity = ", self.granularity)
        .push(" ORDER BY created_at DESC, id LIMIT 1");
        Ok(cx.read(topic(self.workspace_id)).filter(filter).fetch_optional().await?)
    }
}
