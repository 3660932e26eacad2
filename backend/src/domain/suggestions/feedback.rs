//! What agents did with suggestions.

use crate::{
    core::{Mutation, Query, Reader, Result, Topic, Writer},
    domain::conversations,
    store::Filter,
};
use shared::{
    Error, Millis,
    ai_agent::{ContentId, ContentType},
    id::{ConversationId, SuggestionFeedbackId, WorkspaceId},
    limits,
    permissions::Permission,
    suggestions::{FeedbackStats, GetFeedbackStats, TrackDismissal, TrackUsage},
};

/// Thirty days.
const USUAL: Millis = 30 * 86_400_000;
/// Rows that are counted by default, and at most.
const COUNTED: i64 = 5_000;
const MOST_COUNTED: i64 = 20_000;

fn topic(workspace: WorkspaceId) -> Topic {
    Topic::new("suggestion_feedback", workspace.0)
}

/// Something that was suggested.
struct Suggestion {
    workspace: WorkspaceId,
    conversation: ConversationId,
    kind: ContentType,
    content: ContentId,
    model: Option<String>,
}

impl Mutation for TrackUsage {
    async fn run(self, cx: &mut Writer) -> Result<SuggestionFeedbackId> {
        let suggestion = Suggestion {
            workspace: self.workspace_id,
            conversation: self.conversation_id,
            kind: self.content_type,
            content: self.content_id,
            model: self.embedding_model,
        };
        track(cx, suggestion, "used").await
    }
}

impl Mutation for TrackDismissal {
    async fn run(self, cx: &mut Writer) -> Result<SuggestionFeedbackId> {
        let suggestion = Suggestion {
            workspace: self.workspace_id,
            conversation: self.conversation_id,
            kind: self.content_type,
            content: self.content_id,
            model: self.embedding_model,
        };
        track(cx, suggestion, "dismissed").await
    }
}

async fn track(cx: &mut Writer, suggestion: Suggestion, action: &str) -> Result<SuggestionFeedbackId> {
    let Suggestion { workspace, conversation, kind, content, model } = suggestion;
    let agent = cx.agent(workspace, Permission::ConversationsRead).await?;
    let row =
        conversations::by_id(cx, conversation).await?.ok_or_else(|| Error::not_found("Conversation"))?;
    if row.workspace_id != workspace {
        return Err(Error::not_authorized("Conversation does not belong to workspace").into());
    }
    limits::token("The embedding model", model.as_deref().unwrap_or_default())?;
    let (id, now) = (SuggestionFeedbackId(cx.new_id()?), cx.now());
    cx.write(topic(workspace))
        .query(
            "INSERT INTO suggestion_feedback
                 (id, workspace_id, user_id, conversation_id, content_type, content_id, embedding_model, action, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(id)
        .bind(workspace)
        .bind(agent.user)
        .bind(conversation)
        .bind(kind)
        .bind(content)
        .bind(model)
        .bind(action.to_owned())
        .bind(now)
        .execute()
        .await?;
    Ok(id)
}

impl Query for GetFeedbackStats {
    async fn run(self, cx: &mut Reader) -> Result<FeedbackStats> {
        cx.agent(self.workspace_id, Permission::ConversationsRead).await?;
        let end = self.end_date.unwrap_or(cx.now());
        let start = self.start_date.unwrap_or(end.saturating_sub(USUAL));
        if start > end {
            return Err(Error::invalid("Invalid date range").into());
        }
        let most = self.limit.unwrap_or(COUNTED).clamp(1, MOST_COUNTED);
        let (total, used) = cx
            .read(topic(self.workspace_id))
            .query(
                "SELECT COUNT(*), COUNT(CASE action WHEN 'used' THEN 1 END)
                 FROM (
                     SELECT action FROM suggestion_feedback
                     WHERE workspace_id = $1 AND created_at BETWEEN $2 AND $3
                     ORDER BY created_at DESC
                     LIMIT $4
                 ) counted",
            )
            .bind(self.workspace_id)
            .bind(start)
            .bind(end)
            .bind(most + 1)
            .fetch_one::<(i64, i64)>()
            .await?;
        let usage_rate = if total == 0 { 0.0 } else { used as f64 / total as f64 };
        Ok(FeedbackStats { total, used, dismissed: total - used, usage_rate, truncated: total > most })
    }
}

/// Nothing is left of conversations that go.
pub async fn erase(cx: &mut Writer, conversations: &[ConversationId]) -> Result<()> {
    let filter = Filter::new("DELETE FROM suggestion_feedback WHERE ")
        .any_of("conversation_id", conversations.iter().copied());
    if !conversations.is_empty() {
        cx.write_unnoticed("suggestion_feedback").filter(filter).execute().await?;
    }
    Ok(())
}
