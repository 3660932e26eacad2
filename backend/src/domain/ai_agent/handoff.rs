//! Who may ask something of the AI agent in a conversation, and how a person is called into it.

use super::settings;
use crate::{
    core::{Limit, Mutation, Reader, Result, Writer},
    domain::{
        agent_notices,
        conversations::{self, AiSays, Side},
        messages,
    },
};
use shared::{
    Error,
    ai_agent::{Behaviour, HandedOff, HandoffToHuman},
    conversations::Conversation,
    id::{AiResponseId, ConversationId, MessageId, Uuid, VisitorId, WorkspaceId},
    limits,
    messages::FromAi,
    permissions::Permission,
};

/// A conversation, and the side of it on which the caller stands.
pub struct Guarded {
    pub row: Conversation,
    pub side: Side,
    /// What stands for the caller in counts.
    pub party: Uuid,
}

/// The conversation for a signed-in member with `conversations.read`, else for the visitor whose it is. Errors, in this order:
/// "Conversation not found"; those of a member; those of the token, "Not authorized".
pub async fn guarded(
    cx: &mut Reader,
    id: ConversationId,
    named: Option<VisitorId>,
    token: Option<&str>,
) -> Result<Guarded> {
    let row = conversations::by_id(cx, id).await?.ok_or_else(|| Error::not_found("Conversation"))?;
    if cx.caller().user_id().is_some() {
        let agent = cx.agent(row.workspace_id, Permission::ConversationsRead).await?;
        return Ok(Guarded { row, party: agent.user.0, side: Side::Team(agent) });
    }
    let visitor = cx.visitor(token, row.workspace_id).await?;
    let is_its = row.visitor_id == Some(visitor.visitor);
    if !is_its || named.is_some_and(|named| named != visitor.visitor) {
        return Err(Error::not_authorized("Not authorized").into());
    }
    Ok(Guarded { row, party: visitor.visitor.0, side: Side::Owner(visitor) })
}

impl Mutation for HandoffToHuman {
    async fn run(self, cx: &mut Writer) -> Result<HandedOff> {
        let (id, token) = (self.conversation_id, self.session_token.as_deref());
        let Guarded { row, party, .. } = guarded(cx, id, self.visitor_id, token).await?;
        cx.count(Limit::Ask, party)?;
        if let Some(reason) = &self.reason {
            limits::title("The reason", reason)?;
        }
        let says = AiSays {
            is_handoff: true,
            reason: self.reason.as_deref(),
            confidence: None,
            unless_taken: false,
        };
        let handed = hand_off(cx, row.workspace_id, id, says, None).await?;
        let (message_id, handoff_message) = handed.ok_or_else(|| Error::not_found("Conversation"))?;
        super::turns::forget(cx, &[id]).await?;
        Ok(HandedOff { message_id, handoff_message })
    }
}

/// Says that a person takes over; the message and its words. None if a person has the conversation, where that counts.
pub async fn hand_off(
    cx: &mut Writer,
    workspace: WorkspaceId,
    conversation: ConversationId,
    says: AiSays<'_>,
    record: Option<AiResponseId>,
) -> Result<Option<(MessageId, String)>> {
    let words = words(&settings(cx, workspace).await?.behaviour);
    let Some(row) = conversations::ai_says(cx, conversation, says).await? else { return Ok(None) };
    let ai = FromAi { sources: Vec::new(), ai_response_id: record, handed_off: true };
    let message = messages::say_as_ai(cx, &row, &words, ai).await?;
    agent_notices::handed_off(cx, &row).await?;
    Ok(Some((message, words)))
}

/// What is said then: the workspace's words, else ours.
fn words(behaviour: &Behaviour) -> String {
    match behaviour.handoff_message.trim() {
        "" => Behaviour::default().handoff_message,
        words => words.to_owned(),
    }
}
