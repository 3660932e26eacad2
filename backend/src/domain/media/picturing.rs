//! Pictures that are a workspace's own and go with nothing else.

use super::{
    Parent, Status, Uploader, attach,
    uploading::{arrived, set, stage},
};
use crate::core::{Result, Writer};
use shared::{
    Error,
    id::{AttachmentId, WorkspaceId},
    support_attachments::{Finalized, SORTS},
};

/// The largest, in bytes: every visitor loads it.
pub const LARGEST_PICTURE: i64 = 1024 * 1024;

/// Keeps an uploaded picture under this name. Errors: "Uploaded file not found", INVALID_INPUT for what is no picture or too large.
pub async fn keep_picture(
    cx: &mut Writer,
    workspace: WorkspaceId,
    id: AttachmentId,
    uploader: Uploader,
    name: &str,
) -> Result<()> {
    let (size, content_type) = arrived(cx, workspace, id, uploader).await?;
    let sort = SORTS.iter().find(|(_, kind)| *kind == content_type && kind.starts_with("image/"));
    let Some((ending, _)) = sort else {
        return Err(Error::invalid("Unsupported image type. Allowed: PNG, JPEG, GIF and WEBP.").into());
    };
    if size > LARGEST_PICTURE {
        return Err(Error::invalid("Image exceeds 1MB maximum size.").into());
    }
    match stage(cx, workspace, id, uploader, Some(&format!("{name}.{ending}"))).await? {
        Finalized::Staged { .. } => attach(cx, workspace, uploader.id(), &[id], Parent::Workspace).await,
        Finalized::Rejected { message } => Err(Error::invalid(message).into()),
    }
}

/// A picture has no use any more.
pub async fn discard(cx: &mut Writer, id: AttachmentId) -> Result<()> {
    let now = cx.now();
    set(cx, id, Status::Removed, None, now).await
}
