//! Articles and answers that are suggested: to visitors while they write, to agents while they answer (functions-inbox.md §9).

use crate::{
    Millis,
    ai_agent::{ContentId, ContentType, Source},
    functions,
    id::{ConversationId, SuggestionFeedbackId, VisitorId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "suggestions" {
    Action   searchForWidget = SearchForWidget -> Vec<ForWidget>;
    Action   searchSimilar = SearchSimilar -> Vec<Similar>;
    Action   getForConversation = GetForConversation -> Vec<Suggested>;
    Action   draftReply = DraftReply -> Drafted;
    Mutation trackUsage = TrackUsage -> SuggestionFeedbackId;
    Mutation trackDismissal = TrackDismissal -> SuggestionFeedbackId;
    Query    getFeedbackStats = GetFeedbackStats -> FeedbackStats;
} }

/// Articles for what a visitor is writing, where the workspace suggests them; those that this visitor may read. The token names the
/// visitor, another `visitorId` is refused. `limit` 1 to 5, default 3. Errors: "Query exceeds max length" over 200 characters, those of
/// the token, "Session token does not match visitor", those of the origin.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchForWidget {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: String,
    pub origin: Option<String>,
    pub query: String,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForWidget {
    pub id: ContentId,
    pub title: String,
    pub snippet: String,
    pub score: f64,
}

/// What the team knows of something. Needs `articles.read`; `limit` 1 to 20, default 10.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchSimilar {
    pub workspace_id: WorkspaceId,
    pub query: String,
    pub content_types: Option<Vec<ContentType>>,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    pub id: ContentId,
    #[serde(rename = "type")]
    pub kind: ContentType,
    pub title: String,
    pub snippet: String,
    pub score: f64,
}

/// What the team knows of what is talked about; `[]` unless the workspace has suggestions on. Needs `articles.read`; `limit` 1 to 20,
/// default 5.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetForConversation {
    pub conversation_id: ConversationId,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Suggested {
    #[serde(flatten)]
    pub similar: Similar,
    pub content: String,
    /// Null where it was found by its words alone.
    pub embedding_model: Option<String>,
}

/// A reply that a model proposes to the agent, who sends it or not (ours). Needs `conversations.reply`. Errors: INVALID_INPUT where
/// suggestions are off, there is nothing to answer, or today's budget is used up; the model's own.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftReply {
    pub conversation_id: ConversationId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drafted {
    /// Null where the model would ask a person, or the server has none.
    pub text: Option<String>,
    pub confidence: f64,
    pub sources: Vec<Source>,
    /// Why it would.
    pub reason: Option<String>,
}

macro_rules! tracked {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[skip_serializing_none]
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name {
            pub workspace_id: WorkspaceId,
            pub conversation_id: ConversationId,
            pub content_type: ContentType,
            pub content_id: ContentId,
            pub embedding_model: Option<String>,
        }
    )* };
}
tracked! {
    /// An agent used a suggestion. Needs `conversations.read`.
    TrackUsage
    /// An agent had no use for a suggestion. Needs `conversations.read`.
    TrackDismissal
}

/// How often suggestions were used, by default in the last thirty days. Needs `conversations.read`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetFeedbackStats {
    pub workspace_id: WorkspaceId,
    pub start_date: Option<Millis>,
    pub end_date: Option<Millis>,
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FeedbackStats {
    pub total: i64,
    pub used: i64,
    pub dismissed: i64,
    /// Of those that were used or dismissed, 0 to 1.
    pub usage_rate: f64,
    pub truncated: bool,
}
