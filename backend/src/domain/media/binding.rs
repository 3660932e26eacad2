//! Files become part of what they are sent with, all of them or none.

use super::{Status, topic};
use crate::{
    core::{Reader, Result, Topic, Writer},
    store::Filter,
};
use shared::{
    Code, Error, Millis,
    id::{AttachmentId, IdentityId, MessageId, TicketCommentId, TicketId, WorkspaceId},
    messages::Attachment,
    support_attachments::MOST,
};
use std::collections::{BTreeSet, HashMap};

/// What files go with.
#[derive(Clone, Copy)]
pub enum Parent {
    Message(MessageId),
    Ticket(TicketId),
    Comment(TicketCommentId),
    /// Nothing of anybody: it is the workspace's own.
    Workspace,
}

/// The ids once each, in their order; none where nothing is named.
/// Errors: "You can attach up to 5 files at a time."
pub fn of_ids(named: Option<&[AttachmentId]>) -> Result<Option<Vec<AttachmentId>>, Error> {
    let mut ids: Vec<AttachmentId> = Vec::new();
    for id in named.unwrap_or_default() {
        if !ids.contains(id) {
            ids.push(*id);
        }
    }
    match ids.len() {
        0 => Ok(None),
        1..=MOST => Ok(Some(ids)),
        _ => Err(Error::invalid("You can attach up to 5 files at a time.")),
    }
}

/// Gives staged files to `parent`, which is stored. Errors, for the first file that has one: "Attachment <id> was not found",
/// "Attachment has already been used", "Attachment upload expired. Please upload again.", "Not authorized to use this attachment".
pub async fn attach(
    cx: &mut Writer,
    workspace: WorkspaceId,
    uploader: IdentityId,
    ids: &[AttachmentId],
    parent: Parent,
) -> Result<()> {
    for id in ids {
        attach_one(cx, workspace, uploader, *id, parent).await?;
    }
    Ok(())
}

async fn attach_one(
    cx: &mut Writer,
    workspace: WorkspaceId,
    uploader: IdentityId,
    id: AttachmentId,
    parent: Parent,
) -> Result<()> {
    let (message, ticket, comment) = match parent {
        Parent::Message(id) => (Some(id), None, None),
        Parent::Ticket(id) => (None, Some(id), None),
        Parent::Comment(id) => (None, None, Some(id)),
        Parent::Workspace => (None, None, None),
    };
    let now = cx.now();
    let changed = cx
        .write(topic(id))
        .query(
            "UPDATE media
             SET status = $5, attached_at = $4, expires_at = NULL, message_id = $6, ticket_id = $7, ticket_comment_id = $8
             WHERE id = $1 AND workspace_id = $2 AND uploaded_by_id = $3 AND status = $9 AND expires_at > $4",
        )
        .bind(id)
        .bind(workspace)
        .bind(uploader)
        .bind(now)
        .bind(Status::Attached)
        .bind(message)
        .bind(ticket)
        .bind(comment)
        .bind(Status::Staged)
        .execute()
        .await?;
    if changed == 0 { Err(why_not(cx, workspace, uploader, id, now).await?.into()) } else { Ok(()) }
}

async fn why_not(
    cx: &mut Reader,
    workspace: WorkspaceId,
    uploader: IdentityId,
    id: AttachmentId,
    now: Millis,
) -> Result<Error> {
    let found: Option<(Option<IdentityId>, Status, Option<Millis>)> = cx
        .read(topic(id))
        .query("SELECT uploaded_by_id, status, expires_at FROM media WHERE id = $1 AND workspace_id = $2")
        .bind(id)
        .bind(workspace)
        .fetch_optional()
        .await?;
    Ok(match found {
        // Whether a stranger's upload is still to be used is none of the caller's business.
        Some((owner, Status::Staged | Status::Attached, _)) if owner != Some(uploader) => {
            Error::not_authorized("Not authorized to use this attachment")
        }
        Some((_, Status::Attached, _)) => Error::new(Code::AlreadyExists, "Attachment has already been used"),
        Some((_, Status::Staged, expires_at)) if expires_at.is_none_or(|at| at <= now) => {
            Error::invalid("Attachment upload expired. Please upload again.")
        }
        _ => Error::new(Code::NotFound, format!("Attachment {id} was not found")),
    })
}

/// What readers are told of these files, with a link to each; one that is gone is left out.
pub async fn descriptors<'a>(
    cx: &mut Reader,
    ids: impl Iterator<Item = &'a AttachmentId>,
) -> Result<HashMap<AttachmentId, Attachment>> {
    let ids: BTreeSet<AttachmentId> = ids.copied().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let topics: Vec<Topic> = ids.iter().map(|id| topic(*id)).collect();
    let filter =
        Filter::new("SELECT id, file_name, mime_type, size FROM media WHERE status = 'attached' AND ")
            .any_of("id", ids);
    let found: Vec<(AttachmentId, String, String, i64)> = cx.read(topics).filter(filter).fetch_all().await?;
    let described = |(id, file_name, mime_type, size)| {
        let url = Some(cx.app().link(id));
        (id, Attachment { id, file_name, mime_type, size, url })
    };
    Ok(found.into_iter().map(described).collect())
}

/// Those of one thing, in their order.
pub fn of(known: &HashMap<AttachmentId, Attachment>, ids: Option<&[AttachmentId]>) -> Vec<Attachment> {
    ids.unwrap_or_default().iter().filter_map(|id| known.get(id).cloned()).collect()
}

/// Gives one visitor's files to another who turned out to be the same person.
pub async fn reassign(cx: &mut Writer, from: IdentityId, to: IdentityId) -> Result<()> {
    cx.write_unnoticed("media")
        .query("UPDATE media SET uploaded_by_id = $2 WHERE uploaded_by_id = $1")
        .bind(from)
        .bind(to)
        .execute()
        .await?;
    Ok(())
}
