//! What articles and snippets mean, learned by hand (functions-inbox.md §9 "Embeddings"). The server learns it by itself as well, soon after
//! a content was changed: these wait for it. Only what the workspace makes use of is learned: published articles and snippets of the
//! kinds that its AI agent answers from, while that answers or suggests. Errors: those of a member; that the server has no model for it,
//! that its endpoint failed.

use crate::{
    ai_agent::{ContentId, ContentType},
    functions,
    id::WorkspaceId,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "embeddings" {
    Action generate = Generate -> Learned;
    Action generateBatch = GenerateBatch -> Vec<Learned>;
    Action backfillExisting = BackfillExisting -> Backfilled;
} }

/// One content. Needs `articles.read`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Generate {
    pub workspace_id: WorkspaceId,
    pub content_type: ContentType,
    pub content_id: ContentId,
}

/// A content, by its kind and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContentRef {
    pub content_type: ContentType,
    pub content_id: ContentId,
}

/// Several, at most [`MOST`]; answered in their order. Needs `articles.read`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenerateBatch {
    pub workspace_id: WorkspaceId,
    pub items: Vec<ContentRef>,
}

/// The most contents of one call.
pub const MOST: i64 = 200;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Learned {
    pub content_type: ContentType,
    pub content_id: ContentId,
    /// False for what was known already, and for what is not to be learned.
    pub processed: bool,
}

/// Those that are not known yet, the oldest first, `batchSize` of them (1 to [`MOST`], default 50); again until there are no more. The
/// server's operator chooses the model: `model` is taken, and changes nothing. Needs `articles.publish`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackfillExisting {
    pub workspace_id: WorkspaceId,
    pub content_types: Option<Vec<ContentType>>,
    pub batch_size: Option<i64>,
    pub model: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Backfilled {
    /// Contents that are to be known.
    pub total: i64,
    /// Those that were learned now.
    pub processed: i64,
    /// Those that were known already.
    pub skipped: i64,
    /// Whether some are left (additive).
    pub has_more: bool,
}
