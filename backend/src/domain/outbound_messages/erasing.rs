//! Everything of one person, and everything of one message.

use super::{conversing, impressions};
use crate::{
    core::{Reader, Result, Topic, Writer},
    domain::visitors::Person,
    store::Filter,
};
use shared::{
    id::{OutboundMessageId, VisitorId},
    outbound_messages::Impression,
};

/// Deletes what is kept of a message beside itself; conversations stay.
pub async fn remove_of(cx: &mut Writer, message: OutboundMessageId) -> Result<()> {
    let visitors: Vec<(VisitorId,)> = cx
        .write(impressions::of_message(message))
        .query("DELETE FROM outbound_message_impressions WHERE message_id = $1 RETURNING visitor_id")
        .bind(message)
        .fetch_all()
        .await?;
    visitors.iter().for_each(|(visitor,)| cx.touch(impressions::topic(*visitor)));
    let visitors: Vec<(VisitorId,)> = cx
        .write(Topic::new("outbound_conversations", message.0))
        .query("DELETE FROM outbound_conversations WHERE message_id = $1 RETURNING visitor_id")
        .bind(message)
        .fetch_all()
        .await?;
    visitors.iter().for_each(|(visitor,)| cx.touch(conversing::topic(*visitor)));
    Ok(())
}

/// What these visitors were shown and did, oldest first.
pub async fn impressions_of(cx: &mut Reader, visitors: &[VisitorId]) -> Result<Vec<Impression>> {
    let topics: Vec<Topic> = visitors.iter().copied().map(impressions::topic).collect();
    let filter = Filter::new(
        "SELECT id, message_id, visitor_id, session_id, action, button_index, created_at
         FROM outbound_message_impressions
         WHERE ",
    )
    .any_of("visitor_id", visitors.iter().copied())
    .push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// Deletes it all. To be called before the conversations go.
pub async fn erase(cx: &mut Writer, person: &Person) -> Result<()> {
    let filter = Filter::new("DELETE FROM outbound_conversations WHERE ")
        .any_of("visitor_id", person.visitors.clone())
        .push(" OR ")
        .any_of("conversation_id", person.conversations());
    let topics: Vec<Topic> = person.visitors.iter().copied().map(conversing::topic).collect();
    cx.write(topics).filter(filter).execute().await?;
    let filter = Filter::new("DELETE FROM outbound_message_impressions WHERE ")
        .any_of("visitor_id", person.visitors.clone())
        .push(" RETURNING message_id");
    let topics: Vec<Topic> = person.visitors.iter().copied().map(impressions::topic).collect();
    let messages: Vec<(OutboundMessageId,)> = cx.write(topics).filter(filter).fetch_all().await?;
    messages.iter().for_each(|(message,)| cx.touch(impressions::of_message(*message)));
    Ok(())
}

/// Gives what one visitor was shown to another who turned out to be the same person.
pub async fn reassign(cx: &mut Writer, from: VisitorId, to: VisitorId) -> Result<()> {
    let messages: Vec<(OutboundMessageId,)> = cx
        .write([impressions::topic(from), impressions::topic(to)])
        .query("UPDATE outbound_message_impressions SET visitor_id = $2 WHERE visitor_id = $1 RETURNING message_id")
        .bind(from)
        .bind(to)
        .fetch_all()
        .await?;
    messages.iter().for_each(|(message,)| cx.touch(impressions::of_message(*message)));
    cx.write([conversing::topic(from), conversing::topic(to)])
        .query(
            "UPDATE outbound_conversations SET visitor_id = $2
             WHERE visitor_id = $1
               AND NOT EXISTS (
                   SELECT 1 FROM outbound_conversations same
                   WHERE same.visitor_id = $2 AND same.message_id = outbound_conversations.message_id
               )",
        )
        .bind(from)
        .bind(to)
        .execute()
        .await?;
    Ok(())
}
