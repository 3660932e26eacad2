//! Records of an AI agent that is not this server's.

use super::{
    handoff::{Guarded, guarded},
    responses, turns,
};
use crate::{
    core::{Limit, Mutation, Result, Writer},
    domain::{
        conversations::{self, Side},
        messages,
    },
};
use serde_json::json;
use shared::{
    Error,
    ai_agent::{AiResponse, StoreResponse},
    id::{AiResponseId, ConversationId, MessageId},
    limits,
    permissions::Permission,
};

/// Sources of one answer.
const SOURCES: usize = 50;

impl Mutation for StoreResponse {
    async fn run(self, cx: &mut Writer) -> Result<AiResponseId> {
        let id = self.conversation_id;
        let token = self.session_token.as_deref();
        let Guarded { row, party, side } = guarded(cx, id, self.visitor_id, token).await?;
        if let Side::Owner(_) = side {
            return Err(Error::not_authorized("Not authorized").into());
        }
        cx.agent(row.workspace_id, Permission::ConversationsReply).await?;
        cx.count(Limit::Send, party)?;
        check(&self)?;
        // Takes the conversation's lock first, as a send does.
        let reason = self.handoff_reason.as_deref().filter(|_| self.handed_off);
        conversations::ai_said(cx, id, self.handed_off, reason, self.confidence).await?;
        if let Some(message) = self.message_id {
            is_in(cx, id, message).await?;
        }
        if self.handed_off {
            turns::forget(cx, &[id]).await?;
        }
        let answers = messages::newest_inbound(cx, id).await?.unwrap_or(0);
        let record = AiResponseId(cx.new_id()?);
        let stored = AiResponse {
            id: record,
            conversation_id: id,
            message_id: self.message_id,
            query: self.query,
            response: self.response,
            generated_candidate_response: self.generated_candidate_response,
            generated_candidate_sources: self.generated_candidate_sources.map(|sources| json!(sources)),
            generated_candidate_confidence: self.generated_candidate_confidence,
            sources: json!(self.sources),
            confidence: self.confidence,
            feedback: None,
            handed_off: self.handed_off,
            handoff_reason: self.handoff_reason,
            generation_time_ms: self.generation_time_ms,
            tokens_used: self.tokens_used,
            model: self.model,
            provider: self.provider,
            created_at: cx.now(),
        };
        responses::store(cx, row.workspace_id, stored, answers).await?;
        Ok(record)
    }
}

fn check(record: &StoreResponse) -> Result<()> {
    limits::content("The query", &record.query)?;
    limits::content("The response", &record.response)?;
    limits::content("The candidate", record.generated_candidate_response.as_deref().unwrap_or_default())?;
    limits::title("The reason", record.handoff_reason.as_deref().unwrap_or_default())?;
    limits::token("The model", &record.model)?;
    limits::token("The provider", &record.provider)?;
    for sources in [Some(&record.sources), record.generated_candidate_sources.as_ref()].into_iter().flatten()
    {
        limits::at_most("An answer", sources.len(), SOURCES, "sources")?;
        for source in sources {
            limits::title("The title", &source.title)?;
        }
    }
    let mut shares = [Some(record.confidence), record.generated_candidate_confidence].into_iter().flatten();
    if !shares.all(|share| (0.0..=1.0).contains(&share)) {
        return Err(Error::invalid("The confidence must be between 0 and 1").into());
    }
    if record.generation_time_ms < 0 || record.tokens_used.is_some_and(|tokens| tokens < 0) {
        return Err(Error::invalid("Time and tokens must not be negative").into());
    }
    Ok(())
}

/// Refuses a message of another conversation.
async fn is_in(cx: &mut Writer, conversation: ConversationId, message: MessageId) -> Result<()> {
    let found: Option<(MessageId,)> = cx
        .read(messages::topic(conversation))
        .query("SELECT id FROM messages WHERE id = $1 AND conversation_id = $2")
        .bind(message)
        .bind(conversation)
        .fetch_optional()
        .await?;
    if found.is_some() { Ok(()) } else { Err(Error::not_found("Message").into()) }
}
