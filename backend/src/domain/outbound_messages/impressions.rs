//! What visitors were shown, and did then. Writes `outbound_message_impressions`.

use super::{conversing, for_agent};
use crate::{
    core::{Limit, Mutation, Query, Reader, Result, Topic, Writer},
    domain::{
        owned,
        visitors::{self, Acting},
    },
};
use shared::{
    Error,
    id::{OutboundImpressionId, OutboundMessageId, VisitorId},
    limits,
    number::Number,
    outbound_messages::{GetStats, ImpressionAction, MessageType, OutboundMessage, Stats, TrackImpression},
    permissions::Permission,
};
use std::collections::HashMap;

/// The most of what one visitor was shown that is looked at: messages that were deleted take their impressions along.
const MOST_SHOWN: i64 = 10_000;

/// What a visitor was shown, and how often a message was.
pub fn topics(visitor: VisitorId, message: OutboundMessageId) -> [Topic; 2] {
    [topic(visitor), of_message(message)]
}

pub fn topic(visitor: VisitorId) -> Topic {
    Topic::new("outbound_message_impressions", visitor.0)
}

pub fn of_message(message: OutboundMessageId) -> Topic {
    Topic::new("outbound_message_impressions", message.0)
}

impl Mutation for TrackImpression {
    async fn run(self, cx: &mut Writer) -> Result<Option<OutboundImpressionId>> {
        let Some(message) = owned::by_id::<OutboundMessage>(cx, self.message_id).await? else {
            return Ok(None);
        };
        let acting = Acting {
            workspace: message.workspace_id,
            visitor: self.visitor_id,
            token: self.session_token.as_deref(),
            permission: Permission::ConversationsRead,
            unnamed: "visitorId is required for authenticated impression tracking",
            missing: "Visitor not found in message workspace",
        };
        let visitor = visitors::acting(cx, acting).await?;
        cx.count(Limit::Event, visitor.id.0)?;
        limits::token("sessionId", self.session_id.as_deref().unwrap_or_default())?;
        if self.button_index.is_some_and(|index| !(0..super::MOST_BUTTONS as i64).contains(&index)) {
            return Err(Error::invalid("There is no such button").into());
        }
        let (id, now) = (OutboundImpressionId(cx.new_id()?), cx.now());
        cx.write(topics(visitor.id, message.id))
            .query(
                "INSERT INTO outbound_message_impressions
                     (id, message_id, visitor_id, session_id, action, button_index, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(id)
            .bind(message.id)
            .bind(visitor.id)
            .bind(self.session_id)
            .bind(self.action)
            .bind(self.button_index)
            .bind(now)
            .execute()
            .await?;
        let is_opened = message.kind == MessageType::Chat && self.action == ImpressionAction::Clicked;
        // A member who tries a message out begins no conversation for its visitor.
        if is_opened && cx.caller().user_id().is_none() {
            conversing::opened(cx, &message, visitor.id).await?;
        }
        Ok(Some(id))
    }
}

/// Each message that a visitor was shown, and whether in this session.
pub async fn shown_to(
    cx: &mut Reader,
    visitor: VisitorId,
    session: Option<&str>,
) -> Result<HashMap<OutboundMessageId, bool>> {
    let rows: Vec<(OutboundMessageId, i64)> = cx
        .read(topic(visitor))
        .query(
            "SELECT message_id, CAST(MAX(CASE WHEN session_id = $2 THEN 1 ELSE 0 END) AS BIGINT)
             FROM outbound_message_impressions
             WHERE visitor_id = $1 AND action = 'shown'
             GROUP BY message_id
             LIMIT $3",
        )
        .bind(visitor)
        .bind(session.map(str::to_owned))
        .bind(MOST_SHOWN)
        .fetch_all()
        .await?;
    Ok(rows.into_iter().map(|(message, is_now)| (message, is_now == 1)).collect())
}

impl Query for GetStats {
    async fn run(self, cx: &mut Reader) -> Result<Stats> {
        let row = for_agent(cx, self.id).await?;
        let (shown, clicked, dismissed): (i64, i64, i64) = cx
            .read(of_message(row.id))
            .query(
                "SELECT COUNT(CASE action WHEN 'shown' THEN 1 END), COUNT(CASE action WHEN 'clicked' THEN 1 END),
                        COUNT(CASE action WHEN 'dismissed' THEN 1 END)
                 FROM outbound_message_impressions
                 WHERE message_id = $1",
            )
            .bind(row.id)
            .fetch_one()
            .await?;
        let rate = |part: i64| Number(if shown == 0 { 0.0 } else { part as f64 / shown as f64 * 100.0 });
        Ok(Stats { shown, clicked, dismissed, click_rate: rate(clicked), dismiss_rate: rate(dismissed) })
    }
}
