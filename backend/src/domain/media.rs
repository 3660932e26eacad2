//! Files that people have uploaded (functions-inbox.md §10, domain-model.md "Media"). Writes `media`. The bytes are in
//! [`Files`](crate::outside::files::Files) under the row's id: there before the row says so, and gone before the row is.

mod adopting;
mod binding;
mod checking;
mod erasing;
mod measuring;
mod picturing;
mod sweeping;
mod uploading;

use crate::{
    core::{Query, Reader, Result, Topic},
    domain::articles,
};
pub use adopting::{Awaited, adopt};
pub use binding::{Parent, attach, descriptors, of, of_ids, reassign};
pub use checking::turns;
pub use erasing::{erase, of_person};
pub use measuring::{Seen, look, pixels};
pub use picturing::{Picture, discard, keep_picture};
use serde::{Deserialize, Serialize};
use shared::{
    Function, Millis, function,
    id::{AttachmentId, IdentityId, UserId, VisitorId},
};
pub use sweeping::{Expired, Forget, expired};
pub use uploading::{Arrived, Invited, invite, stage};

/// How long an upload may wait, first for its bytes and then to be attached.
pub const PATIENCE: Millis = 3_600_000;

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// There is an address to send the bytes to.
    Pending,
    /// The bytes are there, without a name.
    Stored,
    /// It can be attached.
    Staged,
    Attached,
    /// Refused, or what it went with is gone: the bytes go next.
    Removed,
}

/// Who uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uploader {
    Visitor(VisitorId),
    Agent(UserId),
}

impl Uploader {
    pub fn id(self) -> IdentityId {
        match self {
            Self::Visitor(id) => id.into(),
            Self::Agent(id) => id.into(),
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Visitor(_) => "visitor",
            Self::Agent(_) => "agent",
        }
    }
}

/// A file that can be read.
#[derive(Clone, Debug, Serialize, Deserialize, sqlx::FromRow)]
pub struct Stored {
    pub file_name: String,
    pub mime_type: String,
    /// Bytes.
    pub size: i64,
}

fn topic(id: AttachmentId) -> Topic {
    Topic::new("media", id.0)
}

/// A file that was checked and is not on its way out, for whoever knows its link. A picture of articles is for everybody who does as
/// long as a published article shows it, and else for the team alone.
#[derive(Clone)]
pub struct Readable {
    pub id: AttachmentId,
    /// Whether the link is one of those that the team is given.
    pub is_team: bool,
}

impl Function for Readable {
    const NAME: &'static str = "media:readable";
    type Kind = function::Query;
    type Output = Option<Stored>;
}

impl Query for Readable {
    async fn run(self, cx: &mut Reader) -> Result<Option<Stored>> {
        if !self.is_team && articles::is_withheld(cx, self.id).await? {
            return Ok(None);
        }
        let now = cx.now();
        Ok(cx
            .read(topic(self.id))
            .query(
                "SELECT file_name, mime_type, size FROM media
                 WHERE id = $1 AND status IN ('staged', 'attached') AND (expires_at IS NULL OR expires_at > $2)",
            )
            .bind(self.id)
            .bind(now)
            .fetch_optional()
            .await?)
    }
}
