//! Files that go with a message, a ticket or a comment. There are none yet, so whoever names one names a missing one.

use crate::core::Result;
use shared::{Code, Error, id::AttachmentId};

/// The most attachments of one thing.
const MOST: usize = 5;

/// Errors: "You can attach up to 5 files at a time.", "Attachment <id> was not found".
pub fn check(ids: Option<&[AttachmentId]>) -> Result<(), Error> {
    let ids = ids.unwrap_or_default();
    if ids.len() > MOST {
        return Err(Error::invalid("You can attach up to 5 files at a time."));
    }
    match ids.first() {
        Some(id) => Err(Error::new(Code::NotFound, format!("Attachment {id} was not found"))),
        None => Ok(()),
    }
}
