//! Articles of the help centre (functions-inbox.md §4; seed "Source: articles.ts").

pub mod assets;

use crate::{
    Millis,
    audience::{Audience, reading::some_audience},
    excerpt::Piece,
    functions,
    id::{ArticleFeedbackId, ArticleId, CollectionId, UserId, VisitorId, WorkspaceId},
    rich_text::Block,
    segments::Reach,
    widget_sessions::Success,
};
use assets::{Asset, DeleteAsset, GenerateAssetUploadUrl, ListAssets, SaveAsset, SavedAsset};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;

functions! { "articles" {
    Query    list = List -> Vec<Article>;
    Query    get = Get -> Option<Rendered>;
    Query    search = Search -> Vec<Found>;
    Mutation create = Create -> ArticleId;
    Mutation update = Update -> ArticleId, free &["audienceRules"];
    Mutation remove = Remove -> Success;
    Mutation publish = Publish -> ArticleId;
    Mutation unpublish = Unpublish -> ArticleId;
    Mutation archive = Archive -> ArticleId;
    Mutation submitFeedback = SubmitFeedback -> ArticleFeedbackId;
    Query    getFeedbackStats = GetFeedbackStats -> FeedbackStats;
    Query    listForVisitor = ListForVisitor -> Vec<Rendered>;
    Query    searchForVisitor = SearchForVisitor -> Vec<Found>;
    Query    getForVisitor = GetForVisitor -> Option<Rendered>;
    Query    preview = Preview -> Vec<Block>;
    Query    previewAudience = PreviewAudience -> Reach;
    Mutation migrateLegacyInternalArticles = MigrateLegacyInternalArticles -> Migrated;
    Mutation reorder = Reorder -> ArticleId;
    Mutation generateAssetUploadUrl = GenerateAssetUploadUrl -> String;
    Mutation saveAsset = SaveAsset -> SavedAsset;
    Query    listAssets = ListAssets -> Vec<Asset>;
    Mutation deleteAsset = DeleteAsset -> Success;
} }

/// Who may read an article once it is published: everybody, or the team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Visibility {
    #[default]
    Public,
    Internal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "snake_case"))]
pub enum Status {
    Draft,
    Published,
    Archived,
}

/// One row of `articles`.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct Article {
    #[serde(rename = "_id")]
    pub id: ArticleId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    pub collection_id: Option<CollectionId>,
    pub title: String,
    /// The title in an address: `a-z`, `0-9` and hyphens, one of a kind in its workspace.
    pub slug: String,
    /// Markdown.
    pub content: String,
    /// Whether the widget shows it on its large screen.
    pub widget_large_screen: bool,
    pub visibility: Visibility,
    pub status: Status,
    /// Place among the articles of its collection, ascending.
    #[cfg_attr(feature = "server", sqlx(rename = "position"))]
    pub order: i64,
    pub created_at: Millis,
    pub updated_at: Millis,
    pub published_at: Option<Millis>,
    pub author_id: Option<UserId>,
    /// Which visitors are shown it; none is all (`audience`).
    #[cfg_attr(feature = "server", sqlx(json(nullable)))]
    pub audience_rules: Option<Value>,
    #[cfg_attr(feature = "server", sqlx(rename = "tag_names", json(nullable)))]
    pub tags: Option<Vec<String>>,
    pub legacy_folder_id: Option<String>,
}

/// An article ready to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rendered {
    #[serde(flatten)]
    pub article: Article,
    /// `content` with the addresses of its files.
    pub rendered_content: String,
    /// The same, parsed (additive).
    pub blocks: Vec<Block>,
}

/// An article that was searched for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    #[serde(flatten)]
    pub article: Article,
    /// The title with the hits marked (additive).
    pub title_pieces: Vec<Piece>,
    /// The content around its first hit (additive).
    pub excerpt: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "server", derive(sqlx::FromRow))]
pub struct FeedbackStats {
    pub helpful: i64,
    pub not_helpful: i64,
    pub total: i64,
}

/// The team's with `articles.read`: all of them, latest change first, or by `order` with `byOrder` (additive). Everybody else's, where
/// the help centre is public: what is published and public, by `order`. `limit` (1 to 500, without it 10,000) and `cursor`, the last id
/// of the page before, are additive.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    pub workspace_id: WorkspaceId,
    pub status: Option<Status>,
    pub collection_id: Option<CollectionId>,
    pub visibility: Option<Visibility>,
    pub by_order: Option<bool>,
    pub limit: Option<i64>,
    pub cursor: Option<ArticleId>,
}

