//! Where a segment is used. A reference is kept as the segment's id as it is printed.

use crate::{
    core::{Query, Reader, Result, Topic},
    domain::owned,
};
use shared::{
    id::ReferrerId,
    limits,
    permissions::Permission,
    segments::{GetUsage, Segment, Usage, UsageType},
};

/// A kind of what refers to segments, its table, and what of it refers to one; in the order of the answer.
type Referrers = (UsageType, &'static str, &'static str);

const REFERRERS: &[Referrers] = &[
    (
        UsageType::Tour,
        "tours",
        "SELECT id, name FROM tours
         WHERE workspace_id = $1 AND audience_rules ->> 'segmentId' = $2
         ORDER BY created_at DESC, id DESC
         LIMIT $3",
    ),
    (
        UsageType::Survey,
        "surveys",
        "SELECT id, name FROM surveys
         WHERE workspace_id = $1 AND audience_rules ->> 'segmentId' = $2
         ORDER BY created_at DESC, id DESC
         LIMIT $3",
    ),
    (
        UsageType::OutboundMessage,
        "outbound_messages",
        "SELECT id, name FROM outbound_messages
         WHERE workspace_id = $1 AND targeting ->> 'segmentId' = $2
         ORDER BY created_at DESC, id DESC
         LIMIT $3",
    ),
    (
        UsageType::Checklist,
        "checklists",
        "SELECT id, name FROM checklists
         WHERE workspace_id = $1 AND targeting ->> 'segmentId' = $2
         ORDER BY created_at DESC, id DESC
         LIMIT $3",
    ),
    (
        UsageType::Tooltip,
        "tooltips",
        "SELECT id, name FROM tooltips
         WHERE workspace_id = $1 AND audience_rules ->> 'segmentId' = $2
         ORDER BY created_at DESC, id DESC
         LIMIT $3",
    ),
    (
        UsageType::Article,
        "articles",
        "SELECT id, title FROM articles
         WHERE workspace_id = $1 AND audience_rules ->> 'segmentId' = $2
         ORDER BY created_at DESC, id DESC
         LIMIT $3",
    ),
];

impl Query for GetUsage {
    async fn run(self, cx: &mut Reader) -> Result<Vec<Usage>> {
        let row: Segment = owned::found(cx, self.id).await?;
        if cx.agent_if_allowed(row.workspace_id, Permission::SettingsWorkspace).await?.is_none() {
            return Ok(Vec::new());
        }
        let each = limits::rows(self.per_type_limit, 100, 500);
        let total = limits::rows(self.total_limit, 200, 1000);
        let mut usage = Vec::new();
        for (kind, table, sql) in REFERRERS {
            let left = total - usage.len() as i64;
            if left <= 0 {
                break;
            }
            let found: Vec<(ReferrerId, String)> = cx
                .read(Topic::new(table, row.workspace_id.0))
                .query(sql)
                .bind(row.workspace_id)
                .bind(self.id.to_string())
                .bind(each.min(left))
                .fetch_all()
                .await?;
            usage.extend(found.into_iter().map(|(id, name)| Usage { kind: *kind, id, name }));
        }
        Ok(usage)
    }
}
