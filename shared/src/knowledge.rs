//! What a workspace knows, searched by its team, and what a member used of it (functions-inbox.md §9 "knowledge").

use crate::{
    Millis,
    ai_agent::{ContentId, ContentType},
    functions,
    id::{ContentAccessId, UserId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "knowledge" {
    Query    search = Search -> Vec<Item>;
    Action   searchWithEmbeddings = SearchWithEmbeddings -> Vec<Item>;
    Mutation trackAccess = TrackAccess -> ContentAccessId;
    Query    getRecentlyUsed = GetRecentlyUsed -> Vec<Used>;
    Query    getFrequentlyUsed = GetFrequentlyUsed -> Vec<Used>;
} }

/// Published articles that hold every word of the query, and snippets that hold it as it is written; the best first. Of internal articles
/// only those with one of `tags`, where there are some. `folderId` is not looked at. `limit` 1 to 100, default 50. Needs `articles.read`.
/// Errors: INVALID_INPUT for a query that is too long, RATE_LIMITED.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Search {
    pub workspace_id: WorkspaceId,
    pub query: String,
    pub content_types: Option<Vec<ContentType>>,
    pub folder_id: Option<String>,
    pub tags: Option<Vec<String>>,
    pub limit: Option<i64>,
}

/// The same by what the query means, where the server has a model for that and the workspace makes use of it; else by its words. `limit`
/// 1 to 50, default 20. Needs `articles.read`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchWithEmbeddings {
    pub workspace_id: WorkspaceId,
    pub query: String,
    pub content_types: Option<Vec<ContentType>>,
    pub limit: Option<i64>,
}

/// Something that is known.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    pub id: ContentId,
    #[serde(rename = "type")]
    pub kind: ContentType,
    pub title: String,
    pub content: String,
    /// The part of the content where the query stands, else its beginning.
    pub snippet: String,
    /// Of an article.
    pub slug: Option<String>,
    /// Of an article.
    pub tags: Option<Vec<String>>,
    /// By words: 10 for the title, 5 more at its beginning, 10 more for all of it, and up to 5 for the content. By meaning: 0 to 1.
    pub relevance_score: f64,
    pub updated_at: Millis,
}

/// The caller has used something. Needs `articles.read`; the newest 50 of each member are kept. Errors: "Cannot track access for another
/// user", "Content not found".
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrackAccess {
    pub user_id: UserId,
    pub workspace_id: WorkspaceId,
    pub content_type: ContentType,
    pub content_id: ContentId,
}

macro_rules! own {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[skip_serializing_none]
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name {
            pub user_id: Option<UserId>,
            pub workspace_id: WorkspaceId,
            pub limit: Option<i64>,
        }
    )* };
}
own! {
    /// What the caller used last, as far as it is there. `limit` 1 to 50, default 10. Needs `articles.read`. Errors: "Cannot read access of
    /// another user".
    GetRecentlyUsed
    /// What the caller used most, as far as it is there. `limit` 1 to 50, default 10. Needs `articles.read`. Errors: as above.
    GetFrequentlyUsed
}

/// Something that a member used.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Used {
    pub id: ContentId,
    #[serde(rename = "type")]
    pub kind: ContentType,
    pub title: String,
    pub content: String,
    pub snippet: String,
    pub slug: Option<String>,
    pub tags: Option<Vec<String>>,
    pub accessed_at: Millis,
    pub access_count: i64,
    pub updated_at: Millis,
}
