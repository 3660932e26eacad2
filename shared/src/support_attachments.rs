//! Files that go with a message, a ticket or a comment (functions-inbox.md §10): ask for an address, POST the bytes to it, have them
//! checked, and name the attachment when you send. Both functions take whoever is signed in for an agent, who needs
//! `conversations.reply`, and else the session token. Errors: "Workspace not found", "Authentication required", those of the token,
//! "Not authorized to upload files for this visitor".

use crate::{
    functions,
    id::{AttachmentId, VisitorId, WorkspaceId},
};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

functions! { "supportAttachments" {
    Mutation generateUploadUrl = GenerateUploadUrl -> String;
    Mutation finalizeUpload = FinalizeUpload -> Finalized;
} }

/// The most bytes of a file.
pub const LARGEST: i64 = 10 * 1024 * 1024;
/// The most files of one thing.
pub const MOST: usize = 5;
/// The endings that a file's name may have, and what such a file is.
pub const SORTS: [(&str, &str); 10] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("pdf", "application/pdf"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    ("json", "application/json"),
    ("zip", "application/zip"),
];

/// Answers an address that takes the bytes of one file by POST within the hour and answers `{"storageId"}`.
/// Errors also: RATE_LIMITED.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenerateUploadUrl {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
}

/// Names what was uploaded and checks it: by the ending of its name, its size, and what its bytes are. One that is refused is removed.
/// Errors also: "Uploaded file not found", also for what somebody else has uploaded.
#[skip_serializing_none]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FinalizeUpload {
    pub workspace_id: WorkspaceId,
    pub visitor_id: Option<VisitorId>,
    pub session_token: Option<String>,
    pub storage_id: AttachmentId,
    pub file_name: Option<String>,
}

/// What became of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Finalized {
    /// It can be sent within the hour.
    Staged {
        attachment_id: AttachmentId,
        file_name: String,
        mime_type: String,
        /// Bytes.
        size: i64,
    },
    /// A person can be told the message.
    Rejected { message: String },
}
