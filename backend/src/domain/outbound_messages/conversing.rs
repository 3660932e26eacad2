//! A chat that a visitor opens becomes a conversation, once. Writes `outbound_conversations`.

use crate::{
    core::{Limit, Mutation, Result, Topic, Writer},
    domain::{conversations, identities, owned, workspace_members},
};
use shared::{
    Error,
    engagement::Status,
    id::{ConversationId, VisitorId},
    outbound_messages::{MessageType, OpenConversation, OutboundMessage},
};

pub fn topic(visitor: VisitorId) -> Topic {
    Topic::new("outbound_conversations", visitor.0)
}

impl Mutation for OpenConversation {
    async fn run(self, cx: &mut Writer) -> Result<ConversationId> {
        let message: OutboundMessage = owned::found(cx, self.message_id).await?;
        let visitor = cx.visitor(self.session_token.as_deref(), message.workspace_id).await?.visitor;
        cx.count(Limit::Event, visitor.0)?;
        opened(cx, &message, visitor).await?.ok_or_else(|| Error::not_found("Message").into())
    }
}

/// The visitor's conversation of this chat. None of what is not active or is no chat, unless there is one already.
pub async fn opened(
    cx: &mut Writer,
    message: &OutboundMessage,
    visitor: VisitorId,
) -> Result<Option<ConversationId>> {
    // Two of these at once must not make two conversations.
    identities::hold(cx, visitor.into()).await?;
    let known: Option<(ConversationId,)> = cx
        .read(topic(visitor))
        .query("SELECT conversation_id FROM outbound_conversations WHERE message_id = $1 AND visitor_id = $2")
        .bind(message.id)
        .bind(visitor)
        .fetch_optional()
        .await?;
    if let Some((conversation,)) = known {
        return Ok(Some(conversation));
    }
    let text = message.content.text.as_deref().filter(|text| !text.trim().is_empty());
    let Some(text) = text.filter(|_| message.kind == MessageType::Chat && message.status == Status::Active)
    else {
        return Ok(None);
    };
    // One who has left the team says nothing more.
    let sender = match message.content.sender_id {
        Some(user) => workspace_members::membership(cx, user, message.workspace_id).await?,
        None => None,
    };
    let sender = sender.map(|member| member.user);
    let conversation = conversations::begin_by_team(cx, message.workspace_id, visitor, sender, text).await?;
    cx.write(topic(visitor))
        .query("INSERT INTO outbound_conversations (message_id, visitor_id, conversation_id) VALUES ($1, $2, $3)")
        .bind(message.id)
        .bind(visitor)
        .bind(conversation)
        .execute()
        .await?;
    Ok(Some(conversation))
}
