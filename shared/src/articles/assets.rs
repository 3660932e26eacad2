//! Pictures of articles (functions-inbox.md §4): ask for an address, POST the bytes to it, save what it answered, and write the
//! reference into an article: `![what is to be seen](oc-asset://<assetId>)`.

use crate::{
    Millis,
    id::{ArticleId, AttachmentId, UserId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

/// What a reference begins with; the asset's id follows.
pub const SCHEME: &str = "oc-asset://";
/// The largest picture, in bytes.
pub const LARGEST: i64 = 5 * 1024 * 1024;
/// What a picture may be, and the ending of its name.
pub const SORTS: [(&str, &str); 6] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
];

/// One row of `articleAssets`. An asset is called as its file is.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    #[serde(rename = "_id")]
    pub id: AttachmentId,
    #[serde(rename = "_creationTime")]
    pub creation_time: Millis,
    pub workspace_id: WorkspaceId,
    /// The article that it was uploaded for; others may show it too.
    pub article_id: Option<ArticleId>,
    pub storage_id: AttachmentId,
    pub file_name: String,
    pub mime_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels (additive); none where the file does not say.
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub created_by: Option<UserId>,
    pub created_at: Millis,
    pub updated_at: Millis,
    /// What an article shows it by.
    pub reference: String,
    /// For the team: good for a day.
    pub url: String,
}

/// A picture that can be written into an article.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedAsset {
    pub asset_id: AttachmentId,
    pub reference: String,
    /// For the team: good for a day.
    pub url: String,
    pub file_name: String,
    pub mime_type: String,
    /// Bytes.
    pub size: i64,
    /// Pixels (additive); none where the file does not say.
    pub width: Option<i64>,
    pub height: Option<i64>,
}

/// Answers an address that takes the bytes of one picture by POST within the hour and answers `{"storageId"}`. Needs
/// `articles.create`. Errors also: RATE_LIMITED.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenerateAssetUploadUrl {
    pub workspace_id: WorkspaceId,
}

/// Keeps what was uploaded as a picture of articles; what it is is seen from its bytes, and its name gets the ending that says so.
/// Needs `articles.create`. Errors: "Uploaded file not found", also for what somebody else has uploaded; "Unsupported image type.
/// Allowed: PNG, JPEG, GIF, WEBP, AVIF.", "Image exceeds 5MB maximum size.", "Article not found".
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveAsset {
    pub workspace_id: WorkspaceId,
    /// One of the workspace's.
    pub article_id: Option<ArticleId>,
    pub storage_id: AttachmentId,
    pub file_name: Option<String>,
}

/// The pictures of a workspace, or those that were uploaded for one article, newest first. Needs `articles.read`. `limit` (additive, 1
/// to 500) is 500 where it is left out.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListAssets {
    pub workspace_id: WorkspaceId,
    pub article_id: Option<ArticleId>,
    pub limit: Option<i64>,
}

/// Deletes a picture and its file. Needs `articles.delete`. Errors: "Asset not found"; INVALID_INPUT while an article's content refers
/// to it, whatever the article's status.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteAsset {
    pub asset_id: AttachmentId,
}
