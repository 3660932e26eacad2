//! What the AI agent answered, and what readers say of it.

use super::handoff::{Guarded, guarded};
use crate::{
    core::{Limit, Mutation, Query, Reader, Result, Topic, Writer},
    domain::conversations::Side,
    store::Filter,
};
use serde_json::{Value, json};
use shared::{
    Error,
    ai_agent::{
        AiResponse, ContentType, GetConversationResponses, GivenResponse, ResponseContext, Source,
        SubmitFeedback,
    },
    id::{AiResponseId, ConversationId},
};
use sqlx::types::Json;

/// The columns of an [`AiResponse`].
macro_rules! columns {
    () => {
        "id, conversation_id, message_id, query, response, generated_candidate_response, generated_candidate_sources,
         generated_candidate_confidence, sources, confidence, feedback, handed_off, handoff_reason, generation_time_ms,
         tokens_used, model, provider, created_at"
    };
}

/// The most records of a conversation that are answered.
const MOST: i64 = 200;

pub fn topic(conversation: ConversationId) -> Topic {
    Topic::new("ai_responses", conversation.0)
}

/// What was answered in these conversations, oldest first.
pub async fn responses(cx: &mut Reader, conversations: &[ConversationId]) -> Result<Vec<AiResponse>> {
    let topics: Vec<Topic> = conversations.iter().copied().map(topic).collect();
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter::new(concat!("SELECT ", columns!(), " FROM ai_responses WHERE "))
        .any_of("conversation_id", conversations.iter().copied())
        .push(" ORDER BY created_at, id");
    Ok(cx.read(topics).filter(filter).fetch_all().await?)
}

/// What was answered to a message or to a later one.
pub async fn answer_to(
    cx: &mut Reader,
    conversation: ConversationId,
    seq: i64,
) -> Result<Option<AiResponse>> {
    Ok(cx
        .read(topic(conversation))
        .query(concat!(
            "SELECT ",
            columns!(),
            " FROM ai_responses WHERE conversation_id = $1 AND answers_seq >= $2 ORDER BY created_at DESC, id LIMIT 1"
        ))
        .bind(conversation)
        .bind(seq)
        .fetch_optional()
        .await?)
}

/// How often the AI agent has answered in a conversation.
pub async fn count(cx: &mut Reader, conversation: ConversationId) -> Result<i64> {
    let (count,) = cx
        .read(topic(conversation))
        .query("SELECT COUNT(*) FROM ai_responses WHERE conversation_id = $1")
        .bind(conversation)
        .fetch_one::<(i64,)>()
        .await?;
    Ok(count)
}

/// Stores an answer.
pub async fn store(
    cx: &mut Writer,
    workspace: shared::id::WorkspaceId,
    row: AiResponse,
    answers: i64,
) -> Result<()> {
    cx.write(topic(row.conversation_id))
        .query(
            "INSERT INTO ai_responses
                 (id, workspace_id, conversation_id, message_id, query, response, generated_candidate_response,
                  generated_candidate_sources, generated_candidate_confidence, sources, confidence, handed_off,
                  handoff_reason, generation_time_ms, tokens_used, model, provider, created_at, answers_seq)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        )
        .bind(row.id)
        .bind(workspace)
        .bind(row.conversation_id)
        .bind(row.message_id)
        .bind(row.query)
        .bind(row.response)
        .bind(row.generated_candidate_response)
        .bind(row.generated_candidate_sources.map(Json))
        .bind(row.generated_candidate_confidence)
        .bind(Json(row.sources))
        .bind(row.confidence)
        .bind(row.handed_off)
        .bind(row.handoff_reason)
        .bind(row.generation_time_ms)
        .bind(row.tokens_used)
        .bind(row.model)
        .bind(row.provider)
        .bind(row.created_at)
        .bind(answers)
        .execute()
        .await?;
    Ok(())
}

/// Deletes it.
pub async fn erase(cx: &mut Writer, conversations: &[ConversationId]) -> Result<()> {
    super::turns::forget(cx, conversations).await?;
    let topics: Vec<Topic> = conversations.iter().copied().map(topic).collect();
    if topics.is_empty() {
        return Ok(());
    }
    let filter = Filter::new("DELETE FROM ai_responses WHERE ")
        .any_of("conversation_id", conversations.iter().copied());
    cx.write(topics).filter(filter).execute().await?;
    Ok(())
}

impl Query for GetConversationResponses {
    async fn run(self, cx: &mut Reader) -> Result<Vec<GivenResponse>> {
        let id = self.conversation_id;
        let Guarded { side, .. } = guarded(cx, id, self.visitor_id, self.session_token.as_deref()).await?;
        let rows: Vec<AiResponse> = cx
            .read(topic(id))
            .query(concat!(
                "SELECT ",
                columns!(),
                " FROM ai_responses
                 WHERE conversation_id = $1 AND message_id IS NOT NULL
                 ORDER BY created_at, id
                 LIMIT $2"
            ))
            .bind(id)
            .bind(MOST)
            .fetch_all()
            .await?;
        let is_team = matches!(side, Side::Team(_));
        Ok(rows.into_iter().map(|row| given(if is_team { row } else { for_visitor(row) })).collect())
    }
}

fn given(row: AiResponse) -> GivenResponse {
    let generated = row.generated_candidate_response.clone().map(|response| ResponseContext {
        response,
        sources: row.generated_candidate_sources.clone().unwrap_or_else(|| json!([])),
        confidence: row.generated_candidate_confidence,
    });
    GivenResponse {
        delivered_response_context: ResponseContext {
            response: row.response.clone(),
            sources: row.sources.clone(),
            confidence: (!row.handed_off).then_some(row.confidence),
        },
        generated_response_context: generated,
        row,
    }
}

/// Without an answer that was held back, and without sources that are the team's.
fn for_visitor(row: AiResponse) -> AiResponse {
    let sources: Vec<Source> = serde_json::from_value(row.sources).unwrap_or_default();
    let public: Vec<Source> =
        sources.into_iter().filter(|source| source.kind == ContentType::Article).collect();
    AiResponse {
        generated_candidate_response: None,
        generated_candidate_sources: None,
        generated_candidate_confidence: None,
        sources: serde_json::to_value(public).unwrap_or(Value::Array(Vec::new())),
        ..row
    }
}

impl Mutation for SubmitFeedback {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let found: Option<(ConversationId,)> = cx
            .read(Topic::of_text("ai_responses", &self.response_id.to_string()))
            .query("SELECT conversation_id FROM ai_responses WHERE id = $1")
            .bind(self.response_id)
            .fetch_optional()
            .await?;
        let (conversation,) = found.ok_or_else(missing)?;
        let token = self.session_token.as_deref();
        let Guarded { party, .. } = guarded(cx, conversation, self.visitor_id, token).await?;
        cx.count(Limit::Feedback, party)?;
        set_feedback(cx, conversation, self.response_id, self.feedback).await
    }
}

fn missing() -> Error {
    Error::not_found("AI response")
}

async fn set_feedback(
    cx: &mut Writer,
    conversation: ConversationId,
    id: AiResponseId,
    feedback: shared::ai_agent::Feedback,
) -> Result<()> {
    cx.write(topic(conversation))
        .query("UPDATE ai_responses SET feedback = $2 WHERE id = $1")
        .bind(id)
        .bind(feedback)
        .execute()
        .await?;
    Ok(())
}
