//! Pictures that are a workspace's own and go with nothing else.

use super::{
    PATIENCE, Parent, Status, Uploader, attach, checking,
    measuring::pixels,
    uploading::{Came, arrived, set},
};
use crate::core::{Result, Writer};
use shared::{
    Error,
    id::{AttachmentId, WorkspaceId},
    limits,
    rich_text::Size,
};

/// What a picture may be.
pub struct Picture {
    /// Endings and what such a file is.
    pub sorts: &'static [(&'static str, &'static str)],
    /// Bytes.
    pub largest: i64,
    /// What is said of one that is none of these sorts.
    pub unsupported: &'static str,
    pub too_large: &'static str,
}

/// A picture that was kept.
pub struct Kept {
    pub file_name: String,
    pub mime_type: &'static str,
    /// Bytes.
    pub size: i64,
    pub pixels: Option<Size>,
}

/// Keeps an uploaded picture for ever. What it is its bytes say: a name with another ending gets the right one. Errors: "Uploaded file
/// not found", INVALID_INPUT for what is no such picture or too large.
pub async fn keep_picture(
    cx: &mut Writer,
    workspace: WorkspaceId,
    id: AttachmentId,
    uploader: Uploader,
    named: Option<&str>,
    allowed: &Picture,
) -> Result<Kept> {
    let Came { size, content_type, width, height } = arrived(cx, workspace, id, uploader).await?;
    let name = checking::name_of(named);
    let file_name = checking::with_ending(&name, &content_type, allowed.sorts);
    let Some((file_name, mime_type)) = file_name else {
        return Err(Error::invalid(allowed.unsupported).into());
    };
    if size > allowed.largest {
        return Err(Error::invalid(allowed.too_large).into());
    }
    limits::title("The file's name", &file_name)?;
    let until = cx.now() + PATIENCE;
    set(cx, id, Status::Staged, Some((&file_name, mime_type)), until).await?;
    attach(cx, workspace, uploader.id(), &[id], Parent::Workspace).await?;
    Ok(Kept { file_name, mime_type, size, pixels: pixels(width, height) })
}

/// A picture has no use any more.
pub async fn discard(cx: &mut Writer, id: AttachmentId) -> Result<()> {
    let now = cx.now();
    set(cx, id, Status::Removed, None, now).await
}
