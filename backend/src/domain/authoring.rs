//! What both kinds of authoring sessions have in common: an author's own site is given a token that acts for its author for a while. Of a
//! token only the SHA-256 is stored, and what its author may do is looked up at each use.

use crate::{
    core::{Limit, Reader, Result, Topic, Writer},
    domain::workspace_members,
    store::{Filter, Row},
};
use sha2::{Digest, Sha256};
use shared::{
    Code, Error, Millis,
    id::{UserId, Uuid, WorkspaceId},
    permissions::Permission,
};

/// What the readers of one token depend on; it is the start of the token's hash.
pub fn topic(table: &'static str, token: &str) -> Topic {
    Topic::of_text(table, token)
}

/// The same for a row, of which we know the hash and not the token.
fn topic_of_hash(table: &'static str, hash: &[u8]) -> Topic {
    Topic::new(table, Uuid::from_slice(hash.get(..16).unwrap_or_default()).unwrap_or_default())
}

/// What is stored of a token.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// Who begins a session. Errors: "Unauthorized".
pub fn author(cx: &Reader) -> Result<UserId> {
    cx.caller().user_id().ok_or_else(|| Error::new(Code::NotAuthenticated, "Unauthorized").into())
}

/// Counts a use of a token. Errors: RATE_LIMITED.
pub fn count(cx: &Reader) -> Result<()> {
    cx.count(Limit::Authoring, cx.caller().ip)
}

/// One row of a kind of sessions.
pub trait Kept: Row {
    const TABLE: &'static str;
    const COLUMNS: &'static str;
    /// What its author needs all the while.
    const PERMISSION: Permission;

    fn author(&self) -> UserId;
    fn workspace(&self) -> WorkspaceId;
    fn expires_at(&self) -> Millis;
}

/// The session of a token whose author may still do what it is for, whether it is over or not. Counts as a use of the token. Errors:
/// RATE_LIMITED.
pub async fn by_token<T: Kept>(cx: &mut Reader, token: &str) -> Result<Option<T>> {
    count(cx)?;
    let filter = Filter::new("SELECT ")
        .push(T::COLUMNS)
        .push(" FROM ")
        .push(T::TABLE)
        .push(" WHERE token_hash = ")
        .bind(hash(token));
    let row: Option<T> = cx.read(topic(T::TABLE, token)).filter(filter).fetch_optional().await?;
    let Some(row) = row else { return Ok(None) };
    if row.expires_at() > cx.now() {
        cx.wake_at(row.expires_at());
    }
    let member = workspace_members::membership(cx, row.author(), row.workspace()).await?;
    Ok(Some(row).filter(|_| member.is_some_and(|member| member.may(T::PERMISSION))))
}

/// Removes some of the sessions that ended before a time; answers how many.
pub async fn forget(cx: &mut Writer, table: &'static str, before: Millis) -> Result<u64> {
    let filter = Filter::new("DELETE FROM ")
        .push(table)
        .push(" WHERE id IN (SELECT id FROM ")
        .push(table)
        .push(" WHERE expires_at < ")
        .bind(before)
        .push(" ORDER BY expires_at LIMIT 500) RETURNING token_hash");
    let removed: Vec<(Vec<u8>,)> = cx.write_unnoticed(table).filter(filter).fetch_all().await?;
    removed.iter().for_each(|(hash,)| cx.touch(topic_of_hash(table, hash)));
    Ok(removed.len() as u64)
}

/// As little as can be said of a token that is unknown, or whose author may no longer do what it is for.
pub fn unknown() -> Error {
    Error::not_found("Session")
}

/// No SESSION_EXPIRED, upon which clients begin another session of their own.
pub fn expired() -> Error {
    Error::not_authorized("Session expired")
}
