//! From an address to upload to, over the bytes, to a file that can be attached.

use super::{PATIENCE, Seen, Status, Uploader, checking, topic};
use crate::core::{Mutation, Query, Reader, Result, Topic, Writer};
use sha2::{Digest, Sha256};
use shared::{
    Code, Error, Function, function,
    id::{AttachmentId, Uuid, WorkspaceId},
    limits,
    support_attachments::{Finalized, LARGEST},
};

const UNSUPPORTED: &str =
    "Unsupported file type. Allowed: PNG, JPEG, GIF, WEBP, PDF, TXT, CSV, JSON, and ZIP.";

/// Makes room for a file and answers the address that takes its bytes; only whoever is told can use it, once.
pub async fn invite(cx: &mut Writer, workspace: WorkspaceId, uploader: Uploader) -> Result<String> {
    let (id, now) = (AttachmentId(cx.new_id()?), cx.now());
    let token = cx.chance().hex::<32>()?;
    cx.write(topic(id))
        .query(
            "INSERT INTO media
                 (id, workspace_id, status, uploaded_by_id, uploaded_by_type, ticket, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id)
        .bind(workspace)
        .bind(Status::Pending)
        .bind(uploader.id())
        .bind(uploader.kind())
        .bind(hash(&token))
        .bind(now)
        .bind(now + PATIENCE)
        .execute()
        .await?;
    Ok(format!("{}/api/storage/upload?token={token}", cx.app().config().public_url))
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// The file whose bytes an address waits for.
#[derive(Clone)]
pub struct Invited {
    pub token: String,
}

impl Function for Invited {
    const NAME: &'static str = "media:invited";
    type Kind = function::Query;
    type Output = Option<AttachmentId>;
}

impl Query for Invited {
    async fn run(self, cx: &mut Reader) -> Result<Option<AttachmentId>> {
        let now = cx.now();
        let found: Option<(AttachmentId,)> = cx
            .read(Topic::new("media", Uuid::nil()))
            .query("SELECT id FROM media WHERE ticket = $1 AND status = $2 AND expires_at > $3")
            .bind(hash(&self.token))
            .bind(Status::Pending)
            .bind(now)
            .fetch_optional()
            .await?;
        Ok(found.map(|(id,)| id))
    }
}

/// The bytes of a file are there. Answers whether they were waited for: of two at once the second was not.
#[derive(Clone)]
pub struct Arrived {
    pub id: AttachmentId,
    /// Bytes.
    pub size: i64,
    pub seen: Seen,
}

impl Function for Arrived {
    const NAME: &'static str = "media:arrived";
    type Kind = function::Mutation;
    type Output = bool;
}

impl Mutation for Arrived {
    async fn run(self, cx: &mut Writer) -> Result<bool> {
        let now = cx.now();
        let changed = cx
            .write(topic(self.id))
            .query(
                "UPDATE media SET status = $2, ticket = NULL, size = $3, content_type = $4, width = $7, height = $8
                 WHERE id = $1 AND status = $5 AND expires_at > $6",
            )
            .bind(self.id)
            .bind(Status::Stored)
            .bind(self.size)
            .bind(self.seen.content_type)
            .bind(Status::Pending)
            .bind(now)
            .bind(self.seen.pixels.map(|pixels| i64::from(pixels.width)))
            .bind(self.seen.pixels.map(|pixels| i64::from(pixels.height)))
            .execute()
            .await?;
        Ok(changed > 0)
    }
}

/// Names a file and checks it. One that is refused is removed.
pub async fn stage(
    cx: &mut Writer,
    workspace: WorkspaceId,
    id: AttachmentId,
    uploader: Uploader,
    given: Option<&str>,
) -> Result<Finalized> {
    let name = checking::name_of(given);
    limits::title("The file's name", &name)?;
    let now = cx.now();
    let Came { size, content_type, .. } = arrived(cx, workspace, id, uploader).await?;
    match judge(&name, size, &content_type) {
        Ok(mime_type) => {
            set(cx, id, Status::Staged, Some((&name, mime_type)), now + PATIENCE).await?;
            Ok(Finalized::Staged { attachment_id: id, file_name: name, mime_type: mime_type.into(), size })
        }
        Err(message) => {
            set(cx, id, Status::Removed, None, now).await?;
            Ok(Finalized::Rejected { message })
        }
    }
}

/// What is known of bytes that have come.
#[derive(sqlx::FromRow)]
pub struct Came {
    /// Bytes.
    pub size: i64,
    pub content_type: String,
    /// Pixels, of a picture.
    pub width: Option<i64>,
    pub height: Option<i64>,
}

/// A file whose bytes are there and that has no name yet. Errors: "Uploaded file not found".
pub async fn arrived(
    cx: &mut Reader,
    workspace: WorkspaceId,
    id: AttachmentId,
    uploader: Uploader,
) -> Result<Came> {
    let now = cx.now();
    let found: Option<Came> = cx
        .read(topic(id))
        .query(
            "SELECT size, content_type, width, height FROM media
             WHERE id = $1 AND workspace_id = $2 AND uploaded_by_id = $3 AND status = $4 AND expires_at > $5",
        )
        .bind(id)
        .bind(workspace)
        .bind(uploader.id())
        .bind(Status::Stored)
        .bind(now)
        .fetch_optional()
        .await?;
    Ok(found.ok_or_else(|| Error::new(Code::NotFound, "Uploaded file not found"))?)
}

/// The type of a file that may be attached, or why it may not.
fn judge(name: &str, size: i64, content_type: &str) -> Result<&'static str, String> {
    let mime_type = checking::type_of(name).ok_or(UNSUPPORTED)?;
    if size > LARGEST {
        return Err("File exceeds 10MB maximum size.".into());
    }
    if !checking::agrees(mime_type, content_type) {
        return Err(format!("{UNSUPPORTED} What is in {name} is something else than its name says."));
    }
    Ok(mime_type)
}

pub async fn set(
    cx: &mut Writer,
    id: AttachmentId,
    status: Status,
    named: Option<(&str, &str)>,
    expires_at: i64,
) -> Result<()> {
    let (name, mime_type) = named.unzip();
    cx.write(topic(id))
        .query("UPDATE media SET status = $2, file_name = $3, mime_type = $4, expires_at = $5 WHERE id = $1")
        .bind(id)
        .bind(status)
        .bind(name.map(str::to_owned))
        .bind(mime_type.map(str::to_owned))
        .bind(expires_at)
        .execute()
        .await?;
    Ok(())
}
