//! Files that come with a mail: their bytes arrive before anybody knows whose they are.

use super::{PATIENCE, Status, Uploader, topic, uploading::stage};
use crate::core::{Mutation, Result, Writer};
use shared::{
    Function, function,
    id::{AttachmentId, VisitorId, WorkspaceId},
    support_attachments::Finalized,
};

/// Makes room for a file that no address is given for. Internal: it has no public name.
#[derive(Clone, Copy, Debug)]
pub struct Awaited {
    pub workspace: WorkspaceId,
}

impl Function for Awaited {
    const NAME: &'static str = "media:awaited";
    type Kind = function::Mutation;
    type Output = AttachmentId;
}

impl Mutation for Awaited {
    async fn run(self, cx: &mut Writer) -> Result<AttachmentId> {
        let (id, now) = (AttachmentId(cx.new_id()?), cx.now());
        cx.write(topic(id))
            .query(
                "INSERT INTO media (id, workspace_id, status, uploaded_by_type, created_at, expires_at)
                 VALUES ($1, $2, $3, 'visitor', $4, $5)",
            )
            .bind(id)
            .bind(self.workspace)
            .bind(Status::Pending)
            .bind(now)
            .bind(now + PATIENCE)
            .execute()
            .await?;
        Ok(id)
    }
}

/// Gives a file that has arrived without an owner to a visitor and checks it like every other one; answers whether it can be attached.
pub async fn adopt(
    cx: &mut Writer,
    workspace: WorkspaceId,
    id: AttachmentId,
    visitor: VisitorId,
    name: &str,
) -> Result<bool> {
    let now = cx.now();
    let adopted = cx
        .write(topic(id))
        .query(
            "UPDATE media SET uploaded_by_id = $3
             WHERE id = $1 AND workspace_id = $2 AND uploaded_by_id IS NULL AND status = $4 AND expires_at > $5",
        )
        .bind(id)
        .bind(workspace)
        .bind(visitor)
        .bind(Status::Stored)
        .bind(now)
        .execute()
        .await?;
    if adopted == 0 {
        return Ok(false);
    }
    // A name that is too long for a file of ours is shortened at its beginning, so that its ending stays.
    let shortened: String = name.chars().skip(name.chars().count().saturating_sub(200)).collect();
    let staged = stage(cx, workspace, id, Uploader::Visitor(visitor), Some(&shortened)).await?;
    Ok(matches!(staged, Finalized::Staged { .. }))
}
