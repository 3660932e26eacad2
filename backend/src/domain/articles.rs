//! Articles of the help centre (functions-inbox.md §4). Writes `articles`, `article_words`, `article_slugs`, `article_feedback`,
//! `article_assets` and `article_asset_uses`.

mod assets;
mod editing;
mod feedback;
pub mod open;
mod publishers;
mod reading;
mod rows;
mod search;
mod visitors;

use crate::core::{Functions, Topic};
use shared::{
    articles::{
        Archive, Article, Create, Get, GetFeedbackStats, GetForVisitor, List, ListForVisitor,
        MigrateLegacyInternalArticles, Preview, PreviewAudience, Publish, Remove, Reorder, Search,
        SearchForVisitor, SubmitFeedback, Unpublish, Update,
        assets::{DeleteAsset, GenerateAssetUploadUrl, ListAssets, SaveAsset},
    },
    id::{ArticleId, Uuid, WorkspaceId},
};

pub use assets::{For, is_withheld};
pub use feedback::{feedback_of, forget_who};
pub use publishers::{oldest_publisher, publisher_of};
pub use reading::{Access, access, rendered};
pub use rows::{by_id, is_any_public, published};
pub use search::{candidates, published_of};
pub use visitors::{shown_to, visitor_of};

pub fn register(functions: &mut Functions) {
    functions
        .query::<List>()
        .query::<Get>()
        .query::<Search>()
        .mutation::<Create>()
        .mutation::<Update>()
        .mutation::<Remove>()
        .mutation::<Publish>()
        .mutation::<Unpublish>()
        .mutation::<Archive>()
        .mutation::<SubmitFeedback>()
        .query::<GetFeedbackStats>()
        .query::<ListForVisitor>()
        .query::<SearchForVisitor>()
        .query::<GetForVisitor>()
        .query::<Preview>()
        .query::<PreviewAudience>()
        .mutation::<MigrateLegacyInternalArticles>()
        .mutation::<Reorder>()
        .mutation::<GenerateAssetUploadUrl>()
        .mutation::<SaveAsset>()
        .query::<ListAssets>()
        .mutation::<DeleteAsset>();
}

/// Every article of a workspace.
pub fn workspace_topic(workspace: WorkspaceId) -> Topic {
    Topic::new("articles", workspace.0)
}

fn topic(id: ArticleId) -> Topic {
    Topic::new("articles", id.0)
}

/// What an article's readers depend on. The nil key stands for the articles of all workspaces.
fn topics(article: &Article) -> [Topic; 3] {
    [topic(article.id), workspace_topic(article.workspace_id), Topic::new("articles", Uuid::nil())]
}
