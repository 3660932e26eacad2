//! What the server itself says in a conversation.

use super::rows::{self, New, Text};
use crate::{
    core::{Mutation, Result, Writer},
    domain::conversations::{self, Activity},
};
use shared::{
    Error, Function,
    conversations::Conversation,
    function,
    id::{ConversationId, MessageId},
    limits,
    messages::{Kind, SenderKind},
};

/// The first words in a conversation that a visitor begins.
const GREETING: &str = "Hello! How can we help you?";

/// Says something in the name of the system; it counts as unread for the visitor. Internal: it has no public name.
#[derive(Clone, Debug)]
pub struct InternalSendBotMessage {
    pub conversation_id: ConversationId,
    pub content: String,
}

impl Function for InternalSendBotMessage {
    const NAME: &'static str = "messages:internalSendBotMessage";
    type Kind = function::Mutation;
    type Output = MessageId;
}

impl Mutation for InternalSendBotMessage {
    async fn run(self, cx: &mut Writer) -> Result<MessageId> {
        limits::content("The message", &self.content)?;
        let text = Text::of(&self.content);
        let activity =
            Activity { is_inbound: false, is_reply: false, is_note: false, sender: None, key: None };
        let row = conversations::added_message(cx, self.conversation_id, activity)
            .await?
            .ok_or_else(|| Error::not_found("Conversation"))?;
        say(cx, &row, text).await
    }
}

/// Greets the visitor of a conversation that was made with room for one message.
pub async fn greet(cx: &mut Writer, row: &Conversation) -> Result<MessageId> {
    say(cx, row, Text::of(GREETING)).await
}

async fn say(cx: &mut Writer, row: &Conversation, text: Text<'_>) -> Result<MessageId> {
    let new = New {
        workspace: row.workspace_id,
        conversation: row.id,
        seq: row.last_seq,
        created_at: row.last_message_at.unwrap_or(row.created_at),
        sender: None,
        sender_kind: SenderKind::System,
        kind: Kind::Text,
        text,
        attachments: None,
        key: None,
        mail: None,
    };
    rows::insert(cx, new).await
}
