//! Asking the AI agent for an answer (functions-inbox.md §9).

use crate::{
    ai_agent::Source,
    functions,
    id::{ConversationId, MessageId, VisitorId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "aiAgentActions" {
    Action generateResponse = GenerateResponse -> Generated;
} }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    User,
    Assistant,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Turn {
    pub role: Role,
    pub content: String,
}

/// The answer to the visitor's newest message, for its visitor and for members with `conversations.read`. The server answers by itself
/// too, so this waits for the same answer and never makes a second one. `query` and `conversationHistory` are there for clients that
/// send them: what is answered is what stands in the conversation.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenerateResponse {
    pub workspace_id: WorkspaceId,
    pub conversation_id: ConversationId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub query: String,
    pub conversation_history: Option<Vec<Turn>>,
}

/// What was said, or why nothing was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Generated {
    pub response: String,
    pub confidence: f64,
    pub sources: Vec<Source>,
    pub handoff: bool,
    pub handoff_reason: Option<String>,
    pub message_id: Option<MessageId>,
}
