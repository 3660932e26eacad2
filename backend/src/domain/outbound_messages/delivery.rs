//! Which messages a visitor may be shown on a page.

use super::{columns, impressions, topic};
use crate::{
    core::{Query, Reader, Result},
    domain::{
        names, patterns,
        visitors::{self, Acting, Known},
    },
};
use shared::{
    engagement::{Pages, Schedule, Status},
    id::{OutboundMessageId, WorkspaceId},
    limits,
    number::Number,
    outbound_messages::{Frequency, GetEligible, OutboundMessage},
    permissions::Permission,
};
use std::collections::HashMap;

/// Messages of a workspace that are active at once, the oldest of them.
const MOST_ACTIVE: i64 = 1000;

impl Query for GetEligible {
    async fn run(self, cx: &mut Reader) -> Result<Vec<OutboundMessage>> {
        limits::url("currentUrl", &self.current_url)?;
        limits::token("sessionId", self.session_id.as_deref().unwrap_or_default())?;
        let acting = Acting {
            workspace: self.workspace_id,
            visitor: self.visitor_id,
            token: self.session_token.as_deref(),
            permission: Permission::ConversationsRead,
            unnamed: "visitorId is required for authenticated outbound access",
            missing: "Visitor not found in workspace",
        };
        let visitor = visitors::acting(cx, acting).await?;
        let mut messages = active(cx, self.workspace_id).await?;
        let now = cx.now();
        if let Some(at) = messages.iter().filter_map(|one| one.scheduling?.changes_at(now)).min() {
            cx.wake_at(at);
        }
        messages.retain(|message| {
            let is_page = |trigger: &shared::engagement::Trigger| {
                trigger.is_page(Some(&self.current_url), Pages::Compared(&patterns::finds))
            };
            message.scheduling.as_ref().is_none_or(|time: &Schedule| time.is_open(now))
                && message.triggers.as_ref().is_none_or(is_page)
        });
        let shown = impressions::shown_to(cx, visitor.id, self.session_id.as_deref()).await?;
        messages.retain(|message| !has_seen_enough(message, &shown));
        let known = Known::of(cx, &visitor, messages.iter().filter_map(|one| one.targeting.as_ref())).await?;
        messages.retain(|message| known.is_meant(message.targeting.as_ref()));
        let priority = |message: &OutboundMessage| message.priority.unwrap_or(Number(0.0)).0;
        // Stable: those of one priority stay by age.
        messages.sort_by(|a, b| priority(b).total_cmp(&priority(a)));
        let senders = messages.iter().filter_map(|message| message.content.sender_id);
        let names = names::of_agents(cx, senders, false).await?;
        for message in &mut messages {
            message.sender_name = message.content.sender_id.and_then(|id| names.get(&id).cloned());
        }
        Ok(messages)
    }
}

/// Whether a message was shown as often as it may be; the map says whether that was in this session too.
fn has_seen_enough(message: &OutboundMessage, shown: &HashMap<OutboundMessageId, bool>) -> bool {
    match (message.frequency, shown.get(&message.id)) {
        (Some(Frequency::Once), Some(_)) => true,
        (Some(Frequency::OncePerSession), Some(is_now)) => *is_now,
        _ => false,
    }
}

async fn active(cx: &mut Reader, workspace: WorkspaceId) -> Result<Vec<OutboundMessage>> {
    Ok(cx
        .read(topic(workspace))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM outbound_messages WHERE workspace_id = $1 AND status = $2 ORDER BY created_at, id LIMIT $3"
        ))
        .bind(workspace)
        .bind(Status::Active)
        .bind(MOST_ACTIVE)
        .fetch_all()
        .await?)
}

/// Whether any message of a workspace is active.
pub async fn is_any_active(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    let found: Option<(OutboundMessageId,)> = cx
        .read(topic(workspace))
        .query("SELECT id FROM outbound_messages WHERE workspace_id = $1 AND status = $2 LIMIT 1")
        .bind(workspace)
        .bind(Status::Active)
        .fetch_optional()
        .await?;
    Ok(found.is_some())
}
