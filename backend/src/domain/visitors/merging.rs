//! Which visitors turned out to be one person, as the audit log has it.

use crate::{
    core::{Query, Reader, Result},
    domain::audit_logs::{self, Merged},
};
use shared::{
    permissions::Permission,
    visitors::{
        directory::DirectoryStatus,
        merging::{GetMergeHistory, Merge, MergeHistory},
    },
};

impl Query for GetMergeHistory {
    async fn run(self, cx: &mut Reader) -> Result<MergeHistory> {
        let none = |status| Ok(MergeHistory { status, entries: Vec::new() });
        if cx.caller().user_id().is_none() {
            return none(DirectoryStatus::Unauthenticated);
        }
        if cx.agent_if_allowed(self.workspace_id, Permission::UsersRead).await?.is_none() {
            return none(DirectoryStatus::Forbidden);
        }
        let most = self.limit.unwrap_or(20).clamp(1, 100);
        let found = audit_logs::merges_of(cx, self.workspace_id, self.visitor_id, most).await?;
        let entry = |Merged { id, merged_at, details }: Merged| {
            let text = |key: &str| details.get(key).and_then(|value| value.as_str()).map(str::to_owned);
            let number = |key: &str| details.get(key).and_then(|value| value.as_i64()).unwrap_or_default();
            Some(Merge {
                audit_log_id: id,
                source_visitor_id: text("sourceVisitorId")?.parse().ok()?,
                source_visitor_readable_id: text("sourceVisitorReadableId"),
                target_visitor_id: text("targetVisitorId")?.parse().ok()?,
                target_visitor_readable_id: text("targetVisitorReadableId"),
                workspace_id: self.workspace_id,
                merged_at,
                reason: "identity_verified".into(),
                reassigned_conversations: number("reassignedConversations"),
                reassigned_sessions: 0,
                migrated_push_tokens: 0,
                reassigned_events: number("reassignedEvents"),
            })
        };
        let entries = found.into_iter().filter_map(entry).collect();
        Ok(MergeHistory { status: DirectoryStatus::Ok, entries })
    }
}
