//! Which messages a visitor may be shown on a page.

use super::impressions;
use crate::{
    core::{Query, Reader, Result},
    domain::{
        names, owned, patterns,
        visitors::{self, Acting, Known},
    },
    store::Filter,
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
pub const MOST_ACTIVE: i64 = 1000;

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
        let mut messages: Vec<OutboundMessage> =
            owned::oldest(cx, self.workspace_id, MOST_ACTIVE, is_active).await?;
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

/// Whether any message of a workspace is active.
pub async fn is_any_active(cx: &mut Reader, workspace: WorkspaceId) -> Result<bool> {
    owned::is_any::<OutboundMessage>(cx, workspace, is_active).await
}

fn is_active(rows: Filter) -> Filter {
    rows.push(" AND status = ").bind(Status::Active)
}
