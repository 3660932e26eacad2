//! What the server itself says in a conversation.

use super::rows::{self, New, Text};
use crate::{
    core::{Mutation, Result, Writer},
    domain::{
        conversations::{self, Activity},
        identities,
    },
};
use shared::{
    Error, Function,
    conversations::Conversation,
    function,
    id::{ConversationId, MessageId, UserId},
    limits,
    messages::{FromAi, Kind, SenderKind},
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

/// Says something in the name of the AI agent, in a conversation that has counted it already.
pub async fn say_as_ai(cx: &mut Writer, row: &Conversation, content: &str, ai: FromAi) -> Result<MessageId> {
    let sender = identities::ai_agent(cx).await?;
    let new = New {
        sender: Some(sender),
        sender_kind: SenderKind::Ai,
        ai: Some(ai),
        ..of_system(row, Text::of(content))
    };
    rows::insert(cx, new).await
}

/// Says something in the name of a member of the team, else of the system, in a conversation that has counted it already.
pub async fn say_for(
    cx: &mut Writer,
    row: &Conversation,
    sender: Option<UserId>,
    content: &str,
) -> Result<MessageId> {
    let sender_kind = if sender.is_some() { SenderKind::User } else { SenderKind::System };
    let of_system = of_system(row, Text::of(content));
    rows::insert(cx, New { sender: sender.map(Into::into), sender_kind, ..of_system }).await
}

async fn say(cx: &mut Writer, row: &Conversation, text: Text<'_>) -> Result<MessageId> {
    rows::insert(cx, of_system(row, text)).await
}

/// The newest message of a conversation, as the system says it.
fn of_system<'t>(row: &Conversation, text: Text<'t>) -> New<'t> {
    New {
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
        ai: None,
        mail: None,
    }
}
