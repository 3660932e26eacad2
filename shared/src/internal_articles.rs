//! Articles for the team alone, as older clients call them (functions-inbox.md §4): each is an article with the visibility `internal`, under the
//! same id and with the same permissions as in [`articles`](crate::articles). Errors: those of an article; one that is public is "Article not
//! found" here.

use crate::{
    articles::{Article, Status},
    functions,
    id::{ArticleId, WorkspaceId},
    widget_sessions::Success,
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "internalArticles" {
    Mutation create = Create -> ArticleId;
    Mutation update = Update -> ArticleId;
    Mutation remove = Remove -> Success;
    Mutation publish = Publish -> ArticleId;
    Mutation unpublish = Unpublish -> ArticleId;
    Mutation archive = Archive -> ArticleId;
    Query    get = Get -> Option<Article>;
    Query    list = List -> Vec<Article>;
    Query    search = Search -> Vec<Article>;
    Query    getAllTags = GetAllTags -> Vec<String>;
} }

/// A draft.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub title: String,
    pub content: String,
    pub tags: Option<Vec<String>>,
    pub folder_id: Option<String>,
}

/// What is left out stays.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: ArticleId,
    pub title: Option<String>,
    pub content: Option<String>,
    pub tags: Option<Vec<String>>,
    pub folder_id: Option<String>,
}

macro_rules! by_id {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            pub id: ArticleId,
        }
    )* };
}
by_id! {
    Remove
    Publish
    /// A draft again.
    Unpublish
    Archive
    /// Null where the caller may not read it.
    Get
}

/// Latest change first; `limit` and `cursor` (both additive) as of the list of articles.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub status: Option<Status>,
    pub folder_id: Option<String>,
    pub limit: Option<i64>,
    pub cursor: Option<ArticleId>,
}

/// At most 20: those that hold every word, the best first, then those with a tag that holds the text.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Search {
    pub workspace_id: WorkspaceId,
    pub query: String,
}

/// Of all internal articles, each once, in their order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetAllTags {
    pub workspace_id: WorkspaceId,
}