/// By id, else by slug and workspace; null for what the caller may not read.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Get {
    pub id: Option<ArticleId>,
    pub slug: Option<String>,
    pub workspace_id: Option<WorkspaceId>,
    pub visibility: Option<Visibility>,
}

/// Published articles that hold every word, the best first, at most 20. Accents and case make no difference, and the last word may
/// be its beginning. Drafts and archived ones come with `publishedOnly: false` and `articles.read` only; an empty query lists.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Search {
    pub workspace_id: WorkspaceId,
    pub query: String,
    pub published_only: Option<bool>,
    pub visibility: Option<Visibility>,
}

/// A draft, last in its collection. Needs `articles.create`.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Create {
    pub workspace_id: WorkspaceId,
    pub title: String,
    pub content: String,
    pub collection_id: Option<CollectionId>,
    pub visibility: Option<Visibility>,
    pub tags: Option<Vec<String>>,
    /// Must be a member; the caller if it is left out.
    pub author_id: Option<UserId>,
}

/// Changes what is given. Needs `articles.create`. An internal article has no audience. A new title gives a new slug, unless `slug`
/// (additive) names one: it is written as slugs are, and refused if another article has it.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Update {
    pub id: ArticleId,
    pub title: Option<String>,
    pub slug: Option<String>,
    pub content: Option<String>,
    pub widget_large_screen: Option<bool>,
    pub collection_id: Option<CollectionId>,
    pub folder_id: Option<String>,
    pub visibility: Option<Visibility>,
    pub tags: Option<Vec<String>>,
    pub audience_rules: Option<Value>,
}

macro_rules! by_id {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name {
            pub id: ArticleId,
        }
    )* };
}
by_id! {
    /// Deletes it with its feedback. Needs `articles.delete`.
    Remove
    /// Needs `articles.publish`; publishing again renews `publishedAt`.
    Publish
    /// A draft again. Needs `articles.publish`.
    Unpublish
    /// Shown to nobody but kept. Needs `articles.publish`.
    Archive
}

/// Writes this article's place among those of its collection and no other's (ours, as `collections:reorder`). What readers are told of
/// its last change stays. Needs `articles.create`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reorder {
    pub id: ArticleId,
    pub new_order: i64,
}

/// Whether a published article helped; anybody may say so. A visitor who proves itself by its session counts once, with its last
/// word.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubmitFeedback {
    pub article_id: ArticleId,
    pub helpful: bool,
    /// Ignored without a token: it proves nothing.
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetFeedbackStats {
    pub article_id: ArticleId,
}

/// Published, public articles whose audience the visitor is in, by `order`; whatever the help centre's policy. `withoutCollection`
/// (additive) keeps those that are in none, and `withoutContent` (additive) leaves `content`, `renderedContent` and `blocks` empty; `limit`
/// (additive) answers the first so many.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListForVisitor {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub collection_id: Option<CollectionId>,
    pub without_collection: Option<bool>,
    pub without_content: Option<bool>,
    pub limit: Option<i64>,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchForVisitor {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub query: String,
}

#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetForVisitor {
    pub id: ArticleId,
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// Markdown as readers will see it (ours). Needs `articles.create`; nothing is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Preview {
    pub workspace_id: WorkspaceId,
    pub content: String,
}

/// How many visitors an article with this audience is meant for; all without rules. Needs `articles.create`, as giving it one does.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewAudience {
    pub workspace_id: WorkspaceId,
    #[serde(default, deserialize_with = "some_audience")]
    pub audience_rules: Option<Audience>,
}

/// Makes articles of what servers of others kept in a table of its own. This one never had such rows: an internal article has always been an
/// article, so none is ever migrated. For clients that call it after an upgrade. Needs `articles.create`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MigrateLegacyInternalArticles {
    pub workspace_id: WorkspaceId,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Migrated {
    pub migrated_count: i64,
    pub migrated: Vec<MigratedArticle>,
    pub normalized_folder_backed_article_count: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MigratedArticle {
    pub legacy_id: String,
    pub article_id: ArticleId,
}
