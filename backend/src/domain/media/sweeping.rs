//! Files that nobody attached in time, or that went with what is gone: first their bytes go, then their rows, so that no bytes are
//! left that nobody knows of.

use crate::core::{App, Caller, Mutation, Query, Reader, Result, Topic, Writer};
use shared::{
    Function, Millis, function,
    id::{AttachmentId, Uuid},
};

/// Another node whose clock is a little behind may still be attaching what is due here.
pub const GRACE: Millis = 60_000;

/// Some files whose bytes are to be removed.
#[derive(Clone)]
pub struct Expired;

impl Function for Expired {
    const NAME: &'static str = "media:expired";
    type Kind = function::Query;
    type Output = Vec<AttachmentId>;
}

impl Query for Expired {
    async fn run(self, cx: &mut Reader) -> Result<Vec<AttachmentId>> {
        let before = cx.now() - GRACE;
        let found: Vec<(AttachmentId,)> = cx
            .read(Topic::new("media", Uuid::nil()))
            .query("SELECT id FROM media WHERE expires_at <= $1 ORDER BY expires_at LIMIT 100")
            .bind(before)
            .fetch_all()
            .await?;
        Ok(found.into_iter().map(|(id,)| id).collect())
    }
}

/// Forgets a file whose bytes are gone. What has no use any more never gets one again.
#[derive(Clone)]
pub struct Forget(pub AttachmentId);

impl Function for Forget {
    const NAME: &'static str = "media:forget";
    type Kind = function::Mutation;
    type Output = ();
}

impl Mutation for Forget {
    async fn run(self, cx: &mut Writer) -> Result<()> {
        let before = cx.now() - GRACE;
        cx.write(super::topic(self.0))
            .query("DELETE FROM media WHERE id = $1 AND expires_at <= $2")
            .bind(self.0)
            .bind(before)
            .execute()
            .await?;
        Ok(())
    }
}

/// Removes what is due and answers how many files that were.
pub async fn expired(app: &App) -> Result<u64> {
    let mut removed = 0;
    loop {
        let due = app.query(&Caller::SYSTEM, Expired).await?;
        if due.is_empty() {
            return Ok(removed);
        }
        for id in due {
            app.files().remove(id.0).await?;
            app.mutate(&Caller::SYSTEM, Forget(id)).await?;
            removed += 1;
        }
    }
}
